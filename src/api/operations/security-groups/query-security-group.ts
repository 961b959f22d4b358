import {
  securityGroupInventory,
  toSecurityGroupInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const querySecurityGroup = defineQuery({
  name: 'QuerySecurityGroup',
  family: 'security-groups',
  paths: ['/v1/security-groups', '/v1/security-groups/{uuid}'],
  summary: 'Finds security groups',
  returns: { inventories: securityGroupInventory.array() },
  entity: 'securitygroup',
  of: (queries) => queries.securityGroups,
  toInventory: toSecurityGroupInventory,
});
