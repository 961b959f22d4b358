import {
  toVmNicSecurityGroupRefInventory,
  vmNicSecurityGroupRefInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVmNicInSecurityGroup = defineQuery({
  name: 'QueryVmNicInSecurityGroup',
  family: 'security-groups',
  paths: ['/v1/security-groups/vm-instances/nics'],
  summary: 'Finds which NICs are in which security groups',
  returns: { inventories: vmNicSecurityGroupRefInventory.array() },
  entity: 'vmnicsecuritygroupref',
  of: (queries) => queries.vmNicSecurityGroupRefs,
  toInventory: toVmNicSecurityGroupRefInventory,
});
