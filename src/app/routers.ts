import { LISTED_OPERATIONS, OPERATIONS } from '../api/operations/index.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { readReservedOperations } from '../contract/reserved-operations.js';
import { HOST_OPERATIONS, LISTED_HOST } from '../control/environments/index.js';
import { CONTROL_OPERATIONS, LISTED_CONTROL } from '../control/operations/index.js';
import { Router } from '../http/rest/router.js';

/*
 * The paths of each API. They hold nothing of one emulator, and their trees cost more than all else that one is made
 * of: the emulators of a process share them.
 */

export const IMAGE_API = new Router(
  KNOWN_OPERATIONS,
  { listed: LISTED_OPERATIONS, byName: OPERATIONS },
  readReservedOperations,
);
export const CONTROL_API = new Router([], { listed: LISTED_CONTROL, byName: CONTROL_OPERATIONS });
export const HOST_API = new Router([], { listed: LISTED_HOST, byName: HOST_OPERATIONS });

/** Of the whole of the emulator's own API. */
export const OWN_PATHS = [...LISTED_CONTROL, ...LISTED_HOST].flatMap(({ paths }) => paths);
