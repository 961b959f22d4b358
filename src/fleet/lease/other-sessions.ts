import type { ObjectStore } from '../store/object-store.js';
import { endSession } from './session.js';
import { LARGEST_SESSION, readSession, sessionKey } from './session-record.js';
import type { Timing } from './timing.js';

/** So many leases of others are remembered at the most. */
const MOST_SEEN = 10_000;

interface Seen {
  readonly beat: number;
  /** When it was first seen so, by the clock of this process. */
  readonly since: number;
}

/**
 * The leases of others, as they are seen from here. One that is not renewed while this process watches it for its
 * length is over: no clock of another machine is asked.
 */
export class OtherSessions {
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly store: ObjectStore,
    private readonly timing: Timing,
  ) {}

  /**
   * Whether a lease is over. One whose time is up is ended by this look, so that it stays so.
   * @throws {StoreUnreachable}
   */
  async isOver(id: string): Promise<boolean> {
    const found = await this.store.read(sessionKey(id), LARGEST_SESSION);
    const record = found && readSession(found.bytes);
    if (!found || record?.state !== 'live') {
      this.#seen.delete(id);
      return true;
    }
    const seen = this.#seen.get(id);
    if (seen?.beat !== record.beat) {
      this.#note(id, record.beat);
      return false;
    }
    if (this.timing.now() - seen.since < record.lease) return false;
    const isEnded = await endSession(this.store, record, found.etag);
    this.#seen.delete(id);
    return isEnded;
  }

  /**
   * Ends a lease whose process is known to be gone: nobody needs to wait for that.
   * @throws {StoreUnreachable}
   */
  async end(id: string): Promise<void> {
    for (;;) {
      const found = await this.store.read(sessionKey(id), LARGEST_SESSION);
      const record = found && readSession(found.bytes);
      if (!found || record?.state !== 'live') return;
      // A renewal that was under way when the process went may have come in between.
      if (await endSession(this.store, record, found.etag)) return;
    }
  }

  #note(id: string, beat: number): void {
    const [oldest] = this.#seen.keys();
    if (this.#seen.size >= MOST_SEEN && oldest !== undefined) this.#seen.delete(oldest);
    // As of now, not of when the store was asked: it was renewed until then, perhaps.
    this.#seen.set(id, { beat, since: this.timing.now() });
  }
}
