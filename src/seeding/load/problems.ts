import { InvalidSeed } from '../invalid-seed.js';

/** Nobody reads more, and to find out where each stands takes time. */
export const MOST_PROBLEMS = 100;

/** A problem may name all that a seed has and should not have. */
const LONGEST = 1000;

/** What is wrong with a seed, as far as it is told. */
export class Problems {
  readonly #texts: string[] = [];

  /** @throws {InvalidSeed} when it is one too many */
  add(text: string): void {
    if (this.#texts.length === MOST_PROBLEMS) {
      throw new InvalidSeed([...this.#texts, 'and more: these are the first problems']);
    }
    this.#texts.push(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  }

  /** @throws {InvalidSeed} when there is any */
  end(): void {
    if (this.#texts.length > 0) throw new InvalidSeed(this.#texts);
  }
}
