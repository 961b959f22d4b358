import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../core/code-of.js';
import { sync } from './sync.js';

/*
 * Worlds hold sessions, keys and passwords: their files are their owner's alone, whatever the umask says.
 * Where rights cannot be changed (another owner, a file system without them) they are left as they are.
 */

const FILE = 0o600;
const FOLDER = 0o700;
const OTHERS = 0o077;

/** Makes the file of a database, and its folder, if they are not there, and takes the rights of others from it. */
export function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  // SQLite would make it with the rights that the umask leaves; what lies beside it later has the rights of the file.
  if (!existsSync(path)) {
    closeSync(openSync(path, 'a', FILE));
    chmod(path, FILE);
  }
  for (const rest of ['', '-wal', '-journal']) if (existsSync(path + rest)) restrict(path + rest);
}

/**
 * Makes a folder of ours, and those above it, if it is not there. (Node's own `recursive` tells that
 * nothing is there when a disk failed.)
 */
export function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  makePrivateFolder(dirname(folder));
  mkdirSync(folder, FOLDER);
  chmod(folder, FOLDER);
  // Whatever is said to be in it has to find it there after a power cut.
  sync(dirname(folder));
}

/** Takes the rights of others from a file or folder that is ours. */
export function restrict(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if ((mode & OTHERS) !== 0) chmod(path, mode & ~OTHERS);
}

function chmod(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if (!/^(EPERM|EACCES|EROFS|ENOTSUP|EINVAL)$/.test(codeOf(error))) throw error;
  }
}
