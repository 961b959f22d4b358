import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../core/releases.js';
import type { History } from '../domain/history.js';
import { copyWhole, linkOrCopy, PARTIAL } from '../persistence/blob-files.js';
import { sync } from '../persistence/database-file.js';
import { makePrivateFolder } from '../persistence/private-files.js';
import type { Environment } from './environment.js';

/** A world that stands still. */
export interface FrozenWorld {
  readonly bytes: Buffer;
  /** Where the files of its real images lie, if it has any. */
  readonly blobs: string | undefined;
  /** How many images it has; undefined where nobody has looked. */
  readonly images: number | undefined;
  /** The release of its own, where it comes from outside and has one. */
  readonly release?: Release | undefined;
}

/** Freezes a world; the files of its real images are linked into a directory of their own. */
export function freezeWorld(
  environment: Environment,
  history: History,
  newDirectory: () => string,
): FrozenWorld {
  const bytes = environment.freeze(history);
  const images = environment.imageCount;
  const { blobNames, partialNames } = environment;
  if (blobNames.length + partialNames.length === 0) return { bytes, blobs: undefined, images };
  const blobs = newDirectory();
  copyBlobs(environment, blobs);
  return { bytes, blobs, images };
}

/** Gives a copy of a world the files of its real images, and what has arrived of its uploads. */
export function copyBlobs(environment: Environment, to: string): void {
  linkBlobs(environment.blobs, [...environment.blobNames, ...environment.partialNames], to);
}

/** Lets another directory have these files, too: contents never change, so one copy serves all. */
export function linkBlobs(from: string, names: readonly string[], to: string): void {
  if (names.length === 0 || from === to) return;
  makePrivateFolder(to);
  for (const name of names) {
    // What still grows has to grow alone.
    if (name.endsWith(PARTIAL)) copyWhole(join(from, name), join(to, name));
    else if (!existsSync(join(to, name))) linkOrCopy(join(from, name), join(to, name));
  }
  // Before a database that knows them lies beside.
  sync(to);
}
