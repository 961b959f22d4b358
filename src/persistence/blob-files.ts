import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobFiles } from '../domain/blob.js';

/**
 * Files of one world's blobs in a directory of its own, made at its first use. Names are made by
 * the emulator (hexadecimal digits and dashes), never by clients.
 */
export function createBlobFiles(directory: string): BlobFiles & { readonly names: () => string[] } {
  function pathOf(name: string): string {
    if (!/^[0-9a-f-]+$/.test(name)) throw new Error(`'${name}' cannot be the name of a blob`);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return join(directory, name);
  }
  const partialPathOf = (key: string) => `${pathOf(key)}.partial`;
  return {
    pathOf,
    partialPathOf,
    finish: (key, contentId) => renameSync(partialPathOf(key), pathOf(contentId)),
    remove: (contentId) => rmSync(pathOf(contentId), { force: true }),
    removePartial: (key) => rmSync(partialPathOf(key), { force: true }),
    names: () => (existsSync(directory) ? readdirSync(directory) : []),
  };
}
