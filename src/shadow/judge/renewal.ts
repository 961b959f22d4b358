import { realTime } from '../../core/clock.js';
import type { Exchange } from '../exchange.js';
import type { Captured, World } from './world.js';

/**
 * Between two captures at least, in ms, and twice as long each time: a cloud is asked a hundred questions for one, and
 * what no capture mends is not mended by more of them.
 */
const PAUSE = { first: 60_000, longest: 3_600_000 };

/** Puts another world in the place of one that has gone apart from the cloud: the cloud as it is then. */
export class Renewal {
  #next = -Infinity;
  /** Captures are of what was answered before this moment. */
  #until = -Infinity;
  #began = -Infinity;

  constructor(
    private readonly world: World,
    private pause = PAUSE.first,
  ) {}

  /** Whether an exchange was answered before what was captured, or while it was: then it may be part of it. */
  covers({ date }: Exchange): 'before' | 'during' | undefined {
    if (date >= this.#until) return undefined;
    return date < this.#began ? 'before' : 'during';
  }

  /** Captures the cloud where that can be done and it is time; answers what it was. */
  async renew(isApart: boolean): Promise<Captured | undefined> {
    const { captureAnew } = this.world;
    if (captureAnew === undefined || !isApart || realTime() < this.#next) return undefined;
    this.#began = realTime();
    this.#next = this.#began + this.pause;
    this.pause = Math.min(2 * this.pause, PAUSE.longest);
    try {
      const captured = await captureAnew();
      this.#until = realTime();
      return captured;
    } catch {
      // The cloud may refuse it now: the world stays as it is, and it is tried again.
      return undefined;
    }
  }
}
