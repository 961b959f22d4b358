import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { securityGroupOf } from '../../../services/resources/lookup.js';
import { updateSecurityGroup as update } from '../../../services/security-groups/security-groups.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateSecurityGroup = defineCommand({
  name: 'UpdateSecurityGroup',
  family: 'security-groups',
  method: 'PUT',
  paths: ['/v1/security-groups/{uuid}/actions'],
  bodyKey: 'updateSecurityGroup',
  summary: 'Changes name and description of a security group',
  params: {
    uuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: securityGroupInventory },
  run({ world, params, now }) {
    update(world, securityGroupOf(world, params.uuid), params, now);
    return { uuid: params.uuid };
  },
  result: securityGroupResult,
});
