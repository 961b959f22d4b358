import type { Operation } from '../../define-operation.js';
import { changeAccessKeyState } from './change-access-key-state.js';
import { createAccessKey } from './create-access-key.js';
import { deleteAccessKey } from './delete-access-key.js';
import { queryAccessKey } from './query-access-key.js';

/** The operations of this family. */
export const ACCESSKEYS_OPERATIONS: readonly Operation[] = [
  changeAccessKeyState,
  createAccessKey,
  deleteAccessKey,
  queryAccessKey,
];
