import type { Operation } from '../../api/define-operation.js';
import { notEmulated } from '../../api/not-emulated.js';
import { KNOWN_OPERATIONS } from '../../contract/known-operations.js';
import { reservedOperations } from '../../contract/reserved-operations.js';
import { hasMessageClass, operationOfMessage } from '../../domain/message-class.js';

/** Of closed modules the classes are not all known: theirs are recognized by their last name. */
const CLOSED = /^org\.zstack\.(?:\w+\.)*API(\w+)Msg$/;

/** The operation that a message of this class asks for, emulated or not; undefined where there is no such class. */
export function operationOf(
  className: string,
  emulated: ReadonlyMap<string, Operation>,
): Operation | undefined {
  const name = operationOfMessage(className) ?? closedOperation(className);
  if (name === undefined) return undefined;
  const operation = emulated.get(name);
  if (operation) return operation;
  const declared = KNOWN_OPERATIONS.find((each) => each.name === name);
  return notEmulated(declared ?? reservedOperations().get(name) ?? unaddressed(name));
}

function closedOperation(className: string): string | undefined {
  const name = CLOSED.exec(className)?.[1];
  if (name === undefined || hasMessageClass(name)) return undefined;
  return reservedOperations().has(name) ? name : undefined;
}

/** Some are reached by messages alone. */
const unaddressed = (name: string) => ({ name, family: 'reserved', method: 'POST', paths: [] });
