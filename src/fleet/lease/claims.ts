import type { ObjectStore } from '../store/object-store.js';
import { HeldWorld } from './held-world.js';
import type { OtherSessions } from './other-sessions.js';
import type { Session } from './session.js';
import {
  isThere,
  readRecord,
  writeRecord,
  type FoundRecord,
  type WorldRecord,
} from './world-record.js';

/** What came of a try to take a world. */
export type Taken =
  | { readonly kind: 'held'; readonly world: HeldWorld; readonly before: WorldRecord }
  | { readonly kind: 'absent' }
  /** Under a lease that is not over. */
  | { readonly kind: 'taken'; readonly replica: string; readonly session: string };

/**
 * Takes worlds for a replica. Every step is one conditional write of the world's record, so that of several who try one
 * has it, under a number that nobody had before.
 */
export class Claims {
  constructor(
    private readonly store: ObjectStore,
    private readonly others: OtherSessions,
  ) {}

  /**
   * Takes a world that is there and that nobody holds; `checkRoom` throws where there is no room for it here.
   * @throws {StoreUnreachable}
   */
  async take(session: Session, name: string, checkRoom: () => void): Promise<Taken> {
    for (;;) {
      const found = await readRecord(this.store, name);
      if (!found || !isThere(found.record)) return { kind: 'absent' };
      if (await this.#isHeld(session, found.record)) return takenBy(found.record);
      checkRoom();
      const world = await this.#hold(session, name, found);
      if (world) return { kind: 'held', world, before: found.record };
    }
  }

  /** Takes a name that no world has. @throws {StoreUnreachable} */
  async begin(session: Session, name: string): Promise<Exclude<Taken, { kind: 'absent' }>> {
    for (;;) {
      const found = await readRecord(this.store, name);
      const isTaken =
        found && (isThere(found.record) || (await this.#isHeld(session, found.record)));
      if (isTaken) return takenBy(found.record);
      const before = found?.record ?? nobodys(session);
      const world = await this.#hold(session, name, found);
      if (world) return { kind: 'held', world, before };
    }
  }

  /** Whether the store has never heard of a world of this name. @throws {StoreUnreachable} */
  async isUnknown(name: string): Promise<boolean> {
    return (await readRecord(this.store, name)) === undefined;
  }

  /** Whether somebody else may answer for it. */
  async #isHeld(session: Session, record: WorldRecord): Promise<boolean> {
    if (record.state !== 'held' || record.session === session.id) return false;
    return !(await this.others.isOver(record.session));
  }

  /** Undefined: somebody was quicker. */
  async #hold(
    session: Session,
    name: string,
    found: FoundRecord | undefined,
  ): Promise<HeldWorld | undefined> {
    const record: WorldRecord = {
      version: 1,
      number: (found?.record.number ?? 0) + 1,
      write: 0,
      state: 'held',
      session: session.id,
      replica: session.replica,
      contents: found && isThere(found.record) ? found.record.contents : null,
    };
    const condition = found ? { etag: found.etag } : ({ isNew: true } as const);
    const etag = await writeRecord(this.store, name, record, condition);
    return etag === undefined ? undefined : new HeldWorld(this.store, session, name, record, etag);
  }
}

const takenBy = ({ replica, session }: WorldRecord) =>
  ({ kind: 'taken', replica, session }) as const;

const nobodys = ({ id, replica }: Session): WorldRecord => ({
  version: 1,
  number: 0,
  write: 0,
  state: 'removed',
  session: id,
  replica,
  contents: null,
});
