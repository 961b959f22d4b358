import type { Operation } from '../../api/define-operation.js';
import { notEmulated } from '../../api/not-emulated.js';
import { KNOWN_OPERATIONS } from '../../contract/known-operations.js';
import { operationOfClass } from '../../contract/messages.js';
import { reservedOperations } from '../../contract/reserved-operations.js';

/** The operation that a message of this class asks for, emulated or not; undefined where there is no such class. */
export function operationOf(
  className: string,
  emulated: ReadonlyMap<string, Operation>,
): Operation | undefined {
  const name = operationOfClass(className);
  if (name === undefined) return undefined;
  const operation = emulated.get(name);
  if (operation) return operation;
  const declared = KNOWN_OPERATIONS.find((each) => each.name === name);
  return notEmulated(declared ?? reservedOperations().get(name) ?? unaddressed(name));
}

/** Some are reached by messages alone. */
const unaddressed = (name: string) => ({ name, family: 'reserved', method: 'POST', paths: [] });
