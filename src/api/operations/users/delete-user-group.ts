import { deleteGroup } from '../../../services/users/groups.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteUserGroup = defineCommand({
  name: 'DeleteUserGroup',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/groups/{uuid}'],
  summary: 'Removes a group; its users stay',
  params: {
    uuid: requiredText({ resourceType: 'UserGroup', mayBeMissing: true, checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    const group = world.repositories.userGroups.find(params.uuid);
    if (group) deleteGroup(world, group);
  },
});
