import { realTime } from '../../core/clock.js';
import { mayWrite, type Exchange } from '../exchange.js';
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
  /** A write came while it was captured: nobody knows whether it is in it. */
  #isTorn = false;

  constructor(
    private readonly world: World,
    private pause = PAUSE.first,
  ) {}

  /** Whether an exchange is part of what was captured, or came while it was. */
  covers(exchange: Exchange): boolean {
    if (exchange.date >= this.#until) return false;
    if (exchange.date >= this.#began && mayWrite(exchange.method, exchange.path)) {
      this.#isTorn = true;
    }
    return true;
  }

  /** Captures the cloud where that can be done and it is time; answers what it was. */
  async renew(isApart: boolean): Promise<Captured | undefined> {
    const { captureAnew } = this.world;
    const isWanted = isApart || this.#isTorn;
    if (captureAnew === undefined || !isWanted || realTime() < this.#next) return undefined;
    this.#began = realTime();
    this.#next = this.#began + this.pause;
    this.pause = Math.min(2 * this.pause, PAUSE.longest);
    this.#isTorn = false;
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
