import { setImmediate } from 'node:timers/promises';
import { monotonicMilliseconds } from './clock.js';

/** How long work keeps the process at a time, in ms: everybody else waits as long. */
const LONGEST_PIECE = 15;

/**
 * For long work in pieces: to be awaited between them. Others get their turn when the work has kept the process
 * for a while.
 */
export class OthersTurn {
  /** When the piece should end, by `monotonicMilliseconds`. */
  end = monotonicMilliseconds() + LONGEST_PIECE;

  async give(): Promise<void> {
    if (monotonicMilliseconds() < this.end) return;
    await setImmediate();
    this.end = monotonicMilliseconds() + LONGEST_PIECE;
  }
}
