import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteGCJob = defineCommand({
  name: 'DeleteGCJob',
  family: 'gc-jobs',
  method: 'DELETE',
  paths: ['/v1/gc-jobs/{uuid}'],
  adminOnly: true,
  summary: 'Forgets what could not be deleted; what is not there is no error',
  params: { uuid: requiredText() },
  returns: {},
  // What would try it again finds nothing then.
  run: ({ world, params }) => world.repositories.garbage.remove(params.uuid),
});
