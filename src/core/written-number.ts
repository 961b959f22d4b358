/**
 * A number of a body that the real system (Java) writes otherwise than JavaScript where a text is asked for:
 * `1.0`, `1.0E10`, or an integer that is exact there and not here.
 */
export class WrittenNumber {
  constructor(
    readonly value: number,
    /** As the real system writes it. */
    readonly text: string,
  ) {}

  toJSON(): number {
    return this.value;
  }

  toString(): string {
    return this.text;
  }
}

const MOST = 2n ** 63n;
/** Below it, and from 10^-3 on, Java writes a double without an exponent. */
const FIRST_WITH_EXPONENT = 1e7;
const LAST_WITH_EXPONENT = 1e-3;

/** A number as it stands in JSON: an integer is a long where it fits into one, anything else a double. */
export function numberOf(json: string): number | WrittenNumber {
  const value = Number(json);
  if (/^-?\d+$/.test(json)) {
    if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
    const exact = BigInt(json);
    if (exact >= -MOST && exact < MOST) return new WrittenNumber(value, exact.toString());
  }
  const text = doubleText(value);
  return text === String(value) ? value : new WrittenNumber(value, text);
}

/** A double as Java writes it. */
function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < LAST_WITH_EXPONENT || size >= FIRST_WITH_EXPONENT)) {
    const text = value.toExponential().replace(/^(-?\d)e/, '$1.0e');
    return text.replace(/e\+?/, 'E');
  }
  return withFraction(Object.is(value, -0) ? '-0' : String(value));
}

const withFraction = (digits: string) => (digits.includes('.') ? digits : `${digits}.0`);

/** A value whose numbers have all been read as doubles, as the body's reader of older releases does: `1` is `1.0`. */
export function asDoubles(value: unknown): unknown {
  if (typeof value === 'number') return new WrittenNumber(value, doubleText(value));
  if (value instanceof WrittenNumber)
    return new WrittenNumber(value.value, doubleText(value.value));
  if (Array.isArray(value)) return value.map(asDoubles);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asDoubles(item)]));
}

/** A value with plain numbers only. */
export function plainNumbers(value: unknown): unknown {
  if (value instanceof WrittenNumber) return value.value;
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumbers(item)]));
}
