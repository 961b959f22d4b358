import type { Operation } from '../../api/define-operation.js';
import {
  createEnvironment,
  deleteEnvironment,
  queryEnvironment,
  resetEnvironment,
} from './environments.js';
import { deleteSnapshot, querySnapshot, restoreSnapshot, takeSnapshot } from './snapshots.js';
import { exportEnvironment, importEnvironment } from './transfer.js';

/** The part of the emulator's own API that is about environments as wholes, relative to `/emulator`. */
export const HOST_OPERATIONS: readonly Operation[] = [
  createEnvironment,
  deleteEnvironment,
  deleteSnapshot,
  exportEnvironment,
  importEnvironment,
  queryEnvironment,
  querySnapshot,
  resetEnvironment,
  restoreSnapshot,
  takeSnapshot,
];
