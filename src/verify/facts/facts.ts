import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOf, type Versions } from './as-of.js';
import type { Raw, RawFacts, RawOperation } from './raw-facts.js';

/** What is known of one parameter of an operation. */
export interface ParamFacts {
  readonly type: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly validValues?: readonly string[];
  /** Least and most; the most is undefined where it is the largest number of its type. */
  readonly range?: {
    readonly least: number;
    readonly most?: number;
    /** The largest number as the type's own. */
    readonly largest: string;
    readonly units?: readonly [string, string];
  };
  readonly nonempty?: boolean;
  readonly emptyString?: boolean;
  /** `Image`: what a uuid must be the uuid of. */
  readonly resourceType?: string;
  /** Whose it is is looked at. */
  readonly checkAccount?: boolean;
  /** What is named may be gone. */
  readonly mayBeMissing?: boolean;
  /** The REST layer does not look at its type. */
  readonly inherited?: boolean;
}

export interface OperationFacts {
  readonly name: string;
  readonly method: string;
  /** Without the context path. */
  readonly paths: readonly string[];
  readonly kind: 'query' | 'sync' | 'async';
  readonly auth: boolean;
  readonly bodyKey?: string;
  /** Keys of the success body with their types; every other one is unknown. */
  readonly answer: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, ParamFacts>>;
}

export interface Facts {
  readonly release: string;
  readonly releases: readonly string[];
  readonly operations: ReadonlyMap<string, OperationFacts>;
  /** Operations that other releases have. */
  readonly elsewhere: ReadonlySet<string>;
  /** Operations that clients call, and of which nothing is open but their names. */
  readonly closed: readonly string[];
  /** Fields of inventories by their types. */
  readonly inventories: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Inventories that may stand where one is declared, with fields of their own. */
  readonly subclasses: Readonly<Record<string, readonly string[]>>;
}

interface Further {
  readonly answerNames: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly mayBeMissing: Readonly<Record<string, readonly string[]>>;
  readonly inherited: Readonly<Record<string, readonly string[]>>;
  readonly notParameters: Readonly<Record<string, readonly string[]>>;
  readonly inventories: RawFacts['inventories'];
  readonly subclasses: Facts['subclasses'];
  readonly closed: readonly string[];
}

/** The folder of the contract: cases and facts. */
export const CONTRACT = join(__dirname, '..', '..', '..', 'contract');

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(CONTRACT, 'facts', `${name}.json`), 'utf8'));

/** What is known of the API in one release. */
export function readFacts(release?: string): Facts {
  const catalog = read('catalog') as RawFacts;
  const wider = read('wider-operations') as RawFacts;
  const versions = read('versions') as Versions;
  const further = read('parameters') as Further;
  const known = {
    operations: { ...catalog.operations, ...wider.operations },
    inventories: Object.fromEntries(
      Object.entries({
        ...further.inventories,
        ...catalog.inventories,
        ...wider.inventories,
      }).map(([name, fields]) => [name, { ...fields, ...further.inventories[name] }]),
    ),
  };
  const { name, operations, inventories } = asOf(known, versions, release);
  const here = Object.entries(operations).map(([operation, facts]) =>
    operationOf(operation, facts, further),
  );
  return {
    release: name,
    releases: versions.releases,
    operations: new Map(here.map((one) => [one.name, one])),
    elsewhere: new Set(Object.keys(known.operations).filter((one) => !(one in operations))),
    inventories: withInherited(inventories, further.subclasses),
    subclasses: further.subclasses,
    closed: further.closed,
  };
}

/** A subclass has the fields of what it stands in the place of. */
function withInherited(
  inventories: Facts['inventories'],
  subclasses: Facts['subclasses'],
): Facts['inventories'] {
  const inherited = Object.entries(subclasses).flatMap(([base, ones]) =>
    ones.map((one) => [one, { ...inventories[base], ...inventories[one] }] as const),
  );
  return { ...inventories, ...Object.fromEntries(inherited) };
}

function operationOf(name: string, raw: RawOperation, further: Further): OperationFacts {
  const { bodyKey, method, paths, auth } = raw;
  const names = further.answerNames[name];
  const fields = raw.answer ?? {};
  const answer = names
    ? Object.fromEntries(Object.entries(names).map(([key, field]) => [key, fields[field] ?? '?']))
    : fields;
  const missing = new Set(further.mayBeMissing[name]);
  const inherited = new Set(further.inherited[name]);
  const foreign = new Set(further.notParameters[name]);
  const own = Object.entries(raw.params).filter(([param]) => !foreign.has(param));
  const params = own.map(([param, facts]) => [
    param,
    {
      ...paramOf(facts),
      ...(missing.has(param) ? { mayBeMissing: true } : {}),
      ...(inherited.has(param) ? { inherited: true } : {}),
    },
  ]);
  return {
    name,
    method,
    paths,
    kind: raw.kind as OperationFacts['kind'],
    auth,
    ...(bodyKey === undefined ? {} : { bodyKey }),
    answer,
    params: Object.fromEntries(params) as Record<string, ParamFacts>,
  };
}

const isTrue = (value: unknown) => value === true || value === 'true';
const isFalse = (value: unknown) => value === false || value === 'false';

function paramOf(raw: Raw): ParamFacts {
  const { type, maxLength, validValues, numberRange, resourceType } = raw;
  return {
    type: String(type),
    ...(isTrue(raw['required']) ? { required: true } : {}),
    ...(maxLength === undefined ? {} : { maxLength: Number(maxLength) }),
    ...(Array.isArray(validValues) ? { validValues: validValues.map(String) } : {}),
    ...(numberRange === undefined
      ? {}
      : { range: rangeOf(textOf(numberRange), raw['numberRangeUnit']) }),
    ...(isTrue(raw['checkAccount']) ? { checkAccount: true } : {}),
    ...(isTrue(raw['nonempty']) ? { nonempty: true } : {}),
    ...(isFalse(raw['emptyString']) ? { emptyString: false } : {}),
    ...(typeof resourceType === 'string'
      ? { resourceType: resourceType.replace(/VO\.class$/, '') }
      : {}),
  };
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : (value as string);

const LARGEST: Readonly<Record<string, string>> = {
  'Long.MAX_VALUE': '9223372036854775807',
  'Integer.MAX_VALUE': '2147483647',
};

/** Of `{1, 1024}` and `{"byte", "bytes"}`, as Java writes them. */
function rangeOf(text: string, unitText: unknown): NonNullable<ParamFacts['range']> {
  const [low = '0', high = '0'] = text.replaceAll(/[{} L](?=[\s,}]|$)|^\{/g, '').split(/,\s*/);
  const largest = LARGEST[high] ?? high.replace(/L$/, '');
  const units = typeof unitText === 'string' ? [...unitText.matchAll(/"(\w+)"/g)] : [];
  const [first, second] = units.map(([, unit]) => String(unit));
  return {
    least: Number.parseInt(low, 10),
    ...(high in LARGEST ? {} : { most: Number(largest) }),
    largest,
    ...(first !== undefined && second !== undefined ? { units: [first, second] as const } : {}),
  };
}
