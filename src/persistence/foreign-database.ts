import { messageOf } from '../core/code-of.js';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import DatabaseConstructor from 'better-sqlite3';
import { DatabaseUnusable } from './database-unusable.js';
import { APPLICATION_ID, type Database } from './database.js';
import { EXPORTED_BLOBS } from './exported-blobs.js';
import { inThread, type Rows } from './in-a-thread.js';
import { migrateTo, newestVersion } from './migrate.js';

const MAGIC = 'SQLite format 3\0';
const HEADER_LENGTH = 100;
/** Where the header says that a log lies beside the file: one from outside has none. */
const FILE_FORMAT_VERSIONS = 18;

/**
 * Looks at a database from outside before anything of it is used: only one that an emulator of this or an
 * older version wrote is taken. It is opened for reading, and its schema must be ours to the letter:
 * no trigger, view, virtual table or expression that is not, so that nothing of it can run. Answers the version
 * of its schema.
 * @throws {DatabaseUnusable} with what is wrong
 */
export async function checkForeignDatabase(path: string): Promise<number> {
  prepareHeader(path);
  const database = openForReading(path);
  let version: number;
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    version = checkOrigin(database);
    checkSchema(database);
  } catch (error) {
    throw error instanceof DatabaseUnusable ? error : damaged(error);
  } finally {
    database.close();
  }
  await checkContent(path);
  return version;
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

function checkOrigin(database: Database): number {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID || version < 1) {
    throw new DatabaseUnusable('it is a database of another program');
  }
  if (version > newestVersion()) {
    throw new DatabaseUnusable(
      `it was written by a newer version of the emulator (schema ${version}, this one knows ${newestVersion()}); update the emulator`,
    );
  }
  return version;
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

/** The schema of each version that was asked for: to make one takes longer than all else that is looked at. */
const schemas = new Map<number, ReadonlySet<string>>();

/** What a database of a version of ours consists of, with all that an export may add. */
function ourSchema(version: number): ReadonlySet<string> {
  const known = schemas.get(version);
  if (known) return known;
  const model = new DatabaseConstructor(':memory:');
  try {
    migrateTo(model, version);
    model.exec(EXPORTED_BLOBS);
    const ours = new Set(schemaOf(model));
    schemas.set(version, ours);
    return ours;
  } finally {
    model.close();
  }
}

function checkSchema(database: Database): void {
  const ours = ourSchema(Number(database.pragma('user_version', { simple: true })));
  const theirs = schemaOf(database);
  const foreign = theirs.find((entry) => !ours.has(entry));
  const known = new Set(theirs);
  const missing = [...ours].find((entry) => !known.has(entry) && !entry.includes('exported_blobs'));
  const odd = foreign ?? missing;
  if (odd === undefined) return;
  const [type, name] = JSON.parse(odd) as [string, string];
  const what = foreign === undefined ? 'lacks' : 'has';
  throw new DatabaseUnusable(
    `it ${what} the ${type} '${name}', which is not as the emulator makes it`,
  );
}

/** To read it to its end takes a while: in a thread of its own, for the others go on. */
async function checkContent(path: string): Promise<void> {
  let found: Rows[];
  try {
    found = await inThread({
      path,
      isReadOnly: true,
      statements: [
        'pragma cell_size_check = on',
        'pragma integrity_check(1)',
        'pragma foreign_key_check',
      ],
      mostRows: MOST_BROKEN,
    });
  } catch (error) {
    throw damaged(error);
  }
  const [, [verdict] = [], broken = []] = found;
  if (verdict?.['integrity_check'] !== 'ok') {
    throw new DatabaseUnusable(`it is damaged: ${String(verdict?.['integrity_check'])}`);
  }
  if (broken.length === 0) return;
  const count = broken.length === MOST_BROKEN ? `${MOST_BROKEN} or more` : broken.length;
  throw new DatabaseUnusable(`${count} of its rows refer to nothing`);
}

/** Broken references are counted so far. */
const MOST_BROKEN = 1000;

const damaged = (error: unknown) => new DatabaseUnusable(`it is damaged: ${messageOf(error)}`);
