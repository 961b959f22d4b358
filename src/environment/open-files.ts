import { readFileSync } from 'node:fs';

/** A world in a file has its database and the log beside it open. */
const FILES_PER_WORLD = 2;
/** As many worlds in files are open at a time at most: more cost memory and gain nothing. */
const MOST = 128;
/** What the worlds may take of all descriptors: the rest is for clients, and for what is copied. */
const SHARE = 1 / 4;
/** Where the system does not tell. */
const USUAL_LIMIT = 1024;

/** How many worlds in files may be open at a time, beside the default one. */
export function mostOpenWorlds(): number {
  return Math.min(MOST, Math.max(1, Math.floor((openFilesLimit() * SHARE) / FILES_PER_WORLD)));
}

/** How many descriptors the process may have. */
export function openFilesLimit(): number {
  try {
    const [, limit] =
      /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? USUAL_LIMIT : Number(limit);
  } catch {
    return USUAL_LIMIT;
  }
}
