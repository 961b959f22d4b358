import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import DatabaseConstructor from 'better-sqlite3';
import type { History } from '../domain/history.js';
import type { Database } from './database.js';
import { freezeRecent } from './recent-history.js';
import { makePrivate } from './private-files.js';
import { sync } from './sync.js';
import { createSettingsStore, type SettingName } from './settings-store.js';

/**
 * Copies a database into a file of its own while it is written to: whole, as of one moment, without a log
 * beside it. `onProgress` is told the share that is done.
 */
export async function copyToFile(
  database: Database,
  path: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<void> {
  makePrivate(path);
  await database.backup(path, {
    progress({ totalPages, remainingPages }) {
      onProgress(totalPages === 0 ? 1 : 1 - remainingPages / totalPages);
      return database.memory ? ALL_PAGES : PAGES_AT_ONCE;
    },
  });
  const copy = openAlone(path);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** The same with all of the world's history, or with the last of it. */
export async function copyHistory(
  database: Database,
  path: string,
  history: History,
): Promise<void> {
  const bytes = history === 'recent' ? freezeRecent(database) : undefined;
  if (bytes) writeFileSync(path, bytes, { mode: 0o600 });
  else await copyToFile(database, path);
  leaveOutReplication(database, path);
}

/** What a program that replicates a world's file keeps in it says nothing of the world. */
function leaveOutReplication(database: Database, path: string): void {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where name glob '_litestream_*'")
    .pluck()
    .all();
  if (tables.length === 0) return;
  const copy = openAlone(path);
  try {
    for (const table of tables) copy.exec(`DROP TABLE IF EXISTS "${table}"`);
  } finally {
    copy.close();
  }
}

/**
 * Opens a file that nobody else has open, as it is. Said before anything is read: SQLite makes no file of shared memory
 * beside it then.
 */
export function openAlone(path: string): Database {
  const database = new DatabaseConstructor(path);
  database.pragma('locking_mode = EXCLUSIVE');
  return database;
}

/** So many that a copy is quick, so few that others get their turn every few milliseconds. */
const PAGES_AT_ONCE = 2000;
/** Of a world in memory: each commit lets SQLite begin such a copy anew, so it would never end while others write. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Writes what the log beside the file holds into the file, and leaves the log empty.
 * @throws when that cannot be done, for want of room for one; then the log has it still
 */
export function checkpoint(database: Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/**
 * Puts a finished database file in the place of another (or of none): after a kill at any moment the old
 * one or the new one is there. Both must be closed.
 */
export function putInPlace(finished: string, place: string): void {
  sync(finished);
  // A log that was left beside the old file must not be taken for one of the new file.
  for (const rest of ['-wal', '-shm', '-journal']) rmSync(`${place}${rest}`, { force: true });
  removeRewind(place);
  renameSync(finished, place);
  sync(dirname(place));
}

export { sync, syncLater } from './sync.js';

/** Removes a database file with what may lie beside it. */
export function removeDatabase(path: string): void {
  for (const rest of ['', '-wal', '-shm', '-journal', '-owner'])
    rmSync(`${path}${rest}`, { force: true });
  removeRewind(path);
}

const DATABASE = /\.sqlite$/;

/** Where what takes the writes of a world back lies; undefined for one that does not stay. */
export const rewindBeside = (database: string | Buffer): string | undefined =>
  typeof database === 'string' && DATABASE.test(database)
    ? database.replace(DATABASE, '.rewind')
    : undefined;

/** What it tells of is there no more. */
function removeRewind(database: string): void {
  const path = rewindBeside(database);
  if (path !== undefined) for (const end of ['', '-new']) rmSync(path + end, { force: true });
}

/** Writes a fact that a world keeps of itself into a file that nobody has open. */
export function saveSetting(path: string, name: SettingName, value: unknown): void {
  const database = openAlone(path);
  try {
    createSettingsStore(database).save(name, value);
  } finally {
    database.close();
  }
}
