import { WrittenNumber } from './written-number.js';

/** Whether a value of a JSON body is an object: no list, no null, no number. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof WrittenNumber)
  );
}
