import { at, textOf } from './values.js';

type Fields = Readonly<Record<string, unknown>>;
type Rule = (expected: unknown, actual: unknown, place: string) => string[];

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands for itself is a value; what begins with `$` says what must be true of one. */
const RULES: Readonly<Record<string, Rule>> = {
  $absent: (_expected, actual, place) =>
    actual === undefined ? [] : [`${place} is ${shown(actual)}, and must not be there`],
  $present: (_expected, actual, place) => (actual === undefined ? [`${place} is missing`] : []),
  $matches: (expected, actual, place) =>
    new RegExp(textOf(expected), 'u').test(textOf(actual ?? ''))
      ? []
      : [`${place} is ${shown(actual)}, and must look like ${textOf(expected)}`],
  $atLeast: (expected, actual, place) =>
    Number(actual) >= Number(expected)
      ? []
      : [`${place} is ${shown(actual)}, and must be ${textOf(expected)} at least`],
  $count: (expected, actual, place) =>
    Array.isArray(actual) && actual.length === expected
      ? []
      : [
          `${place} has ${Array.isArray(actual) ? actual.length : 'nothing'}, and must have ${textOf(expected)}`,
        ],
  $not: (expected, actual, place) =>
    differences(expected, actual, place).length > 0
      ? []
      : [`${place} is ${shown(actual)}, and must be something else`],
  $includes: (expected, actual, place) =>
    Array.isArray(actual) && actual.some((one) => differences(expected, one, '').length === 0)
      ? []
      : [`${place} has no ${shown(expected)}: ${shown(actual)}`],
  $each: (expected, actual, place) =>
    Array.isArray(actual)
      ? actual.flatMap((one, i) => differences(expected, one, `${place}.${i}`))
      : [`${place} is ${shown(actual)}, and must be a list`],
  $only: (expected, actual, place) =>
    Object.entries(isFields(actual) ? actual : {})
      .filter(([key, value]) => value !== null && !(expected as readonly unknown[]).includes(key))
      .map(([key]) => `${place} has a field ${key} that nobody asked for`),
  $sorted: (expected, actual, place) => {
    const { by, direction } = expected as { by: string; direction: string };
    const keys = (Array.isArray(actual) ? actual : []).map((one) => at(one, by));
    const sign = direction === 'desc' ? -1 : 1;
    const isWrong = keys.some((key, i) => i > 0 && sign * compare(keys[i - 1], key) > 0);
    return isWrong ? [`${place} is not sorted by ${by} ${direction}: ${shown(keys)}`] : [];
  },
};

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [textOf(a ?? ''), textOf(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Where a value is not what it must be, in words. A null is nothing. */
export function differences(expected: unknown, actual: unknown, place = 'the answer'): string[] {
  const value = actual ?? undefined;
  if (isFields(expected)) {
    if ('$like' in expected) return differences(without(expected), actual, place);
    const [rule] = Object.keys(expected).filter((key) => key in RULES);
    if (rule !== undefined) return RULES[rule]?.(expected[rule], value, place) ?? [];
    if (!isFields(value)) return [`${place} is ${shown(value)}, and must be an object`];
    return Object.entries(expected).flatMap(([key, one]) =>
      differences(one, value[key], place === 'the answer' ? key : `${place}.${key}`),
    );
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(value)) return [`${place} is ${shown(value)}, and must be a list`];
    if (value.length !== expected.length) {
      return [
        `${place} has ${value.length} items, and must have ${expected.length}: ${shown(value)}`,
      ];
    }
    return expected.flatMap((one, i) => differences(one, value[i], `${place}.${i}`));
  }
  const wanted = expected ?? undefined;
  return wanted === value ? [] : [`${place} is ${shown(value)}, and must be ${shown(wanted)}`];
}

/** `{ $like: ..., $but: [...] }`: the one without these fields. */
function without({ $like: like, $but: but }: Fields): unknown {
  const left = Object.entries(isFields(like) ? like : {}).filter(
    ([key]) => !(but as readonly string[]).includes(key),
  );
  return Object.fromEntries(left);
}

/** Words of an error, in which `***` stands for any text. */
export function saysSo(words: string, actual: unknown): boolean {
  const pattern = words
    .split('***')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('[^]*');
  return new RegExp(`^${pattern}$`, 'u').test(textOf(actual ?? ''));
}
