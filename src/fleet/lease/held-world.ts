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

  /** Whether its requests may be answered now. */
  get isValid(): boolean {
    return !this.#isLost && this.session.isValid;
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

  /** Lets anybody take it, from this moment on. @throws {StoreUnreachable} {WorldLost} */
  async release(contents = this.#record.contents): Promise<void> {
    await this.#write({ state: 'free', contents });
    this.#isLost = true;
  }

  /** Says for good that there is no such world. Its number stays. @throws {StoreUnreachable} {WorldLost} */
  async remove(): Promise<void> {
    await this.#write({ state: 'removed', contents: null });
    this.#isLost = true;
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
      return;
    }
    const found = await readRecord(store, name);
    const isOurs =
      found?.record.number === this.number && found.record.session === this.session.id;
    if (!isOurs || found.record.state !== 'held') {
      this.#isLost = true;
      throw new WorldLost(name);
    }
    // An earlier write of ours, of which nobody had heard: the next try goes on from there.
    this.#record = found.record;
    this.#etag = found.etag;
    throw new StoreUnreachable('an earlier write came late');
  }
}
