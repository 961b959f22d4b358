import { StoreUnreachable, type ObjectStore } from '../store/object-store.js';
import type { Session } from './session.js';
import { readRecord, writeRecord, type WorldContents, type WorldRecord } from './world-record.js';

/** Somebody else holds the world: whatever is here of it is over. */
export class WorldLost extends Error {
  constructor(name: string) {
    super(`the environment '${name}' is held by another replica`);
    this.name = 'WorldLost';
  }
}

type Change = Partial<Pick<WorldRecord, 'state' | 'contents'>>;

/** A world that is held under a lease: only so what the store says of it can be changed. */
export class HeldWorld {
  #record: WorldRecord;
  #etag: string;
  #isLost = false;
  /** It was asked to be given up: whether it is, nobody may know yet. */
  #isEnding = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: ObjectStore,
    readonly session: Session,
    readonly name: string,
    record: WorldRecord,
    etag: string,
  ) {
    this.#record = record;
    this.#etag = etag;
  }

  get number(): number {
    return this.#record.number;
  }

  get contents(): WorldContents | null {
    return this.#record.contents;
  }

  /** Whether it is known that another replica holds it, or nobody. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether its requests may be answered now. */
  get isValid(): boolean {
    return !this.#isLost && !this.#isEnding && this.session.isValid;
  }

  /** @throws {StoreUnreachable} while the lease is not renewed, {WorldLost} when it never will be */
  check(): void {
    if (this.#isLost || this.session.isOver) throw new WorldLost(this.name);
    if (!this.session.isValid) throw new StoreUnreachable('the lease could not be renewed in time');
  }

  /** Stores that it consists of something else now. @throws {StoreUnreachable} {WorldLost} */
  async keep(contents: WorldContents): Promise<void> {
    await this.#write({ contents });
  }

  /**
   * Lets anybody take it: from the moment on at which this is called nobody is answered here. It may be called again
   * where the store did not answer.
   * @throws {StoreUnreachable} {WorldLost}
   */
  release(contents = this.#record.contents): Promise<void> {
    this.#isEnding = true;
    return this.#write({ state: 'free', contents });
  }

  /** Says for good that there is no such world; its number stays. The same as of `release` goes for that. */
  remove(): Promise<void> {
    this.#isEnding = true;
    return this.#write({ state: 'removed', contents: null });
  }

  /** One after the other. */
  #write(change: Change): Promise<void> {
    const mine = this.#last.then(() => this.#writeNow(change));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #writeNow(change: Change): Promise<void> {
    this.check();
    const { store, name } = this;
    const record = { ...this.#record, ...change, write: this.#record.write + 1 };
    const etag = await writeRecord(store, name, record, { etag: this.#etag });
    if (etag !== undefined) {
      this.#record = record;
      this.#etag = etag;
      this.#isLost = record.state !== 'held';
      return;
    }
    const found = await readRecord(store, name);
    const isOurs = found?.record.number === this.number && found.record.session === this.session.id;
    if (!isOurs || found.record.state !== 'held') {
      this.#isLost = true;
      // What came late was this: whoever came after it was let.
      if (this.#isEnding && isAfter(found?.record, this.number, change.state)) return;
      throw new WorldLost(name);
    }
    // An earlier write of ours, of which nobody had heard: the next try goes on from there.
    this.#record = found.record;
    this.#etag = found.etag;
    throw new StoreUnreachable('an earlier write came late');
  }
}

const isAfter = (found: WorldRecord | undefined, number: number, state: Change['state']): boolean =>
  found !== undefined && (found.number > number ? state === 'free' : found.state === state);
