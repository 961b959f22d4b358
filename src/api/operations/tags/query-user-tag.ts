import {
  userTagInventory,
  toUserTagInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryUserTag = defineQuery({
  name: 'QueryUserTag',
  family: 'user-tags',
  paths: ['/v1/user-tags', '/v1/user-tags/{uuid}'],
  summary: 'Finds user tags',
  returns: { inventories: userTagInventory.array() },
  entity: 'usertag',
  of: (queries) => queries.userTags,
  toInventory: toUserTagInventory,
});
