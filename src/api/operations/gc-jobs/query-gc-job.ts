import {
  garbageInventory,
  toGarbageInventory,
} from '../../../contract/inventories/garbage-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryGCJob = defineQuery({
  name: 'QueryGCJob',
  family: 'gc-jobs',
  paths: ['/v1/gc-jobs', '/v1/gc-jobs/{uuid}'],
  adminOnly: true,
  summary: 'Finds bits that could not be deleted, and whether they are by now',
  returns: { inventories: garbageInventory.array() },
  entity: 'garbagecollector',
  of: (queries) => queries.garbageJobs,
  toInventory: toGarbageInventory,
});
