import { isFields, kindOf, plain, shown, type Fields } from './json.js';
import { notAsRuled } from './matchers.js';
import {
  bestRule,
  withEach,
  type Matcher,
  type RuleList,
  type RuleSet,
  type Variant,
} from './rules.js';

/** Where a value of JSON is not what is expected, in words; fields that nobody expects are no difference. */
export const unlikeJson = (rules: RuleSet, expected: unknown, actual: unknown): string[] =>
  compare({ rules, place: [] }, expected, actual);

interface At {
  readonly rules: RuleSet;
  readonly place: readonly string[];
}

const named = (place: readonly string[]) =>
  ['$', ...place.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))].join('');
const below = (at: At, key: string | number): At => ({ ...at, place: [...at.place, String(key)] });

function compare(at: At, expected: unknown, actual: unknown): string[] {
  const rule = bestRule(at.rules, at.place);
  const tell = (whys: readonly string[]) => whys.map((why) => `${named(at.place)}: ${why}`);
  if (rule && !isContainer(expected)) return tell(notAsRuled(rule, expected, actual));
  if (Array.isArray(expected)) {
    if (rule && whole(rule)) return tell(notAsRuled(rule, expected, actual));
    if (!Array.isArray(actual)) return tell([`${shown(actual)} is no list`]);
    return rule ? compareRuled(at, rule, expected, actual) : compareLists(at, expected, actual);
  }
  if (isFields(expected)) {
    if (rule && whole(rule)) return tell(notAsRuled(rule, expected, actual));
    if (!isFields(actual))
      return tell([`${shown(actual)} is ${kindOf(actual)}, and must be an object`]);
    return rule && ofEach(rule).length > 0
      ? compareEach(at, rule, expected, actual)
      : compareFields(at, expected, actual, rule);
  }
  return plain(expected) === plain(actual)
    ? []
    : tell([`${shown(actual)}, and must be ${shown(expected)}`]);
}

const isContainer = (value: unknown) => Array.isArray(value) || isFields(value);

/** Matchers that say all there is to say of a list or an object. */
const WHOLE = new Set(['null', 'include', 'regex', 'boolean', 'number', 'integer', 'decimal']);
const whole = ({ matchers }: RuleList) => matchers.some(({ match }) => WHOLE.has(match));

const EACH = new Set(['values', 'eachKey', 'eachValue']);
const ofEach = ({ matchers }: RuleList) => matchers.filter(({ match }) => EACH.has(match));

/** Fields that nobody expects are no difference: an answer may have more. */
function compareFields(at: At, expected: Fields, actual: Fields, rule?: RuleList): string[] {
  const empty =
    rule?.matchers.some(({ match }) => match === 'notEmpty') && Object.keys(actual).length === 0;
  return [
    ...(empty ? [`${named(at.place)}: it is empty`] : []),
    ...Object.entries(expected).flatMap(([key, value]) =>
      key in actual
        ? compare(below(at, key), value, actual[key])
        : [`${named(below(at, key).place)} is missing`],
    ),
  ];
}

function compareLists(at: At, expected: readonly unknown[], actual: readonly unknown[]): string[] {
  const length =
    expected.length === actual.length
      ? []
      : [`${named(at.place)} has ${actual.length} items, and must have ${expected.length}`];
  return [
    ...length,
    ...expected.slice(0, actual.length).flatMap((one, i) => compare(below(at, i), one, actual[i])),
  ];
}

/** A list of which a rule says what its items are: as many as there are, each like the first that is expected. */
function compareRuled(
  at: At,
  rule: RuleList,
  expected: readonly unknown[],
  actual: readonly unknown[],
): string[] {
  const contains = rule.matchers.find(({ match }) => match === 'arrayContains');
  if (contains) return compareVariants(at, contains, expected, actual);
  if (rule.matchers.every(({ match }) => match === 'equality')) {
    return compareLists(at, expected, actual);
  }
  const each = rule.matchers.find(({ match }) => match === 'eachValue');
  const rules = each ? withEach(at.rules, at.place, rulesIn(each)) : at.rules;
  const found = rule.matchers.flatMap((matcher) => lengthOf(matcher, actual));
  return [
    ...found.map((why) => `${named(at.place)} ${why}`),
    ...actual.flatMap((one, i) => {
      const example = i < expected.length ? expected[i] : expected[0];
      return example === undefined ? [] : compare(below({ ...at, rules }, i), example, one);
    }),
  ];
}

function lengthOf({ match, min, max }: Matcher, actual: readonly unknown[]): string[] {
  const least = Number(min ?? (match === 'notEmpty' ? 1 : 0));
  const most = Number(max ?? Infinity);
  if (actual.length < least) return [`has ${actual.length} items, and must have ${least} at least`];
  return actual.length > most ? [`has ${actual.length} items, and must have ${most} at most`] : [];
}

/** Each variant must be somewhere in the list, whatever else is there. */
function compareVariants(
  at: At,
  matcher: Matcher,
  expected: readonly unknown[],
  actual: readonly unknown[],
): string[] {
  return (matcher['variants'] as readonly Variant[]).flatMap(({ index, rules }) => {
    const wanted = expected[index];
    const isThere = actual.some((one) => compare({ rules, place: [] }, wanted, one).length === 0);
    return isThere ? [] : [`${named(at.place)} has nothing like ${shown(wanted)}`];
  });
}

const rulesIn = (matcher: Matcher) => (matcher['rules'] ?? []) as readonly Matcher[];

/** An object whose keys are not said: of each key and each value what the rule says. */
function compareEach(at: At, rule: RuleList, expected: Fields, actual: Fields): string[] {
  const [example] = Object.values(expected);
  const keys = rule.matchers.filter(({ match }) => match === 'eachKey').flatMap(rulesIn);
  const values = rule.matchers.filter(({ match }) => match === 'eachValue').flatMap(rulesIn);
  const rules = values.length > 0 ? withEach(at.rules, at.place, values) : at.rules;
  const hasValues = rule.matchers.some(({ match }) => match !== 'eachKey');
  const [firstKey = ''] = Object.keys(expected);
  return Object.entries(actual).flatMap(([key, value]) => {
    const wanted = expected[key] ?? example;
    return [
      ...notAsRuled({ combine: 'AND', matchers: keys }, firstKey, key).map(
        (why) => `${named(at.place)}: the key ${why}`,
      ),
      ...(hasValues && wanted !== undefined
        ? compare(below({ ...at, rules }, key), wanted, value)
        : []),
    ];
  });
}
