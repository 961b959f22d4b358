import { realTime } from '../core/clock.js';

/** When something may be removed that nobody uses, in ms of real time since 1970; null: never. */
export interface Idle {
  readonly name: string;
  readonly ends: number | null;
  readonly isInUse: boolean;
}

/**
 * Calls `remove`, which must not throw, for whatever has not been used for its limit. Its timer keeps no
 * process alive.
 */
export class IdleWatch {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly list: () => readonly Idle[],
    private readonly remove: (name: string) => Promise<void>,
  ) {}

  /** Sets the alarm for the one that may go first; to be called whenever one comes. */
  watch(): void {
    clearTimeout(this.#timer);
    const ends = this.list().flatMap(({ ends: end }) => (end === null ? [] : [end]));
    if (ends.length === 0) return;
    const wait = Math.max(Math.min(...ends) - realTime(), SHORTEST);
    this.#timer = setTimeout(() => void this.#look(), Math.min(wait, LONGEST)).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    // Looked at anew after each removal: it takes a while, and another may be used meanwhile.
    for (let gone = this.#next(); gone !== undefined; gone = this.#next()) await this.remove(gone);
    this.watch();
  }

  #next(): string | undefined {
    const now = realTime();
    return this.list().find(({ ends, isInUse }) => ends !== null && ends <= now && !isInUse)?.name;
  }
}

/** Something in use may be over its limit: it is looked at again soon, not at once. */
const SHORTEST = 50;
/** setTimeout overflows at 2^31 ms. */
const LONGEST = 2 ** 30;
