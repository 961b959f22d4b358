import { messageOf } from '../core/code-of.js';
import { conflict } from '../core/control-error.js';
import { MovingWorlds } from '../environment/moving-worlds.js';
import { Arrivals } from './arrivals.js';
import { StoredImages } from './contents/images.js';
import { RENEWALS, type FleetNumbers, type FleetParts } from './fleet-parts.js';
import { KeptWorld, type Origin } from './kept-world.js';
import { Claims, type Taken } from './lease/claims.js';
import { WorldLost, type HeldWorld } from './lease/held-world.js';
import { OtherSessions } from './lease/other-sessions.js';
import { Session } from './lease/session.js';
import { isThere, type WorldContents } from './lease/world-record.js';
import { Checkpoints } from './checkpoints.js';
import { HandingOver } from './handing-over.js';
import { StoreUnreachable } from './store/object-store.js';
import {
  asRefusal,
  draining,
  heldElsewhere,
  leaseOver,
  movedAway,
  tooManyWait,
} from './refusals.js';
import { Wants } from './wants.js';

/** How often a world that another replica holds is looked at while somebody waits for it, in ms. */
const LOOK = 150;
/** How long somebody waits for it beyond the length of a lease, in ms. */
const BEYOND_LEASE = 4_000;
/** So many requests may wait for worlds at once. */
const MOST_WAITING = 2_000;
/** For how long it is believed that there is no world of a name, in ms; of so many names. */
const ABSENT = { milliseconds: 500, names: 1_000 };
/** How long until something is tried again while the store is gone, in ms. */
const LOOK_AGAIN = 2_000;
/** For how long it is tried to fetch the snapshots of a world that has arrived, in ms. */
const LONGEST_FETCHING = 60_000;

