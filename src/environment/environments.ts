import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as realDelay } from 'node:timers/promises';
import { apiError, isFull } from '../core/api-error.js';
import { Chance } from '../core/chance.js';
import { realTime } from '../core/clock.js';
import { removeDatabase } from '../persistence/database-file.js';
import { checkPages, DatabaseUnusable } from '../persistence/database.js';
import type {
  EnvironmentDescription,
  EnvironmentHost,
  EnvironmentStorage,
  ExportedEnvironment,
  NewEnvironment,
  SnapshotDescription,
} from '../services/environment-host.js';
import { DEFAULT_ENVIRONMENT, ENVIRONMENT_NAME, type DataDirectory } from './data-directory.js';
import type { Birth, Environment, Origin } from './environment.js';
import { exportWorld, importWorld, receiveFile } from './exchange-file.js';
import type { FrozenWorld } from './frozen-world.js';
import { IdleWatch } from './idle-watch.js';
import { blobsBeside, Worlds, type OpenWorld } from './worlds.js';

export { DEFAULT_ENVIRONMENT } from './data-directory.js';

/** How long requests that are inside may take to leave when their world is changed as a whole, in ms. */
const GRACE = 5_000;
/** The state at birth of a larger world is not kept in memory beside it: a reset makes it anew. */
const LARGEST_KEPT = 16 * 2 ** 20;
const MOST_SNAPSHOTS = 100;

export type SeedOrigin = Extract<Origin, { kind: 'seed' }>;

/** A seed that was read. */
export interface ReadSeed {
  /** Tells whether it is the same as when it was read before. */
  readonly fingerprint: string;
  /** Fills an empty world. */
  fill(environment: Environment): Promise<void>;
}

/** What the environments are made with. */
export interface EnvironmentsParts {
  readonly directory: DataDirectory;
  readonly open: OpenWorld;
  /** Reads a seed. @throws InvalidSeed */
  readonly readSeed: (origin: SeedOrigin) => Promise<ReadSeed>;
  readonly limits: EnvironmentLimits;
  /** Told of every world that was opened. */
  readonly onOpened: (environment: Environment) => void;
  readonly log: (text: string) => void;
}

export interface EnvironmentLimits {
  /** So many environments, the default one included. */
  readonly most: number;
  /** The largest one, in bytes, and the largest file that is imported. */
  readonly largest: number;
  /** Real ms without a request after which an environment other than the default one is removed. */
  readonly idle: number | null;
}

/** An environment with what is known of it from outside. */
interface Place {
  readonly name: string;
  readonly storage: EnvironmentStorage;
  /** Undefined: the world has not been looked at since it was made, and begins as `asleep` when it is. */
  environment: Environment | undefined;
  /** A world in memory that nobody has looked at yet: it costs nothing. */
  asleep: FrozenWorld | undefined;
  birth: Birth;
  /** When somebody last did something with it as a whole; of its requests its lease knows. */
  lastUsed: number;
  /** As it was at its birth, unless it is large or lies in a file. */
  origin: FrozenWorld | undefined;
  /** Of the seed that `origin` came from. */
  fingerprint: string | undefined;
  /** As it is now, until it changes. */
  frozen: { readonly changes: number; readonly world: FrozenWorld } | undefined;
  /** Of a world in memory. */
  readonly snapshots: Map<string, FrozenWorld & { readonly createDate: number }>;
  /** While the world is changed as a whole. */
  changing: Promise<void> | undefined;
}

/** All worlds of one process, by name. */
export class Environments implements EnvironmentHost {
  readonly #parts: EnvironmentsParts;
  readonly #worlds: Worlds;
  readonly #idle: IdleWatch;
  readonly #places = new Map<string, Place>();
  /** The last thing that is done with the whole of each environment: the next waits for it. */
  readonly #queues = new Map<string, Promise<void>>();
  /** Names of those that are just being made: they count, too. */
  readonly #coming = new Set<string>();
  readonly #names = Chance.unseeded();

  constructor(parts: EnvironmentsParts) {
    this.#parts = parts;
    this.#worlds = new Worlds(parts.directory, parts.open);
    this.#idle = new IdleWatch(
      () => [...this.#places.values()].map(idleOf),
      async (name) => {
        parts.log(`the environment '${name}' was not used and is removed`);
        // Somebody may have removed it meanwhile.
        await this.remove(name).catch(() => undefined);
      },
    );
  }

