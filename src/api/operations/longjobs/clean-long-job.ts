import { longJobOf } from '../../../services/resources/lookup.js';
import { apiError } from '../../../core/api-error.js';
import { defineCommand } from '../../define-operation.js';

import { requiredText } from '../../params.js';

export const cleanLongJob = defineCommand({
  name: 'CleanLongJob',
  family: 'longjobs',
  method: 'PUT',
  paths: ['/v1/longjobs/{uuid}/actions'],
  bodyKey: 'cleanLongJob',
  summary: 'Cleans up after a long job that is being canceled; here that is never left to do',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', checkAccount: true }),
  },
  returns: {},
  check(world, { params }) {
    longJobOf(world, params.uuid);
    throw apiError('LONG_JOB.1003', 'not supported or state is not Canceling');
  },
  run: () => undefined,
});
