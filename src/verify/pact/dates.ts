/** Letters of Java's formats of dates, as what they look like. */
const LOOKS: Readonly<Record<string, (length: number) => string>> = {
  y: (length) => (length === 2 ? String.raw`\d{2}` : String.raw`\d{4,}`),
  u: (length) => (length === 2 ? String.raw`\d{2}` : String.raw`\d{4,}`),
  M: (length) =>
    length >= 3 ? String.raw`\p{L}+\.?` : number(length, '0?[1-9]|1[0-2]', '0[1-9]|1[0-2]'),
  d: (length) => number(length, '0?[1-9]|[12]\\d|3[01]', '0[1-9]|[12]\\d|3[01]'),
  H: (length) => number(length, '[01]?\\d|2[0-3]', '[01]\\d|2[0-3]'),
  k: (length) => number(length, '0?[1-9]|1\\d|2[0-4]', '0[1-9]|1\\d|2[0-4]'),
  h: (length) => number(length, '0?[1-9]|1[0-2]', '0[1-9]|1[0-2]'),
  K: (length) => number(length, '0?\\d|1[01]', '0\\d|1[01]'),
  m: (length) => number(length, '[0-5]?\\d', '[0-5]\\d'),
  s: (length) => number(length, '[0-5]?\\d|60', '[0-5]\\d|60'),
  S: (length) => String.raw`\d{${length}}`,
  n: () => String.raw`\d{1,9}`,
  E: () => String.raw`\p{L}+\.?`,
  e: () => '[1-7]',
  a: () => '(?:AM|PM|am|pm)',
  G: () => String.raw`\p{L}+`,
  D: () => String.raw`\d{1,3}`,
  w: () => String.raw`\d{1,2}`,
  X: (length) => (length >= 3 ? 'Z|[+-]\\d{2}:\\d{2}' : 'Z|[+-]\\d{2}(?:\\d{2})?'),
  x: (length) => (length >= 3 ? '[+-]\\d{2}:\\d{2}' : '[+-]\\d{2}(?:\\d{2})?'),
  Z: (length) => (length >= 5 ? 'Z|[+-]\\d{2}:\\d{2}' : '[+-]\\d{4}'),
  z: () => String.raw`[\p{L}/_]+(?:[+-]\d{1,2}(?::\d{2})?)?`,
  V: () => String.raw`[\p{L}/_]+`,
};

const number = (length: number, short: string, long: string) => (length === 1 ? short : long);

const PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/gu;

/** What texts of a format of Java look like: `yyyy-MM-dd'T'HH:mm:ss`. */
export function looksLike(format: string): RegExp {
  const parts = [...format.matchAll(PART)].map(([whole, quoted, letter]) => {
    if (quoted !== undefined) return escaped(quoted === '' ? "'" : quoted.replaceAll("''", "'"));
    if (letter === undefined) return escaped(whole);
    const look = LOOKS[letter];
    if (look) return `(?:${look(whole.length)})`;
    throw new RangeError(`'${whole}' in '${format}' is no part of a format of dates that is known`);
  });
  return new RegExp(`^${parts.join('')}$`, 'u');
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment in a format of Java, in UTC. */
export function written(moment: number, format: string): string {
  const date = new Date(moment);
  const hour = date.getUTCHours();
  const values: Readonly<Record<string, number>> = {
    y: date.getUTCFullYear(),
    u: date.getUTCFullYear(),
    M: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    H: hour,
    h: hour % 12 || 12,
    m: date.getUTCMinutes(),
    s: date.getUTCSeconds(),
  };
  return format.replaceAll(PART, (whole: string, quoted?: string, letter?: string) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'");
    if (letter === undefined) return whole;
    if (letter === 'M' && whole.length >= 3) return MONTHS[date.getUTCMonth()] ?? '';
    const value = values[letter];
    if (value !== undefined) {
      const text = String(value).padStart(whole.length, '0');
      return letter === 'y' && whole.length === 2 ? text.slice(-2) : text;
    }
    if (letter === 'S')
      return String(date.getUTCMilliseconds())
        .padStart(3, '0')
        .padEnd(whole.length, '0')
        .slice(0, whole.length);
    if (letter === 'a') return hour < 12 ? 'AM' : 'PM';
    if (letter === 'X') return 'Z';
    if (letter === 'x') return whole.length >= 3 ? '+00:00' : '+00';
    if (letter === 'Z') return whole.length >= 5 ? 'Z' : '+0000';
    if (letter === 'z') return 'UTC';
    throw new RangeError(
      `'${whole}' in '${format}' is no part of a format of dates that can be written`,
    );
  });
}
