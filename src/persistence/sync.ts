import { closeSync, fsyncSync, openSync } from 'node:fs';

/** What the file or directory holds is on the disk after this. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
