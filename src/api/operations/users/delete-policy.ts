import { deletePolicy as remove } from '../../../services/users/policies.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deletePolicy = defineCommand({
  name: 'DeletePolicy',
  family: 'users',
  method: 'DELETE',
  paths: ['/v1/accounts/policies/{uuid}'],
  summary: 'Removes a policy from all whom it was attached to',
  params: {
    uuid: requiredText({ resourceType: 'Policy', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    const policy = world.repositories.policies.find(params.uuid);
    if (policy) remove(world, policy);
  },
});
