import { mayWrite, weightOf, type Exchange } from '../exchange.js';

/** Bounds of what waits. */
export interface OutboxOptions {
  /** So many exchanges wait at most, those with the shadow among them. */
  readonly most: number;
  /** So many bytes. */
  readonly mostBytes: number;
  /** So many are with the shadow at a time: it takes the next one from here, when it has judged one. */
  readonly atOnce: number;
  /** Hands one to the shadow; false: it cannot take any (any more). */
  readonly send: (exchange: Exchange) => boolean;
}

/** What was not handed over. */
export interface Lost {
  /** Since the last one that was: what the shadow's world has not seen. */
  readonly writes: number;
  readonly all: number;
}

/**
 * Exchanges that wait for the shadow. It never waits itself and never grows beyond its bounds: what has no room is
 * lost and counted, reads before writes, since a world that has not seen a write says less from then on.
 */
export class Outbox {
  #waiting: Exchange[] = [];
  #bytes = 0;
  #withShadow: number[] = [];
  #lost = 0;
  #lostWrites = 0;
  #isScheduled = false;

  constructor(private readonly options: OutboxOptions) {}

  get waiting(): number {
    return this.#waiting.length + this.#withShadow.length;
  }

  get lost(): Lost {
    return { all: this.#lost, writes: this.#lostWrites };
  }

  /** Takes an exchange, or loses it. */
  offer(exchange: Exchange): void {
    if (!this.#makeRoomFor(exchange)) {
      this.#lose(exchange);
      return;
    }
    this.#waiting.push(exchange);
    this.#bytes += weightOf(exchange);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // What clients wait for comes first.
    setImmediate(() => {
      this.#isScheduled = false;
      this.#sendOn();
    });
  }

  /** The shadow is done with the one that it has had longest. */
  done(): void {
    this.#bytes -= this.#withShadow.shift() ?? 0;
    this.#sendOn();
  }

  /** Nobody is there any more who could take them. */
  loseAll(): void {
    for (const exchange of this.#waiting) this.#lose(exchange);
    this.#lost += this.#withShadow.length;
    this.#waiting = [];
    this.#withShadow = [];
    this.#bytes = 0;
  }

  #sendOn(): void {
    while (this.#withShadow.length < this.options.atOnce) {
      const next = this.#waiting.shift();
      if (!next) return;
      if (this.options.send(next)) this.#withShadow.push(weightOf(next));
      else {
        this.#bytes -= weightOf(next);
        this.#lose(next);
      }
    }
  }

  #makeRoomFor(exchange: Exchange): boolean {
    const weight = weightOf(exchange);
    const fits = () =>
      this.waiting < this.options.most && this.#bytes + weight <= this.options.mostBytes;
    if (fits()) return true;
    if (!matters(exchange)) return false;
    while (!fits()) {
      const read = this.#waiting.findIndex((one) => !matters(one));
      const [given] = read === -1 ? [] : this.#waiting.splice(read, 1);
      if (!given) return false;
      this.#bytes -= weightOf(given);
      this.#lose(given);
    }
    return true;
  }

  #lose(exchange: Exchange): void {
    this.#lost++;
    if (matters(exchange)) this.#lostWrites++;
  }
}

/** A world goes on with it: a write, or the end of a job. */
const matters = ({ method, path, status }: Exchange): boolean =>
  mayWrite(method, path) || (status !== 202 && /\/v1\/api-jobs\/[^/]+$/.test(path));
