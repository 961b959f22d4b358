import { setImmediate } from 'node:timers/promises';
import { monotonicMilliseconds } from './clock.js';

/** How long work keeps the process at a time, in ms: everybody else waits as long. */
const LONGEST_PIECE = 20;

/**
 * For long work in pieces: to be awaited between them. Others get their turn when the work has kept the process
 * for a while.
 */
export class OthersTurn {
  #since = monotonicMilliseconds();

  /** Whether it is time to let others have their turn. */
  get isDue(): boolean {
    return monotonicMilliseconds() - this.#since > LONGEST_PIECE;
  }

  async give(): Promise<void> {
    if (!this.isDue) return;
    await setImmediate();
    this.#since = monotonicMilliseconds();
  }
}
