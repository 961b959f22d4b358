import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/*
 * Windows syncs only what may be written, and no directories: what a name leads to is as safe there as its file system
 * makes it.
 */

const isWindows = () => process.platform === 'win32';

/** What the file or directory holds is on the disk after this. */
export function sync(path: string): void {
  if (isWindows() && statSync(path).isDirectory()) return;
  const descriptor = openSync(path, isWindows() ? 'r+' : 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
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
