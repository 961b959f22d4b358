import type { History } from '../domain/history.js';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  copyHistory,
  putInPlace,
  removeDatabase,
  saveSetting,
  syncLater,
} from '../persistence/database-file.js';
import { asBytesOfMemory } from '../persistence/freeze.js';
import type { EnvironmentStorage } from '../simulation/environment-host.js';
import type { DataDirectory } from './data-directory.js';
import type { Birth } from './birth.js';
import type { Environment } from './environment.js';
import { unopenable } from './refusals.js';
import { copyBlobs, freezeWorld, linkBlobs, type FrozenWorld } from './frozen-world.js';

/** Opens a world: its name, its database, the directory of its real images. */
export type OpenWorld = (name: string, database: string | Buffer, blobs: string) => Environment;

/**
 * Makes worlds, freezes them and puts them on the disk. What lies on the disk is whole at every moment:
 * it is written beside its place, synced, and renamed.
 */
export class Worlds {
  constructor(
    private readonly directory: DataDirectory,
    private readonly openWorld: OpenWorld,
  ) {}

  /** The world that lies in its file, or an empty one in memory. */
  open(name: string, storage: EnvironmentStorage): Environment {
    const { directory } = this;
    return storage === 'file'
      ? this.openWorld(name, directory.databaseOf(name), directory.blobsOf(name))
      : this.openWorld(name, ':memory:', directory.temporary());
  }

  /** A world in memory that begins as a frozen one. */
  thaw(name: string, world: FrozenWorld): Environment {
    const blobs = this.directory.temporary();
    linkAll(world.blobs, blobs);
    return this.openWorld(name, world.bytes, blobs);
  }

  freeze(environment: Environment, history: History): FrozenWorld {
    return freezeWorld(environment, history, () => this.directory.temporary());
  }

  /**
   * An empty world filled by `fill`; in a file it is whole, or not there at all. What was there under this
   * name must be closed.
   */
  async filled(
    name: string,
    storage: EnvironmentStorage,
    fill: (environment: Environment) => Promise<void>,
  ): Promise<Environment> {
    const { directory } = this;
    const path = storage === 'file' ? directory.temporary() : ':memory:';
    const blobs = storage === 'file' ? directory.blobsOf(name) : directory.temporary();
    const environment = this.openWorld(name, path, blobs);
    try {
      await fill(environment);
    } catch (error) {
      await environment.close();
      removeDatabase(path);
      throw error;
    }
    if (storage === 'memory') return environment;
    await environment.close();
    makeParent(directory.databaseOf(name));
    putInPlace(path, directory.databaseOf(name));
    return this.open(name, storage);
  }

  /** Writes a frozen world to a file, with its real images beside it. */
  async write(world: FrozenWorld, path: string): Promise<void> {
    const finished = await this.prepare(world);
    makeParent(path);
    linkAll(world.blobs, blobsBeside(path));
    putInPlace(finished, path);
  }

  /** Writes a frozen world to a temporary file: all that can fail for want of room, and all that takes long. */
  async prepare(world: FrozenWorld, birth?: Birth): Promise<string> {
    const path = this.directory.temporary();
    try {
      await writeFile(path, world.bytes, { mode: 0o600 });
      // A world and where it comes from are in place at the same moment.
      if (birth) saveSetting(path, 'birth', birth);
      await syncLater(path);
    } catch (error) {
      removeDatabase(path);
      throw error;
    }
    return path;
  }

  /** Puts what was prepared in the place of an environment; the old world must be closed. */
  replace(name: string, finished: string, world: FrozenWorld): void {
    makeParent(this.directory.databaseOf(name));
    linkAll(world.blobs, this.directory.blobsOf(name));
    putInPlace(finished, this.directory.databaseOf(name));
  }

  /** Copies a world to a file while it goes on. */
  async copy(environment: Environment, path: string, history: History): Promise<void> {
    const temporary = this.directory.temporary();
    try {
      await copyHistory(environment.database, temporary, history);
      makeParent(path);
      copyBlobs(environment, blobsBeside(path));
      putInPlace(temporary, path);
    } catch (error) {
      removeDatabase(temporary);
      throw error;
    }
  }

  /** A world that lies in a file and that nobody has open. */
  read(path: string): FrozenWorld {
    return this.#still(path, readFileSync(path));
  }

  /** The same of a large one, while others go on. */
  async readWhole(path: string): Promise<FrozenWorld> {
    return this.#still(path, await readFile(path));
  }

  #still(path: string, bytes: Buffer): FrozenWorld {
    const blobs = blobsBeside(path);
    return {
      bytes: asBytesOfMemory(bytes),
      blobs: existsSync(blobs) ? blobs : undefined,
      images: undefined,
    };
  }

  /**
   * The same for what was kept there, perhaps by another version: looked at before anything is given up for it.
   * @throws SYS.1006 when it cannot be opened
   */
  readKept(path: string): FrozenWorld {
    const world = this.read(path);
    try {
      this.openWorld('kept', world.bytes, this.directory.temporary()).end();
    } catch (error) {
      throw unopenable(error);
    }
    return world;
  }

  /** The same world, with real images that stay when those of its source go. */
  detached(world: FrozenWorld): FrozenWorld {
    if (world.blobs === undefined) return world;
    const blobs = this.directory.temporary();
    linkAll(world.blobs, blobs);
    return { ...world, blobs };
  }
}

/** Where the real images of a database file lie. */
export const blobsBeside = (path: string): string => `${path.replace(/\.sqlite$/, '')}.blobs`;

function makeParent(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
}

function linkAll(from: string | undefined, to: string): void {
  if (from === undefined || !existsSync(from)) return;
  linkBlobs(from, readdirSync(from), to);
}
