import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mayBeBlob } from '../domain/blob.js';
import type {
  EnvironmentDescription,
  EnvironmentStorage,
  NewEnvironment,
} from '../simulation/environment-host.js';
import type { ExportOptions } from '../simulation/export-options.js';
import { removeDatabase, saveSetting } from '../persistence/database-file.js';
import type { Birth } from './birth.js';
import { DEFAULT_ENVIRONMENT, ENVIRONMENT_NAME } from './data-directory.js';
import type { EnvironmentsParts } from './environments-parts.js';
import { exportInParts, importWorld, type Coming, type ImportedWorld } from './exchange-file.js';
import type { FrozenWorld } from './frozen-world.js';
import type { PlaceMaker } from './make-place.js';
import type { Place } from './place.js';
import type { Places } from './places.js';
import { tooLarge } from './refusals.js';
import { blobsBeside, removeFolder, type Worlds } from './worlds.js';

/** Tells whether a world has changed: it has unless both are the same. */
export interface WorldMark {
  readonly of: object;
  readonly changes: number;
}

/** A world as it was at one moment. */
export interface WorldCopy {
  /** A database file. */
  readonly path: string;
  /** Where the files of its real images lie, and their names. */
  readonly blobs: string;
  readonly blobNames: readonly string[];
}

/** A world on its way to this process. */
export interface ArrivingWorld {
  readonly storage: EnvironmentStorage;
  /** Its database file, which is gone afterwards. */
  readonly path: string;
  /** That of what it is reset to, where no seed is read for that; the same where it is what it is reset to. */
  readonly originPath: string | undefined;
  readonly bringImages: Coming['bringImages'];
}

export interface MovingParts extends Pick<
  EnvironmentsParts,
  'directory' | 'open' | 'limits' | 'news'
