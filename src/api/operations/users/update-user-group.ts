import { userGroupInventory } from '../../../contract/inventories/user-inventory.js';
import { userGroupOf } from '../../../services/resources/lookup.js';
import { checkGroupChange, updateGroup } from '../../../services/users/groups.js';
import { defineCommand } from '../../define-operation.js';
import { userGroupResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateUserGroup = defineCommand({
  name: 'UpdateUserGroup',
  family: 'users',
  method: 'PUT',
  paths: ['/v1/accounts/groups/actions'],
  bodyKey: 'updateUserGroup',
  summary: 'Changes name and description of a group',
  params: {
    uuid: requiredText({ resourceType: 'UserGroup', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: userGroupInventory },
  check: (world, { params, caller }) => checkGroupChange(userGroupOf(world, params.uuid), caller),
  run({ world, params, now }) {
    updateGroup(world, userGroupOf(world, params.uuid), params, now);
    return { uuid: params.uuid };
  },
  result: userGroupResult,
});
