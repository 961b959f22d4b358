import { StoreUnreachable, type ObjectStore } from '../store/object-store.js';
import { writeOnce } from '../store/write-once.js';
import {
  LARGEST_SESSION,
  readSession,
  sessionBytes,
  sessionKey,
  type SessionRecord,
} from './session-record.js';
import type { Timing } from './timing.js';

/** What a replica does when it cannot renew its lease: it answers no more in time, or goes on. */
export type StoreLoss = 'stop' | 'go-on';

export interface SessionParts {
  readonly store: ObjectStore;
  readonly timing: Timing;
  /** Unique for ever: the name of the replica, and chance. */
  readonly id: string;
  readonly replica: string;
  /** In ms. */
  readonly lease: number;
  readonly storeLoss: StoreLoss;
}

/** What is kept of a lease for clocks that do not run alike, and for the way of an answer: a sixth of it. */
const MARGIN = 6;

/**
 * The lease of one replica on all worlds that it holds: an object in the store that it renews. Whoever finds it not
 * renewed for the lease's length ends it, by a conditional write, and may take its worlds then. The replica itself
 * fences itself by its own clock before that can be: from its last renewal, as of the moment when it asked for it.
 */
export class Session {
  readonly id: string;
  readonly replica: string;
  readonly #parts: SessionParts;
  #etag = '';
  #beat = 0;
  #validUntil = -Infinity;
  #isOver = false;
  #renewing: Promise<void> | undefined;
  /** Whether the store answered when it was last asked. */
  isStoreReached = true;

  private constructor(parts: SessionParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.replica = parts.replica;
  }

  /** Begins a lease. @throws {StoreUnreachable} */
  static async open(parts: SessionParts): Promise<Session> {
    const session = new Session(parts);
    const began = parts.timing.now();
    const { store, id } = parts;
    const etag = await writeOnce(store, sessionKey(id), session.#bytes(0), { isNew: true });
    if (etag === undefined) throw new StoreUnreachable(`there is a lease ${id} already`);
    session.#etag = etag;
    session.#extend(began);
    // What began it may come to the store once more, late: nothing that is renewed looks like that.
    await session.renew();
    if (session.#beat === 0) throw new StoreUnreachable('a lease could not be renewed');
    return session;
  }

  /** Somebody ended it: its worlds may be another's. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether answers may be given under it now, in ms; 0: none. */
  get left(): number {
    if (this.#isOver) return 0;
    return Math.max(0, this.#validUntil - this.#parts.timing.now());
  }

  get isValid(): boolean {
    return this.left > 0;
  }

  /** Tries to renew it; what came of that, `isValid` and `isOver` tell. Who asks meanwhile waits for the same try. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Gives it up: from now on nobody is answered, and anybody may take its worlds at once. */
  async end(): Promise<void> {
    await this.#renewing;
    this.#isOver = true;
    await endSession(this.#parts.store, this.#record('live', this.#beat), this.#etag);
    await this.#parts.store.remove(sessionKey(this.id));
  }

  async #renew(): Promise<void> {
    if (this.#isOver) return;
    const { store, timing, storeLoss } = this.#parts;
    const began = timing.now();
    const wasValid = this.isValid;
    try {
      const beat = this.#beat + 1;
      const bytes = this.#bytes(beat);
      const etag = await writeOnce(store, sessionKey(this.id), bytes, { etag: this.#etag });
      this.isStoreReached = true;
      if (etag === undefined) await this.#lookAgain();
      else {
        this.#etag = etag;
        this.#beat = beat;
        this.#extend(began);
      }
    } catch (error) {
      if (!(error instanceof StoreUnreachable)) throw error;
      this.isStoreReached = false;
      // Who stood still beyond its end must hear first that nobody has taken its worlds.
      if (storeLoss === 'go-on' && wasValid) this.#extend(began);
    }
  }

  /** It is another object than it was: an earlier renewal that came late, or the end. */
  async #lookAgain(): Promise<void> {
    const found = await this.#parts.store.read(sessionKey(this.id), LARGEST_SESSION);
    const record = found && readSession(found.bytes);
    if (record?.state !== 'live' || record.id !== this.id || record.beat < this.#beat) {
      this.#isOver = true;
      return;
    }
    // When that was asked for is not known any more: it extends nothing.
    this.#etag = found?.etag ?? '';
    this.#beat = record.beat;
  }

  #extend(began: number): void {
    const { lease } = this.#parts;
    this.#validUntil = Math.max(this.#validUntil, began + lease - lease / MARGIN);
  }

  #record(state: SessionRecord['state'], beat: number): SessionRecord {
    const { id, replica, lease } = this.#parts;
    return { version: 1, id, replica, state, beat, lease };
  }

  #bytes(beat: number): Buffer {
    return sessionBytes(this.#record('live', beat));
  }
}

/** Ends a lease, if it is still as it was; answers whether it is ended. @throws {StoreUnreachable} */
export async function endSession(
  store: ObjectStore,
  record: SessionRecord,
  etag: string,
): Promise<boolean> {
  const bytes = sessionBytes({ ...record, state: 'ended' });
  return (await store.write(sessionKey(record.id), bytes, { etag })) !== undefined;
}
