import { checkEnded, deleteLongJob as remove } from '../../../services/long-jobs/long-jobs.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteLongJob = defineCommand({
  name: 'DeleteLongJob',
  family: 'longjobs',
  method: 'DELETE',
  paths: ['/v1/longjobs/{uuid}'],
  summary: 'Forgets a long job that has ended; one that is not there is no error',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', mayBeMissing: true, checkAccount: true }),
  },
  returns: {},
  check(world, { params }) {
    const longJob = world.repositories.longJobs.find(params.uuid);
    if (longJob) checkEnded(longJob, 'delete');
  },
  run: ({ world, params }) => remove(world, params.uuid),
});