  /**
   * Opens the default environment and those in files. One that cannot be opened is set aside, so that
   * the others start.
   * @throws {DatabaseUnusable} for the default one
   */
  async open(seed: SeedOrigin): Promise<void> {
    const { directory } = this.#parts;
    const storage: EnvironmentStorage = directory.root === undefined ? 'memory' : 'file';
    const environment = this.#worlds.open(DEFAULT_ENVIRONMENT, storage);
    // The directory is ours from here on: whoever has the default database open has it.
    directory.clean();
    // Nothing of the machine's time or chance gets into a world that has its own: the same seed gives the
    // same bytes.
    const createDate = environment.world.clock.now();
    const id = DEFAULT_ENVIRONMENT;
    const birth = environment.birth ?? { id, origin: seed, idleLimit: null, createDate };
    this.#add(DEFAULT_ENVIRONMENT, storage, birth, environment);
    if (environment.isEmpty) await (await this.#parts.readSeed(seed)).fill(environment);
    environment.birth = birth;
    if (storage === 'memory') return;
    directory.cleanUp();
    directory.removeOrigins(DEFAULT_ENVIRONMENT, birth.id);
    for (const name of directory.environments()) {
      if (name !== DEFAULT_ENVIRONMENT) this.#reopen(name);
    }
    this.#idle.watch();
  }

  /** Goes on in every world after the process was down. */
  resume(): void {
    for (const { environment } of this.#places.values()) environment?.restart();
  }

  /** The world of this name; a promise of it while it is changed as a whole. */
  find(name: string): Environment | Promise<Environment | undefined> | undefined {
    const place = this.#places.get(name);
    if (!place?.changing) return place && this.#awake(place);
    return place.changing.then(() => this.find(name));
  }

  list(): EnvironmentDescription[] {
    return [...this.#places.values()].map((place) => this.#describe(place));
  }

  describe(name: string): EnvironmentDescription {
    return this.#describe(this.#placeOf(name));
  }

  async create(wanted: NewEnvironment): Promise<EnvironmentDescription> {
    const name = wanted.name ?? `env-${this.#names.uuid().slice(0, 12)}`;
    const storage = wanted.storage ?? 'memory';
    this.#checkNew(name, storage);
    return this.#exclusive(name, () =>
      this.#new(name, storage, async () => {
        const place = await this.#make(name, storage, wanted);
        place.environment?.runner.resume();
        this.#idle.watch();
        return this.#describe(place);
      }),
    );
  }

