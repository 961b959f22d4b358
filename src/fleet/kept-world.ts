import { realTime } from '../core/clock.js';
import type { MovingWorlds, WorldCopy, WorldMark } from '../environment/moving-worlds.js';
import type { SnapshotDescription } from '../simulation/environment-host.js';
import type { StoredImages } from './contents/images.js';
import { packFile, storePacked } from './contents/packed-file.js';
import { WorldLost, type HeldWorld } from './lease/held-world.js';
import type { Timing } from './lease/timing.js';
import { WORLDS, type StoredFile, type WorldContents } from './lease/world-record.js';
import { leaseOver, movedAway } from './refusals.js';
import { StoreUnreachable, type ObjectStore } from './store/object-store.js';

export interface KeptParts {
  readonly store: ObjectStore;
  readonly images: StoredImages;
  readonly worlds: MovingWorlds;
  readonly timing: Timing;
  /** Told of every checkpoint, and of every one that failed. */
  readonly count: (what: 'checkpoint' | 'failure') => void;
}

/** How long somebody waits until a world is removed, in ms. */
const LONGEST_REMOVAL = 2_000;
/** How long until something that failed for the store is tried again, in ms. */
const PAUSE = 200;

/** How a world got here: made here, handed over by the replica that had it, or taken when the lease of that was over. */
export type Origin = 'made' | 'handedOver' | 'takenOver';

/** A world that this replica holds and serves, and what the store has of it. */
export class KeptWorld {
  /** When another replica handed it over, by the process's clock; what was made here, or taken over, never was. */
  readonly since: number;
  readonly #parts: KeptParts;
  /** As it was when it was stored last. */
  #stored: WorldMark | undefined;
  /** As it was when it was looked at last. */
  #seen: WorldMark | undefined;
  /** Since when the store has an older one, by the process's clock. */
  #changedSince: number | undefined;
  #sequence = 0;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #leaving: Promise<void> | undefined;
  /** Before that it is not tried again to store it. */
  #notBefore = -Infinity;
  /** Its snapshots are here, too. */
  snapshots: Promise<void> = Promise.resolve();

  constructor(
    parts: KeptParts,
    readonly held: HeldWorld,
    how: Origin,
  ) {
    this.#parts = parts;
    this.since = how === 'handedOver' ? parts.timing.now() : -Infinity;
  }

  get name(): string {
    return this.held.name;
  }

  /** While it is handed over, and afterwards. */
  get leaving(): Promise<void> | undefined {
    return this.#leaving;
  }

  /** Why nothing of it may be told now, or undefined. */
  get refusal(): Error | undefined {
    if (this.#isClosed || this.held.session.isOver) return movedAway(this.name);
    return this.held.isValid ? undefined : leaseOver(this.name);
  }

  /** The world is what the store has. */
  isAsStored(): void {
    this.#stored = this.#parts.worlds.mark(this.name);
  }

  /** Notes whether it has changed; answers for how long the store has had an older one, in ms, and whether it rests now. */
  look(): { readonly age: number; readonly isQuiet: boolean } {
    const { timing, worlds } = this.#parts;
    const now = timing.now();
    // A change of it as a whole that failed may have left nothing.
    if (!worlds.has(this.name)) return { age: 0, isQuiet: true };
    const mark = worlds.mark(this.name);
    const isQuiet = isSame(mark, this.#seen);
    this.#seen = mark;
    if (isSame(mark, this.#stored)) this.#changedSince = undefined;
    else this.#changedSince ??= now;
    const age = this.#changedSince === undefined ? 0 : now - this.#changedSince;
    return { age, isQuiet };
  }

  /** Whether it may be tried to store it now. */
  get mayBeStored(): boolean {
    return !this.#leaving && this.held.isValid && this.#parts.timing.now() >= this.#notBefore;
  }

  /** Stores it as it is now. @throws {StoreUnreachable} {WorldLost} */
  store(): Promise<void> {
    // The first time with what it is reset to.
    if (this.held.contents === null) return this.storeWhole();
    return this.#alone(async () => {
      const mark = this.#parts.worlds.mark(this.name);
      const contents = await this.#copied();
      await this.#keep(contents);
      this.#isStored(mark);
    });
  }

  /** The same, with what it is reset to: that is another one now. */
  storeWhole(): Promise<void> {
    return this.#alone(async () => {
      const mark = this.#parts.worlds.mark(this.name);
      const origin = await this.#origin();
      const contents = await this.#copied({ origin });
      await this.#keep(contents);
      this.#isStored(mark);
    });
  }

