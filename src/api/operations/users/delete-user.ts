import { deleteUser as remove } from '../../../services/users/users.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteUser = defineCommand({
  name: 'DeleteUser',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/users/{uuid}'],
  summary: 'Removes a user with its sessions',
  params: {
    uuid: requiredText({ resourceType: 'User', mayBeMissing: true, checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    const user = world.repositories.users.find(params.uuid);
    if (user) remove(world, user);
  },
});
