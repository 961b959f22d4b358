import { randomBytes } from 'node:crypto';

/** The four 32-bit words of the generator; saved with the environment so that a restart goes on where it was. */
export type ChanceState = readonly [number, number, number, number];

/** How far the first 32 bits of a UUID move with each number that is drawn. */
const UUID_STEP = 0x1003;
/** The two digits of every byte: a creation makes five identifiers. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (value: number) =>
  `${HEX[value >>> 24]}${HEX[(value >>> 16) & 255]}${HEX[(value >>> 8) & 255]}${HEX[value & 255]}`;
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The one random stream of an environment (sfc32): small state, fast, and the same
 * sequence for the same seed on every machine. Not for secrets.
 */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(state: ChanceState) {
    [this.#a, this.#b, this.#c, this.#counter] = state;
  }

  /** A stream from a seed number; the first outputs are thrown away so that near seeds differ. */
  static fromSeed(seed: number): Chance {
    const [low, high] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
    // Where the counter starts differs, too: identifiers of different worlds must not look alike.
    const chance = new Chance([
      low,
      high,
      0x9e3779b9,
      Math.imul(low ^ (high << 16), 0x85ebca6b) | 0,
    ]);
    for (let i = 0; i < 16; i++) chance.nextUint32();
    return chance;
  }

  /** A stream that no other run has: what an environment without a given seed starts from. */
  static unseeded(): Chance {
    return Chance.fromSeed(randomBytes(6).readUIntBE(0, 6));
  }

  get state(): ChanceState {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  restore(state: ChanceState): void {
    [this.#a, this.#b, this.#c, this.#counter] = state;
  }

  nextUint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    return Math.floor((this.nextUint32() / 2 ** 32) * bound);
  }

  /** A new array with the same items in a random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [result[i], result[j]] = [result[j] as T, result[i] as T];
    }
    return result;
  }

  /** A text of letters and digits. */
  text(length: number): string {
    return Array.from({ length }, () => ALPHANUMERIC[this.below(ALPHANUMERIC.length)]).join('');
  }

  /**
   * A version 4 UUID without dashes, the form of every identifier of the real system. Its first 32 bits grow from
   * one to the next (and begin anew after some 300,000), the others are random: identifiers made one after the
   * other lie side by side in the database's indexes, which halves the pages that a creation writes.
   */
  uuid(): string {
    const order = Math.imul(this.#counter, UUID_STEP);
    const versioned = (this.nextUint32() & 0xffff0fff) | 0x4000;
    const variant = (this.nextUint32() & 0x3fffffff) | 0x80000000;
    return hex(order) + hex(versioned) + hex(variant) + hex(this.nextUint32());
  }
}
