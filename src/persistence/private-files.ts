import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../core/code-of.js';

/*
 * Worlds hold sessions, keys and passwords: their files are their owner's alone, whatever the umask says.
 * Where rights cannot be changed (another owner, a file system without them) they are left as they are.
 */

const FILE = 0o600;
const FOLDER = 0o700;

/** Makes the file of a database, and its folder, if they are not there, and takes the rights of others from it. */
export function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  // SQLite would make it with the rights that the umask leaves; what lies beside it later has the rights of the file.
  if (!existsSync(path)) closeSync(openSync(path, 'a', FILE));
  restrict(path, FILE);
  for (const rest of ['-wal', '-journal']) if (existsSync(path + rest)) restrict(path + rest, FILE);
}

/**
 * Makes a folder of ours, and those above it, if it is not there; answers the first one that was made. (Node's own
 * `recursive` tells that nothing is there when a disk failed.)
 */
export function makePrivateFolder(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = makePrivateFolder(dirname(folder));
  mkdirSync(folder, FOLDER);
  restrict(folder, FOLDER);
  return above ?? folder;
}

/** Takes the rights of others from something that is ours. */
export function restrictFolder(folder: string): void {
  if (existsSync(folder)) restrict(folder, FOLDER);
}

export function restrictFile(path: string): void {
  restrict(path, FILE);
}

function restrict(path: string, mode: number): void {
  if ((statSync(path).mode & 0o777) === mode) return;
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!/^(EPERM|EACCES|EROFS|ENOTSUP|EINVAL)$/.test(codeOf(error))) throw error;
  }
}