/** One of several processes that share a store: holds some of its worlds, and nobody else holds them meanwhile. */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #worlds: MovingWorlds;
  readonly #kept = new Map<string, KeptWorld>();
  /** Worlds that are on their way here. */
  readonly #coming = new Map<string, Promise<void>>();
  /** Those of them that are made. */
  readonly #making = new Set<string>();
  /** What could not be made, and is in the store all the same: the store was not there to be told. */
  readonly #unmade = new Set<HeldWorld>();
  readonly #absent = new Map<string, number>();
  readonly #others: OtherSessions;
  readonly #claims: Claims;
  readonly #wants: Wants;
  readonly #images: StoredImages;
  readonly #arrivals: Arrivals;
  readonly #checkpoints: Checkpoints;
  readonly #handingOver: HandingOver;
  #session: Session;
  #waiting = 0;
  #draining: Promise<void> | undefined;
  /** It takes no more worlds. */
  #isHandingOver = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  /** The lease whose end was told. */
  #lost: Session | undefined;
  #losing: Promise<void> | undefined;
  #wasReached = true;

  private constructor(parts: FleetParts, worlds: MovingWorlds, session: Session) {
    this.#parts = parts;
    this.#worlds = worlds;
    this.#session = session;
    const { store, timing, memory, largest } = parts;
    this.#others = new OtherSessions(store, timing);
    this.#claims = new Claims(store, this.#others);
    this.#wants = new Wants(store);
    this.#images = new StoredImages(store);
    this.#arrivals = new Arrivals({
      store,
      images: this.#images,
      worlds,
      memory,
      largest,
      log: (text) => parts.log('warn', text),
    });
    this.#handingOver = new HandingOver({
      ...parts,
      wants: this.#wants,
      kept: this.#kept,
      session: () => this.#session,
      forget: (name) => this.forget(name),
      drop: (kept) => this.#drop(kept),
    });
    this.#checkpoints = new Checkpoints(parts, () => [...this.#kept.values()]);
  }

  /**
   * Begins a lease. What an earlier process of this data directory held is nobody's from now on: whoever has the
   * directory knows that it is gone.
   * @throws {StoreUnreachable}
   */
  static async open(parts: FleetParts, worlds: MovingWorlds): Promise<Fleet> {
    const session = await newSession(parts);
    const fleet = new Fleet(parts, worlds, session);
    const { before } = parts.memory;
    if (before) await fleet.#others.end(before.session);
    parts.memory.begin(session.id);
    fleet.#renewLater();
    fleet.#handingOver.begin();
    fleet.#checkpoints.begin();
    return fleet;
  }

  /** Looks what became of the worlds that an earlier process left in the data directory. */
  begin(): void {
    void this.#settleLeft();
  }

  get replica(): string {
    return this.#parts.replica;
  }

  get session(): string {
    return this.#session.id;
  }

  /** Whether it is about to end: no more requests should come. */
  get isDraining(): boolean {
    return this.#draining !== undefined;
  }

  get isStoreReached(): boolean {
    return this.#session.isStoreReached;
  }

  get numbers(): FleetNumbers {
    return {
      worlds: this.#kept.size,
      ...this.#checkpoints.numbers,
      isStoreReached: this.isStoreReached,
      leaseLeft: this.#session.left,
    };
  }

  /** Why nothing of a world may be told now, or undefined. Its own default world is each replica's. */
  refusal(name: string): Error | undefined {
    if (!MovingWorlds.isMoving(name)) return undefined;
    const kept = this.#kept.get(name);
    if (kept) return kept.refusal;
    if (!this.#coming.has(name)) return movedAway(name);
    return this.#session.isValid ? undefined : leaseOver(name);
  }

  /**
   * To be asked before each request about a world: undefined when it can be answered here now; else it resolves when
   * that was tried, and the world is here or nowhere.
   * @throws (rejects) {ControlError} when neither is known, or another replica holds it
   */
  reach(name: string): Promise<void> | undefined {
    if (!MovingWorlds.isMoving(name)) return undefined;
    const kept = this.#kept.get(name);
    if (kept && !kept.leaving && kept.refusal === undefined) return undefined;
    return this.#waitFor(name);
  }

  kept(name: string): KeptWorld | undefined {
    return this.#kept.get(name);
  }

  /**
   * Makes a world of a name that nobody has, here or elsewhere; it is in the store when this resolves.
   * @throws (rejects) {ControlError}
   */
  async make<T>(name: string, make: () => Promise<T>): Promise<T> {
    if (this.#isHandingOver) throw draining(name);
    let result: { made: T } | undefined;
    this.#making.add(name);
    await this.#alone(name, async () => {
      await this.#validSession(name);
      const taken = await this.#claims.begin(this.#session, name);
      if (taken.kind === 'taken') throw conflict(`there is an environment '${name}' already`);
      this.#arrivals.dropLeft(name);
      try {
        result = { made: await make() };
        const kept = this.#newlyKept(taken, 'made');
        await kept.storeWhole();
        this.#keep(kept);
      } catch (error) {
        if (this.#worlds.has(name)) this.#worlds.end(name);
        await this.#removeUnmade(taken.world);
        throw error;
      }
    }).finally(() => this.#making.delete(name));
    if (!result) throw conflict(`there is an environment '${name}' already`);
    return result.made;
  }

  /** A world was removed here, after the store was told. */
  forget(name: string): void {
    this.#kept.delete(name);
    this.#parts.memory.forget(name);
  }

  /**
   * Hands all worlds over, and tells how far that has come; for `delay` ms it is served before, so that proxies hear of
   * it. What cannot be handed over in time stays in its file.
   */
  drain(delay = 0): Promise<void> {
    this.#draining ??= this.#drain(delay);
    return this.#draining;
  }

  async #drain(delay: number): Promise<void> {
    if (delay > 0) await this.#parts.timing.wait(delay);
    this.#isHandingOver = true;
    await Promise.allSettled(this.#coming.values());
    await this.#handingOver.all();
    await this.#end();
  }

  /** Ends it at once, as it is: for who has drained it, or cannot. */
  async #end(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#checkpoints.end();
    await this.#handingOver.end();
    await this.#session.end().catch(() => undefined);
  }

  #renewLater(): void {
    if (this.#isClosed) return;
    const pause = this.#parts.lease / RENEWALS;
    this.#timer = setTimeout(() => {
      void this.#renew().finally(() => this.#renewLater());
    }, pause).unref();
  }

  async #renew(): Promise<void> {
    try {
      await this.#session.renew();
      this.#tellOfStore();
      if (this.#session.isOver) await this.#lose();
      // Nobody waits for that: the next renewal has to come in time.
      if (this.#session.isStoreReached)
        this.#unmade.forEach((world) => void this.#removeUnmade(world));
    } catch (error) {
      this.#parts.log('error', `the lease could not be renewed: ${messageOf(error)}`);
    }
  }

  /** Frees the name of a world that could not be made; where the store does not answer, after a renewal that it does. */
  async #removeUnmade(world: HeldWorld): Promise<void> {
    this.#unmade.delete(world);
    try {
      await world.remove();
    } catch (error) {
      if (!(error instanceof WorldLost)) this.#unmade.add(world);
    }
  }

  #tellOfStore(): void {
    const isReached = this.#session.isStoreReached;
    if (isReached === this.#wasReached) return;
    this.#wasReached = isReached;
    const { log, storeLoss } = this.#parts;
    if (isReached) log('info', 'the store is reached again');
    else if (storeLoss === 'stop') {
      log('error', 'the store is not reached: when the lease ends, no environment is answered for');
    } else {
      log('error', 'the store is not reached: environments that are held go on without it');
    }
  }

  /** The lease is over: whatever is here of worlds is older than what others have, or will have. */
  #lose(): Promise<void> {
    this.#losing ??= this.#loseAll().finally(() => (this.#losing = undefined));
    return this.#losing;
  }

  async #loseAll(): Promise<void> {
    const before = this.#session;
    const lost = [...this.#kept.values()].filter(({ held }) => held.session === before);
    if (this.#lost !== before) {
      this.#parts.log(
        'error',
        `the lease of this replica was ended by another one, because it was not renewed in time: ${lost.length} environments are dropped here, with what was not in the store yet`,
      );
    }
    this.#lost = before;
    for (const kept of lost) this.#drop(kept);
    if (this.#isHandingOver) return;
    this.#session = await newSession(this.#parts);
    this.#parts.memory.begin(this.#session.id);
  }

  #drop(kept: KeptWorld): void {
    const { name } = kept;
    if (this.#kept.get(name) !== kept) return;
    if (this.#worlds.has(name) && kept.look().age > 0) {
      this.#parts.log(
        'error',
        `the environment '${name}' (number ${kept.held.number}) is dropped with changes that the store has not`,
      );
    }
    this.forget(name);
    // What the store never had is nowhere else.
    if (kept.held.contents === null) this.#worlds.close(name);
    else this.#worlds.end(name);
  }

  /** Waits until a world can be answered for here, or it is known that it is nowhere. */
  async #waitFor(name: string): Promise<void> {
    if (this.#waiting >= MOST_WAITING) throw tooManyWait(name);
    this.#waiting++;
    try {
      await this.#validSession(name);
      const kept = this.#kept.get(name);
      if (kept?.leaving) {
        await kept.leaving.catch(() => undefined);
        throw movedAway(name);
      }
      if (kept?.held.isLost) this.#drop(kept);
      else if (kept) {
        if (kept.refusal) throw kept.refusal;
        return;
      }
      if (this.#isHandingOver) throw draining(name);
      const coming = this.#coming.get(name);
      if (!coming && this.#isKnownAbsent(name)) return;
      // Why it could not be made is for who makes it.
      if (coming && this.#making.has(name)) {
        await coming.catch(() => undefined);
        await this.#waitFor(name);
      } else await (coming ?? this.#alone(name, () => this.#take(name)));
    } catch (error) {
      throw asRefusal(name, error);
    } finally {
      this.#waiting--;
    }
  }

  /** @throws {ControlError} while there is no lease under which anything could be answered */
  async #validSession(name: string): Promise<void> {
    if (this.#session.isValid) return;
    await this.#session.renew();
    if (this.#session.isOver) await this.#lose();
    if (!this.#session.isValid) throw leaseOver(name);
  }

  /** One after the other with a name that is not here: who comes meanwhile waits for the same. */
  #alone(name: string, work: () => Promise<void>): Promise<void> {
    const before = this.#coming.get(name);
    const mine = (before ? before.catch(() => undefined).then(work) : work()).finally(() => {
      if (this.#coming.get(name) === mine) this.#coming.delete(name);
    });
    this.#coming.set(name, mine);
    return mine;
  }

  async #take(name: string): Promise<void> {
    if (this.#kept.has(name)) return;
    const { timing, lease } = this.#parts;
    const deadline = timing.now() + lease + BEYOND_LEASE;
    let asked: string | undefined;
    for (;;) {
      const taken = await this.#claims.take(this.#session, name, () => this.#worlds.checkRoom());
      if (taken.kind === 'absent') {
        this.#arrivals.dropLeft(name);
        this.#noteAbsent(name);
        return;
      }
      if (taken.kind === 'held') {
        await this.#arrive(taken);
        return;
      }
      this.#arrivals.dropLeft(name);
      if (timing.now() >= deadline) throw heldElsewhere(name, taken.replica);
      if (asked !== taken.session) await this.#wants.ask(taken.session, name);
      asked = taken.session;
      await timing.wait(LOOK);
    }
  }

  async #arrive(taken: Extract<Taken, { kind: 'held' }>): Promise<void> {
    const { before, world } = taken;
    if (!isThere(before)) throw new Error(`the environment ${world.name} was never stored`);
    let isAsStored = false;
    try {
      isAsStored = await this.#arrivals.arrive(world.name, before);
      // A proxy that was just losing a replica led somebody here, perhaps, and leads all elsewhere now.
      const kept = this.#newlyKept(taken, before.state === 'held' ? 'takenOver' : 'handedOver');
      if (isAsStored) {
        kept.isAsStored();
        kept.snapshots = this.#bringSnapshots(kept, before.contents.snapshots);
      }
      this.#keep(kept);
      void kept.tidy();
    } catch (error) {
      // What goes on from this data directory is newer than what the store has: it stays in its file.
      if (this.#worlds.has(world.name)) {
        if (isAsStored) this.#worlds.end(world.name);
        else this.#worlds.close(world.name);
      }
      // Another replica may have more luck.
      await world.release().catch(() => undefined);
      throw error;
    }
  }

  /** Brings what can be brought now; what a store that does not answer keeps from coming is asked for again for a while. */
  async #bringSnapshots(kept: KeptWorld, wanted: WorldContents['snapshots']): Promise<void> {
    const late = await this.#broughtOrLate(kept, wanted);
    void this.#bringLate(kept, late);
  }

  async #bringLate(kept: KeptWorld, wanted: WorldContents['snapshots']): Promise<void> {
    const { timing } = this.#parts;
    const deadline = timing.now() + LONGEST_FETCHING;
    for (let late = wanted; late.length > 0 && timing.now() < deadline;) {
      await timing.wait(LOOK_AGAIN);
      if (this.#kept.get(kept.name) !== kept || this.#isHandingOver) return;
      late = await this.#broughtOrLate(
        kept,
        // They may have been removed, or taken anew, meanwhile.
        late.filter((one) => kept.held.contents?.snapshots.some(({ key }) => key === one.key)),
      );
    }
  }

  /** Answers those that the store did not hand out now. */
  async #broughtOrLate(
    { name }: KeptWorld,
    wanted: WorldContents['snapshots'],
  ): Promise<WorldContents['snapshots']> {
    const late = [];
    for (const snapshot of wanted) {
      try {
        await this.#arrivals.bringSnapshot(name, snapshot);
      } catch (error) {
        if (error instanceof StoreUnreachable) late.push(snapshot);
        const text = `the snapshot '${snapshot.name}' of '${name}' could not be fetched`;
        this.#parts.log('warn', `${text}: ${messageOf(error)}`);
      }
    }
    return late;
  }

  #newlyKept({ world }: Extract<Taken, { kind: 'held' }>, how: Origin): KeptWorld {
    const { store, timing, memory } = this.#parts;
    if (this.#worlds.storageOf(world.name) === 'file') memory.note(world.name, world.number);
    const { count } = this.#checkpoints;
    const parts = { store, images: this.#images, worlds: this.#worlds, timing, count };
    return new KeptWorld(parts, world, how);
  }

  #keep(kept: KeptWorld): void {
    this.#kept.set(kept.name, kept);
    this.#absent.delete(kept.name);
    // The lease may have ended while it came.
    if (kept.held.session !== this.#session || kept.held.session.isOver) {
      this.#drop(kept);
      throw movedAway(kept.name);
    }
  }

  #isKnownAbsent(name: string): boolean {
    const until = this.#absent.get(name);
    return until !== undefined && this.#parts.timing.now() < until;
  }

  #noteAbsent(name: string): void {
    if (this.#absent.size >= ABSENT.names) this.#absent.clear();
    this.#absent.set(name, this.#parts.timing.now() + ABSENT.milliseconds);
  }

  /** What an earlier process left goes on where nobody has taken it since; what the store never heard of comes there. */
  async #settleLeft(): Promise<void> {
    for (const name of this.#worlds.leftHere()) {
      try {
        await this.#settleOne(name);
      } catch (error) {
        const text = messageOf(error);
        this.#parts.log('warn', `the environment '${name}' of this data directory waits: ${text}`);
        if (this.#isClosed || this.#isHandingOver) return;
        await this.#parts.timing.wait(LOOK_AGAIN);
      }
    }
  }

  /** A world that only this data directory has, from before there was a store. */
  async #bringToStore(name: string): Promise<void> {
    await this.#validSession(name);
    const taken = await this.#claims.begin(this.#session, name);
    if (taken.kind === 'taken') return;
    if (!this.#worlds.reopen(name)) {
      await taken.world.remove().catch(() => undefined);
      return;
    }
    const kept = this.#newlyKept(taken, 'made');
    this.#keep(kept);
    // Where the store does not answer now it is stored as every world that has changed.
    await kept.store().catch(() => undefined);
  }

  async #settleOne(name: string): Promise<void> {
    if (await this.#claims.isUnknown(name)) {
      await this.#alone(name, () => this.#bringToStore(name));
    } else await this.#waitFor(name);
  }
}

const newSession = ({ newSession: id, ...parts }: FleetParts): Promise<Session> =>
  Session.open({ ...parts, id: id() });
