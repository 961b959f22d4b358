import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import { attachToL3, checkAttachL3 } from '../../../services/security-groups/networks-of-groups.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const attachSecurityGroupToL3Network = defineCommand({
  name: 'AttachSecurityGroupToL3Network',
  family: 'security-groups',
  method: 'POST',
  paths: ['/v1/security-groups/{securityGroupUuid}/l3-networks/{l3NetworkUuid}'],
  bodyKey: 'params',
  summary: 'Notes that a security group is for a network',
  params: {
    securityGroupUuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
  },
  returns: { inventory: securityGroupInventory },
  check: (world, { params }) =>
    checkAttachL3(world, params.securityGroupUuid, params.l3NetworkUuid),
  run({ world, params: { securityGroupUuid, l3NetworkUuid }, now }) {
    checkAttachL3(world, securityGroupUuid, l3NetworkUuid);
    attachToL3(world, securityGroupUuid, l3NetworkUuid, now);
    return { uuid: securityGroupUuid };
  },
  result: securityGroupResult,
});
