import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  copyFileSync,
  constants,
} from 'node:fs';
import { join } from 'node:path';
import type { BlobFiles } from '../domain/blob.js';
import { sync } from './database-file.js';
import { makePrivateFolder } from './private-files.js';

/** The end of the name of what is acknowledged of an upload. */
export const PARTIAL = '.partial';
/** The end of the name of bytes that are on their way. */
export const ARRIVAL = '.arriving';

/** The end of the name of bytes that a request sent, which may be made again. */
export const SENT = '.sent';

/** The end of the name of a blob that only states know that can be gone back to. */
export const HELD = '.held';

// One count for all worlds of the process: of two worlds that lie in one directory one after the other,
// the late requests of the first must not meet the files of the second.
let arrivals = 0;

/** The same files by their names: for who looks whether they and the world's rows fit together. */
export interface FilesOfWorld {
  names(): string[];
  /** Length of a file in bytes; undefined: it is not there. */
  sizeOf(name: string): number | undefined;
  removeFile(name: string): void;
}

/** Files that no row knows any more, and that a rewind may bring back. */
export interface HeldFiles {
  hold(contentId: string): void;
  bringBack(contentId: string): void;
  release(contentId: string): void;
  releaseSent(sum: string): void;
}

/**
 * Files of one world's blobs in a directory of its own, made at its first use. Names are made by
 * the emulator (hexadecimal digits and dashes), never by clients.
 */
export function createBlobFiles(directory: string): BlobFiles & FilesOfWorld & HeldFiles {
  function pathOf(name: string): string {
    if (!/^[0-9a-f-]+$/.test(name)) throw new Error(`'${name}' cannot be the name of a blob`);
    makePrivateFolder(directory);
    return join(directory, name);
  }
  const partialPathOf = (key: string) => `${pathOf(key)}${PARTIAL}`;
  return {
    pathOf,
    partialPathOf,
    newArrivalPath: () => `${pathOf((arrivals++).toString(16))}${ARRIVAL}`,
    isWhole: (contentId, length) =>
      statSync(pathOf(contentId), { throwIfNoEntry: false })?.size === length,
    place(path, contentId) {
      const place = pathOf(contentId);
      // What lies there and is wrong helps nobody.
      rmSync(place, { force: true });
      linkOrCopy(path, place);
      sync(directory);
      return () => quietly(() => rmSync(place, { force: true }));
    },
    seal: (contentId) => quietly(() => chmodSync(pathOf(contentId), 0o400)),
    remove: (contentId) => quietly(() => rmSync(pathOf(contentId), { force: true })),
    removePartial: (key) => quietly(() => rmSync(partialPathOf(key), { force: true })),
    discard: (path) => quietly(() => rmSync(path, { force: true })),
    hold: (contentId) => quietly(() => renameSync(pathOf(contentId), pathOf(contentId) + HELD)),
    bringBack(contentId) {
      const place = pathOf(contentId);
      if (existsSync(place + HELD)) quietly(() => renameSync(place + HELD, place));
    },
    release: (contentId) => quietly(() => rmSync(pathOf(contentId) + HELD, { force: true })),
    sentPathOf: (sum) => pathOf(sum) + SENT,
    releaseSent: (sum) => quietly(() => rmSync(pathOf(sum) + SENT, { force: true })),
    names: () => (existsSync(directory) ? readdirSync(directory) : []),
    sizeOf: (name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size,
    removeFile: (name) =>
      quietly(() => rmSync(join(directory, name), { recursive: true, force: true })),
  };
}

/** Lets a file have another name too; where the file system has no links, a copy has it. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyWhole(from, to);
  }
}

/** Copies a file: under its name it is whole and on the disk, or not there; who reads an older one goes on. */
export function copyWhole(from: string, to: string): void {
  const unfinished = `${to}${ARRIVAL}`;
  try {
    copyFileSync(from, unfinished, constants.COPYFILE_FICLONE);
    sync(unfinished);
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** What is left behind is found at the next start; the world itself is right already. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing depends on it.
  }
}
