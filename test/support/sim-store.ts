import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Chance } from '../../src/core/chance';
import type { Timing } from '../../src/fleet/lease/timing';
import {
  StoreUnreachable,
  type Condition,
  type ObjectStore,
  type StoredObject,
} from '../../src/fleet/store/object-store';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes when a test lets it: what waits is done in the order of its time. */
export class SimTime {
  now = 0;
  #events: Event[] = [];
  #count = 0;

  at(time: number, run: () => void): void {
    const event = { at: Math.max(time, this.now), order: this.#count++, run };
    const place = this.#events.findIndex(
      (other) => other.at > event.at || (other.at === event.at && other.order > event.order),
    );
    if (place === -1) this.#events.push(event);
    else this.#events.splice(place, 0, event);
  }

  /** Does what comes next, and all that follows of it at once; false: nothing waits. */
  async step(): Promise<boolean> {
    const next = this.#events.shift();
    if (!next) return false;
    this.now = next.at;
    next.run();
    await turn();
    return true;
  }
}

/** A process of the simulation: it may stand still, and its clock runs as it likes. */
export class SimProcess implements Timing {
  /** Until then it stands still. */
  stoppedUntil = 0;

  constructor(
    private readonly time: SimTime,
    /** How fast its clock runs, and where it began. */
    private readonly rate: number,
    private readonly offset: number,
  ) {}

  now(): number {
    return this.offset + this.time.now * this.rate;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) =>
      this.deliver(this.time.now + milliseconds / this.rate, resolve),
    );
  }

  get isStopped(): boolean {
    return this.time.now < this.stoppedUntil;
  }

  /** Lets something happen in it, when it does not stand still. */
  deliver(at: number, run: () => void): void {
    this.time.at(at, () => {
      if (this.isStopped) this.deliver(this.stoppedUntil, run);
      else run();
    });
  }
}

/** What all processes share: writes are one after the other, and every one is told. */
export class SimObjects {
  readonly objects = new Map<string, StoredObject>();
  onWrite: (key: string, before: Buffer | undefined, after: Buffer) => void = () => undefined;

  put(key: string, bytes: Buffer, condition?: Condition): string | undefined {
    const found = this.objects.get(key);
    if (condition) {
      const holds = 'isNew' in condition ? !found : found?.etag === condition.etag;
      if (!holds) return undefined;
    }
    // As S3 has it: the same bytes have the same tag.
    const etag = createHash('md5').update(bytes).digest('hex');
    this.onWrite(key, found?.bytes, bytes);
    this.objects.set(key, { bytes, etag });
    return etag;
  }
}

export interface Weather {
  /** How long a request is on its way, one way, in ms. */
  delay(): number;
  /** `before`: it never arrives. `late`: nobody hears of it in time, and it is done all the same. */
  fate(): 'fine' | 'before' | 'late';
}

/** The store as one process sees it: slow, and sometimes without an answer. */
export class SimStore implements ObjectStore {
  /** Between it and its process nothing comes through. */
  isCut = false;

  constructor(
    private readonly time: SimTime,
    private readonly process: SimProcess,
    private readonly shared: SimObjects,
    private readonly weather: Weather,
    private readonly patience: number,
  ) {}

  read(key: string): Promise<StoredObject | undefined> {
    return this.#ask(() => this.shared.objects.get(key));
  }

  write(key: string, contents: Buffer, condition?: Condition): Promise<string | undefined> {
    return this.#ask(() => this.shared.put(key, contents, condition));
  }

  remove(key: string): Promise<void> {
    return this.#ask(() => void this.shared.objects.delete(key));
  }

  lengthOf(): never {
    throw new Error('nobody asks for that here');
  }

  stream(): never {
    throw new Error('nobody asks for that here');
  }

  list(): never {
    throw new Error('nobody asks for that here');
  }

  #ask<T>(work: () => T): Promise<T> {
    const { time, process, weather } = this;
    const fate = this.isCut ? 'before' : weather.fate();
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (settle: () => void) => {
        if (isOver) return;
        isOver = true;
        settle();
      };
      process.deliver(time.now + this.patience, () =>
        end(() => reject(new StoreUnreachable('no answer'))),
      );
      if (fate === 'before') return;
      const there = time.now + weather.delay() + (fate === 'late' ? this.patience * 3 : 0);
      time.at(there, () => {
        const result = work();
        const back = time.now + weather.delay();
        if (fate === 'fine') process.deliver(back, () => end(() => resolve(result)));
      });
    });
  }
}

/** Weather that a seed decides. */
export function weatherOf(chance: Chance, badness: number): Weather {
  const share = () => chance.nextUint32() / 2 ** 32;
  return {
    delay: () => 1 + share() * share() * 120,
    fate: () => {
      const luck = share();
      if (luck < badness) return 'before';
      return luck < 2 * badness ? 'late' : 'fine';
    },
  };
}
