import type { Readable } from 'node:stream';
import type { History } from '../domain/history.js';
import { isFull } from '../core/api-error.js';
import { machineFaultOf } from '../core/machine-fault.js';
import { DatabaseUnusable, noRoom, unusable } from '../persistence/database-unusable.js';
import type {
  EnvironmentDescription,
  EnvironmentHost,
  EnvironmentStorage,
  ExportedEnvironment,
  NewEnvironment,
  SnapshotDescription,
} from '../simulation/environment-host.js';
import type { ExportOptions } from '../simulation/export-options.js';
import type { EndOfWorld } from '../simulation/world-follower.js';
import type { WorldChange } from '../simulation/world-news.js';
import type { Birth, Origin } from './birth.js';
import { DEFAULT_ENVIRONMENT } from './data-directory.js';
import type { Environment } from './environment.js';
import type { EnvironmentsParts, ReadSeed, SeedOrigin } from './environments-parts.js';
import { exportWorld, importWorld, receiveFile } from './exchange-file.js';
import type { FrozenWorld } from './frozen-world.js';
import { IdleWatch } from './idle-watch.js';
import { LARGEST_KEPT, PlaceMaker } from './make-place.js';
import type { Place } from './place.js';
import { MovingWorlds } from './moving-worlds.js';
import { openChecked } from './place-file.js';
import { Places } from './places.js';
import { Queues } from './queues.js';
import { checkName, notDeletable } from './refusals.js';
import { removeFolder, Worlds } from './worlds.js';

export { DEFAULT_ENVIRONMENT } from './data-directory.js';

/** All worlds of one process, by name. */
export class Environments implements EnvironmentHost {
  readonly #parts: EnvironmentsParts;
  readonly #worlds: Worlds;
  readonly #places: Places;
  readonly #maker: PlaceMaker;
  readonly #idle: IdleWatch;
  readonly #queues = new Queues();
  /** Worlds that come from other processes, and go there. */
  readonly moving: MovingWorlds;

