import { InvalidSeed } from '../invalid-seed.js';

/** So many looks at one name take half a second. */
const MOST = 20_000_000;
/** Two patterns are compared as long as so many of them, and a name is made of its number. */
const OF_PATTERNS = 10;

/** Counts how often names with numbers in them were compared: a seed may have too many of them. */
export class Comparisons {
  #count = 0;

  /** @throws {InvalidSeed} when it is too often */
  count(names = 1, isOfPatterns = false): void {
    this.#count += isOfPatterns ? names * OF_PATTERNS : names;
    if (this.#count <= MOST) return;
    throw new InvalidSeed([
      'the seed has too many names with {n} to be compared with each other; let one entry count further, or make several seeds of it',
    ]);
  }
}
