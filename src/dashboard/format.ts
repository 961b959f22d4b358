const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Bytes in the unit that fits: `40 GiB`. */
export function bytes(count: unknown): string {
  const number = Number(count);
  if (!Number.isFinite(number)) return '–';
  const step = Math.min(Math.floor(Math.log2(Math.max(number, 1)) / 10), UNITS.length - 1);
  const value = number / 2 ** (10 * step);
  const digits = step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits)).toLocaleString('en')} ${UNITS[step]}`;
}

/** A number for people: `100,000`. */
export const count = (number: number): string => number.toLocaleString('en');

/** A value of an inventory as text; what is not there as a dash. */
export const text = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** A list of an inventory. */
export const list = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? (value as T[]) : [];
