import { toUserInventory, userInventory } from '../../../contract/inventories/user-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryUser = defineQuery({
  name: 'QueryUser',
  family: 'users',
  paths: ['/v1/accounts/users', '/v1/accounts/users/{uuid}'],
  summary: 'Finds users of accounts',
  returns: { inventories: userInventory.array() },
  entity: 'user',
  of: (queries) => queries.users,
  toInventory: toUserInventory,
});
