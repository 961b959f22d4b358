/** One matcher, as the file has it. */
export type Matcher = Readonly<Record<string, unknown>> & { readonly match: string };

/** Matchers of a place, all of which (AND) or one of which (OR) must hold. */
export interface RuleList {
  readonly combine: 'AND' | 'OR';
  readonly matchers: readonly Matcher[];
}

type Token = { readonly key: string } | { readonly any: true };
interface Rule {
  readonly tokens: readonly Token[];
  readonly list: RuleList;
}

/** What holds for which places of one part of a request or answer: its body, a header ... */
export type RuleSet = readonly Rule[];
export type Rules = Readonly<Record<string, RuleSet>>;

const MATCHERS: ReadonlySet<string> = new Set([
  'equality',
  'regex',
  'type',
  'number',
  'integer',
  'decimal',
  'boolean',
  'include',
  'null',
  'date',
  'time',
  'datetime',
  'timestamp',
  'semver',
  'notEmpty',
  'values',
  'eachKey',
  'eachValue',
  'arrayContains',
  'statusCode',
]);

/** A file has no more; each place is looked up for every value of an answer. */
const MOST_RULES = 2_000;

/**
 * Reads the matching rules of a request or answer.
 * @throws {RangeError} with the place for one that cannot be read
 */
export function readRules(raw: Readonly<Record<string, unknown>>): Rules {
  return Object.fromEntries(
    Object.entries(raw).map(([category, found]) => {
      if (category.startsWith('$')) {
        throw new RangeError(
          `${category}: rules of this form are of version 2 of the specification`,
        );
      }
      const places =
        category === 'path' || category === 'status' || category === 'method'
          ? isList(found)
            ? { '': found }
            : (found as Record<string, unknown>)
          : (found as Record<string, unknown>);
      const rules = Object.entries(places);
      if (rules.length > MOST_RULES)
        throw new RangeError(`${category}: more than ${MOST_RULES} rules`);
      return [
        category,
        rules.map(([place, list]) => ({
          tokens: category === 'body' ? tokensOf(place, category) : [{ key: place }],
          list: readList(list, `${category}.${place}`),
        })),
      ];
    }),
  );
}

const isList = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as { matchers?: unknown }).matchers);

function readList(raw: unknown, place: string): RuleList {
  const { matchers, combine } = (raw ?? {}) as { matchers?: unknown; combine?: unknown };
  if (!Array.isArray(matchers)) throw new RangeError(`${place}: it has no list of matchers`);
  return {
    combine: String(combine).toUpperCase() === 'OR' ? 'OR' : 'AND',
    matchers: matchers.map((one) => readMatcher(one, place)),
  };
}

function readMatcher(raw: unknown, place: string): Matcher {
  const fields = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const match = typeof fields['match'] === 'string' ? fields['match'] : kindOf(fields);
  if (match === undefined || !MATCHERS.has(match)) {
    throw new RangeError(`${place}: a matcher '${String(fields['match'])}' that is not known`);
  }
  if (match === 'regex') compiled(fields['regex'], place);
  if (match === 'eachKey' || match === 'eachValue') {
    const rules = Array.isArray(fields['rules']) ? fields['rules'] : [];
    return { ...fields, match, rules: rules.map((one) => readMatcher(one, place)) };
  }
  if (match === 'arrayContains') {
    const variants = Array.isArray(fields['variants']) ? fields['variants'] : [];
    return { ...fields, match, variants: variants.map((one) => readVariant(one, place)) };
  }
  return { ...fields, match };
}

/** Writers of old have left out what follows from the other fields. */
const kindOf = (fields: Readonly<Record<string, unknown>>) =>
  'regex' in fields ? 'regex' : 'min' in fields || 'max' in fields ? 'type' : undefined;

export interface Variant {
  readonly index: number;
  readonly rules: RuleSet;
}

