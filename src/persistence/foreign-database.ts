import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import DatabaseConstructor from 'better-sqlite3';
import { DatabaseUnusable } from './database-unusable.js';
import { APPLICATION_ID, type Database } from './database.js';
import { EXPORTED_BLOBS } from './exported-blobs.js';
import { migrateTo, newestVersion } from './migrate.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_LENGTH = 100;
/** Where the header says that a log lies beside the file: one from outside has none. */
const FILE_FORMAT_VERSIONS = 18;

/**
 * Looks at a database from outside before anything of it is used: only one that an emulator of this or an
 * older version wrote is taken. It is opened for reading, and its schema must be ours to the letter:
 * no trigger, view, virtual table or expression that is not, so that nothing of it can run.
 * @throws {DatabaseUnusable} with what is wrong
 */
export function checkForeignDatabase(path: string): void {
  prepareHeader(path);
  const database = openForReading(path);
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    checkOrigin(database);
    checkSchema(database);
    checkContent(database);
  } catch (error) {
    throw error instanceof DatabaseUnusable ? error : damaged(error);
  } finally {
    database.close();
  }
}

function prepareHeader(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    const header = Buffer.alloc(HEADER_LENGTH);
    const length = readSync(descriptor, header, 0, HEADER_LENGTH, 0);
    if (length < HEADER_LENGTH || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
      throw new DatabaseUnusable('it is no SQLite database');
    }
    writeSync(descriptor, Buffer.from([1, 1]), 0, 2, FILE_FORMAT_VERSIONS);
  } finally {
    closeSync(descriptor);
  }
}

function openForReading(path: string): Database {
  try {
    return new DatabaseConstructor(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw damaged(error);
  }
}

function checkOrigin(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID || version < 1) {
    throw new DatabaseUnusable('it is a database of another program');
  }
  if (version > newestVersion()) {
    throw new DatabaseUnusable(
      `it was written by a newer version of the emulator (schema ${version}, this one knows ${newestVersion()}); update the emulator`,
    );
  }
}

/** Every table and index, with the SQL that made it; what an index belongs to goes before it. */
function schemaOf(database: Database): string[] {
  const rows = database
    .prepare(
      "select type, name, tbl_name, sql from sqlite_schema order by type = 'index', type, name",
    )
    .raw(true)
    .all();
  return rows.map((row) => JSON.stringify(row));
}

function checkSchema(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  const model = new DatabaseConstructor(':memory:');
  try {
    migrateTo(model, version);
    model.exec(EXPORTED_BLOBS);
    const ours = new Set(schemaOf(model));
    const theirs = schemaOf(database);
    const foreign = theirs.find((entry) => !ours.has(entry));
    const known = new Set(theirs);
    const missing = [...ours].find(
      (entry) => !known.has(entry) && !entry.includes('exported_blobs'),
    );
    const odd = foreign ?? missing;
    if (odd === undefined) return;
    const [type, name] = JSON.parse(odd) as [string, string];
    const what = foreign === undefined ? 'lacks' : 'has';
    throw new DatabaseUnusable(
      `it ${what} the ${type} '${name}', which is not as the emulator makes it`,
    );
  } finally {
    model.close();
  }
}

function checkContent(database: Database): void {
  const [verdict] = database.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (verdict?.integrity_check !== 'ok') {
    throw new DatabaseUnusable(`it is damaged: ${verdict?.integrity_check}`);
  }
  const broken = database.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0)
    throw new DatabaseUnusable(`${broken.length} of its rows refer to nothing`);
}

const damaged = (error: unknown) =>
  new DatabaseUnusable(`it is damaged: ${error instanceof Error ? error.message : String(error)}`);
