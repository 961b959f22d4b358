import { longJobInventory } from '../../../contract/inventories/long-job-inventory.js';
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
  run({ world, params: { uuid, name, description }, now }) {
    const longJob = longJobOf(world, uuid);
    const change = {
      name: name ?? longJob.name,
      description: description ?? longJob.description,
    };
    world.repositories.longJobs.update(longJob, change, now);
    return { uuid };
  },
  result: longJobResult,
});
