import { securityGroupInventory } from '../../../contract/inventories/security-group-inventory.js';
import {
  checkDetachL3,
  detachFromL3,
} from '../../../services/security-groups/networks-of-groups.js';
import { defineCommand } from '../../define-operation.js';
import { securityGroupResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const detachSecurityGroupFromL3Network = defineCommand({
  name: 'DetachSecurityGroupFromL3Network',
  family: 'security-groups',
  method: 'DELETE',
  paths: ['/v1/security-groups/{securityGroupUuid}/l3-networks/{l3NetworkUuid}'],
  summary: 'A security group is for a network no more: the NICs on it leave the group',
  params: {
    securityGroupUuid: requiredText({ resourceType: 'SecurityGroup', checkAccount: true }),
    l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
  },
  returns: { inventory: securityGroupInventory },
  check: (world, { params }) =>
    checkDetachL3(world, params.securityGroupUuid, params.l3NetworkUuid),
  run({ world, params: { securityGroupUuid, l3NetworkUuid }, now }) {
    detachFromL3(world, securityGroupUuid, l3NetworkUuid, now);
    return { uuid: securityGroupUuid };
  },
  result: securityGroupResult,
});
