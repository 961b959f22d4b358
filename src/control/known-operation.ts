import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { reservedOperations } from '../contract/reserved-operations.js';
import { invalid } from '../core/control-error.js';
import { didYouMean } from '../core/nearest.js';

/**
 * Refuses what is no operation of the real system. One that is not emulated is one: clients call it, rules make its
 * calls fail, and the journal tells of them.
 * @throws {ControlError} `invalid` with the name that was most likely meant
 */
export function assertOperation(emulated: ReadonlyMap<string, unknown>, name: string): void {
  const isKnown =
    emulated.has(name) ||
    KNOWN_OPERATIONS.some((known) => known.name === name) ||
    reservedOperations().has(name);
  if (isKnown) return;
  const known = [...emulated.keys(), ...reservedOperations().keys()];
  throw invalid(`'${name}' is no operation of ZStack${didYouMean(name, known)}`);
}
