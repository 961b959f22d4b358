import { userGroupInventory } from '../../../contract/inventories/user-inventory.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { checkNewGroup, createGroup } from '../../../services/users/groups.js';
import { defineCommand } from '../../define-operation.js';
import { userGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';

export const createUserGroup = defineCommand({
  name: 'CreateUserGroup',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/groups'],
  bodyKey: 'params',
  summary: 'Makes a group for users of the caller’s account',
  params: NEW_RESOURCE_PARAMS,
  returns: { inventory: userGroupInventory },
  check: (world, { params, caller }) => checkNewGroup(world, caller.accountUuid, params.name),
  run({ world, params, caller, systemTags, userTags, tagUuids, now }) {
    const uuid = createGroup(world, { ...params, accountUuid: caller.accountUuid }, now);
    writeTags(world, 'UserGroupVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: userGroupResult,
});
