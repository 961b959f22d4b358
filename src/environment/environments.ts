import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { apiError } from '../core/api-error.js';
import { Chance } from '../core/chance.js';
import { realTime } from '../core/clock.js';
import { removeDatabase } from '../persistence/database-file.js';
import { DatabaseUnusable } from '../persistence/database.js';
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
import { exportWorld, importWorld } from './exchange-file.js';
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
  readonly #names = Chance.unseeded();

  constructor(parts: EnvironmentsParts) {
    this.#parts = parts;
    this.#worlds = new Worlds(parts.directory, parts.open);
    this.#idle = new IdleWatch(
      () => [...this.#places.values()].map(idleOf),
      (name) => {
        parts.log(`the environment '${name}' was not used and is removed`);
        return this.remove(name);
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
    const birth = environment.birth ?? newBirth(seed, null);
    this.#add(DEFAULT_ENVIRONMENT, storage, birth, environment);
    if (environment.isEmpty) await (await this.#parts.readSeed(seed)).fill(environment);
    environment.birth = birth;
    if (storage === 'memory') return;
    for (const name of directory.environments()) {
      if (name !== DEFAULT_ENVIRONMENT) this.#reopen(name);
    }
    this.#idle.watch();
  }

  /** Goes on with what is due in every world. */
  resume(): void {
    for (const { environment } of this.#places.values()) environment?.runner.resume();
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
    return this.#exclusive(name, async () => {
      this.#checkNew(name, storage);
      const place = await this.#make(name, storage, wanted);
      place.environment?.runner.resume();
      this.#idle.watch();
      return this.#describe(place);
    });
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
      if (place.environment) await leave(place.environment);
      const frozen = [...place.snapshots.values(), ...(place.origin ? [place.origin] : [])];
      for (const { blobs } of frozen) removeFolder(blobs);
      if (place.storage === 'file') this.#parts.directory.remove(name);
      else removeFolder(place.environment?.blobs);
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
      if (kept) removeFolder(kept.blobs);
      else {
        const path = this.#parts.directory.snapshotOf(name, snapshot);
        removeDatabase(path);
        removeFolder(blobsBeside(path));
      }
      place.snapshots.delete(snapshot);
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
    return this.#exclusive(name, async () => {
      const { directory, limits, open } = this.#parts;
      const known = this.#places.get(name);
      const storage = known?.storage ?? (directory.root === undefined ? 'memory' : 'file');
      if (!known) this.#checkNew(name, storage);
      const path = directory.temporary();
      const world = await importWorld(name, bytes, path, limits.largest, open, this.#worlds);
      const birth = newBirth({ kind: 'file', name }, known?.birth.idleLimit ?? limits.idle);
      const place = known ?? this.#makeFrom(name, storage, birth, world);
      if (known) {
        known.birth = birth;
        this.#keepOrigin(known, world);
        await this.#replaceBy(known, world);
      }
      place.environment?.runner.resume();
      // In files its real images have links of their own.
      if (storage === 'file') removeFolder(world.blobs);
      this.#idle.watch();
      return this.#describe(place);
    });
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
      return this.#makeFromSeed(name, storage, newBirth(from, idleLimit), from);
    const source = this.#placeOf(from.environment);
    const [origin, world]: [Origin, FrozenWorld] =
      from.kind === 'snapshot'
        ? [
            { kind: 'snapshot', name: `${source.name}/${from.snapshot}` },
            this.#frozenSnapshot(source, from.snapshot),
          ]
        : [{ kind: 'environment', name: source.name }, this.#freeze(source)];
    return this.#makeFrom(name, storage, newBirth(origin, idleLimit), world);
  }

  /** A new environment of a frozen world, which is also what it is reset to. */
  #makeFrom(name: string, storage: EnvironmentStorage, birth: Birth, world: FrozenWorld): Place {
    if (storage === 'memory') {
      const place = this.#add(name, storage, birth, undefined);
      place.origin = world;
      place.asleep = world;
      return place;
    }
    this.#worlds.write(world, this.#parts.directory.originOf(name));
    this.#worlds.write(world, this.#parts.directory.databaseOf(name));
    const environment = this.#worlds.open(name, storage);
    environment.birth = birth;
    return this.#add(name, storage, birth, environment);
  }

  async #makeFromSeed(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    origin: SeedOrigin,
  ): Promise<Place> {
    const seed = await this.#readSeed(origin);
    const environment = await this.#filled(name, storage, birth, seed);
    const place = this.#add(name, storage, birth, environment);
    if (environment.bytes <= LARGEST_KEPT) {
      place.origin = this.#freeze(place);
      place.fingerprint = seed.fingerprint;
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
      throw asRefusal(error);
    }
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
    await fresh.close();
    await this.#replaceBy(place, world);
    if (world.bytes.length > LARGEST_KEPT) return;
    place.origin = world;
    place.fingerprint = seed.fingerprint;
  }

  /** Puts a frozen world in the place of the one that is there. */
  async #replaceBy(place: Place, world: FrozenWorld): Promise<void> {
    const { name, storage, environment } = place;
    const { directory } = this.#parts;
    let done: () => void = () => undefined;
    place.changing = new Promise((resolve) => (done = resolve));
    try {
      if (environment) await leave(environment);
      place.environment = undefined;
      place.frozen = undefined;
      if (storage === 'memory') {
        removeFolder(environment?.blobs);
        place.asleep = world;
        return;
      }
      this.#worlds.write(world, directory.databaseOf(name), directory.blobsOf(name));
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
    const environment = this.#worlds.thaw(place.name, place.asleep);
    place.asleep = undefined;
    this.#settle(place, environment);
    environment.runner.resume();
    return environment;
  }

  /** Opens an environment that lies in a file since an earlier run. */
  #reopen(name: string): void {
    try {
      const environment = this.#worlds.open(name, 'file');
      const { birth } = environment;
      if (!birth) throw new DatabaseUnusable('it was never filled');
      this.#add(name, 'file', birth, environment);
    } catch (error) {
      if (!(error instanceof DatabaseUnusable)) throw error;
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
    place.frozen = { changes, world };
    return world;
  }

  #originOf(place: Place): FrozenWorld {
    return place.origin ?? this.#worlds.read(this.#parts.directory.originOf(place.name));
  }

  /** What the environment is reset to from now on. */
  #keepOrigin(place: Place, world: FrozenWorld): void {
    place.fingerprint = undefined;
    place.origin = place.storage === 'memory' ? world : undefined;
    if (place.storage === 'file') {
      this.#worlds.write(world, this.#parts.directory.originOf(place.name));
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
      lastUsedDate: environment?.lease.lastUsed ?? birth.createDate,
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
    if (this.#places.size >= limits.most) {
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

  async #readSeed(origin: SeedOrigin): Promise<ReadSeed> {
    try {
      return await this.#parts.readSeed(origin);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** One thing after the other with the whole of an environment. */
  #exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(name);
    const mine = before ? before.then(work) : work();
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

/** Waits until nobody is inside, and closes the world. */
async function leave(environment: Environment): Promise<void> {
  environment.runner.halt();
  await environment.lease.free(GRACE);
  await environment.close(GRACE);
}

const newBirth = (origin: Origin, idleLimit: number | null): Birth => ({
  origin,
  idleLimit,
  createDate: realTime(),
});

function idleOf({ name, environment, birth }: Place) {
  const limit = name === DEFAULT_ENVIRONMENT ? null : birth.idleLimit;
  const lastUsed = environment?.lease.lastUsed ?? birth.createDate;
  const ends = limit === null ? null : lastUsed + limit;
  return { name, ends, isInUse: environment?.lease.isHeld ?? false };
}

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
function asRefusal(error: unknown): unknown {
  return error instanceof Error && error.name === 'InvalidSeed'
    ? apiError('SYS.1007', `the seed cannot be used: ${error.message}`)
    : error;
}

function removeFolder(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { recursive: true, force: true });
}
