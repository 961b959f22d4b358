import { OPERATIONS } from '../api/operations/index.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { readReservedOperations } from '../contract/reserved-operations.js';
import { HOST_OPERATIONS } from '../control/environments/index.js';
import { CONTROL_OPERATIONS } from '../control/operations/index.js';
import { Router } from '../http/rest/router.js';

/*
 * The paths of each API. They hold nothing of one emulator, and their trees cost more than all else that one is made
 * of: the emulators of a process share them.
 */

export const IMAGE_API = new Router(KNOWN_OPERATIONS, OPERATIONS, readReservedOperations);
export const CONTROL_API = new Router([], CONTROL_OPERATIONS);
export const HOST_API = new Router([], HOST_OPERATIONS);

/** Of the whole of the emulator's own API. */
export const OWN_PATHS = [...CONTROL_OPERATIONS, ...HOST_OPERATIONS].flatMap(({ paths }) => paths);
