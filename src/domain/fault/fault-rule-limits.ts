import { FAULT_KINDS, FAULT_RESOURCE_TYPES } from './fault.js';

/** The longest that a rule lets something wait, in ms. */
export const LONGEST_DELAY = 86_400_000 * 365;
/** The most matches that a rule lets through, or fires at. */
export const MOST_TIMES = 1_000_000;
export const MOST_FAULT_RULES = 1000;
/** Characters of a text of a rule. */
const LONGEST_TEXT = 2 ** 20;

/** A rule as it is kept: `match` and `action` are JSON. */
export type KeptFaultRule = Readonly<Record<string, unknown>>;

/** What of a rule no client could have made, in words; undefined: nothing. */
export function oddityOf(rule: KeptFaultRule): string | undefined {
  const match = objectIn(rule['match']);
  const action = objectIn(rule['action']);
  if (!match || !action) return 'match and action are JSON objects';
  const checks: readonly (readonly [boolean, string])[] = [
    [isWhole(rule['skip'], 0, MOST_TIMES), `skip is from 0 to ${MOST_TIMES}`],
    [
      isNone(rule['times']) || isWhole(rule['times'], 1, MOST_TIMES),
      `times is from 1 to ${MOST_TIMES}`,
    ],
    [isBetween(rule['probability'], 0, 1), 'probability is from 0 to 1'],
    [
      isWhole(action['milliseconds'], 0, LONGEST_DELAY),
      `milliseconds is from 0 to ${LONGEST_DELAY}`,
    ],
    [
      isNone(action['atProgress']) || isWhole(action['atProgress'], 0, 100),
      'atProgress is from 0 to 100',
    ],
    [isOneOf(FAULT_KINDS, action['kind']), `kind is one of ${FAULT_KINDS.join(', ')}`],
    [isText(action['code']) && isText(action['details']), 'code and details are texts'],
    [isNone(action['cause']) || isText(action['cause']), 'cause is a text'],
    [
      isNone(match['resourceType']) || isOneOf(FAULT_RESOURCE_TYPES, match['resourceType']),
      `resourceType is one of ${FAULT_RESOURCE_TYPES.join(', ')}`,
    ],
    ...['operation', 'point', 'resourceUuid', 'resourceName', 'accountUuid'].map(
      (name) => [isNone(match[name]) || isText(match[name]), `${name} is a text`] as const,
    ),
  ];
  return checks.find(([holds]) => !holds)?.[1];
}

function objectIn(json: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(String(json));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isNone = (value: unknown) => value === null || value === undefined;
const isText = (value: unknown) => typeof value === 'string' && value.length <= LONGEST_TEXT;
const isBetween = (value: unknown, least: number, most: number) =>
  typeof value === 'number' && value >= least && value <= most;
const isWhole = (value: unknown, least: number, most: number) =>
  Number.isSafeInteger(value) && isBetween(value, least, most);
const isOneOf = (values: readonly string[], value: unknown) => values.includes(value as string);
