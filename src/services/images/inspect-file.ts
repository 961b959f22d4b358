import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Inspection } from '../../domain/disk-file/disk-file.js';
import { inspect } from '../../domain/disk-file/inspect.js';

/** What the file at a path is, by its headers: a few reads, however large it is. */
export function inspectFile(path: string): Inspection {
  const file = openSync(path, 'r');
  try {
    return inspect({
      length: fstatSync(file).size,
      read(at, length) {
        const bytes = Buffer.alloc(length);
        for (let read = 0; read < length;) {
          const more = readSync(file, bytes, read, length - read, at + read);
          if (more === 0) break;
          read += more;
        }
        return bytes;
      },
    });
  } finally {
    closeSync(file);
  }
}