  reset(name: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      const { origin } = place.birth;
      if (origin.kind === 'seed') await this.#resetToSeed(place, origin);
      else await this.#replaceBy(place, this.#originOf(place));
      return this.#describe(place);
    });
  }

  remove(name: string): Promise<void> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      if (name === DEFAULT_ENVIRONMENT) {
        throw apiError('SYS.1006', 'the default environment cannot be deleted; it can be reset');
      }
      this.#places.delete(name);
      if (place.environment) {
        await quiet(place.environment);
        place.environment.end();
      }
      if (place.storage === 'file') this.#parts.directory.remove(name);
      else removeFolder(place.environment?.blobs);
      this.#forget(place.origin, place.asleep, place.frozen?.world, ...place.snapshots.values());
    });
  }

  listSnapshots(name: string): SnapshotDescription[] {
    const place = this.#placeOf(name);
    const found =
      place.storage === 'file'
        ? this.#parts.directory.snapshots(name)
        : [...place.snapshots].map(([snapshot, { bytes, createDate }]) => ({
            name: snapshot,
            bytes: bytes.length,
            createDate,
          }));
    return found.map((snapshot) => ({ ...snapshot, environment: name }));
  }

  async takeSnapshot(name: string, snapshot: string): Promise<SnapshotDescription> {
    checkName('a snapshot', snapshot);
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      const known = this.listSnapshots(name);
      if (known.some((each) => each.name === snapshot)) {
        throw apiError('SYS.1006', `the environment[${name}] has a snapshot[${snapshot}] already`);
      }
      if (known.length >= MOST_SNAPSHOTS) {
        throw apiError(
          'SYS.1006',
          `the environment[${name}] has ${MOST_SNAPSHOTS} snapshots, which is the most; delete one`,
        );
      }
      if (place.storage === 'memory') {
        place.snapshots.set(snapshot, { ...this.#freeze(place), createDate: realTime() });
      } else {
        const path = this.#parts.directory.snapshotOf(name, snapshot);
        await this.#worlds.copy(this.#awake(place), path);
      }
      return this.#snapshotOf(name, snapshot);
    });
  }

  restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      await this.#replaceBy(place, this.#frozenSnapshot(place, snapshot));
      return this.#describe(place);
    });
  }

  removeSnapshot(name: string, snapshot: string): Promise<void> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      this.#snapshotOf(name, snapshot);
      const kept = place.snapshots.get(snapshot);
      place.snapshots.delete(snapshot);
      if (kept) this.#forget(kept);
      else {
        const path = this.#parts.directory.snapshotOf(name, snapshot);
        removeDatabase(path);
        removeFolder(blobsBeside(path));
      }
      return Promise.resolve();
    });
  }

  exportWorld(name: string): Promise<ExportedEnvironment> {
    return this.#exclusive(name, () =>
      exportWorld(this.#awake(this.#placeOf(name)), this.#parts.directory.temporary()),
    );
  }

  async importWorld(name: string, bytes: Readable): Promise<EnvironmentDescription> {
    checkName('an environment', name);
    const { directory, limits, open } = this.#parts;
    const path = directory.temporary();
    // A slow sender keeps nobody from the environment.
    await receiveFile(bytes, path, limits.largest);
    return this.#exclusive(name, async () => {
      const world = importWorld(name, path, open, this.#worlds);
      try {
        const place = await this.#take(name, world);
        return this.#describe(place);
      } finally {
        // In files its real images have links of their own.
        this.#forget(world);
      }
    });
  }

  /** Lets an imported world be the one of this name. */
  async #take(name: string, world: FrozenWorld): Promise<Place> {
    const { directory, limits } = this.#parts;
    const place = this.#places.get(name);
    const origin: Origin = { kind: 'file', name };
    const birth = this.#newBirth(origin, place?.birth.idleLimit ?? limits.idle);
    if (!place) {
      const storage = directory.root === undefined ? 'memory' : 'file';
      return this.#new(name, storage, () => {
        const made = this.#makeFrom(name, storage, birth, world);
        made.environment?.runner.resume();
        this.#idle.watch();
        return Promise.resolve(made);
      });
    }
    if (place.storage === 'file') this.#worlds.write(world, directory.originOf(name, birth.id));
    await this.#replaceBy(place, world, birth);
    this.#keepOrigin(place, place.storage === 'memory' ? world : undefined, undefined);
    if (place.storage === 'file') directory.removeOrigins(name, birth.id);
    return place;
  }

  /** Begins no more work and answers whoever waits for some. */
  async stopWork(): Promise<void> {
    const awake = [...this.#places.values()].flatMap(({ environment }) => environment ?? []);
    await Promise.all(awake.map(({ runner }) => runner.stop()));
  }

  async close(): Promise<void> {
    this.#idle.stop();
    await Promise.all(this.#queues.values());
    if (this.#places.size === 0) return;
    for (const { environment } of this.#places.values()) await environment?.close();
    this.#places.clear();
    this.#parts.directory.clean();
  }

  async #make(name: string, storage: EnvironmentStorage, wanted: NewEnvironment): Promise<Place> {
    const { from } = wanted;
    const idleLimit = wanted.idleLimit ?? this.#parts.limits.idle;
    if (from.kind === 'seed')
      return this.#makeFromSeed(name, storage, this.#newBirth(from, idleLimit), from);
    // From the last look on nobody else has a turn until the source is frozen.
    while (this.#placeOf(from.environment).changing) {
      await this.#placeOf(from.environment).changing;
    }
    const source = this.#placeOf(from.environment);
    const origin: Origin =
      from.kind === 'snapshot'
        ? { kind: 'snapshot', name: `${source.name}/${from.snapshot}` }
        : { kind: 'environment', name: source.name };
    const world =
      from.kind === 'snapshot'
        ? this.#worlds.detached(this.#frozenSnapshot(source, from.snapshot))
        : this.#freeze(source);
    try {
      return this.#makeFrom(name, storage, this.#newBirth(origin, idleLimit), world);
    } finally {
      this.#forget(world);
    }
  }

  /** A new environment of a frozen world, which is also what it is reset to. */
  #makeFrom(name: string, storage: EnvironmentStorage, birth: Birth, world: FrozenWorld): Place {
    if (world.bytes.length > this.#parts.limits.largest) throw this.#tooLarge();
    if (storage === 'memory') {
      const place = this.#add(name, storage, birth, undefined);
      place.origin = world;
      place.asleep = world;
      return place;
    }
    const { directory } = this.#parts;
    // Of an earlier one of this name.
    directory.remove(name);
    this.#worlds.write(world, directory.originOf(name, birth.id));
    this.#worlds.replace(name, this.#worlds.prepare(world, birth), world);
    return this.#add(name, storage, birth, this.#worlds.open(name, storage));
  }

  async #makeFromSeed(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    origin: SeedOrigin,
  ): Promise<Place> {
    const seed = await this.#readSeed(origin);
    if (storage === 'file') this.#parts.directory.remove(name);
    const environment = await this.#filled(name, storage, birth, seed);
    const place = this.#add(name, storage, birth, environment);
    if (environment.bytes <= LARGEST_KEPT) {
      this.#keepOrigin(place, this.#freeze(place), seed.fingerprint);
    }
    return place;
  }

  async #filled(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    seed: ReadSeed,
  ): Promise<Environment> {
    try {
      return await this.#worlds.filled(name, storage, async (environment) => {
        if (name !== DEFAULT_ENVIRONMENT) environment.limit(this.#parts.limits.largest);
        await seed.fill(environment);
        environment.birth = birth;
      });
    } catch (error) {
      throw isFull(error) ? this.#tooLarge() : asRefusal(error);
    }
  }

  #tooLarge() {
    const { largest } = this.#parts.limits;
    return apiError(
      'SYS.1006',
      `the environment would be larger than ${largest} bytes, which is the most (EMULATOR_ENVIRONMENT_SIZE)`,
    );
  }

  /** The seed is read again: when it is what it was, the state at birth still holds. */
  async #resetToSeed(place: Place, origin: SeedOrigin): Promise<void> {
    const seed = await this.#readSeed(origin);
    if (place.origin && place.fingerprint === seed.fingerprint) {
      await this.#replaceBy(place, place.origin);
      return;
    }
    // The new world is made beside the old one: a seed that cannot be used leaves all as it was.
    const fresh = await this.#filled(place.name, 'memory', place.birth, seed);
    const world = this.#worlds.freeze(fresh);
    fresh.end();
    removeFolder(fresh.blobs);
    await this.#replaceBy(place, world);
    const isKept = world.bytes.length <= LARGEST_KEPT;
    this.#keepOrigin(place, isKept ? world : undefined, seed.fingerprint);
  }

  /** Puts a frozen world in the place of the one that is there. */
  async #replaceBy(place: Place, world: FrozenWorld, birth = place.birth): Promise<void> {
    const { name, storage, environment } = place;
    // What can fail for want of room is done while the old world goes on.
    const finished = storage === 'file' ? this.#worlds.prepare(world, birth) : '';
    let done: () => void = () => undefined;
    place.changing = new Promise((resolve) => (done = resolve));
    try {
      if (environment) await quiet(environment);
      // From here to the end nobody else has a turn.
      environment?.end();
      place.environment = undefined;
      place.birth = birth;
      this.#dropFrozen(place);
      if (storage === 'memory') {
        removeFolder(environment?.blobs);
        const before = place.asleep;
        place.asleep = world;
        this.#forget(before);
        return;
      }
      this.#worlds.replace(name, finished, world);
      const next = this.#worlds.open(name, storage);
      this.#settle(place, next);
      next.runner.resume();
    } catch (error) {
      // The old world is closed and no other is there: the next start opens what lies on the disk.
      this.#places.delete(name);
      throw error;
    } finally {
      place.changing = undefined;
      done();
    }
  }

  /** The world of a place; one that nobody has looked at yet is opened now. */
  #awake(place: Place): Environment {
    if (place.environment) return place.environment;
    if (!place.asleep) throw new Error(`the environment ${place.name} has no world`);
    const { asleep } = place;
    const environment = this.#worlds.thaw(place.name, asleep);
    place.asleep = undefined;
    this.#forget(asleep);
    this.#settle(place, environment);
    environment.runner.resume();
    return environment;
  }

  /** Opens an environment that lies in a file since an earlier run. */
  #reopen(name: string): void {
    let environment: Environment | undefined;
    try {
      environment = this.#worlds.open(name, 'file');
      checkPages(environment.database);
      const { birth } = environment;
      if (!birth) throw new DatabaseUnusable('it was never filled');
      this.#add(name, 'file', birth, environment);
      this.#parts.directory.removeOrigins(name, birth.id);
    } catch (error) {
      environment?.end();
      if (!isOfFile(error)) throw error;
      const where = this.#parts.directory.setAside(name);
      this.#parts.log(
        `the environment '${name}' cannot be opened and was set aside as ${where}: ${error.message}`,
      );
    }
  }

  #add(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    environment: Environment | undefined,
  ): Place {
    const place: Place = {
      name,
      storage,
      birth,
      lastUsed: realTime(),
      environment: undefined,
      asleep: undefined,
      origin: undefined,
      fingerprint: undefined,
      frozen: undefined,
      snapshots: new Map(),
      changing: undefined,
    };
    this.#places.set(name, place);
    if (environment) this.#settle(place, environment);
    return place;
  }

  /** Lets a world that was opened be the one of its place. */
  #settle(place: Place, environment: Environment): void {
    place.environment = environment;
    environment.lease.lastUsed = place.lastUsed;
    environment.birth = place.birth;
    if (place.name !== DEFAULT_ENVIRONMENT) environment.limit(this.#parts.limits.largest);
    this.#parts.onOpened(environment);
  }

  /** The world as it is now; not frozen anew while nothing changes. */
  #freeze(place: Place): FrozenWorld {
    if (place.asleep) return place.asleep;
    const environment = this.#awake(place);
    const { changes } = environment;
    if (place.frozen?.changes === changes) return place.frozen.world;
    const world = this.#worlds.freeze(environment);
    this.#dropFrozen(place);
    place.frozen = { changes, world };
    return world;
  }

  #originOf({ origin, name, birth }: Place): FrozenWorld {
    return origin ?? this.#worlds.read(this.#parts.directory.originOf(name, birth.id));
  }

  /** What the environment is reset to from now on. */
  #keepOrigin(place: Place, world: FrozenWorld | undefined, fingerprint: string | undefined): void {
    const before = place.origin;
    place.origin = world;
    place.fingerprint = fingerprint;
    if (before !== world) this.#forget(before);
  }

  #dropFrozen(place: Place): void {
    const before = place.frozen?.world;
    place.frozen = undefined;
    this.#forget(before);
  }

  /** Removes the files of worlds that stood still, unless they still serve somebody. */
  #forget(...worlds: readonly (FrozenWorld | undefined)[]): void {
    for (const blobs of worlds.map((world) => world?.blobs)) {
      if (blobs === undefined || [...this.#places.values()].some(isHolding(blobs))) continue;
      removeFolder(blobs);
    }
  }

  #frozenSnapshot(place: Place, snapshot: string): FrozenWorld {
    this.#snapshotOf(place.name, snapshot);
    const kept = place.snapshots.get(snapshot);
    return kept ?? this.#worlds.read(this.#parts.directory.snapshotOf(place.name, snapshot));
  }

  #describe(place: Place): EnvironmentDescription {
    const { environment, name, storage, birth, asleep } = place;
    return {
      name,
      storage,
      origin: originText(birth.origin),
      bytes: environment?.bytes ?? asleep?.bytes.length ?? 0,
      images: asleep?.images ?? this.#awake(place).imageCount,
      snapshots: this.listSnapshots(name).length,
      createDate: birth.createDate,
      lastUsedDate: lastUsedOf(place),
      idleLimit: birth.idleLimit,
    };
  }

  #placeOf(name: string): Place {
    const place = this.#places.get(name);
    if (place) return place;
    throw apiError('SYS.1003', `there is no environment[${name}]`);
  }

  #snapshotOf(name: string, snapshot: string): SnapshotDescription {
    const found = this.listSnapshots(name).find((each) => each.name === snapshot);
    if (found) return found;
    throw apiError('SYS.1003', `the environment[${name}] has no snapshot[${snapshot}]`);
  }

  #checkNew(name: string, storage: EnvironmentStorage): void {
    checkName('an environment', name);
    const { limits, directory } = this.#parts;
    if (this.#places.has(name)) {
      throw apiError('SYS.1006', `there is an environment[${name}] already`);
    }
    if (this.#places.size + this.#coming.size >= limits.most) {
      throw apiError(
        'SYS.1006',
        `there are ${limits.most} environments, which is the most (EMULATOR_MAX_ENVIRONMENTS); delete one`,
      );
    }
    if (storage === 'file' && directory.root === undefined) {
      throw apiError(
        'SYS.1006',
        'the emulator was started without a data directory: its environments are in memory',
      );
    }
  }

  /** Makes an environment, which counts from now on. */
  async #new<T>(name: string, storage: EnvironmentStorage, make: () => Promise<T>): Promise<T> {
    this.#checkNew(name, storage);
    this.#coming.add(name);
    try {
      return await make();
    } finally {
      this.#coming.delete(name);
    }
  }

  #newBirth(origin: Origin, idleLimit: number | null): Birth {
    return { id: this.#names.uuid(), origin, idleLimit, createDate: realTime() };
  }

  async #readSeed(origin: SeedOrigin): Promise<ReadSeed> {
    try {
      return await this.#parts.readSeed(origin);
    } catch (error) {
      throw unusable(error);
    }
  }

  /** One thing after the other with the whole of an environment, which is a use of it. */
  #exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const use = () => {
      const place = this.#places.get(name);
      if (place) place.lastUsed = realTime();
      return work();
    };
    const before = this.#queues.get(name);
    const mine = before ? before.then(use) : use();
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(name, settled);
    void settled.finally(() => {
      if (this.#queues.get(name) === settled) this.#queues.delete(name);
    });
    return mine;
  }
}

