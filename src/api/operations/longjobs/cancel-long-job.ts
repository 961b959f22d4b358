import { longJobOf } from '../../../services/resources/lookup.js';
import { cancelLongJob as cancel, checkCancel } from '../../../services/long-jobs/long-jobs.js';
import { defineCommand } from '../../define-operation.js';

import { requiredText } from '../../params.js';

export const cancelLongJob = defineCommand({
  name: 'CancelLongJob',
  family: 'longjobs',
  method: 'PUT',
  paths: ['/v1/longjobs/{uuid}/actions'],
  bodyKey: 'cancelLongJob',
  summary: 'Cancels a long job; what it had made goes',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', checkAccount: true }),
  },
  returns: {},
  check: (world, { params }) => checkCancel(world, longJobOf(world, params.uuid)),
  run: ({ world, params, now }) => cancel(world, longJobOf(world, params.uuid), now),
});
