import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { reservedOperations } from '../contract/reserved-operations.js';
import { apiError } from '../core/api-error.js';
import { nearest } from '../core/nearest.js';

/**
 * Refuses what is no operation of the real system. One that is not emulated is one: clients call it, rules make its
 * calls fail, and the journal tells of them.
 * @throws SYS.1007 with the name that was most likely meant
 */
export function assertOperation(emulated: ReadonlyMap<string, unknown>, name: string): void {
  const isKnown =
    emulated.has(name) ||
    KNOWN_OPERATIONS.some((known) => known.name === name) ||
    reservedOperations().has(name);
  if (isKnown) return;
  const near = nearest(name, [...emulated.keys(), ...reservedOperations().keys()]);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw apiError('SYS.1007', `operation[${name}] is no API of ZStack${hint}`);
}