> {
  readonly worlds: Worlds;
  readonly places: Places;
  readonly maker: PlaceMaker;
  /** Opens a world that lies in the data directory since an earlier run. */
  readonly reopen: (name: string) => void;
  /** One thing after the other with each name. */
  readonly exclusive: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

/** Worlds that come from another process, and go to another one: whole, with what they are reset to. */
export class MovingWorlds {
  readonly #parts: MovingParts;

  constructor(parts: MovingParts) {
    this.#parts = parts;
  }

  /** Whether a world of this name can be one that moves: the default one is each process's own. */
  static isMoving(name: string): boolean {
    return name !== DEFAULT_ENVIRONMENT && ENVIRONMENT_NAME.test(name);
  }

  has(name: string): boolean {
    return this.#parts.places.find(name) !== undefined;
  }

  /** @throws {ControlError} when no environment of this name can be made here now */
  checkNew(name: string, storage: EnvironmentStorage): void {
    this.#parts.places.checkNew(name, storage);
  }

  /** @throws {ControlError} when no more environments can be here */
  checkRoom(): void {
    this.#parts.places.checkRoom();
  }

  newName(): string {
    return this.#parts.maker.newName();
  }

  /** A path for what is not whole yet. */
  temporary(): string {
    return this.#parts.directory.temporary();
  }

  mark(name: string): WorldMark {
    const place = this.#parts.places.get(name);
    return place.environment
      ? { of: place.environment, changes: place.environment.changes }
      : { of: place, changes: 0 };
  }

  storageOf(name: string): EnvironmentStorage {
    return this.#parts.places.get(name).storage;
  }

  /** Copies a world while it goes on. Whoever has the copy ends it by {@link dropCopy}. */
  async copy(name: string): Promise<WorldCopy> {
    const path = `${this.temporary()}.sqlite`;
    const place = this.#parts.places.get(name);
    try {
      await place.copyTo(path);
      const blobs = blobsBeside(path);
      return { path, blobs, blobNames: place.linkImages(blobs) };
    } catch (error) {
      this.dropCopy({ path });
      throw error;
    }
  }

  /** The same of a snapshot. */
  copySnapshot(name: string, snapshot: string): Promise<WorldCopy> {
    const { places, worlds } = this.#parts;
    return this.#copyStill(() => worlds.detached(places.get(name).snapshots.world(snapshot)));
  }

  /** The same of what a world is reset to; undefined where a seed is read for that. */
  copyOrigin(name: string): Promise<WorldCopy> | undefined {
    const place = this.#parts.places.get(name);
    if (place.birth.origin.kind === 'seed') return undefined;
    return this.#copyStill(() => place.origin, place.birth);
  }

  /** With its birth in it the first copy of a world and what it is reset to are the same. */
  async #copyStill(find: () => Place['origin'], birth?: Birth): Promise<WorldCopy> {
    const path = `${this.temporary()}.sqlite`;
    try {
      const world = find();
      await this.#parts.worlds.write(world, path);
      if (birth) saveSetting(path, 'birth', birth);
      return { path, blobs: blobsBeside(path), blobNames: namesIn(blobsBeside(path)) };
    } catch (error) {
      this.dropCopy({ path });
      throw error;
    }
  }

  /**
   * A copy to be given away, of `largest` bytes with its real images at the most, while it goes on.
   * @throws {ControlError} `notFound`, `tooLarge`
   */
  copyForExport(name: string, options: ExportOptions): Promise<WorldCopy> {
    const { exclusive, limits, places } = this.#parts;
    return exclusive(name, async () => {
      while (places.get(name).changing) await places.get(name).changing;
      const environment = places.get(name).awake();
      const path = `${this.temporary()}.sqlite`;
      try {
        const blobs = blobsBeside(path);
        const blobNames = await exportInParts(environment, path, blobs, options);
        const images = blobNames.map((blob) => statSync(join(blobs, blob)).size);
        const bytes = images.reduce((sum, size) => sum + size, statSync(path).size);
        if (bytes > limits.largest) throw tooLarge(limits.largest);
        return { path, blobs, blobNames };
      } catch (error) {
        this.dropCopy({ path });
        throw error;
      }
    });
  }

  /**
   * Looks at a world that comes from outside as an import does, and lets nothing of it act here. Whoever has it ends it by
   * {@link forget}; its file is gone afterwards.
   * @throws {ControlError} `invalid` with what is wrong with it
   */
  examine(name: string, path: string, bringImages: Coming['bringImages']): Promise<ImportedWorld> {
    const { open, worlds } = this.#parts;
    return importWorld(name, path, open, worlds, { goesOn: false, bringImages });
  }

  /** Makes an environment of it, which is reset to it. @throws {ControlError} */
  make(
    name: string,
    wanted: NewEnvironment,
    world: ImportedWorld,
    source: string,
  ): Promise<EnvironmentDescription> {
    const { exclusive, limits, maker, news, places } = this.#parts;
    const storage = wanted.storage ?? 'memory';
    const release = wanted.release ?? world.release;
    const idleLimit = wanted.idleLimit ?? limits.idle;
    return exclusive(name, () =>
      places.reserve(name, storage, () =>
        places.ports.making(name, wanted.port ?? undefined, async (port) => {
          const own = { idleLimit, port, release };
          const birth = maker.newBirth({ kind: 'export', name: source }, own);
          const place = await maker.makeFrom(name, storage, birth, world);
          news.tell('made', name);
          return place.describe();
        }),
      ),
    );
  }

  /** Removes what lies here of a world that was looked at, but what an environment needs of it. */
  forget(world: FrozenWorld): void {
    this.#parts.places.forget(world);
  }

  dropCopy({ path }: Pick<WorldCopy, 'path'>): void {
    removeDatabase(path);
    removeDatabase(`${path}.gz`);
    removeFolder(blobsBeside(path));
  }

  /** Keeps a snapshot that was taken in another process. */
  async addSnapshot(
    name: string,
    snapshot: string,
    createDate: number,
    { path, bringImages }: Pick<ArrivingWorld, 'path' | 'bringImages'>,
  ): Promise<void> {
    const world = await this.#checked(name, path, bringImages);
    await this.#parts.places.get(name).snapshots.add(snapshot, createDate, world);
  }

  /**
   * Lets a world that was another process's go on here, after it was looked at as any that comes from outside.
   * @throws {ControlError} with what is wrong with it
   */
  arrive(name: string, arriving: ArrivingWorld): Promise<void> {
    const { directory, places, worlds } = this.#parts;
    const storage = directory.root === undefined ? 'memory' : arriving.storage;
    const { bringImages } = arriving;
    return this.#parts.exclusive(name, () =>
      places.reserve(name, storage, async () => {
        const world = await this.#checked(name, arriving.path, bringImages);
        const origin = await this.#originOf(name, arriving, world);
        const birth =
          world.birth ??
          this.#parts.maker.newBirth(
            { kind: 'file', name },
            { idleLimit: this.#parts.limits.idle, port: undefined, release: world.release },
          );
        if (storage === 'file') {
          directory.remove(name);
          if (origin) await worlds.write(origin, directory.originOf(name, birth.id));
          worlds.replace(name, await worlds.prepare(world, birth), world);
          places.add(name, storage, birth, worlds.open(name, storage)).begin();
          places.forget(world, origin);
        } else places.add(name, storage, birth, undefined).goOnAs(world, origin);
      }),
    );
  }

  async #originOf(
    name: string,
    { path, originPath, bringImages }: ArrivingWorld,
    world: ImportedWorld,
  ): Promise<ImportedWorld | undefined> {
    if (originPath === undefined) return undefined;
    return originPath === path ? world : this.#checked(name, originPath, bringImages);
  }

  #checked(name: string, path: string, bringImages: Coming['bringImages']): Promise<ImportedWorld> {
    const { open, worlds } = this.#parts;
    return importWorld(name, path, open, worlds, { goesOn: true, bringImages });
  }

  /** Lets nobody in any more who is not inside, and waits for those, but not for ever. */
  quiet(name: string): Promise<void> {
    return this.#parts.places.get(name).quiet();
  }

  /** Ends a world here at once, and removes what is here of it. */
  end(name: string): void {
    const { places } = this.#parts;
    const place = places.find(name);
    places.delete(name);
    place?.cut();
  }

  /** The same of a world in a file, which stays where it is. */
  close(name: string): void {
    const { places } = this.#parts;
    places.find(name)?.close();
    places.delete(name);
  }

  /** Names of worlds that lie in the data directory and that nobody has opened. */
  leftHere(): string[] {
    const { directory, places } = this.#parts;
    if (directory.root === undefined) return [];
    return directory
      .environments()
      .filter((name) => name !== DEFAULT_ENVIRONMENT && places.find(name) === undefined);
  }

  isLeftHere(name: string): boolean {
    const { directory, places } = this.#parts;
    if (directory.root === undefined || places.find(name)) return false;
    return existsSync(directory.databaseOf(name));
  }

  /** Opens one of them; false: it cannot be, and was set aside. */
  reopen(name: string): boolean {
    this.#parts.reopen(name);
    const place = this.#parts.places.find(name);
    place?.begin();
    return place?.environment !== undefined;
  }

  /** Moves one of them out of the way; answers where it lies then. */
  setAside(name: string): string {
    return this.#parts.directory.setAside(name);
  }

  /** Removes one of them. */
  removeLeft(name: string): void {
    this.#parts.directory.remove(name);
  }
}

const namesIn = (blobs: string): string[] =>
  existsSync(blobs) ? readdirSync(blobs).filter(mayBeBlob) : [];
