import type { Readable } from 'node:stream';
import { codeOf, isFull } from '../core/api-error.js';
import { Chance } from '../core/chance.js';
import { realTime } from '../core/clock.js';
import { checkPages, DatabaseUnusable } from '../persistence/database.js';
import type {
  EnvironmentDescription,
  EnvironmentHost,
  EnvironmentStorage,
  ExportedEnvironment,
  NewEnvironment,
  SnapshotDescription,
} from '../simulation/environment-host.js';
import { DEFAULT_ENVIRONMENT } from './data-directory.js';
import type { Birth, Origin } from './birth.js';
import type { Environment } from './environment.js';
import type { EnvironmentsParts, ReadSeed, SeedOrigin } from './environments-parts.js';
import { exportWorld, importWorld, receiveFile } from './exchange-file.js';
import type { FrozenWorld } from './frozen-world.js';
import { IdleWatch } from './idle-watch.js';
import { Place, removeFolder, type PlaceParts } from './place.js';
import {
  asRefusal,
  checkName,
  nameTaken,
  noEnvironment,
  noFiles,
  notDeletable,
  tooLarge,
  tooMany,
  unusableSeed,
} from './refusals.js';
import { Worlds } from './worlds.js';

export { DEFAULT_ENVIRONMENT } from './data-directory.js';

/** The state at birth of a larger world is not kept in memory beside it: a reset makes it anew. */
const LARGEST_KEPT = 16 * 2 ** 20;

/** All worlds of one process, by name. */
export class Environments implements EnvironmentHost {
  readonly #parts: EnvironmentsParts;
  readonly #worlds: Worlds;
  readonly #placeParts: PlaceParts;
  readonly #idle: IdleWatch;
  readonly #places = new Map<string, Place>();
  /** The last thing that is done with the whole of each environment: the next waits for it. */
  readonly #queues = new Map<string, Promise<void>>();
  /** Names of those that are just being made: they count, too. */
  readonly #coming = new Set<string>();
  readonly #names = Chance.unseeded();

