import { apiError } from '../core/api-error.js';
import { entry, someText, type GlobalConfigEntry, type Rule } from './global-config-rules.js';
import { MESSAGE_CLASSES, messageClassOf } from './message-class.js';

const CATEGORY = 'apiTimeout';

/** No call may be given less: five minutes, in ms. */
const LEAST = 300_000;

const MILLISECONDS: Readonly<Record<string, number>> = {
  '': 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** A time such as `30m` or `259200000` in ms; undefined for a text that is none. */
function timeIn(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,15})([smhdwy]?)$/i.exec(text) ?? [];
  if (digits === '') return undefined;
  const time = Number(digits) * (MILLISECONDS[unit.toLowerCase()] ?? 1);
  return Number.isSafeInteger(time) ? time : undefined;
}

const timeout: Rule = {
  ...someText,
  check(_entry, value) {
    const time = timeIn(value);
    // The real system answers a text that is no time with an error of its own making, SYS.1000.
    if (time === undefined) throw apiError('SYS.1007', `unsupported time format: ${value}`);
    if (time < LEAST) throw apiError('SYS.1007', 'api timeout cannot be set smaller than 5m');
  },
};

/** An entry for each call that takes time: after how long it has failed. */
export const API_TIMEOUT_CONFIG: readonly GlobalConfigEntry[] = MESSAGE_CLASSES.flatMap(
  ({ name, timeout: byDefault }) =>
    byDefault === null
      ? []
      : [
          entry(
            CATEGORY,
            name,
            byDefault,
            timeout,
            `time that ${name} may take, in ms or as 30m, 3h`,
          ),
        ],
);

const BY_OPERATION = new Map(
  MESSAGE_CLASSES.map(({ operation, timeout: byDefault }) => [operation, byDefault ?? '30m']),
);

/** The time that a call of this operation may take by default, in ms. */
export const defaultApiTimeout = (operation: string): number =>
  timeIn(BY_OPERATION.get(operation) ?? '30m') ?? 0;

/** The time that a call of this operation may take as it is configured, in ms. */
export function apiTimeoutOf(
  values: { find(category: string, name: string): string | undefined },
  operation: string,
): number {
  const value = values.find(CATEGORY, messageClassOf(operation));
  return (value === undefined ? undefined : timeIn(value)) ?? defaultApiTimeout(operation);
}
