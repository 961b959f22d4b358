import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const removeUserFromGroup = defineCommand({
  name: 'RemoveUserFromGroup',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/groups/{groupUuid}/users/{userUuid}'],
  summary: 'Takes a user out of a group; one that is not in it is no error',
  params: {
    userUuid: requiredText({ resourceType: 'User', checkAccount: true }),
    groupUuid: requiredText({ resourceType: 'UserGroup', checkAccount: true }),
  },
  returns: {},
  run: ({ world, params }) =>
    world.repositories.userGroups.removeUser(params.groupUuid, params.userUuid),
});
