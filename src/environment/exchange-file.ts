import { createReadStream, rmSync, statSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { apiError } from '../core/api-error.js';
import { copyToFile, removeDatabase, sync } from '../persistence/database-file.js';
import { DatabaseUnusable } from '../persistence/database-unusable.js';
import { packBlobs, unpackBlobs } from '../persistence/exported-blobs.js';
import { checkForeignDatabase } from '../persistence/foreign-database.js';
import type { ExportedEnvironment } from '../simulation/environment-host.js';
import { reasonOf } from './refusals.js';
import type { Environment } from './environment.js';
import type { FrozenWorld } from './frozen-world.js';
import { blobsBeside, type OpenWorld, type Worlds } from './worlds.js';

/** Large: a process with many writers gives each piece a turn only now and then. */
const PIECE = 2 ** 20;

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
    read: (start, end) => createReadStream(path, { start, end: end - 1, highWaterMark: PIECE }),
    done: () => removeDatabase(path),
  };
}

/**
 * Takes a world out of a file from outside, after it was looked at: nothing of it acts here that its
 * author could use against whoever opens it. Everything happens beside the worlds that are there; the file
 * is gone afterwards.
 * @throws SYS.1007 with what is wrong with it
 */
export function importWorld(
  name: string,
  path: string,
  open: OpenWorld,
  worlds: Worlds,
): FrozenWorld {
  try {
    inspect(name, path, open);
    return worlds.read(path);
  } catch (error) {
    rmSync(blobsBeside(path), { recursive: true, force: true });
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw apiError('SYS.1007', `the file cannot be imported: ${reason}`);
  } finally {
    removeDatabase(path);
  }
}

/**
 * Writes a body to a file. When it is too large, or the disk does not take it, nothing more is read, and the body
 * stays as it is: whoever has it lets its sender read the refusal.
 * @throws SYS.1006 when it is too large, SYS.1007 when it ends before it is whole, and what the disk says
 */
export async function receiveFile(bytes: Readable, path: string, largest: number): Promise<void> {
  const file = await openFile(path, 'w', 0o600);
  let isWhole = false;
  try {
    let length = 0;
    // A loop that is left would end the body otherwise, and the connection with it.
    for await (const piece of bytes.iterator({ destroyOnReturn: false })) {
      length += (piece as Buffer).length;
      if (length > largest) throw tooLargeFile(largest);
      await file.writeFile(piece as Buffer);
    }
    isWhole = true;
  } catch (error) {
    throw bytes.errored ? apiError('SYS.1007', 'the file did not arrive whole') : error;
  } finally {
    await file.close();
    if (!isWhole) removeDatabase(path);
  }
}

const tooLargeFile = (largest: number) =>
  apiError('SYS.1006', `the file is larger than ${largest} bytes (EMULATOR_ENVIRONMENT_SIZE)`);

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
