import {
  toVmNicSecurityPolicyInventory,
  vmNicSecurityPolicyInventory,
} from '../../../contract/inventories/security-group-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryVmNicSecurityPolicy = defineQuery({
  name: 'QueryVmNicSecurityPolicy',
  family: 'security-groups',
  paths: [
    '/v1/security-groups/nics/security-policy',
    '/v1/security-groups/nics/{uuid}/security-policy',
  ],
  summary: 'Finds what becomes of traffic of NICs that no rule is about',
  returns: { inventories: vmNicSecurityPolicyInventory.array() },
  entity: 'vmnicsecuritypolicy',
  of: (queries) => queries.vmNicSecurityPolicies,
  toInventory: toVmNicSecurityPolicyInventory,
});
