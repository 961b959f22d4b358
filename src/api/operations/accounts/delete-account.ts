import {
  checkAccountDeletion,
  deleteAccount as remove,
} from '../../../services/accounts/accounts.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteAccount = defineCommand({
  name: 'DeleteAccount',
  family: 'accounts',
  method: 'DELETE',
  paths: ['/v1/accounts/{uuid}'],
  summary: 'Removes an account; the admin account takes over what it owns',
  params: {
    uuid: requiredText({ resourceType: 'Account', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check: (world, { params, caller }) =>
    checkAccountDeletion(world, world.repositories.accounts.find(params.uuid), caller),
  run({ world, params, now }) {
    const account = world.repositories.accounts.find(params.uuid);
    if (account) remove(world, account, now);
  },
});
