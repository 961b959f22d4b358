import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { putInPlace } from '../../persistence/database-file.js';
import type { ExportedEnvironment } from '../../simulation/environment-host.js';

/** Writes an exported world to a file, which is there whole or not at all. */
export async function writeExport(world: ExportedEnvironment, file: string): Promise<void> {
  const partial = `${resolve(file)}.${process.pid}.partial`;
  try {
    const bytes = Readable.from(world.read(0, world.length));
    await pipeline(bytes, createWriteStream(partial, { mode: 0o600 }));
    putInPlace(partial, resolve(file));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    world.done();
  }
}
