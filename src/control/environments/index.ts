import type { Operation } from '../../api/define-operation.js';
import { OnDemand } from '../../core/on-demand.js';
import { LISTED } from './listed.js';

/** The part of the emulator's own API that is about environments as wholes, relative to `/emulator`. */
export const LISTED_HOST = LISTED;

/** The same by their names, each loaded when it is asked for. */
export const HOST_OPERATIONS: ReadonlyMap<string, Operation> = new OnDemand(
  LISTED_HOST.map(({ name, load }) => [name, load]),
);
