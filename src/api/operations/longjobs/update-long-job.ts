import { longJobInventory } from '../../../contract/inventories/long-job-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { longJobOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { longJobResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateLongJob = defineCommand({
  name: 'UpdateLongJob',
  family: 'longjobs',
  method: 'PUT',
  paths: ['/v1/longjobs/{uuid}/actions'],
  bodyKey: 'updateLongJob',
  summary: 'Changes the name and the description of a long job',
  params: {
    uuid: requiredText({ resourceType: 'LongJob', checkAccount: true }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: longJobInventory },
  run({ world, params: { uuid, ...change }, now }) {
    const longJob = longJobOf(world, uuid);
    whenGiven(change, (told) => world.repositories.longJobs.update(longJob, told, now));
    return { uuid };
  },
  result: longJobResult,
});
