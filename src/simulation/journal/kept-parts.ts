/** As much is kept of each body, in characters, and of the parameters in bytes. */
export const LONGEST_BODY = 16_384;
/** Deeper parameters are not kept: who nests them so deep means nothing by it. */
const DEEPEST = 64;
/** What a value, and what a key with its place, takes beside its text. */
const OF_VALUE = 16;
const OF_KEY = 32;

/** What a text takes in memory: V8 keeps a byte for each character, or two for each when one needs them. */
export const bytesOf = (text: string): number =>
  Buffer.byteLength(text) === text.length ? text.length : 2 * text.length;

/** A long text is cut, as a copy: a slice would keep the whole text in memory. */
export const cut = (text: string, length = LONGEST_BODY): string =>
  text.length <= length ? text : Buffer.from(text.slice(0, length)).toString();

type Parameters = Readonly<Record<string, unknown>>;

/** The parameters, without what of them is beyond `LONGEST_BODY` bytes; and what they take. */
export function keptParameters(parameters: Parameters): {
  readonly kept: Parameters;
  readonly bytes: number;
} {
  const whole = new Room();
  if (whole.has(parameters, 0)) return { kept: parameters, bytes: whole.taken };
  const room = new Room();
  return { kept: room.copy(parameters, 0) as Parameters, bytes: LONGEST_BODY };
}

/** Room for values. */
class Room {
  taken = 0;

  /** Takes a value and all that is in it; false: there is no room for it. */
  has(value: unknown, depth: number): boolean {
    this.taken += OF_VALUE;
    if (typeof value === 'string') this.taken += bytesOf(value);
    if (this.#isFull || depth > DEEPEST) return false;
    if (typeof value !== 'object' || value === null) return true;
    if (Array.isArray(value)) return value.every((one) => this.has(one, depth + 1));
    for (const key in value) {
      this.taken += OF_KEY + bytesOf(key);
      if (!this.has((value as Record<string, unknown>)[key], depth + 1)) return false;
    }
    return true;
  }

  /** The value as far as there is room for it. */
  copy(value: unknown, depth: number): unknown {
    this.taken += OF_VALUE;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) return undefined;
    if (Array.isArray(value)) return this.#list(value, depth);
    const fields: [string, unknown][] = [];
    for (const key in value) {
      if (this.#isFull) break;
      this.taken += OF_KEY;
      const one = (value as Record<string, unknown>)[key];
      fields.push([this.#text(key), this.copy(one, depth + 1)]);
    }
    return Object.fromEntries(fields);
  }

  #list(values: readonly unknown[], depth: number): unknown[] {
    const copy: unknown[] = [];
    for (const value of values) {
      if (this.#isFull) break;
      copy.push(this.copy(value, depth + 1));
    }
    return copy;
  }

  #text(text: string): string {
    const left = Math.max(LONGEST_BODY - this.taken, 0);
    const kept = cut(text, left);
    this.taken += bytesOf(kept);
    return kept;
  }

  get #isFull(): boolean {
    return this.taken >= LONGEST_BODY;
  }
}
