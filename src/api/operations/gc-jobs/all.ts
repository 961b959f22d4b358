import type { Operation } from '../../define-operation.js';
import { deleteGCJob } from './delete-gc-job.js';
import { queryGCJob } from './query-gc-job.js';
import { triggerGCJob } from './trigger-gc-job.js';

/** The operations of this family. */
export const GC_JOBS_OPERATIONS: readonly Operation[] = [deleteGCJob, queryGCJob, triggerGCJob];
