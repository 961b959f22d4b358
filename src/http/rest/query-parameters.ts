import { notAMap } from '../../api/not-a-map.js';
import type { Params, ParamType } from '../../api/params.js';
import { RestError } from '../../core/rest-error.js';

/** What of an operation decides how its query string is read. */
interface Asked {
  readonly name: string;
  readonly params: Params;
}

/**
 * Parameters of a GET or DELETE of the image API from its query string: lists repeat a name or number it
 * (`uuids.0=a`), maps write `field.key=value`. Unknown names are ignored. Values are converted before anybody
 * looks at them, as in the real system: `yes` is false, `1.9` is 1.
 * @throws {RestError} 400 when one value is expected and several are given, 500 for what cannot be converted
 */
export function queryParameters(search: URLSearchParams, asked: Asked): Record<string, unknown> {
  if (search.size === 0) return {};
  const result: Record<string, unknown> = {};
  for (const [name, values] of normalized(search)) {
    const [field = '', key] = stepsOf(name);
    const param = Object.hasOwn(asked.params, field) ? asked.params[field] : undefined;
    if (!param) continue;
    const { type } = param;
    if (key !== undefined) result[field] = withKey(asked, name, type, result[field], key, values);
    else if (type.startsWith('List')) result[field] = values.map((value) => valueOf(type, value));
    else if (values.length > 1) throw severalValues(name);
    else result[field] = valueOf(type, values[0] ?? '');
  }
  return result;
}

/** All values of each name. Numbered ones are a list, in the order of their numbers, instead of what has no number. */
function normalized(search: URLSearchParams): Map<string, readonly string[]> {
  const all = new Map([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
  const numbered = new Map<string, { readonly index: number; readonly value: string }[]>();
  for (const [name, [value = '']] of all) {
    if (!name.includes('.')) continue;
    const [field = '', key] = stepsOf(name);
    // The message of the real system's ArrayIndexOutOfBoundsException.
    if (key === undefined) throw new RestError(500, field === '' ? '0' : '1');
    if (!/^[+-]?\d{1,10}$/.test(key)) continue;
    all.delete(name);
    numbered.set(field, [...(numbered.get(field) ?? []), { index: Number(key), value }]);
  }
  for (const [field, values] of numbered) {
    const inOrder = values.toSorted((a, b) => a.index - b.index).map(({ value }) => value);
    all.set(field, inOrder);
  }
  return all;
}

/** The name before the first dot, and what stands between it and the next one; what ends in dots has no more. */
function stepsOf(name: string): readonly string[] {
  const steps = name.split('.');
  while (steps.length > 0 && steps.at(-1) === '') steps.pop();
  return steps.slice(0, 2);
}

function withKey(
  { name: operation }: Asked,
  name: string,
  type: ParamType,
  before: unknown,
  key: string,
  values: readonly string[],
): ReadonlyMap<string, unknown> | object {
  if (!type.startsWith('Map')) throw notAMap(operation, name.split('.')[0] ?? '');
  const map = (before ?? {}) as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(map, key)) {
    throw new RestError(
      400,
      `duplicate map query parameter[${name}], there has been a parameter with the same map key`,
    );
  }
  const isOfLists = type.includes('List');
  if (!isOfLists && values.length > 1) throw severalValues(name);
  return Object.fromEntries([...Object.entries(map), [key, isOfLists ? values : values[0]]]);
}

/** A text as a value of the type. */
function valueOf(type: ParamType, text: string): unknown {
  switch (type) {
    case 'boolean':
    case 'Boolean':
    case 'virtio':
      return text.toLowerCase() === 'true';
    case 'int':
    case 'Integer':
      return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, wholeNumberOf(text)));
    case 'long':
    case 'Long':
    case 'List<Long>':
      return wholeNumberOf(text);
    case 'String':
    case 'Object':
    case 'List<String>':
    case 'List<DiskAO>':
    case 'List<PolicyStatement>':
    case 'List<SecurityGroupRuleAO>':
    case 'List<SecurityGroupRulePriorityAO>':
    case 'List<VmNicSecurityGroupRefAO>':
    case 'Map<String, String>':
    case 'Map<String, List<String>>':
    case 'Duration':
    case 'Point':
      return text;
  }
}

const DOUBLE = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[fd]?)$/i;

/** As Java makes a double of a text, and cuts off its fraction. */
function wholeNumberOf(given: string): number {
  const text = given.trim();
  if (text === '') throw new RestError(500, 'empty String');
  if (!DOUBLE.test(text)) throw new RestError(500, `For input string: "${text}"`);
  return Math.trunc(Number(text.replace(/[fd]$/i, ''))) || 0;
}

function severalValues(name: string): RestError {
  return new RestError(
    400,
    `Invalid query parameter[${name}], only one value is allowed for the parameter but multiple values found`,
  );
}
