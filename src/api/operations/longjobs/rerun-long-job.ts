import { longJobInventory } from '../../../contract/inventories/long-job-inventory.js';
import { longJobOf, ownerOf } from '../../../services/resources/lookup.js';
import { checkEnded } from '../../../services/long-jobs/long-jobs.js';
import { rerunLongJob as rerun } from '../../submit-long-job.js';
import { callerOfAccount } from '../../../services/accounts/sessions.js';
import { defineCommand } from '../../define-operation.js';
import { longJobResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const rerunLongJob = defineCommand({
  name: 'RerunLongJob',
  family: 'longjobs',
  method: 'PUT',
  paths: ['/v1/longjobs/{uuid}/actions'],
  bodyKey: 'rerunLongJob',
  summary: 'Runs a long job that has ended again',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', checkAccount: true }),
  },
  returns: { inventory: longJobInventory },
  check: (world, { params }) => checkEnded(longJobOf(world, params.uuid), 'rerun'),
  run({ world, params, controlUrl, jobUuid, now }) {
    const longJob = longJobOf(world, params.uuid);
    const owner = ownerOf(world, longJob.uuid);
    rerun(world, longJob, { caller: callerOfAccount(owner), controlUrl }, jobUuid, now);
    return { uuid: params.uuid };
  },
  result: longJobResult,
});
