import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncLater } from '../app/file-sync.js';
import { CommandFailed } from './exit-codes.js';

/**
 * Writes a file that is there whole or not at all: beside its place, synced, renamed. `fill` is given the
 * path to write to.
 */
export async function writeWhole(
  path: string,
  fill: (partial: string) => Promise<void>,
): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    await fill(partial);
    await syncLater(partial);
    await rename(partial, path);
    await syncLater(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw explain(error, path);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its directory is not there',
  ENOTDIR: 'its directory is not there',
  EACCES: 'its directory may not be written to',
  EPERM: 'its directory may not be written to',
  EROFS: 'its directory may not be written to',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
};

function explain(error: unknown, path: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason === undefined ? error : new CommandFailed(`cannot write ${path}: ${reason}`);
}
