// Random numbers, the same for the same seed, and what is thrown where something else is expected.

export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `bound`. */
  below(bound) {
    // Mulberry32: fast, and random enough to choose by.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  /** Once in so many times. */
  oneIn(count) {
    return this.below(count) === 0;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** One of `[weight, value]`. */
  weighted(list) {
    let at = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    return list.find(([weight]) => (at -= weight) < 0)[1];
  }

  text(length = this.below(12)) {
    return Array.from({ length }, () => this.pick(LETTERS)).join('');
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** A text with a few of its letters changed, left out or doubled. */
  damaged(text) {
    const at = this.below(text.length + 1);
    const rest = text.slice(at + this.below(3));
    return text.slice(0, at) + (this.oneIn(2) ? this.pick(TEXTS) : this.text(1)) + rest;
  }

  odd() {
    return this.oneIn(2) ? this.pick(TEXTS) : this.pick(VALUES);
  }

  /** The same as a text that has no half of a pair. */
  oddText() {
    const odd = this.odd();
    return (typeof odd === 'string' ? odd : JSON.stringify(odd)).toWellFormed();
  }
}

const LETTERS = Array.from('abcXYZ019-_.%/\\\'"{}[]()<>=!~?&;:,@ \t\u0000é😀');

const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  '%',
  '%25',
  '_',
  "'",
  "' or 1=1 --",
  '";drop table images;--',
  '../../etc/passwd',
  '..\\..\\x',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: 1',
  '\ud800',
  'é😀\u202e',
  'x'.repeat(300),
  'x'.repeat(3_000),
  '9'.repeat(40),
  '1e400',
  'NaN',
  '2026-99-99',
  'Jan 1, 1970 0:00:00 AM',
  'http://127.0.0.1:1/x.qcow2',
  'upload://x',
  'file:///etc/passwd',
  'volume://x',
  '__proto__',
  'constructor',
  'toString',
  '5e55000000004000800000000000ad01',
  '1a000000000040008000000000000001',
  'bac00000000040008000000000000001',
  'd0000000000040008000000000000001',
  '20ae0000000040008000000000000001',
  'a11ce000000040008000000000000001',
  '36c27e8ff05c4780bf6d2fa65700f22e',
  'f'.repeat(32),
];

const VALUES = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  2 ** 63,
  [],
  [null],
  [[]],
  {},
  { a: {} },
  { uuid: 'x' },
  ['a', 'b'],
];
