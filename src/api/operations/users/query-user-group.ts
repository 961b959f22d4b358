import {
  toUserGroupInventory,
  userGroupInventory,
} from '../../../contract/inventories/user-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryUserGroup = defineQuery({
  name: 'QueryUserGroup',
  family: 'users',
  paths: ['/v1/accounts/groups', '/v1/accounts/groups/{uuid}'],
  summary: 'Finds groups of users',
  returns: { inventories: userGroupInventory.array() },
  entity: 'usergroup',
  of: (queries) => queries.userGroups,
  toInventory: toUserGroupInventory,
});