  constructor(parts: EnvironmentsParts) {
    this.#parts = parts;
    const { directory, limits, onOpened } = parts;
    this.#worlds = new Worlds(directory, parts.open);
    this.#placeParts = {
      directory,
      worlds: this.#worlds,
      largest: limits.largest,
      onOpened,
      forget: (...worlds) => this.#forget(worlds),
    };
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
    if (!place?.changing) return place?.awake();
    return place.changing.then(() => this.find(name));
  }

  list(): EnvironmentDescription[] {
    return [...this.#places.values()].map((place) => place.describe());
  }

  describe(name: string): EnvironmentDescription {
    return this.#placeOf(name).describe();
  }

  async create(wanted: NewEnvironment): Promise<EnvironmentDescription> {
    const name = wanted.name ?? `env-${this.#names.uuid().slice(0, 12)}`;
    const storage = wanted.storage ?? 'memory';
    this.#checkNew(name, storage);
    return this.#exclusive(name, () =>
      this.#new(name, storage, async () => {
        const place = await this.#make(name, storage, wanted);
        return place.describe();
      }),
    );
  }

  reset(name: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      const { origin } = place.birth;
      if (origin.kind === 'seed') await this.#resetToSeed(place, origin);
      else await this.#replace(place, place.origin);
      return place.describe();
    });
  }

  remove(name: string): Promise<void> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      if (name === DEFAULT_ENVIRONMENT) throw notDeletable();
      this.#places.delete(name);
      await place.remove();
    });
  }

  listSnapshots(name: string): SnapshotDescription[] {
    return this.#placeOf(name).snapshots.list();
  }

  takeSnapshot(name: string, snapshot: string): Promise<SnapshotDescription> {
    return this.#exclusive(name, async () => this.#placeOf(name).snapshots.take(snapshot));
  }

  restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#placeOf(name);
      await this.#replace(place, place.snapshots.world(snapshot));
      return place.describe();
    });
  }

  removeSnapshot(name: string, snapshot: string): Promise<void> {
    return this.#exclusive(name, async () => this.#placeOf(name).snapshots.remove(snapshot));
  }

  exportWorld(name: string): Promise<ExportedEnvironment> {
    return this.#exclusive(name, async () =>
      exportWorld(this.#placeOf(name).awake(), this.#parts.directory.temporary()),
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
        return place.describe();
      } finally {
        // In files its real images have links of their own.
        this.#forget([world]);
      }
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

  /** Lets an imported world be the one of this name. */
  async #take(name: string, world: FrozenWorld): Promise<Place> {
    const { directory, limits } = this.#parts;
    const place = this.#places.get(name);
    const birth = this.#newBirth({ kind: 'file', name }, place?.birth.idleLimit ?? limits.idle);
    if (!place) {
      const storage = directory.root === undefined ? 'memory' : 'file';
      return this.#new(name, storage, () =>
        Promise.resolve(this.#makeFrom(name, storage, birth, world)),
      );
    }
    const isFile = place.storage === 'file';
    if (isFile) this.#worlds.write(world, directory.originOf(name, birth.id));
    await this.#replace(place, world, birth);
    place.keepOrigin(isFile ? undefined : world, undefined);
    if (isFile) directory.removeOrigins(name, birth.id);
    return place;
  }

  async #make(name: string, storage: EnvironmentStorage, wanted: NewEnvironment): Promise<Place> {
    const { from } = wanted;
    const idleLimit = wanted.idleLimit ?? this.#parts.limits.idle;
    if (from.kind === 'seed') {
      return this.#makeFromSeed(name, storage, this.#newBirth(from, idleLimit), from);
    }
    // From the last look on nobody else has a turn until the source is frozen.
    while (this.#placeOf(from.environment).changing) {
      await this.#placeOf(from.environment).changing;
    }
    const source = this.#placeOf(from.environment);
    const isSnapshot = from.kind === 'snapshot';
    const origin: Origin = isSnapshot
      ? { kind: 'snapshot', name: `${source.name}/${from.snapshot}` }
      : { kind: 'environment', name: source.name };
    const world = isSnapshot
      ? this.#worlds.detached(source.snapshots.world(from.snapshot))
      : source.freeze();
    try {
      return this.#makeFrom(name, storage, this.#newBirth(origin, idleLimit), world);
    } finally {
      this.#forget([world]);
    }
  }

  /** A new environment of a frozen world, which is also what it is reset to. */
  #makeFrom(name: string, storage: EnvironmentStorage, birth: Birth, world: FrozenWorld): Place {
    const { directory, limits } = this.#parts;
    if (world.bytes.length > limits.largest) throw tooLarge(limits.largest);
    if (storage === 'memory') {
      const place = this.#add(name, storage, birth, undefined);
      place.sleepAs(world);
      return place;
    }
    // Of an earlier one of this name.
    directory.remove(name);
    this.#worlds.write(world, directory.originOf(name, birth.id));
    this.#worlds.replace(name, this.#worlds.prepare(world, birth), world);
    const environment = this.#worlds.open(name, storage);
    const place = this.#add(name, storage, birth, environment);
    environment.runner.resume();
    return place;
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
    if (environment.bytes <= LARGEST_KEPT) place.keepOrigin(place.freeze(), seed.fingerprint);
    environment.runner.resume();
    return place;
  }

  async #filled(
    name: string,
    storage: EnvironmentStorage,
    birth: Birth,
    seed: ReadSeed,
  ): Promise<Environment> {
    const { largest } = this.#parts.limits;
    try {
      return await this.#worlds.filled(name, storage, async (environment) => {
        if (name !== DEFAULT_ENVIRONMENT) environment.limit(largest);
        await seed.fill(environment);
        environment.birth = birth;
      });
    } catch (error) {
      throw isFull(error) ? tooLarge(largest) : asRefusal(error);
    }
  }

  /** The seed is read again: when it is what it was, the state at birth still holds. */
  async #resetToSeed(place: Place, origin: SeedOrigin): Promise<void> {
    const seed = await this.#readSeed(origin);
    if (place.keptOrigin && place.fingerprint === seed.fingerprint) {
      await this.#replace(place, place.keptOrigin);
      return;
    }
    // The new world is made beside the old one: a seed that cannot be used leaves all as it was.
    const fresh = await this.#filled(place.name, 'memory', place.birth, seed);
    const world = this.#worlds.freeze(fresh);
    fresh.end();
    removeFolder(fresh.blobs);
    await this.#replace(place, world);
    place.keepOrigin(world.bytes.length <= LARGEST_KEPT ? world : undefined, seed.fingerprint);
  }

  async #replace(place: Place, world: FrozenWorld, birth?: Birth): Promise<void> {
    try {
      await place.replaceBy(world, birth);
    } catch (error) {
      // The old world is closed and no other is there: the next start opens what lies on the disk.
      if (place.isEmpty) this.#places.delete(place.name);
      throw error;
    }
  }

  /** Opens an environment that lies in a file since an earlier run. */
  #reopen(name: string): void {
    const { directory, log } = this.#parts;
    let environment: Environment | undefined;
    try {
      environment = this.#worlds.open(name, 'file');
      checkPages(environment.database);
      const { birth } = environment;
      if (!birth) throw new DatabaseUnusable('it was never filled');
      this.#add(name, 'file', birth, environment);
      directory.removeOrigins(name, birth.id);
    } catch (error) {
      environment?.end();
      if (!isOfFile(error)) throw error;
      const where = directory.setAside(name);
      log(
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
    const place = new Place(this.#placeParts, name, storage, birth);
    this.#places.set(name, place);
    if (environment) place.settle(environment);
    return place;
  }

  #forget(worlds: readonly (FrozenWorld | undefined)[]): void {
    for (const blobs of worlds.map((world) => world?.blobs)) {
      if (blobs === undefined) continue;
      const isHeld = [...this.#places.values()].some((place) => place.holds(blobs));
      if (!isHeld) removeFolder(blobs);
    }
  }

  #placeOf(name: string): Place {
    const place = this.#places.get(name);
    if (place) return place;
    throw noEnvironment(name);
  }

  #checkNew(name: string, storage: EnvironmentStorage): void {
    checkName('an environment', name);
    const { limits, directory } = this.#parts;
    if (this.#places.has(name)) throw nameTaken(name);
    if (this.#places.size + this.#coming.size >= limits.most) throw tooMany(limits.most);
    if (storage === 'file' && directory.root === undefined) throw noFiles();
  }

  /** Makes an environment, which counts from now on. */
  async #new<T>(name: string, storage: EnvironmentStorage, make: () => Promise<T>): Promise<T> {
    this.#checkNew(name, storage);
    this.#coming.add(name);
    try {
      return await make();
    } finally {
      this.#coming.delete(name);
      this.#idle.watch();
    }
  }

  #newBirth(origin: Origin, idleLimit: number | null): Birth {
    return { id: this.#names.uuid(), origin, idleLimit, createDate: realTime() };
  }

  async #readSeed(origin: SeedOrigin): Promise<ReadSeed> {
    try {
      return await this.#parts.readSeed(origin);
    } catch (error) {
      throw unusableSeed(error);
    }
  }

  /** One thing after the other with the whole of an environment, which is a use of it. */
  #exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const use = () => {
      this.#places.get(name)?.use();
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

function idleOf({ name, environment, birth, lastUsed }: Place) {
  const limit = name === DEFAULT_ENVIRONMENT ? null : birth.idleLimit;
  const ends = limit === null ? null : lastUsed + limit;
  return { name, ends, isInUse: environment?.lease.isHeld ?? false };
}

/** Whether an error is about what lies in a file, and not a defect of the emulator. */
const isOfFile = (error: unknown): error is Error =>
  error instanceof DatabaseUnusable ||
  error instanceof SyntaxError ||
  codeOf(error).startsWith('SQLITE_');
