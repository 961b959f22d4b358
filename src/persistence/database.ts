import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseConstructor, { type Database } from 'better-sqlite3';
import { damagedFile, DatabaseUnusable, unusable } from './database-unusable.js';
import { teachSums } from './later-sums.js';
import { teachTime } from './queries/query-clock.js';
import { makePrivate } from './private-files.js';

export type { Database };

/** Marks a file as one of ours (`PRAGMA application_id`, the letters "zsim"). */
export const APPLICATION_ID = 0x7a73696d;

/** Pages of a world in memory: most of its 130 tables and indexes are empty, and each takes a page. */
export const MEMORY_PAGE_SIZE = 1024;

/** Whether programs that copy a world's file may have it open beside the emulator (docs/fleet.md). */
export type FileLocking = 'exclusive' | 'shared';

/** For how many ms a write waits for such a program, which holds the file for moments only. */
const PATIENCE = 5_000;

/**
 * Opens a world's database: a file, `:memory:`, or the bytes of a frozen one, which is then a world in
 * memory of its own.
 * WAL with `synchronous = NORMAL`: a commit survives the end of the process, however it ends;
 * only a power cut can lose the last ones (docs/decisions/0003).
 * @throws {DatabaseUnusable} when the file cannot be opened or belongs to something else
 */
export function openDatabase(
  source: string | Buffer,
  locking: FileLocking = 'exclusive',
): Database {
  if (typeof source !== 'string') return openBytes(source);
  const path = source;
  const database = open(path);
  try {
    // One process owns the file; a second one gets a clear refusal at once instead of a wait. Said before
    // anything is read: so SQLite makes no file of shared memory beside it, for which a full disk has no room.
    database.pragma('busy_timeout = 0');
    if (path === ':memory:') database.pragma(`page_size = ${MEMORY_PAGE_SIZE}`);
    else if (locking === 'shared') own(database, path);
    else database.pragma('locking_mode = EXCLUSIVE');
    refuseForeign(database, path);
    if (path !== ':memory:') {
      database.pragma('main.journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      // 32 MB between checkpoints: pages that change often are written back once, and of a hundred calls under
      // full load less than one waits for it. What is in the log is synced by log-sync.ts.
      database.pragma('wal_autocheckpoint = 8000');
      // Room for the inner pages of the indexes of a million images; a small world never fills it.
      database.pragma('cache_size = -24576');
    }
    // Savepoints keep what they may have to undo: in memory, not in a temporary file.
    database.pragma('temp_store = MEMORY');
    database.pragma('foreign_keys = ON');
    teachSums(database, teachTime(database).beforeSum);
    if (path !== ':memory:') database.exec('BEGIN IMMEDIATE; COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw unusable(error, path);
  }
}

/** Larger worlds that begin as bytes lie in a file without a name, of which few pages are in memory at a time. */
const LARGEST_IN_MEMORY = 512 * 1024;

/** Larger ones are not read whole at each start: the doctor does that (1 MB takes about 2 ms). */
const LARGEST_CHECKED = 64 * 2 ** 20;

/**
 * Looks whether a database can be read to its end.
 * @throws {DatabaseUnusable} when it is damaged
 */
export function checkPages(database: Database): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const size = pages * Number(database.pragma('page_size', { simple: true }));
  if (size > LARGEST_CHECKED) return;
  let verdict: unknown;
  try {
    verdict = database.pragma('quick_check(1)', { simple: true });
  } catch (error) {
    throw unusable(error, database.name);
  }
  if (verdict !== 'ok') throw damagedFile(database.name, String(verdict));
  // It has read every page, and calls come back for few of them.
  database.pragma('shrink_memory');
}

/** Bytes that `freeze` made: they were ours, so nothing is looked at again. */
function openBytes(bytes: Buffer): Database {
  const file = bytes.length > LARGEST_IN_MEMORY ? openUnnamed(bytes) : undefined;
  const database = file ?? new DatabaseConstructor(bytes);
  // Of bytes in memory a large cache of pages would only hold them twice.
  database.exec(
    `PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
     PRAGMA cache_size = ${file ? -256 : -64}; PRAGMA foreign_keys = ON`,
  );
  teachSums(database, teachTime(database).beforeSum);
  return database;
}

/**
 * A database in a file that only this process knows, and that is gone with it, however it ends. A copy of a
 * thousand images costs 0.55 MB of memory this way instead of 1.3. Undefined where that cannot be: a full
 * disk, or a system that keeps open files from being unlinked.
 */
function openUnnamed(bytes: Buffer): Database | undefined {
  const path = join(tmpdir(), `zstack-image-emulator-${process.pid}-${unnamed++}.sqlite`);
  try {
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
    const database = new DatabaseConstructor(path);
    database.pragma('locking_mode = EXCLUSIVE');
    // Opened now: SQLite opens the file itself at the first look.
    database.pragma('user_version');
    return database;
  } catch {
    return undefined;
  } finally {
    rmSync(path, { force: true });
  }
}

let unnamed = 0;

function open(path: string): Database {
  try {
    if (path !== ':memory:') {
      refuseFolder(path);
      makePrivate(path);
    }
    return new DatabaseConstructor(path);
  } catch (error) {
    throw unusable(error, path);
  }
}

/**
 * Keeps a second emulator out where others may have the file open: by a lock on a file beside it, which is attached so
 * that it is held for as long as the database is open.
 */
function own(database: Database, path: string): void {
  const beside = ownerBeside(path);
  makePrivate(beside);
  database.prepare('ATTACH ? AS owner').run(beside);
  database.exec('PRAGMA owner.locking_mode = EXCLUSIVE; PRAGMA owner.journal_mode = MEMORY');
  database.exec('CREATE TABLE IF NOT EXISTS owner.held (by); DELETE FROM owner.held');
  database.pragma(`busy_timeout = ${PATIENCE}`);
}

/** The file whose lock says that an emulator has a database open that others may open, too. */
export const ownerBeside = (path: string): string => `${path}-owner`;

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw damagedFile(path, 'it is a folder');
}

function refuseForeign(database: Database, path: string): void {
  const id = database.pragma('application_id', { simple: true });
  if (id === APPLICATION_ID) return;
  const tables = database.prepare('select count(*) from sqlite_schema').pluck().get();
  if (tables !== 0) {
    throw new DatabaseUnusable(
      `${path} is a database of another program. Choose another data directory with EMULATOR_DATA_DIR.`,
      'file',
    );
  }
  database.pragma(`application_id = ${APPLICATION_ID}`);
}
