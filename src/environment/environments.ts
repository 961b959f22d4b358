import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { apiError } from '../core/api-error.js';
import { Chance } from '../core/chance.js';
import { realTime } from '../core/clock.js';
import { removeDatabase } from '../persistence/database-file.js';
import { DatabaseUnusable } from '../persistence/database.js';
import { EVERYTHING } from '../query/query.js';
import type {
  EnvironmentDescription,
  EnvironmentHost,
  EnvironmentStorage,
  ExportedEnvironment,
  NewEnvironment,
  SnapshotDescription,
} from '../services/environment-host.js';
import { DEFAULT_ENVIRONMENT, ENVIRONMENT_NAME, type DataDirectory } from './data-directory.js';
import type { Environment, Origin } from './environment.js';
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
  environment: Environment;
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
    directory.clean();
    const storage: EnvironmentStorage = directory.root === undefined ? 'memory' : 'file';
    const environment = this.#worlds.open(DEFAULT_ENVIRONMENT, storage);
    const place = this.#add(DEFAULT_ENVIRONMENT, storage, environment);
    if (environment.isEmpty) await this.#fillDefault(place, seed);
    else if (!environment.birth) bear(environment, seed, null);
    if (storage === 'memory') return;
    for (const name of directory.environments()) {
      if (name !== DEFAULT_ENVIRONMENT) this.#reopen(name);
    }
    this.#idle.watch();
  }

  /** Goes on with what is due in every world. */
  resume(): void {
    for (const { environment } of this.#places.values()) environment.runner.resume();
  }

  /** The world of this name; a promise of it while it is changed as a whole. */
  find(name: string): Environment | Promise<Environment | undefined> | undefined {
    const place = this.#places.get(name);
    if (!place?.changing) return place?.environment;
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
      place.environment.runner.resume();
      this.#idle.watch();
      return this.#describe(place);
    });
  }

  reset(name: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      const { birth } = place.environment;
      if (!birth) {
        throw apiError('SYS.1006', `nobody knows what the environment[${name}] was made from`);
      }
      if (birth.origin.kind === 'seed') await this.#resetToSeed(place, birth.origin);
      else await this.#replaceBy(place, this.#originOf(place));
      place.environment.birth = birth;
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
      await leave(place.environment);
      const frozen = [...place.snapshots.values(), ...(place.origin ? [place.origin] : [])];
      for (const { blobs } of frozen) removeFolder(blobs);
      if (place.storage === 'file') this.#parts.directory.remove(name);
      else removeFolder(place.environment.blobs);
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
        await this.#worlds.copy(place.environment, path);
      }
      return this.#snapshotOf(name, snapshot);
    });
  }

  restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      const { birth } = place.environment;
      await this.#replaceBy(place, this.#frozenSnapshot(place, snapshot));
      if (birth) place.environment.birth = birth;
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
      exportWorld(this.#placeOf(name).environment, this.#parts.directory.temporary()),
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
      const idleLimit = known ? (known.environment.birth?.idleLimit ?? null) : limits.idle;
      const place = known ?? this.#makeFrom(name, storage, world);
      if (known) {
        this.#keepOrigin(known, world);
        await this.#replaceBy(known, world);
      } else place.environment.runner.resume();
      // In files its real images have links of their own.
      if (storage === 'file') removeFolder(world.blobs);
      bear(place.environment, { kind: 'file', name }, idleLimit);
      this.#idle.watch();
      return this.#describe(place);
    });
  }

  /** Begins no more work and answers whoever waits for some. */
  async stopWork(): Promise<void> {
    await Promise.all([...this.#places.values()].map(({ environment }) => environment.runner.stop()));
  }

  async close(): Promise<void> {
    this.#idle.stop();
    await Promise.all(this.#queues.values());
    for (const { environment } of this.#places.values()) await environment.close();
    this.#places.clear();
    this.#parts.directory.clean();
  }

  async #make(name: string, storage: EnvironmentStorage, wanted: NewEnvironment): Promise<Place> {
    const { from } = wanted;
    const idleLimit = wanted.idleLimit ?? this.#parts.limits.idle;
    if (from.kind === 'seed') return this.#makeFromSeed(name, storage, from, idleLimit);
    const source = this.#placeOf(from.environment);
    const world =
      from.kind === 'snapshot'
        ? this.#frozenSnapshot(source, from.snapshot)
        : this.#freeze(source);
    const place = this.#makeFrom(name, storage, world);
    const origin: Origin =
      from.kind === 'snapshot'
        ? { kind: 'snapshot', name: `${source.name}/${from.snapshot}` }
        : { kind: 'environment', name: source.name };
    bear(place.environment, origin, idleLimit);
    return place;
  }

  /** A new environment of a frozen world, which is also what it is reset to. */
  #makeFrom(name: string, storage: EnvironmentStorage, world: FrozenWorld): Place {
    if (storage === 'memory') {
      const place = this.#add(name, storage, this.#worlds.thaw(name, world));
      place.origin = world;
      return place;
    }
    this.#worlds.write(world, this.#parts.directory.originOf(name));
    this.#worlds.write(world, this.#parts.directory.databaseOf(name));
    return this.#add(name, storage, this.#worlds.open(name, storage));
  }

  async #makeFromSeed(
    name: string,
    storage: EnvironmentStorage,
    origin: SeedOrigin,
    idleLimit: number | null,
  ): Promise<Place> {
    const seed = await this.#readSeed(origin);
    const environment = await this.#filled(name, storage, seed, origin, idleLimit);
    const place = this.#add(name, storage, environment);
    if (environment.bytes <= LARGEST_KEPT) {
      place.origin = this.#freeze(place);
      place.fingerprint = seed.fingerprint;
    }
    return place;
  }

  async #filled(
    name: string,
    storage: EnvironmentStorage,
    seed: ReadSeed,
    origin: SeedOrigin,
    idleLimit: number | null,
  ): Promise<Environment> {
    try {
      return await this.#worlds.filled(name, storage, async (environment) => {
        if (name !== DEFAULT_ENVIRONMENT) environment.limit(this.#parts.limits.largest);
        await seed.fill(environment);
        bear(environment, origin, idleLimit);
      });
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async #fillDefault(place: Place, origin: SeedOrigin): Promise<void> {
    const seed = await this.#parts.readSeed(origin);
    await seed.fill(place.environment);
    bear(place.environment, origin, null);
  }

  /** The seed is read again: when it is what it was, the state at birth still holds. */
  async #resetToSeed(place: Place, origin: SeedOrigin): Promise<void> {
    const seed = await this.#readSeed(origin);
    if (place.origin && place.fingerprint === seed.fingerprint) {
      await this.#replaceBy(place, place.origin);
      return;
    }
    // The new world is made beside the old one: a seed that cannot be used leaves all as it was.
    const fresh = await this.#filled(place.name, 'memory', seed, origin, null);
    const world = this.#worlds.freeze(fresh);
    await fresh.close();
    await this.#replaceBy(place, world);
    if (world.bytes.length > LARGEST_KEPT) return;
    place.origin = world;
    place.fingerprint = seed.fingerprint;
  }

  /** Puts a frozen world in the place of the one that is there. */
  async #replaceBy(place: Place, world: FrozenWorld): Promise<void> {
    const { name, storage } = place;
    if (storage === 'memory') {
      const next = this.#worlds.thaw(name, world);
      await this.#change(place, () => next);
      return;
    }
    const { directory } = this.#parts;
    await this.#change(place, () => {
      this.#worlds.write(world, directory.databaseOf(name), directory.blobsOf(name));
      return this.#worlds.open(name, storage);
    });
  }

  /** Waits until nobody is inside, ends the world and lets another be there. */
  async #change(place: Place, replace: () => Environment): Promise<void> {
    const old = place.environment;
    let done: () => void = () => undefined;
    place.changing = new Promise((resolve) => (done = resolve));
    try {
      await leave(old);
      place.environment = replace();
      place.frozen = undefined;
      this.#settle(place);
      place.environment.runner.resume();
      if (place.storage === 'memory') removeFolder(old.blobs);
    } catch (error) {
      // The old world is closed and no other is there: the next start opens what lies on the disk.
      this.#places.delete(place.name);
      throw error;
    } finally {
      place.changing = undefined;
      done();
    }
  }

  /** Opens an environment that lies in a file since an earlier run. */
  #reopen(name: string): void {
    try {
      const environment = this.#worlds.open(name, 'file');
      if (environment.isEmpty) throw new DatabaseUnusable('it was never filled');
      this.#add(name, 'file', environment);
    } catch (error) {
      if (!(error instanceof DatabaseUnusable)) throw error;
      const where = this.#parts.directory.setAside(name);
      this.#parts.log(
        `the environment '${name}' cannot be opened and was set aside as ${where}: ${error.message}`,
      );
    }
  }

  #add(name: string, storage: EnvironmentStorage, environment: Environment): Place {
    const place: Place = {
      name,
      storage,
      environment,
      origin: undefined,
      fingerprint: undefined,
      frozen: undefined,
      snapshots: new Map(),
      changing: undefined,
    };
    this.#places.set(name, place);
    this.#settle(place);
    return place;
  }

  #settle({ name, environment }: Place): void {
    if (name !== DEFAULT_ENVIRONMENT) environment.limit(this.#parts.limits.largest);
    this.#parts.onOpened(environment);
  }

  /** The world as it is now; not frozen anew while nothing changes. */
  #freeze(place: Place): FrozenWorld {
    const { changes } = place.environment;
    if (place.frozen?.changes === changes) return place.frozen.world;
    const world = this.#worlds.freeze(place.environment);
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
    const { environment, name, storage } = place;
    const { birth, world } = environment;
    const images = world.queries.images.query({ ...EVERYTHING, reply: 'count' }, undefined);
    return {
      name,
      storage,
      origin: birth ? originText(birth.origin) : 'unknown',
      bytes: environment.bytes,
      images: images.total ?? 0,
      snapshots: this.listSnapshots(name).length,
      createDate: birth?.createDate ?? 0,
      lastUsedDate: environment.lease.lastUsed,
      idleLimit: birth?.idleLimit ?? null,
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
    void settled.then(() => {
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

function bear(environment: Environment, origin: Origin, idleLimit: number | null): void {
  environment.birth = { origin, idleLimit, createDate: realTime() };
}

function idleOf({ name, environment: { birth, lease } }: Place) {
  const limit = name === DEFAULT_ENVIRONMENT ? null : (birth?.idleLimit ?? null);
  return { name, ends: limit === null ? null : lease.lastUsed + limit, isInUse: lease.isHeld };
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
