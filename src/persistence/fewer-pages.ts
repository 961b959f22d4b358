import type { Database } from './database.js';

/** In KB, as SQLite counts it: negative. */
const FEWER = -49_152;

/**
 * Does the work with a smaller cache of pages: while a world is filled, the garbage of millions of rows
 * needs room beside it. A million images take 245 MB in all instead of 261, and 75 s instead of 69.
 */
export async function withFewerPages<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const size = Number(database.pragma('cache_size', { simple: true }));
  if (size >= FEWER) return work();
  database.pragma(`cache_size = ${FEWER}`);
  try {
    return await work();
  } finally {
    database.pragma(`cache_size = ${size}`);
  }
}
