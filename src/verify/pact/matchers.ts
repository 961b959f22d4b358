import { looksLike } from './dates.js';
import { isFields, kindOf, plain, shown, WrittenDecimal } from './json.js';
import { regexOf, type Matcher, type RuleList } from './rules.js';

/** Texts that are longer are not looked at by patterns of others. */
const LONGEST = 65_536;

/** Answers why a value is not what a matcher wants; undefined: it is. */
type Check = (actual: unknown, expected: unknown, matcher: Matcher) => string | undefined;

const textOf = (value: unknown): string => {
  const one = plain(value);
  return typeof one === 'string' ? one : (JSON.stringify(one) ?? '');
};

const must = (isSo: boolean, actual: unknown, what: string): string | undefined =>
  isSo ? undefined : `${shown(actual)} ${what}`;

const isNumber = (value: unknown) => typeof value === 'number' || value instanceof WrittenDecimal;

const SEMVER = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

const USUAL = { date: 'yyyy-MM-dd', time: 'HH:mm:ss', datetime: "yyyy-MM-dd'T'HH:mm:ss" } as const;
const dated =
  (usual: string): Check =>
  (actual, _expected, matcher) => {
    const said = matcher['format'] ?? matcher[matcher.match];
    const format = typeof said === 'string' ? said : usual;
    const isSo = typeof actual === 'string' && looksLike(format).test(actual);
    return must(isSo, actual, `does not look like ${format}`);
  };

const CHECKS: Readonly<Record<string, Check>> = {
  equality: (actual, expected) =>
    must(plain(actual) === plain(expected), actual, `is not ${shown(expected)}`),
  regex(actual, _expected, matcher) {
    const text = textOf(actual);
    const isText = actual !== null && typeof plain(actual) !== 'object' && text.length <= LONGEST;
    return must(
      isText && regexOf(matcher).test(text),
      actual,
      `does not match ${String(matcher['regex'])}`,
    );
  },
  type: (actual, expected) =>
    must(
      kindOf(actual) === kindOf(expected),
      actual,
      `is ${kindOf(actual)}, and must be ${kindOf(expected)}`,
    ),
  number: (actual) => must(isNumber(actual), actual, 'is no number'),
  integer: (actual) => must(Number.isInteger(actual), actual, 'is no whole number'),
  decimal: (actual) =>
    must(
      actual instanceof WrittenDecimal || (typeof actual === 'number' && !Number.isInteger(actual)),
      actual,
      'is no number with decimals',
    ),
  boolean: (actual) =>
    must(['true', 'false'].includes(textOf(actual)), actual, 'is neither true nor false'),
  include: (actual, _expected, matcher) =>
    must(
      textOf(actual).includes(String(matcher['value'])),
      actual,
      `does not have ${shown(matcher['value'])} in it`,
    ),
  null: (actual) => must(actual === null, actual, 'is not null'),
  date: dated(USUAL.date),
  time: dated(USUAL.time),
  datetime: dated(USUAL.datetime),
  timestamp: dated(USUAL.datetime),
  semver: (actual) =>
    must(typeof actual === 'string' && SEMVER.test(actual), actual, 'is no version'),
  notEmpty: (actual) => must(!isEmpty(actual), actual, 'is empty'),
};

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

/** Why a value is not what a list of matchers wants; of containers only what is about them as wholes. */
export function notAsRuled(list: RuleList, expected: unknown, actual: unknown): string[] {
  const found = list.matchers.map((matcher) => CHECKS[matcher.match]?.(actual, expected, matcher));
  const wrong = found.filter((one) => one !== undefined);
  const holds =
    list.combine === 'OR' && found.length > 0 ? wrong.length < found.length : wrong.length === 0;
  return holds ? [] : wrong;
}

type StatusClass = (status: number) => boolean;
const between =
  (low: number, high: number): StatusClass =>
  (status) =>
    status >= low && status <= high;
const CLASSES: Readonly<Record<string, StatusClass>> = {
  info: between(100, 199),
  success: between(200, 299),
  redirect: between(300, 399),
  clientError: between(400, 499),
  serverError: between(500, 599),
  nonError: between(100, 399),
  error: between(400, 599),
};

/** Whether a status is one of those that a rule of version 4 names. */
export function isStatus(matcher: Matcher, status: number): boolean {
  const wanted = matcher['status'];
  if (Array.isArray(wanted)) return wanted.includes(status);
  return CLASSES[String(wanted)]?.(status) ?? false;
}
