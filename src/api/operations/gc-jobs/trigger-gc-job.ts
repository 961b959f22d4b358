import {
  checkTrigger,
  triggerGarbageJob,
} from '../../../services/images/delete/collect-garbage.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const triggerGCJob = defineCommand({
  name: 'TriggerGCJob',
  family: 'gc-jobs',
  method: 'PUT',
  paths: ['/v1/gc-jobs/{uuid}/actions'],
  bodyKey: 'triggerGCJob',
  adminOnly: true,
  summary: 'Tries now to delete what could not be deleted',
  params: { uuid: requiredText({ resourceType: 'GarbageCollector' }) },
  returns: {},
  check: (world, { params }) => checkTrigger(world, params.uuid),
  run: ({ world, params, now }) => triggerGarbageJob(world, params.uuid, now),
});
