import { chmodSync, closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/*
 * Windows syncs only what may be written, and no directories: what a name leads to is as safe there as its file system
 * makes it.
 */

const isWindows = () => process.platform === 'win32';
const WRITABLE = 0o200;

/** What the file or directory holds is on the disk after this. */
export function sync(path: string): void {
  if (!isWindows()) {
    syncBy(path, 'r');
    return;
  }
  const stats = statSync(path);
  if (!stats.isDirectory()) whileWritable(path, stats.mode, () => syncBy(path, 'r+'));
}

function syncBy(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A file that was sealed, or the copy of one, may be written only as long as that needs. */
function whileWritable(path: string, mode: number, work: () => void): void {
  if (mode & WRITABLE) {
    work();
    return;
  }
  chmodSync(path, mode | WRITABLE);
  try {
    work();
  } finally {
    chmodSync(path, mode);
  }
}

/** The same, while others go on: what takes long is done by the time that `sync` is called. */
export async function syncLater(path: string): Promise<void> {
  if (isWindows() && statSync(path).isDirectory()) return;
  const file = await open(path, isWindows() ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
