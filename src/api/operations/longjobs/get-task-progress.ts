import { taskProgressInventory } from '../../../contract/inventories/long-job-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { progressOf } from '../../../jobs/task-progress.js';
import { defineSync } from '../../define-operation.js';
import { flag, optionalText } from '../../params.js';

export const getTaskProgress = defineSync({
  name: 'GetTaskProgress',
  family: 'task-progresses',
  method: 'GET',
  paths: ['/v1/task-progresses/{apiId}'],
  auth: true,
  summary: 'Tells how far the work of a call is: of a job, or of the apiId of a long job',
  params: {
    apiId: optionalText(),
    all: flag(false, { description: 'also the steps before, oldest first' }),
  },
  returns: { inventories: taskProgressInventory.array() },
  run(world, { apiId, all }) {
    if (apiId === null || !/^[0-9a-f]{32}$/i.test(apiId)) {
      throw apiError('SYS.1007', `parameter apiId[${apiId}] is not a valid uuid.`);
    }
    const steps = progressOf(world, apiId);
    const inventories = (all ? steps : steps.slice(-1)).map(({ taskName, content, time }) => ({
      taskUuid: apiId,
      taskName,
      parentUuid: null,
      type: 'Progress',
      content,
      time,
    }));
    return { inventories };
  },
});
