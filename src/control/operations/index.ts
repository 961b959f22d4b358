import type { Operation } from '../../api/define-operation.js';
import { advanceClock, getClock, setClock } from './clock.js';
import { downloadArtifact } from './download-artifact.js';
import { downloadExport } from './download-export.js';
import { clearFaults, createFault, deleteFault, listFaultPoints, listFaults } from './faults.js';
import { listGarbageJobs } from './list-garbage-jobs.js';
import { listInvariants } from './list-invariants.js';
import { setBackupStorageAgent } from './set-backup-storage-agent.js';
import { failTask, listTasks, stepTask } from './tasks.js';
import { uploadImageSlice } from './upload-image-slice.js';
import { writeVolume } from './write-volume.js';

/** The emulator's own API, relative to `/emulator`. */
export const CONTROL_OPERATIONS: readonly Operation[] = [
  advanceClock,
  clearFaults,
  createFault,
  deleteFault,
  downloadArtifact,
  downloadExport,
  failTask,
  getClock,
  listFaultPoints,
  listFaults,
  listGarbageJobs,
  listInvariants,
  listTasks,
  setBackupStorageAgent,
  setClock,
  stepTask,
  uploadImageSlice,
  writeVolume,
];
