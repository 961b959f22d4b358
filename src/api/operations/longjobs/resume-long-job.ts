import { longJobInventory } from '../../../contract/inventories/long-job-inventory.js';
import { longJobOf } from '../../../services/resources/lookup.js';
import { checkSuspended, resumeLongJob as resume } from '../../../services/long-jobs/long-jobs.js';
import { defineCommand } from '../../define-operation.js';
import { longJobResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const resumeLongJob = defineCommand({
  name: 'ResumeLongJob',
  family: 'longjobs',
  method: 'PUT',
  paths: ['/v1/longjobs/{uuid}/actions'],
  bodyKey: 'resumeLongJob',
  summary: 'Lets a suspended long job go on',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', checkAccount: true }),
  },
  returns: { inventory: longJobInventory },
  check: (world, { params }) => checkSuspended(longJobOf(world, params.uuid)),
  run({ world, params, now }) {
    resume(world, longJobOf(world, params.uuid), now);
    return { uuid: params.uuid };
  },
  result: longJobResult,
});
