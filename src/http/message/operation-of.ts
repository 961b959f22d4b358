import type { Operation } from '../../api/define-operation.js';
import { notEmulated } from '../../api/not-emulated.js';
import { operationOfClass } from '../../contract/messages.js';
import { reservedOperations } from '../../contract/reserved-operations.js';
import type { ApiOfRelease } from '../api-of-release.js';

/** The operation that a message of this class asks for, emulated or not; undefined where there is no such class. */
export function operationOf(
  className: string,
  { operations, known, isAbsent }: ApiOfRelease,
): Operation | undefined {
  const name = operationOfClass(className);
  if (name === undefined || isAbsent(name)) return undefined;
  const operation = operations.get(name);
  if (operation) return operation;
  const declared = known.find((each) => each.name === name);
  return notEmulated(declared ?? reservedOperations().get(name) ?? unaddressed(name));
}

/** Some are reached by messages alone. */
const unaddressed = (name: string) => ({ name, family: 'reserved', method: 'POST', paths: [] });