/** Begins no more work, and waits until nobody is inside and nothing is under way, but not for ever. */
async function quiet(environment: Environment): Promise<void> {
  environment.runner.halt();
  await environment.lease.free(GRACE);
  await Promise.race([environment.runner.stop(), realDelay(GRACE, undefined, { ref: false })]);
}

function idleOf(place: Place) {
  const { name, environment, birth } = place;
  const limit = name === DEFAULT_ENVIRONMENT ? null : birth.idleLimit;
  const ends = limit === null ? null : lastUsedOf(place) + limit;
  return { name, ends, isInUse: environment?.lease.isHeld ?? false };
}

const lastUsedOf = ({ environment, lastUsed }: Place) =>
  Math.max(environment?.lease.lastUsed ?? 0, lastUsed);

const isHolding =
  (blobs: string) =>
  ({ origin, asleep, frozen, snapshots }: Place): boolean =>
    [origin, asleep, frozen?.world, ...snapshots.values()].some((world) => world?.blobs === blobs);

function checkName(what: string, name: string): void {
  if (ENVIRONMENT_NAME.test(name)) return;
  throw apiError(
    'SYS.1007',
    `[${name}] cannot be the name of ${what}: it has 1 to 63 lower-case letters, digits, - and _, and begins with a letter or a digit`,
  );
}

function originText(origin: Origin): string {
  if (origin.kind !== 'seed') return `${origin.kind} ${origin.name}`;
  return origin.isText ? 'seed given as text' : `seed ${origin.seed}`;
}

/** What is wrong with a seed is its author's to mend. */
const asRefusal = (error: unknown): unknown =>
  error instanceof Error && error.name === 'InvalidSeed' ? unusable(error) : error;

const unusable = (error: unknown) =>
  apiError(
    'SYS.1007',
    `the seed cannot be used: ${error instanceof Error ? error.message : String(error)}`,
  );

/** Whether an error is about what lies in a file, and not a defect of the emulator. */
const isOfFile = (error: unknown): error is Error =>
  error instanceof DatabaseUnusable ||
  error instanceof SyntaxError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'));

function removeFolder(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { recursive: true, force: true });
}
