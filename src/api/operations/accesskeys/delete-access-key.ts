import { checkKeyOwner } from '../../../services/accounts/access-keys.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteAccessKey = defineCommand({
  name: 'DeleteAccessKey',
  family: 'accesskeys',
  method: 'DELETE',
  paths: ['/v1/accesskeys/{uuid}'],
  summary: 'Removes an access key',
  params: {
    uuid: requiredText({ resourceType: 'AccessKey', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check: (world, { params, caller }) => checkKeyOwner(world, params.uuid, caller),
  run: ({ world, params }) => world.repositories.accessKeys.remove(params.uuid),
});
