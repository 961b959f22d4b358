import type { Operation } from '../../define-operation.js';
import { cancelLongJob } from './cancel-long-job.js';
import { cleanLongJob } from './clean-long-job.js';
import { deleteLongJob } from './delete-long-job.js';
import { getTaskProgress } from './get-task-progress.js';
import { queryLongJob } from './query-long-job.js';
import { rerunLongJob } from './rerun-long-job.js';
import { resumeLongJob } from './resume-long-job.js';
import { submitLongJob } from './submit-long-job.js';
import { updateLongJob } from './update-long-job.js';

/** The operations of this family. */
export const LONGJOBS_OPERATIONS: readonly Operation[] = [
  cancelLongJob,
  cleanLongJob,
  deleteLongJob,
  getTaskProgress,
  queryLongJob,
  rerunLongJob,
  resumeLongJob,
  submitLongJob,
  updateLongJob,
];
