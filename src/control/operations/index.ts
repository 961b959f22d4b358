import type { Operation } from '../../api/define-operation.js';
import { advanceClock, getClock, setClock } from './clock.js';
import { downloadArtifact } from './download-artifact.js';
import { downloadExport } from './download-export.js';
import { explainResource, listEvents } from './events.js';
import { clearFaults, createFault, deleteFault, listFaultPoints, listFaults } from './faults.js';
import { listGarbageJobs } from './list-garbage-jobs.js';
import { listInvariants } from './list-invariants.js';
import { setBackupStorageAgent } from './set-backup-storage-agent.js';
import { getProgression, resetProgression, setProgression } from './progression.js';
import { cancelTask, failTask, finishTask, listTasks, stepTask } from './tasks.js';
import { uploadImageSlice } from './upload-image-slice.js';
import { writeVolume } from './write-volume.js';

/** The emulator's own API, relative to `/emulator`. */
export const CONTROL_OPERATIONS: readonly Operation[] = [
  advanceClock,
  cancelTask,
  clearFaults,
  createFault,
  deleteFault,
  downloadArtifact,
  downloadExport,
  explainResource,
  failTask,
  finishTask,
  getClock,
  getProgression,
  listEvents,
  listFaultPoints,
  listFaults,
  listGarbageJobs,
  listInvariants,
  listTasks,
  resetProgression,
  setBackupStorageAgent,
  setClock,
  setProgression,
  stepTask,
  uploadImageSlice,
  writeVolume,
];
