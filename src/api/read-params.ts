import { isPlainObject } from '../core/plain-object.js';
import { RestError } from '../core/rest-error.js';
import { plainNumbers, WrittenNumber } from '../core/written-number.js';
import type { Param, Params } from './params.js';
import { wrongShape, type Place } from './wrong-shape.js';

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
    if (param.isAbsent) continue;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) continue;
    result[name] = convert({ given, name }, param, value);
  }
  return result;
}

function convert(place: Place, param: Param<unknown>, value: unknown): unknown {
  const { name } = place;
  switch (param.type) {
    case 'String':
    case 'Point':
      return asText(place, value).trim();
    case 'boolean':
    case 'Boolean':
      return asBoolean(name, value);
    case 'int':
    case 'Integer':
    case 'long':
    case 'Long':
    case 'Duration':
      return asWholeNumber(name, value);
    case 'virtio':
      return Array.isArray(value) ? isVirtioList(value) : asBoolean(name, value);
    case 'List<String>':
      if (!Array.isArray(value)) throw wrongShape(place, 'BEGIN_ARRAY', value);
      return value.map((item: unknown, inside) =>
        item === null ? null : asText({ ...place, inside }, item).trim(),
      );
    case 'Object':
      if (!isPlainObject(value)) throw wrongShape(place, 'BEGIN_OBJECT', value);
      return plainNumbers(value);
    case 'Map<String, String>':
      if (!isPlainObject(value)) throw wrongShape(place, 'BEGIN_OBJECT', value);
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, asText({ ...place, inside: key }, item)]),
      );
    case 'List<Long>':
      if (!Array.isArray(value)) throw wrongShape(place, 'BEGIN_ARRAY', value);
      return value.map((item: unknown) => asWholeNumber(name, item));
    case 'Map<String, List<String>>':
      if (!isPlainObject(value)) throw wrongShape(place, 'BEGIN_OBJECT', value);
      return Object.fromEntries(
        Object.entries(value).map(([key, list]) => {
          const inside = { ...place, inside: key };
          if (!Array.isArray(list)) throw wrongShape(inside, 'BEGIN_ARRAY', list);
          return [key, list.map((item: unknown) => asText(inside, item))];
        }),
      );
    case 'List<DiskAO>':
    case 'List<PolicyStatement>':
    case 'List<SecurityGroupRuleAO>':
    case 'List<SecurityGroupRulePriorityAO>':
    case 'List<VmNicSecurityGroupRefAO>':
      if (!Array.isArray(value)) throw wrongShape(place, 'BEGIN_ARRAY', value);
      for (const [inside, item] of value.entries()) {
        if (!isPlainObject(item)) throw wrongShape({ ...place, inside }, 'BEGIN_OBJECT', item);
      }
      return plainNumbers(value);
  }
}

/** A number becomes its shortest text, as a long or a double is written there: `123`, `1.0`, `1.0E10`. */
function asText(place: Place, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof WrittenNumber) return value.text;
  throw wrongShape(place, 'a string', value);
}

function asBoolean(name: string, value: unknown): boolean {
  const text = shownText(value);
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
  const number =
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : value instanceof WrittenNumber
        ? value.value
        : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  const text = shownText(value);
  throw new RestError(400, `[${name}] field is excepted an int or long, but was [${text}].`);
}

/** A value as a refusal shows it. */
function shownText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof WrittenNumber ? value.text : JSON.stringify(value);
}

/** True when the list is not empty and says nothing else than `true` or a driver's name. */
function isVirtioList(list: readonly unknown[]): boolean {
  const isTrue = (item: unknown) =>
    item === true ||
    (typeof item === 'string' && !['', 'false'].includes(item.trim().toLowerCase()));
  return list.length > 0 && list.every(isTrue);
}
