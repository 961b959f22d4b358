import { A_DURATION, durationOf } from '../core/clock.js';
import { invalid } from '../core/control-error.js';
import { didYouMean } from '../core/nearest.js';
import { isPlainObject } from '../core/plain-object.js';
import { A_POINT } from './point-of-history.js';
import type { Operation } from '../api/define-operation.js';
import type { Param, ParamRules } from '../api/params.js';

/** What of an operation decides how its parameters are read. */
export type Declared = Pick<Operation, 'name' | 'params'> & {
  readonly isForClients?: true | undefined;
};

/** The parameters of one call, as they came. */
export interface GivenParameters {
  /** Fields of a body are of JSON's types; parameters of a query are texts. */
  readonly where: 'field' | 'query parameter';
  readonly given: Readonly<Record<string, unknown>>;
  /** What stands in the path. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The checked parameters of a call of the emulator's own API, with defaults. What is sent and not known is refused:
 * whoever mistypes a field of his set-up would test against another world than he means.
 * @throws {ControlError} `invalid`
 */
export function readParameters(
  operation: Declared,
  { where, given, variables }: GivenParameters,
): Record<string, unknown> {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(operation.params, name)) throw unknown(operation, where, name, variables);
    refuseOther(name, value, variables);
  }
  return Object.fromEntries(
    Object.entries(operation.params).map(([name, param]) => {
      const isInPath = Object.hasOwn(variables, name);
      const place = { what: isInPath ? 'path variable' : where, name } as const;
      const value = isInPath ? variables[name] : given[name];
      return [name, checked(place, param, value ?? undefined)];
    }),
  );
}

interface Place {
  readonly what: GivenParameters['where'] | 'path variable';
  readonly name: string;
}

function unknown(
  { name: operation, params }: Declared,
  where: GivenParameters['where'],
  name: string,
  variables: GivenParameters['variables'],
) {
  const names = Object.keys(params).filter((one) => !Object.hasOwn(variables, one));
  const takes = names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
  return invalid(
    `${operation} takes no ${where} '${cut(name)}'${didYouMean(name, names)}; ${takes}`,
  );
}

/** What the path says may be said once more, as clients made from older documents do, but not otherwise. */
function refuseOther(name: string, value: unknown, variables: GivenParameters['variables']): void {
  if (!Object.hasOwn(variables, name) || value === null) return;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === variables[name]) return;
  throw invalid(`${name} is '${variables[name]}' in the path, and ${shown(value)} beside it`);
}

function checked(place: Place, param: Param<unknown>, value: unknown): unknown {
  if (value === undefined) {
    if (!param.rules.required) return param.default ?? null;
    throw invalid(`the ${place.what} '${place.name}' is missing: expected ${expectedOf(param)}`);
  }
  const read = readValue(place, param, value);
  if (read === undefined || !meets(param.rules, read)) {
    throw invalid(
      `the ${place.what} '${place.name}' is ${shown(value)}: expected ${expectedOf(param)}${hintOf(param, value)}`,
    );
  }
  return read;
}

/** A value of the parameter's type; undefined where it is none. */
function readValue({ what }: Place, { type }: Param<unknown>, value: unknown): unknown {
  const isText = what !== 'field';
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- other lists and maps are the image API's
  switch (type) {
    case 'String':
      return typeof value === 'string' ? value.trim() : undefined;
    case 'boolean':
    case 'Boolean':
      if (isText) return value === 'true' ? true : value === 'false' ? false : undefined;
      return typeof value === 'boolean' ? value : undefined;
    case 'int':
    case 'Integer':
    case 'long':
    case 'Long':
      return isText ? wholeNumberIn(value) : Number.isSafeInteger(value) ? value : undefined;
    case 'List<String>':
      return textsIn(value);
    case 'Duration':
      return durationOf(value);
    case 'Point':
      return typeof value === 'string'
        ? value.trim()
        : Number.isSafeInteger(value)
          ? String(value)
          : undefined;
    case 'Object':
      return isPlainObject(value) ? value : undefined;
    default:
      // No operation of the emulator's own has lists or maps of the image API.
      throw new Error(`no parameter of the emulator's own API is a ${type}`);
  }
}

const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;

const wholeNumberIn = (text: unknown): number | undefined => {
  if (typeof text !== 'string' || !/^-?\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
};

function meets({ validValues, numberRange, maxLength }: ParamRules, value: unknown): boolean {
  if (validValues && !validValues.includes(String(value))) return false;
  if (typeof value === 'string') return value.length <= (maxLength ?? LONGEST_TEXT);
  if (!numberRange || typeof value !== 'number') return true;
  return value >= numberRange[0] && value <= numberRange[1];
}

/** Characters of any text. */
const LONGEST_TEXT = 2 ** 20;

function expectedOf({ type, rules }: Param<unknown>): string {
  if (rules.validValues) return `one of ${rules.validValues.join(', ')}`;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are numbers here
  switch (type) {
    case 'String':
      return rules.maxLength === undefined
        ? 'a text'
        : `a text of at most ${rules.maxLength} characters`;
    case 'boolean':
    case 'Boolean':
      return 'true or false';
    case 'Duration':
      return `${A_DURATION}${limitsOf(rules, ' ms')}`;
    case 'Object':
      return 'an object';
    case 'Point':
      return A_POINT;
    case 'List<String>':
      return 'texts';
    default:
      return `a whole number${limitsOf(rules, '')}`;
  }
}

function limitsOf({ numberRange }: ParamRules, unit: string): string {
  if (!numberRange) return '';
  const [least, most] = numberRange;
  return most === Number.MAX_SAFE_INTEGER
    ? ` of at least ${least}${unit}`
    : ` from ${least} to ${most}${unit}`;
}

const hintOf = ({ rules }: Param<unknown>, value: unknown): string =>
  rules.validValues && typeof value === 'string' ? didYouMean(value, rules.validValues) : '';

/** A value as a refusal shows it. */
const shown = (value: unknown): string =>
  typeof value === 'string' ? `'${cut(value)}'` : cut(JSON.stringify(value));

const LONGEST_SHOWN = 100;
const cut = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