  /** Stores a snapshot that was taken. @throws {StoreUnreachable} {WorldLost} */
  storeSnapshot({ name, createDate }: SnapshotDescription): Promise<void> {
    return this.#alone(async () => {
      const copy = await this.#parts.worlds.copySnapshot(this.name, name);
      const file = await this.#put('snapshot', copy, []);
      const contents = this.#contents();
      const others = contents.snapshots.filter((each) => each.name !== name);
      await this.#keep({ ...contents, snapshots: [...others, { ...file, name, createDate }] });
    });
  }

  /** Whether the store has a snapshot of this name. */
  hasStored(snapshot: string): boolean {
    return this.held.contents?.snapshots.some(({ name }) => name === snapshot) ?? false;
  }

  /** @throws {StoreUnreachable} {WorldLost} */
  removeSnapshot(name: string): Promise<void> {
    return this.#alone(async () => {
      const contents = this.#contents();
      const snapshots = contents.snapshots.filter((each) => each.name !== name);
      await this.#keep({ ...contents, snapshots });
    });
  }

  /**
   * Says for good that there is no such world. Where the store does not answer it is tried again until it does:
   * meanwhile nobody is answered.
   * @throws {StoreUnreachable} when that is not known yet; {WorldLost}
   */
  async remove(): Promise<void> {
    this.#isClosed = true;
    const removing = this.#untilDone(() => this.#alone(() => this.held.remove()), Infinity);
    this.#leaving ??= removing.then(() => this.tidy());
    this.#leaving.catch(() => undefined);
    await Promise.race([removing, this.#impatience()]);
  }

  async #impatience(): Promise<never> {
    await this.#parts.timing.wait(LONGEST_REMOVAL);
    throw new StoreUnreachable('it does not say whether the environment is removed');
  }

  /**
   * Hands it over to whoever takes it: nobody is let in any more, those who are inside are waited for, the last of it is
   * stored, and then it is free. `deadline`: until when that is tried.
   */
  leave(deadline = Infinity): Promise<void> {
    this.#leaving ??= this.#leave(deadline);
    return this.#leaving;
  }

  async #leave(deadline: number): Promise<void> {
    const { worlds } = this.#parts;
    // What is stored now need not be stored while everybody waits.
    if (this.look().age > 0) await this.store().catch(() => undefined);
    await worlds.quiet(this.name);
    this.#isClosed = true;
    await this.#untilDone(() => this.#alone(() => this.#release()), deadline);
    worlds.end(this.name);
  }

  async #untilDone(work: () => Promise<void>, deadline: number): Promise<void> {
    const { timing } = this.#parts;
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        // A store that is gone comes back, and a disk that is full gets room.
        if (error instanceof WorldLost || timing.now() >= deadline) throw error;
        await timing.wait(PAUSE);
      }
    }
  }

  async #release(): Promise<void> {
    const isStored = isSame(this.#parts.worlds.mark(this.name), this.#stored);
    const before = keysOf(this.held.contents);
    const origin = before.length === 0 ? { origin: await this.#origin() } : {};
    await this.held.release(isStored ? this.held.contents : await this.#copied(origin));
    await this.#removeAll(before.filter((key) => !keysOf(this.held.contents).includes(key)));
  }

  #isStored(mark: WorldMark): void {
    this.#stored = mark;
    const now = isSame(this.#parts.worlds.mark(this.name), mark);
    this.#changedSince = now ? undefined : this.#parts.timing.now();
    this.#parts.count('checkpoint');
  }

  /** What it consists of with a copy of how it is now, which is stored then. */
  async #copied({ origin }: { origin?: StoredFile | null } = {}): Promise<WorldContents> {
    const { worlds } = this.#parts;
    const before = this.held.contents;
    const known = [before?.checkpoint, before?.origin, origin];
    const copy = await worlds.copy(this.name);
    const checkpoint = await this.#put('checkpoint', copy, known);
    return {
      storage: worlds.storageOf(this.name),
      checkpoint,
      checkpointDate: new Date(realTime()).toISOString(),
      origin: origin === undefined ? (before?.origin ?? null) : origin,
      snapshots: before?.snapshots ?? [],
    };
  }

  async #origin(): Promise<StoredFile | null> {
    const copy = await this.#parts.worlds.copyOrigin(this.name);
    return copy ? this.#put('origin', copy, [this.held.contents?.origin]) : null;
  }

  /** Stores a copy, unless it is one that the store has; nothing is left of it here. */
  async #put(
    kind: 'checkpoint' | 'origin' | 'snapshot',
    copy: WorldCopy,
    known: readonly (StoredFile | null | undefined)[],
  ): Promise<StoredFile> {
    const { store, images, worlds } = this.#parts;
    try {
      const packed = await packFile(copy.path);
      await images.keep(copy.blobs, copy.blobNames);
      const same = known.find((one) => one?.contentSha256 === packed.contentSha256);
      if (same) return same;
      this.held.check();
      const place = `${this.held.number}-${this.#sequence++}`;
      return await storePacked(store, `${WORLDS}${this.name}/${kind}-${place}`, packed);
    } finally {
      worlds.dropCopy(copy);
    }
  }

  #contents(): WorldContents {
    const { contents } = this.held;
    if (contents === null) throw new Error(`the environment ${this.name} was never stored`);
    return contents;
  }

  /** Writes down what it consists of, and removes what it did before. */
  async #keep(contents: WorldContents): Promise<void> {
    const before = this.held.contents;
    await this.held.keep(contents);
    await this.#removeAll(keysOf(before).filter((key) => !keysOf(contents).includes(key)));
  }

  /** Removes what nobody needs any more of what was stored under this number or one before. */
  tidy(): Promise<void> {
    return this.#alone(async () => {
      const folder = `${WORLDS}${this.name}/`;
      const needed = keysOf(this.held.contents);
      const { keys } = await this.#parts.store.list(folder, { most: 1000 });
      // What a holder after this one has stored is none of its business.
      const isOld = (key: string) => {
        const [, number = Infinity] = /\/\w+-(\d+)-\d+$/.exec(key) ?? [];
        return Number(number) <= this.held.number && !needed.includes(key);
      };
      await this.#removeAll(keys.filter(isOld));
    }).catch(() => undefined);
  }

  /** What stays there for want of an answer is removed by whoever holds the world next. */
  async #removeAll(keys: readonly string[]): Promise<void> {
    try {
      for (const key of keys) await this.#parts.store.remove(key);
    } catch (error) {
      if (!(error instanceof StoreUnreachable)) throw error;
    }
  }

  /** One thing after the other with what the store has of it. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine.catch((error: unknown) => {
      this.#notBefore = this.#parts.timing.now() + PAUSE;
      this.#parts.count('failure');
      throw error;
    });
  }
}

const isSame = (a: WorldMark, b: WorldMark | undefined): boolean =>
  a.of === b?.of && a.changes === b.changes;

const keysOf = (contents: WorldContents | null): string[] =>
  contents === null
    ? []
    : [contents.checkpoint, contents.origin, ...contents.snapshots].flatMap(
        (one) => one?.key ?? [],
      );
