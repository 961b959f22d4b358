import type { Chance } from '../../core/chance.js';
import { written } from './dates.js';
import type { Generator, PactRequest } from './pact-file.js';

/** What generators take their values from. */
export interface Values {
  readonly chance: Chance;
  /** ms since 1970. */
  readonly now: number;
  /** The parameters of the provider states. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Where the provider is, without the path. */
  readonly origin: string;
}

/** A generator that cannot be done here. */
export class CannotGenerate extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CannotGenerate';
  }
}

type Make = (generator: Generator, example: unknown, values: Values) => unknown;

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LONGEST = 10_000;

const numberOf = (value: unknown, otherwise: number) =>
  Number.isFinite(Number(value ?? otherwise)) ? Number(value ?? otherwise) : otherwise;

/** A whole number between two, both of which it may be. */
const between = ({ chance }: Values, low: number, high: number): number =>
  low + (chance.nextUint32() % (high - low + 1));

function textOf(values: Values, alphabet: string, length: number): string {
  const size = Math.min(Math.max(length, 0), LONGEST);
  const letter = () => alphabet[between(values, 0, alphabet.length - 1)] ?? '';
  return Array.from({ length: size }, letter).join('');
}

function uuidOf({ format }: Generator, { chance }: Values): string {
  const simple = chance.uuid();
  if (format === 'simple') return simple;
  const parts = [8, 12, 16, 20].map((end, i, ends) => simple.slice(ends[i - 1] ?? 0, end));
  const dashed = [...parts, simple.slice(20)].join('-');
  if (format === 'upper-case-hyphenated') return dashed.toUpperCase();
  return format === 'URN' ? `urn:uuid:${dashed}` : dashed;
}

const dated =
  (usual: string): Make =>
  ({ format, expression }, _example, { now }) => {
    if (expression !== undefined && expression !== 'now' && expression !== 'today') {
      throw new CannotGenerate(`a date by the expression '${textual(expression)}'`);
    }
    return written(now, typeof format === 'string' ? format : usual);
  };

const PLACE = /\$\{([^}]+)\}/g;

function ofState({ expression }: Generator, { params }: Values): unknown {
  const text = String(expression);
  const value = (name: string): unknown => {
    if (name in params) return params[name];
    throw new CannotGenerate(
      `it wants '${name}' of its provider states, and they have no such parameter`,
    );
  };
  const whole = /^\$\{([^}]+)\}$/.exec(text)?.[1] ?? (text.includes('${') ? undefined : text);
  if (whole !== undefined) return value(whole);
  return text.replaceAll(PLACE, (_all, name: string) => String(value(name)));
}

function ofServer({ example, regex }: Generator, { origin }: Values): string {
  const found = new RegExp(String(regex)).exec(String(example));
  if (found?.[1] === undefined) throw new CannotGenerate('an address whose example does not fit');
  return `${origin}${found[1]}`;
}

const MAKES: Readonly<Record<string, Make>> = {
  RandomInt: ({ min, max }, _example, values) =>
    between(values, numberOf(min, 0), Math.max(numberOf(min, 0), numberOf(max, 2_147_483_647))),
  RandomDecimal: ({ digits }, _example, values) => {
    const size = Math.min(Math.max(numberOf(digits, 10), 2), 15);
    return Number(`${between(values, 1, 9)}.${textOf(values, '123456789', size - 1)}`);
  },
  RandomHexadecimal: ({ digits }, _example, values) =>
    textOf(values, '0123456789abcdef', numberOf(digits, 10)),
  RandomString: ({ size }, _example, values) =>
    textOf(values, DIGITS + LETTERS, numberOf(size, 20)),
  RandomBoolean: (_generator, _example, values) => between(values, 0, 1) === 1,
  Uuid: (generator, _example, values) => uuidOf(generator, values),
  Date: dated('yyyy-MM-dd'),
  Time: dated('HH:mm:ss'),
  DateTime: dated("yyyy-MM-dd'T'HH:mm:ss"),
  ProviderState: (generator, _example, values) => ofState(generator, values),
  MockServerURL: (generator, _example, values) => ofServer(generator, values),
  // The example is such a text.
  Regex: (_generator, example) => example,
};

function made(generator: Generator, example: unknown, values: Values): unknown {
  const make = MAKES[generator.type];
  if (!make) throw new CannotGenerate(`a generator '${generator.type}', which is not known`);
  return make(generator, example, values);
}

/** The request with what its generators make in place of its examples. @throws {CannotGenerate} */
export function generated(request: PactRequest, values: Values): PactRequest {
  const { generators } = request;
  const path = generators['path']?.[''];
  return {
    ...request,
    path: path ? textual(made(path, request.path, values)) : request.path,
    query: listsWith(request.query, generators['query'] ?? {}, values),
    headers: listsWith(
      request.headers,
      generators['header'] ?? generators['headers'] ?? {},
      values,
    ),
    body:
      request.body && 'json' in request.body
        ? { json: bodyWith(request.body.json, generators['body'] ?? {}, values) }
        : request.body,
  };
}

const textual = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

/** `name`, or `name[0]` for one of several. */
function listsWith(
  lists: PactRequest['query'],
  generators: Readonly<Record<string, Generator>>,
  values: Values,
): PactRequest['query'] {
  const result: Record<string, string[]> = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, [...list]]),
  );
  for (const [place, generator] of Object.entries(generators)) {
    const [, asked = '', index] = /^(?:\$\.?)?(.*?)(?:\[(\d+|\*)\])?$/.exec(place) ?? [];
    const name =
      Object.keys(result).find((one) => one.toLowerCase() === asked.toLowerCase()) ?? asked;
    const list = result[name] ?? [''];
    result[name] = list.map((one, i) =>
      index === undefined || index === '*' || Number(index) === i
        ? textual(made(generator, one, values))
        : one,
    );
  }
  return result;
}

const STEP = /\.\*|\[\*\]|\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g;

function bodyWith(
  body: unknown,
  generators: Readonly<Record<string, Generator>>,
  values: Values,
): unknown {
  let result = body;
  for (const [path, generator] of Object.entries(generators)) {
    const steps = [...path.matchAll(STEP)].map(([, a, b, c]) => a ?? b ?? c);
    const change = (example: unknown) => made(generator, example, values);
    result = steps.length === 0 ? change(result) : replaced(result, steps, change);
  }
  return result;
}

/** A copy in which what stands at a path is another; undefined as a step: everything there. */
function replaced(
  value: unknown,
  [step, ...rest]: readonly (string | undefined)[],
  change: (value: unknown) => unknown,
  isEnd = false,
): unknown {
  if (isEnd) return change(value);
  const next = (one: unknown) => replaced(one, rest, change, rest.length === 0);
  if (step === undefined && rest.length === 0 && typeof value !== 'object') return change(value);
  if (Array.isArray(value)) {
    return value.map((one: unknown, i) =>
      step === undefined || String(i) === step ? next(one) : one,
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      step === undefined || key === step ? next(one) : one,
    ]),
  );
}