  constructor(parts: EnvironmentsParts) {
    this.#parts = parts;
    this.#worlds = new Worlds(parts.directory, parts.open);
    this.#places = new Places(parts, this.#worlds);
    this.#maker = new PlaceMaker(parts, this.#worlds, this.#places);
    this.#idle = new IdleWatch(
      () => this.#places.all().map(idleOf),
      async (name) => {
        parts.log(`the environment '${name}' was not used and is removed`);
        // Somebody may have removed it meanwhile.
        const remove = parts.removeIdle ?? ((each: string) => this.remove(each));
        await remove(name).catch(() => undefined);
      },
    );
    this.moving = new MovingWorlds({
      ...parts,
      worlds: this.#worlds,
      places: this.#places,
      maker: this.#maker,
      reopen: (name) => this.#reopen(name),
      exclusive: (name, work) => this.#exclusive(name, work).finally(() => this.#idle.watch()),
    });
  }

  /**
   * Opens the default environment and those in files. One that cannot be opened is set aside, so that
   * the others start. Answers whether the default one was empty, and was filled by the seed.
   * @throws {DatabaseUnusable} for the default one
   */
  async open(seed: SeedOrigin): Promise<boolean> {
    try {
      return await this.#openAll(seed);
    } catch (error) {
      const { root } = this.#parts.directory;
      throw root !== undefined && machineFaultOf(error) ? unusable(error, root) : error;
    }
  }

  async #openAll(seed: SeedOrigin): Promise<boolean> {
    const { directory } = this.#parts;
    const storage: EnvironmentStorage = directory.root === undefined ? 'memory' : 'file';
    const environment =
      storage === 'file'
        ? openChecked({ directory, worlds: this.#worlds }, DEFAULT_ENVIRONMENT)
        : this.#worlds.open(DEFAULT_ENVIRONMENT, storage);
    // The directory is ours from here on: whoever has the default database open has it.
    directory.clean();
    directory.restrict();
    // Nothing of the machine's time or chance gets into a world that has its own: the same seed gives the
    // same bytes.
    const createDate = environment.world.clock.now();
    const id = DEFAULT_ENVIRONMENT;
    const birth = environment.birth ?? { id, origin: seed, idleLimit: null, createDate };
    const place = this.#places.add(DEFAULT_ENVIRONMENT, storage, birth, environment);
    const { isEmpty } = environment;
    if (isEmpty) this.#keep(place, await this.#fill(environment, seed));
    environment.birth = place.birth;
    if (storage === 'memory') return isEmpty;
    directory.cleanUp();
    directory.removeOrigins(DEFAULT_ENVIRONMENT, birth.id);
    for (const name of directory.environments()) {
      if (name !== DEFAULT_ENVIRONMENT && !this.#parts.opensLater) this.#reopen(name);
    }
    this.#idle.watch();
    return isEmpty;
  }

  /** Opens the ports of environments that have their own: the common one is open. */
  async openPorts(): Promise<void> {
    const { ports } = this.#places;
    await ports.begin();
    for (const place of this.#places.all()) {
      const port = ports.portOf(place.name);
      if (port === place.birth.port || !place.environment) continue;
      // Any free one was asked for: from now on it is this one.
      place.birth = { ...place.birth, port };
      place.environment.birth = place.birth;
    }
  }

  /** Goes on in every world after the process was down. */
  resume(): void {
    this.#places.begin();
  }

  /** The world of this name; a promise of it while it is changed as a whole. */
  find(name: string): Environment | Promise<Environment | undefined> | undefined {
    const place = this.#places.find(name);
    if (!place?.changing) return place?.awake();
    return place.changing.then(() => this.find(name));
  }

  /** Whether the environment is there and takes writes. */
  isSound(name: string): boolean {
    const place = this.#places.find(name);
    return place !== undefined && place.environment?.damage === undefined;
  }

  list(): EnvironmentDescription[] {
    return this.#places.all().map((place) => place.describe());
  }

  describe(name: string): EnvironmentDescription {
    return this.#places.get(name).describe();
  }

  /** What an environment was made from. */
  originOf(name: string): Origin {
    return this.#places.get(name).birth.origin;
  }

  async create(wanted: NewEnvironment): Promise<EnvironmentDescription> {
    const name = wanted.name ?? this.#maker.newName();
    const storage = wanted.storage ?? 'memory';
    this.#places.checkNew(name, storage);
    return this.#exclusive(name, () =>
      this.#new(name, storage, async () => {
        const place = await this.#maker.make(name, storage, wanted);
        return this.#told('made', place);
      }),
    );
  }

  reset(name: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#places.get(name);
      // Where it comes from stands in its file.
      if (place.birth.id === UNKNOWN) place.awake();
      const { origin } = place.birth;
      if (origin.kind === 'seed') await this.#resetToSeed(place, origin);
      else await this.#replace(place, place.origin, 'reset');
      return this.#told('reset', place);
    });
  }

  remove(name: string): Promise<void> {
    return this.#exclusive(name, async () => {
      const place = this.#places.get(name);
      if (name === DEFAULT_ENVIRONMENT) throw notDeletable();
      this.#places.delete(name);
      await place.remove();
      this.#parts.news.tell('removed', name);
    });
  }

  listSnapshots(name: string): SnapshotDescription[] {
    return this.#places.get(name).snapshots.list();
  }

  takeSnapshot(name: string, snapshot: string, history: History): Promise<SnapshotDescription> {
    return this.#exclusive(name, async () => {
      const place = await this.#still(name);
      const taken = await place.snapshots.take(snapshot, history);
      this.#parts.news.tell('snapshotTaken', name);
      return taken;
    });
  }

  restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription> {
    return this.#exclusive(name, async () => {
      const place = this.#places.get(name);
      if (place.birth.id === UNKNOWN) place.awake();
      await this.#replace(place, place.snapshots.world(snapshot), 'restored');
      return this.#told('restored', place);
    });
  }

  removeSnapshot(name: string, snapshot: string): Promise<void> {
    return this.#exclusive(name, async () => {
      this.#places.get(name).snapshots.remove(snapshot);
      this.#parts.news.tell('snapshotRemoved', name);
    });
  }

  exportWorld(name: string, options: ExportOptions): Promise<ExportedEnvironment> {
    return this.#exclusive(name, async () => {
      const place = await this.#still(name);
      return exportWorld(place.awake(), this.#parts.directory.temporary(), options);
    });
  }

  async importWorld(name: string, bytes: Readable): Promise<EnvironmentDescription> {
    checkName('an environment', name);
    const { directory, limits, open } = this.#parts;
    const path = directory.temporary();
    // A slow sender keeps nobody from the environment.
    await receiveFile(bytes, path, limits.largest);
    return this.#exclusive(name, async () => {
      const world = await importWorld(name, path, open, this.#worlds);
      try {
        const isThere = this.#places.find(name) !== undefined;
        const place = await this.#take(name, world);
        return this.#told(isThere ? 'imported' : 'made', place);
      } finally {
        // In files its real images have links of their own.
        this.#places.forget(world);
      }
    });
  }

  /** Begins no more work and answers whoever waits for some. */
  async stopWork(): Promise<void> {
    const awake = this.#places.all().flatMap(({ environment }) => environment ?? []);
    await Promise.all(awake.map(({ runner }) => runner.stop()));
  }

  async close(): Promise<void> {
    this.#idle.stop();
    await this.#queues.idle();
    if (this.#places.all().length === 0) return;
    for (const { environment } of this.#places.all()) await environment?.close();
    this.#places.clear();
    this.#parts.directory.clean();
  }

  /** Lets an imported world be the one of this name. */
  async #take(name: string, world: FrozenWorld): Promise<Place> {
    const { directory, limits } = this.#parts;
    const place = this.#places.find(name);
    const birth = this.#maker.newBirth(
      { kind: 'file', name },
      {
        idleLimit: place?.birth.idleLimit ?? limits.idle,
        port: place?.birth.port,
        release: world.release,
      },
    );
    if (!place) {
      const storage = directory.root === undefined ? 'memory' : 'file';
      return this.#new(name, storage, () => this.#maker.makeFrom(name, storage, birth, world));
    }
    const isFile = place.storage === 'file';
    if (isFile) await this.#worlds.write(world, directory.originOf(name, birth.id));
    await this.#replace(place, world, 'imported', birth);
    place.keepOrigin(isFile ? undefined : world, undefined);
    if (isFile) directory.removeOrigins(name, birth.id);
    return place;
  }

  /** The seed is read again: when it is what it was, the state at birth still holds. */
  async #resetToSeed(place: Place, origin: SeedOrigin): Promise<void> {
    const seed = await this.#maker.readSeed(origin);
    if (place.keptOrigin && place.fingerprint === seed.fingerprint) {
      await this.#replace(place, place.keptOrigin, 'reset');
      return;
    }
    // The new world is made beside the old one: a seed that cannot be used leaves all as it was.
    const fresh = await this.#maker.filled(place.name, 'memory', place.birth, seed);
    const world = this.#worlds.freeze(fresh, 'all');
    fresh.end();
    removeFolder(fresh.blobs);
    await this.#replace(place, world, 'reset');
    place.keepOrigin(world.bytes.length <= LARGEST_KEPT ? world : undefined, seed.fingerprint);
  }

  #told(what: WorldChange, place: Place): EnvironmentDescription {
    this.#parts.news.tell(what, place.name);
    return place.describe();
  }

  async #replace(place: Place, world: FrozenWorld, why: EndOfWorld, birth?: Birth): Promise<void> {
    try {
      await place.replaceBy(world, why, birth);
    } catch (error) {
      // The old world is closed and no other is there: the next start opens what lies on the disk.
      if (place.isEmpty) this.#places.delete(place.name);
      throw error;
    }
  }

  /**
   * Opens an environment that lies in a file since an earlier run. What can never be opened is set aside; what the
   * machine or the version keeps from being opened now stays where it is.
   */
  #reopen(name: string): void {
    const { directory, log } = this.#parts;
    let environment: Environment | undefined;
    try {
      environment = openChecked({ directory, worlds: this.#worlds }, name);
      const { birth } = environment;
      if (!birth) throw new DatabaseUnusable('it was never filled');
      this.#places.add(name, 'file', birth, environment);
      directory.removeOrigins(name, birth.id);
    } catch (error) {
      environment?.end();
      if (!(error instanceof DatabaseUnusable)) throw error;
      const { message, blame } = error;
      if (blame === 'file') {
        const where = directory.setAside(name);
        log(`the environment '${name}' cannot be opened and was set aside as ${where}: ${message}`);
      } else {
        this.#places.add(name, 'file', unknownBirth(name), undefined).leave(message);
        log(
          `the environment '${name}' cannot be opened now; it stays where it is, and is tried again when somebody asks for it: ${message}`,
        );
      }
    }
  }

  /** Answers the seed, and what it asks for. */
  async #fill(environment: Environment, seed: SeedOrigin): Promise<ReadSeed> {
    const read = await this.#parts.readSeed(seed);
    try {
      await read.fill(environment);
      return read;
    } catch (error) {
      throw isFull(error) ? noRoom(environment.database.name) : error;
    }
  }

  #keep(place: Place, { port, release }: ReadSeed): void {
    if (release !== undefined) place.birth = { ...place.birth, release };
    if (port === undefined) return;
    place.birth = { ...place.birth, port };
    this.#places.ports.keep(place.name, port);
  }

  /** The place of a world that does not move in time right now. */
  async #still(name: string): Promise<Place> {
    for (let place = this.#places.get(name); ; place = this.#places.get(name)) {
      if (!place.changing) return place;
      await place.changing;
    }
  }

  #new<T>(name: string, storage: EnvironmentStorage, make: () => Promise<T>): Promise<T> {
    return this.#places.reserve(name, storage, make).finally(() => this.#idle.watch());
  }

  /** Meanwhile its file stays open, and what it tells is as safe afterwards as the operator asked for. */
  async #holding<T>(place: Place, work: () => Promise<T>): Promise<T> {
    place.use();
    place.holders++;
    try {
      const result = await work();
      await place.environment?.settled();
      return result;
    } finally {
      place.holders--;
    }
  }

  /** One thing after the other with the whole of an environment, which is a use of it. */
  #exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#queues.run(name, () => {
      const place = this.#places.find(name);
      if (!place) return work();
      return this.#holding(place, work);
    });
  }
}

function idleOf({ name, environment, birth, lastUsed }: Place) {
  const limit = name === DEFAULT_ENVIRONMENT ? null : birth.idleLimit;
  const ends = limit === null ? null : lastUsed + limit;
  return { name, ends, isInUse: environment?.lease.isHeld ?? false };
}

/** Until its file can be opened, nobody knows where an environment comes from. */
const unknownBirth = (name: string): Birth => ({
  id: UNKNOWN,
  origin: { kind: 'file', name },
  idleLimit: null,
  createDate: 0,
});
const UNKNOWN = 'unknown';
