import { userGroupOf, userOf } from '../../../services/resources/lookup.js';
import { checkOfAccount } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const addUserToGroup = defineCommand({
  name: 'AddUserToGroup',
  family: 'users',
  method: 'POST',
  paths: ['/v1/accounts/groups/{groupUuid}/users'],
  bodyKey: 'params',
  summary: 'Puts a user into a group',
  params: {
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
    groupUuid: requiredText({ resourceType: 'UserGroup', checkAccount: true }),
  },
  returns: {},
  check: (world, { params, caller }) =>
    checkOfAccount(caller, {
      user: userOf(world, params.userUuid),
      group: userGroupOf(world, params.groupUuid),
    }),
  run: ({ world, params, now }) =>
    world.repositories.userGroups.addUser(params.groupUuid, params.userUuid, now),
});
