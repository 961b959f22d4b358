import { InvalidSeed } from '../invalid-seed.js';

/** Takes half a second. */
const MOST = 10_000_000;
/** To make a name of its number and look it up takes as long as so many looks at where names begin. */
const OF_NAME = 10;

/** Counts how often names with numbers in them were compared: a seed may have too many of them. */
export class Comparisons {
  #count = 0;

  /** @throws {InvalidSeed} when it is too often */
  count(names = 0): void {
    this.#count += 1 + names * OF_NAME;
    if (this.#count <= MOST) return;
    throw new InvalidSeed([
      'the seed has too many names with {n} to be compared with each other; let one entry count further, or make several seeds of it',
    ]);
  }
}
