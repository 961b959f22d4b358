import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { apiError } from '../core/api-error.js';
import { copyToFile, removeDatabase, sync } from '../persistence/database-file.js';
import { DatabaseUnusable } from '../persistence/database.js';
import { packBlobs, unpackBlobs } from '../persistence/exported-blobs.js';
import { checkForeignDatabase } from '../persistence/foreign-database.js';
import type { ExportedEnvironment } from '../services/environment-host.js';
import type { Environment } from './environment.js';
import type { FrozenWorld } from './frozen-world.js';
import { blobsBeside, type OpenWorld, type Worlds } from './worlds.js';

/** Puts a world into one file of its own, its real images included, while it goes on. */
export async function exportWorld(
  environment: Environment,
  path: string,
): Promise<ExportedEnvironment> {
  try {
    await copyToFile(environment.database, path);
    packBlobs(path, (blob) => join(environment.blobs, blob));
    sync(path);
  } catch (error) {
    removeDatabase(path);
    throw error;
  }
  return {
    fileName: `${environment.name}.sqlite`,
    length: statSync(path).size,
    read: (start, end) => createReadStream(path, { start, end: end - 1 }),
    done: () => removeDatabase(path),
  };
}

/**
 * Takes a world out of a file from outside, after it was looked at: nothing of it acts here that its
 * author could use against whoever opens it. Everything happens beside the worlds that are there.
 * @throws SYS.1007 with what is wrong with it, SYS.1006 when it is too large
 */
export async function importWorld(
  name: string,
  bytes: Readable,
  path: string,
  largest: number,
  open: OpenWorld,
  worlds: Worlds,
): Promise<FrozenWorld> {
  try {
    await receive(bytes, path, largest);
    inspect(name, path, open);
    return worlds.read(path);
  } catch (error) {
    rmSync(blobsBeside(path), { recursive: true, force: true });
    if (!(error instanceof DatabaseUnusable)) throw error;
    throw apiError('SYS.1007', `the file cannot be imported: ${error.message}`);
  } finally {
    removeDatabase(path);
  }
}

async function receive(bytes: Readable, path: string, largest: number): Promise<void> {
  let length = 0;
  await pipeline(
    bytes,
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        length += piece.length;
        if (length > largest) {
          throw apiError(
            'SYS.1006',
            `the file is larger than ${largest} bytes (EMULATOR_ENVIRONMENT_SIZE)`,
          );
        }
        yield piece;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
}

function inspect(name: string, path: string, open: OpenWorld): void {
  checkForeignDatabase(path);
  const blobs = blobsBeside(path);
  const world = open(name, path, blobs);
  try {
    world.disarm();
    const problem = world.problem();
    if (problem !== undefined) throw new DatabaseUnusable(problem);
  } finally {
    world.database.close();
  }
  unpackBlobs(path, blobs);
}
