import {
  longJobInventory,
  toLongJobInventory,
} from '../../../contract/inventories/long-job-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryLongJob = defineQuery({
  name: 'QueryLongJob',
  family: 'longjobs',
  paths: ['/v1/longjobs', '/v1/longjobs/{uuid}'],
  summary: 'Finds long jobs',
  returns: { inventories: longJobInventory.array() },
  entity: 'longjob',
  of: (queries) => queries.longJobs,
  toInventory: toLongJobInventory,
});
