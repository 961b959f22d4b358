import type { Database } from './database.js';

/** Where the header says how a database is written: 1 is with a rollback journal, 2 with a log beside it. */
const WRITE_VERSION = 18;
const READ_VERSION = 19;

/**
 * The whole database as bytes that can be opened again, any number of times. Nothing may be under way in
 * it: between two calls nothing ever is.
 */
export const freeze = (database: Database): Buffer => asBytesOfMemory(database.serialize());

/** A database in memory has no place for a log beside it. */
export function asBytesOfMemory(bytes: Buffer): Buffer {
  bytes[WRITE_VERSION] = 1;
  bytes[READ_VERSION] = 1;
  return bytes;
}

/** A number that differs after every change of any row. */
export const changesOf = (database: Database): number =>
  Number(database.prepare('select total_changes()').pluck().get());

/** Bytes that the database takes. */
export function sizeOf(database: Database): number {
  const pages = Number(database.pragma('page_count', { simple: true }));
  return pages * Number(database.pragma('page_size', { simple: true }));
}

/** Refuses to grow beyond this size (SQLITE_FULL). */
export function limitSize(database: Database, bytes: number): void {
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  database.pragma(`max_page_count = ${Math.max(1, Math.floor(bytes / pageSize))}`);
}

/** A larger world in memory is rarely copied: it is not worth the time. */
const LARGEST_COMPACTED = 16 * 2 ** 20;

/** Writes a world in memory anew without the gaps that random uuids leave: a fifth of it, for every copy. */
export function compact(database: Database): void {
  if (database.memory && sizeOf(database) <= LARGEST_COMPACTED) database.exec('VACUUM');
}
