import type { Operator } from '../../query/query.js';

/** Bounds in ms that an index by date can walk to: `> 12:00:00` begins with the next second. */
export const DATE_BOUNDS: Partial<
  Record<Operator, { readonly sign: string; readonly from: (seconds: number) => number }>
> = {
  greater: { sign: '>=', from: (seconds) => Math.floor(seconds) + 1 },
  greaterOrEqual: { sign: '>=', from: Math.ceil },
  less: { sign: '<', from: Math.ceil },
  lessOrEqual: { sign: '<', from: (seconds) => Math.floor(seconds) + 1 },
};

/** A date as the real database writes it, for patterns: in the time zone of the process (TZ), as answers have it. */
export const dateText = (expression: string) =>
  `strftime('%Y-%m-%d %H:%M:%S', ${expression} / 1000, 'unixepoch', 'localtime')`;

/**
 * The date that a text of a condition means to the real database (MySQL), in seconds since 1970, in the time zone of
 * the process. Nearly any signs may stand between its numbers, or none; what follows it counts for nothing. Another
 * text, such as a date in the form of answers, is compared with dates as a text: it lies before or after each.
 */
export function secondsOf(text: string): number {
  const time = timeOf(text);
  return time ?? secondsBefore(text);
}

/** Only digits: `20171114222057`, `171114`, with a fraction. */
const DIGITS = /^(\d+)(?:T(\d{1,6}))?(\.\d*)?$/;
/** Numbers with signs between them; a blank, or `T`, only between day and hour. */
const PUNCTUATION = String.raw`[!-/:-@\[-\x60{-~]+`;
const PARTS = new RegExp(
  String.raw`^(\d{1,4})${PUNCTUATION}(\d{1,2})${PUNCTUATION}(\d{1,2})(?:(?:T|\s+|${PUNCTUATION}\s*)(\d{1,2})(?:${PUNCTUATION}(\d{1,2})(?:${PUNCTUATION}(\d{1,2})(\.\d*)?)?)?)?`,
);
/** Years of two digits below it are of this century. */
const FIRST_OF_LAST_CENTURY = 70;

function timeOf(given: string): number | undefined {
  const text = given.trimStart();
  const parts = partsOfDigits(text) ?? PARTS.exec(text)?.slice(1);
  if (!parts) return undefined;
  const yearText = parts[0] ?? '';
  const numbers = parts.slice(1, 6).map((part) => Number(part ?? 0));
  const [month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  const fraction = Number(parts[6]) || 0;
  let year = Number(yearText);
  if (yearText.length === 2) year += year < FIRST_OF_LAST_CENTURY ? 2000 : 1900;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const date = new Date(2000, 0, 1, hours, minutes, seconds);
  date.setFullYear(year, month - 1, day);
  // A day that its month has not, or a month that there is not.
  if (date.getMonth() !== month - 1) return undefined;
  return date.getTime() / 1000 + fraction;
}

/** The numbers of a text that has no signs between them: each has two digits, save the year. */
function partsOfDigits(text: string): (string | undefined)[] | undefined {
  const [whole, first = '', afterT, fraction] = DIGITS.exec(text.trimEnd()) ?? [];
  if (whole === undefined) return undefined;
  const digits = first + (afterT ?? '');
  // A `T` counts as one of them there.
  const length = digits.length + (afterT === undefined ? 0 : 1);
  const hasCentury = length === 8 || length >= 14;
  const yearLength = hasCentury ? 4 : 2;
  const rest = digits.slice(yearLength, yearLength + 10).match(/\d{1,2}/g) ?? [];
  return [digits.slice(0, yearLength), ...Array.from({ length: 5 }, (_, i) => rest[i]), fraction];
}

/** Before every date that there is, in seconds. */
const EARLIEST = -8_640_000_000_000;
/** The dates that the real database can write, 1000 to 9999, in seconds. */
const FIRST = Date.UTC(1000, 0, 2) / 1000;
const LAST = Date.UTC(9999, 11, 30) / 1000;

/** A moment between two dates: of all dates up to it the text comes before this one, and after it of none. */
function secondsBefore(text: string): number {
  let before = FIRST;
  let after = LAST;
  if (writtenDate(before) >= text) return EARLIEST;
  if (writtenDate(after) < text) return -EARLIEST;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (writtenDate(middle) < text) before = middle;
    else after = middle;
  }
  return before + 0.5;
}

function writtenDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
