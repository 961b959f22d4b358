/** A number that is written with a point or an exponent, and is a whole one: `1.0`. */
export class WrittenDecimal {
  constructor(readonly value: number) {}
}

/** JSON, in which `1.0` is told from `1`. @throws {SyntaxError} */
export function parseJson(text: string): unknown {
  const revive = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && Number.isInteger(value) && /[.eE]/.test(context?.source ?? '')
      ? new WrittenDecimal(value)
      : value;
  return JSON.parse(text, revive) as unknown;
}

export const plain = (value: unknown): unknown =>
  value instanceof WrittenDecimal ? value.value : value;

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof WrittenDecimal);

/** A value in words, cut short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, one: unknown) => plain(one)) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** What kind of value JSON has there. */
export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : value instanceof WrittenDecimal
        ? 'number'
        : typeof value === 'object'
          ? 'an object'
          : typeof value;
