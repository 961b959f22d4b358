import { isPlainObject } from '../core/plain-object.js';
import { RestError } from '../core/rest-error.js';
import type { Param, Params } from './params.js';

/** Parameters as they came, after the REST layer's own checks; undefined where none was given. */
export type RawParams = Readonly<Record<string, unknown>>;

/**
 * The REST layer's look at the parameters: types are verified and converted, in the real system's
 * words; nothing else is judged yet. Unknown names are ignored.
 * @throws {RestError} 400 for a wrong boolean, 500 for a wrong JSON shape
 */
export function readParams(params: Params, given: RawParams): RawParams {
  const result: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) continue;
    result[name] = convert(name, param, value);
  }
  return result;
}

function convert(name: string, param: Param<unknown>, value: unknown): unknown {
  switch (param.type) {
    case 'String':
      return asText(name, value).trim();
    case 'boolean':
    case 'Boolean':
      return asBoolean(name, value);
    case 'int':
    case 'Integer':
    case 'long':
    case 'Long':
      return asWholeNumber(name, value);
    case 'virtio':
      return Array.isArray(value) ? isVirtioList(value) : asBoolean(name, value);
    case 'List<String>':
      if (!Array.isArray(value)) throw wrongShape(name, 'BEGIN_ARRAY', value);
      return value.map((item: unknown) => (item === null ? null : asText(name, item).trim()));
    case 'Object':
      if (!isPlainObject(value)) throw wrongShape(name, 'BEGIN_OBJECT', value);
      return value;
    case 'Map<String, String>':
      if (!isPlainObject(value)) throw wrongShape(name, 'BEGIN_OBJECT', value);
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, asText(name, item)]),
      );
    case 'List<Long>':
      if (!Array.isArray(value)) throw wrongShape(name, 'BEGIN_ARRAY', value);
      return value.map((item: unknown) => asWholeNumber(name, item));
    case 'Map<String, List<String>>':
      if (!isPlainObject(value)) throw wrongShape(name, 'BEGIN_OBJECT', value);
      return Object.fromEntries(
        Object.entries(value).map(([key, list]) => {
          if (!Array.isArray(list)) throw wrongShape(name, 'BEGIN_ARRAY', list);
          return [key, list.map((item: unknown) => asText(name, item))];
        }),
      );
    case 'List<DiskAO>':
      if (!Array.isArray(value)) throw wrongShape(name, 'BEGIN_ARRAY', value);
      for (const item of value) {
        if (!isPlainObject(item)) throw wrongShape(name, 'BEGIN_OBJECT', item);
      }
      return value;
  }
}

/** Every number of a body is a double to the real system: 123 becomes the text `123.0`. */
function asText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
  if (typeof value === 'boolean') return String(value);
  throw wrongShape(name, 'a string', value);
}

function asBoolean(name: string, value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const lowered = text.toLowerCase();
  if (lowered !== 'true' && lowered !== 'false') {
    throw new RestError(
      400,
      `Invalid value for boolean field [${name}], [${text}] is not a valid boolean string[true, false].`,
    );
  }
  return lowered === 'true';
}

/** `1.0` is whole, `1.2` is not; beyond 2^53 a number is not exact any more. */
function asWholeNumber(name: string, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  throw new RestError(400, `[${name}] field is excepted an int or long, but was [${text}].`);
}

/** True when the list is not empty and says nothing else than `true` or a driver's name. */
function isVirtioList(list: readonly unknown[]): boolean {
  const isTrue = (item: unknown) =>
    item === true ||
    (typeof item === 'string' && !['', 'false'].includes(item.trim().toLowerCase()));
  return list.length > 0 && list.every(isTrue);
}

function wrongShape(name: string, expected: string, value: unknown): RestError {
  const was = Array.isArray(value)
    ? 'BEGIN_ARRAY'
    : typeof value === 'object'
      ? 'BEGIN_OBJECT'
      : typeof value === 'boolean'
        ? 'BOOLEAN'
        : typeof value === 'number'
          ? 'NUMBER'
          : 'STRING';
  return new RestError(
    500,
    `java.lang.IllegalStateException: Expected ${expected} but was ${was} at path $.${name}`,
  );
}