function readVariant(raw: unknown, place: string): Variant {
  const { index = 0, rules = {} } = (raw ?? {}) as { index?: number; rules?: object };
  return {
    index,
    rules: Object.entries(rules).map(([at, list]) => ({
      tokens: tokensOf(at, place),
      list: readList(list, `${place}.${at}`),
    })),
  };
}

function compiled(source: unknown, place: string): RegExp {
  if (typeof source !== 'string') throw new RangeError(`${place}: a regex without one`);
  try {
    return new RegExp(source, 'u');
  } catch {
    try {
      // What other languages escape without need is refused where Unicode is asked for.
      return new RegExp(source);
    } catch {
      throw new RangeError(`${place}: '${source}' is no regular expression`);
    }
  }
}

export const regexOf = (matcher: Matcher): RegExp => compiled(matcher['regex'], 'regex');

const TOKEN =
  /\.\*|\[\*\]|\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** `$.a[0]['b c'].*`: what a path names, step by step. */
function tokensOf(path: string, place: string): Token[] {
  if (!path.startsWith('$')) throw new RangeError(`${place}.${path}: a path begins with $`);
  const tokens: Token[] = [];
  TOKEN.lastIndex = 1;
  while (TOKEN.lastIndex < path.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(path);
    if (!found) throw new RangeError(`${place}.${path}: ${path.slice(at)} is no step of a path`);
    const key = found[1] ?? found[2] ?? found[3] ?? found[4];
    tokens.push(key === undefined ? { any: true } : { key: key.replaceAll(/\\(.)/g, '$1') });
  }
  return tokens;
}

/** The rule that fits a place best: itself or one above it, by how exactly and then by how deep it names it. */
export function bestRule(rules: RuleSet, place: readonly string[]): RuleList | undefined {
  let best:
    { readonly weight: number; readonly depth: number; readonly list: RuleList } | undefined;
  for (const { tokens, list } of rules) {
    if (tokens.length > place.length) continue;
    const weight = weightOf(tokens, place);
    const depth = tokens.length;
    const matchers = depth < place.length ? list.matchers.flatMap(handedDown) : list.matchers;
    if (weight === 0 || matchers.length === 0) continue;
    if (!best || weight > best.weight || (weight === best.weight && depth > best.depth)) {
      best = { weight, depth, list: { ...list, matchers } };
    }
  }
  return best?.list;
}

/** What is about one place as a whole, and not about what is below it. */
const OF_ONE_PLACE = new Set(['values', 'eachKey', 'eachValue', 'arrayContains', 'notEmpty']);

function handedDown({ min: _min, max: _max, ...matcher }: Matcher): Matcher[] {
  return OF_ONE_PLACE.has(matcher.match) ? [] : [{ ...matcher, match: matcher.match }];
}

/** What is named counts twice what is meant by `*`; 0: it does not fit. */
function weightOf(tokens: readonly Token[], place: readonly string[]): number {
  let weight = 2;
  for (const [i, token] of tokens.entries()) {
    if ('any' in token) weight *= 1;
    else if (token.key === place[i]) weight *= 2;
    else return 0;
  }
  return weight;
}

/** Rules with one more: of every step below a place. */
export const withEach = (
  rules: RuleSet,
  place: readonly string[],
  matchers: readonly Matcher[],
): RuleSet => [
  ...rules,
  {
    tokens: [...place.map((key) => ({ key })), { any: true }],
    list: { combine: 'AND', matchers },
  },
];

/** Rules of a header, a query parameter: by its name, whatever its case. */
export const ruleNamed = (rules: RuleSet | undefined, name: string): RuleList | undefined =>
  rules?.find(({ tokens: [first] }) => {
    if (!first || !('key' in first)) return false;
    const key = first.key
      .replace(/^\$[.[]'?([^'\]]+)'?\]?(\[\*\])?$/, '$1')
      .replace(/\[(\d+|\*)\]$/, '');
    return key.toLowerCase() === name.toLowerCase();
  })?.list;
