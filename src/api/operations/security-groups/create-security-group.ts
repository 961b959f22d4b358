import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { createSecurityGroup as create } from '../../../services/security-groups/security-groups.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { wholeNumber } from '../../params.js';

export const createSecurityGroup = defineCommand({
  name: 'CreateSecurityGroup',
  family: 'security-groups',
  method: 'POST',
  paths: ['/v1/security-groups'],
  bodyKey: 'params',
  summary: 'Makes a security group, with the rules that every one has',
  params: {
    ...NEW_RESOURCE_PARAMS,
    ipVersion: wholeNumber('Integer', { validValues: ['4', '6'], description: 'not used' }),
  },
  returns: { inventory: securityGroupInventory },
  quota: () => ({ 'securityGroup.num': 1 }),
  run({ world, params, caller, systemTags, userTags, tagUuids, now }) {
    const uuid = create(world, { ...params, ownerUuid: caller.accountUuid }, now);
    writeTags(world, 'SecurityGroupVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: securityGroupResult,
});
