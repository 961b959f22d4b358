import type { History } from '../domain/history.js';
import { readFile, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFull } from '../core/api-error.js';
import { hasRoom, noRoom } from '../persistence/database-unusable.js';
import {
  checkpoint,
  copyHistory,
  putInPlace,
  removeDatabase,
  saveSetting,
  syncLater,
} from '../persistence/database-file.js';
import { asBytesOfMemory } from '../persistence/freeze.js';
import { makePrivateFolder } from '../persistence/private-files.js';
import type { EnvironmentStorage } from '../simulation/environment-host.js';
import type { DataDirectory } from './data-directory.js';
import type { Birth } from './birth.js';
import type { Environment } from './environment.js';
import { unopenable } from './refusals.js';
import { copyBlobs, freezeWorld, linkBlobs, type FrozenWorld } from './frozen-world.js';

/** What of a world is not in its database: what is known of its requests. */
export type KnownRequests = Pick<Environment, 'journal' | 'meter'>;

/** Opens a world: its name, its database, the directory of its real images. */
export type OpenWorld = (
  name: string,
  database: string | Buffer,
  blobs: string,
  requests?: KnownRequests,
) => Environment;

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
  open(name: string, storage: EnvironmentStorage, requests?: KnownRequests): Environment {
    const { directory } = this;
    return storage === 'file'
      ? this.openWorld(name, directory.databaseOf(name), directory.blobsOf(name), requests)
      : this.openWorld(name, ':memory:', directory.temporaryBlobs());
  }

  /** A world in memory that begins as a frozen one. */
  thaw(name: string, world: FrozenWorld): Environment {
    const blobs = this.directory.temporaryBlobs();
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
    const blobs = storage === 'file' ? directory.blobsOf(name) : directory.temporaryBlobs();
    let environment: Environment | undefined;
    try {
      environment = this.openWorld(name, path, blobs);
      await fill(environment);
      if (storage === 'memory') return environment;
      // Closing it would leave what finds no room in a log beside it, and say nothing.
      checkpoint(environment.database);
      await environment.close();
      makeParent(directory.databaseOf(name));
      putInPlace(path, directory.databaseOf(name));
    } catch (error) {
      const told = environment ? inOwnWords(error, environment) : error;
      await environment?.close();
      removeDatabase(path);
      removeFolder(blobs);
      throw told;
    }
    try {
      return this.open(name, storage);
    } catch (error) {
      directory.remove(name);
      throw error;
    }
  }

  /** Writes a frozen world to a file, with its real images beside it. */
  async write(world: FrozenWorld, path: string): Promise<void> {
    const finished = await this.prepare(world);
    try {
      makeParent(path);
      linkAll(world.blobs, blobsBeside(path));
      putInPlace(finished, path);
    } catch (error) {
      this.#removeAll(finished, path);
      throw error;
    }
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
    try {
      makeParent(this.directory.databaseOf(name));
      linkAll(world.blobs, this.directory.blobsOf(name));
      putInPlace(finished, this.directory.databaseOf(name));
    } catch (error) {
      removeDatabase(finished);
      throw error;
    }
  }

  /** What was to be new at this path is not there at all. */
  #removeAll(temporary: string, path: string): void {
    removeDatabase(temporary);
    removeDatabase(path);
    removeFolder(blobsBeside(path));
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
      this.#removeAll(temporary, path);
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
   * @throws {ControlError} when it cannot be opened
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
    const blobs = this.directory.temporaryBlobs();
    linkAll(world.blobs, blobs);
    return { ...world, blobs };
  }
}

/** Where the real images of a database file lie. */
export const blobsBeside = (path: string): string => `${path.replace(/\.sqlite$/, '')}.blobs`;

function makeParent(path: string): void {
  makePrivateFolder(dirname(path));
}

export function removeFolder(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { recursive: true, force: true });
}

/** SQLite says the same when a world may not grow and when the disk is full: whose limit it was is asked at once. */
function inOwnWords(error: unknown, { database }: Environment): unknown {
  const isOfDisk = isFull(error) && !database.memory && !hasRoom(dirname(database.name));
  return isOfDisk ? noRoom(database.name) : error;
}

function linkAll(from: string | undefined, to: string): void {
  if (from === undefined || !existsSync(from)) return;
  linkBlobs(from, readdirSync(from), to);
}
