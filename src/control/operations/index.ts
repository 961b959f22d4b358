import type { Operation } from '../../api/define-operation.js';
import type { ListedOperation } from '../../api/listed-operation.js';
import { OnDemand } from '../../core/on-demand.js';
import { bisect } from './bisect.js';
import { advanceClock, getClock, setClock } from './clock.js';
import { downloadArtifact } from './download-artifact.js';
import { downloadExport } from './download-export.js';
import { explainResource, listEvents } from './events.js';
import { clearFaults, createFault, deleteFault, listFaultPoints, listFaults } from './faults.js';
import { getClientReport } from './get-client-report.js';
import { getMetrics } from './get-metrics.js';
import {
  clearJournal,
  exportJournal,
  getJournalEntry,
  listJournal,
  verifyJournal,
} from './journal.js';
import { listFlows } from './list-flows.js';
import { listGarbageJobs } from './list-garbage-jobs.js';
import { HOST_OPERATIONS } from '../environments/index.js';
import type * as All from './list-operations.js';
import { LISTED } from './listed.js';

/** The emulator's own API about one environment, relative to `/emulator`. */
export const LISTED_CONTROL: readonly ListedOperation[] = [
  ...LISTED,
  // It tells of all.
  {
    name: 'ListOperations',
    family: 'emulator',
    kind: 'control',
    method: 'GET',
    paths: ['/v1'],
    load: () =>
      (require('./list-operations.js') as typeof All).listOperations(() => [
        ...CONTROL_OPERATIONS.values(),
        ...HOST_OPERATIONS.values(),
      ]),
  },
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
  getJournalEntry,
  getMetrics,
  getProgression,
  listEvents,
  listFaultPoints,
  listFaults,
  listFlows,
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

/** The same by their names, each loaded when it is asked for. */
export const CONTROL_OPERATIONS: ReadonlyMap<string, Operation> = new OnDemand(
  LISTED_CONTROL.map(({ name, load }) => [name, load]),
);
