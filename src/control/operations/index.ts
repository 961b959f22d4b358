import type { Operation } from '../../api/define-operation.js';
import { bisect } from './bisect.js';
import { advanceClock, getClock, setClock } from './clock.js';
import { downloadArtifact } from './download-artifact.js';
import { downloadExport } from './download-export.js';
import { explainResource, listEvents } from './events.js';
import { clearFaults, createFault, deleteFault, listFaultPoints, listFaults } from './faults.js';
import { getClientReport } from './get-client-report.js';
import { getMetrics } from './get-metrics.js';
import { clearJournal, exportJournal, listJournal, verifyJournal } from './journal.js';
import { listGarbageJobs } from './list-garbage-jobs.js';
import { HOST_OPERATIONS } from '../environments/index.js';
import { listInvariants } from './list-invariants.js';
import { listOperations } from './list-operations.js';
import { listResourceKinds, listResources } from './resources.js';
import { listHistory, rewind } from './rewind.js';
import { setBackupStorageAgent } from './set-backup-storage-agent.js';
import { streamEvents } from './stream-events.js';
import { setHostAgent } from './set-host-agent.js';
import { getProgression, resetProgression, setProgression } from './progression.js';
import { cancelTask, failTask, finishTask, listTasks, stepTask } from './tasks.js';
import { uploadImageSlice } from './upload-image-slice.js';
import { writeVolume } from './write-volume.js';

/** The emulator's own API, relative to `/emulator`. */
export const CONTROL_OPERATIONS: readonly Operation[] = [
  advanceClock,
  bisect,
  cancelTask,
  clearFaults,
  clearJournal,
  createFault,
  deleteFault,
  downloadArtifact,
  downloadExport,
  explainResource,
  exportJournal,
  failTask,
  finishTask,
  getClientReport,
  getClock,
  getMetrics,
  getProgression,
  listEvents,
  listFaultPoints,
  listFaults,
  listGarbageJobs,
  listHistory,
  listInvariants,
  listJournal,
  listResourceKinds,
  listResources,
  listOperations(() => [...CONTROL_OPERATIONS, ...HOST_OPERATIONS]),
  listTasks,
  resetProgression,
  rewind,
  setBackupStorageAgent,
  setHostAgent,
  setClock,
  setProgression,
  stepTask,
  streamEvents,
  uploadImageSlice,
  verifyJournal,
  writeVolume,
];
