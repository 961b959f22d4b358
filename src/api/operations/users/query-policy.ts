import {
  policyInventory,
  toPolicyInventory,
} from '../../../contract/inventories/user-inventory.js';
import { statementsOf } from '../../../services/users/permissions.js';
import { defineQuery } from '../../define-operation.js';

export const queryPolicy = defineQuery({
  name: 'QueryPolicy',
  family: 'users',
  paths: ['/v1/accounts/policies', '/v1/accounts/policies/{uuid}'],
  summary: 'Finds policies',
  returns: { inventories: policyInventory.array() },
  entity: 'policy',
  of: (queries) => queries.policies,
  toInventory: (policy) => toPolicyInventory(policy, statementsOf(policy)),
});
