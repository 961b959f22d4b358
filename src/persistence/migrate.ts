import { messageOf } from '../core/code-of.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineFaultOf } from '../core/machine-fault.js';
import { uuidFromName } from '../core/uuid.js';
import { DatabaseUnusable, unusable } from './database-unusable.js';
import type { Database } from './database.js';

const MIGRATIONS = join(__dirname, '..', '..', 'migrations');
/** What all of them make of nothing (`npm run migrations` writes it), in a tenth of the time. */
const NEWEST = join(MIGRATIONS, 'newest', 'schema.sql');

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

/**
 * Brings the database to this version's schema: runs the drizzle-kit migrations that it has not
 * seen, all in one transaction. Their number is kept in `PRAGMA user_version`, so a start with
 * nothing to do costs one read. Answers how many an older database needed: one that was just made is of this version.
 * @throws {DatabaseUnusable} when the database comes from a newer version, or cannot be brought to this one: it is
 *   left as it was
 */
export function migrate(database: Database): number {
  const journal = readJournal();
  const seen = Number(database.pragma('user_version', { simple: true }));
  if (seen > journal.entries.length) {
    throw new DatabaseUnusable(
      `${database.name} was written by a newer version of the emulator (schema ${seen}, this one knows ${journal.entries.length}). Update the emulator, or choose another data directory with EMULATOR_DATA_DIR.`,
      'version',
    );
  }
  const missing = journal.entries.slice(seen);
  if (missing.length === 0) return 0;
  // A migration may build a table anew: its references are switched off meanwhile, and looked at
  // before the commit. Inside a transaction SQLite would ignore the switch.
  database.pragma('foreign_keys = OFF');
  try {
    database
      .transaction(() => {
        const made = seen === 0 && isEmpty(database) ? makeNewest(database) : seen;
        runAll(database, journal.entries.slice(made), journal.entries.length);
      })
      .exclusive();
  } catch (error) {
    // The commit itself may find no room.
    throw unusable(error, database.name);
  } finally {
    database.pragma('foreign_keys = ON');
  }
  return seen === 0 ? 0 : missing.length;
}

/** The scripts that bring a database of an older version up to date, to be run in one go; none for one of this. */
export function missingMigrations(version: number): string[] {
  const { entries } = readJournal();
  if (version >= entries.length) return [];
  const scripts = entries.slice(version).flatMap(({ tag }) => statementsOf(tag));
  return ['begin exclusive', ...scripts, `pragma user_version = ${entries.length}`, 'commit'];
}

const statementsOf = (tag: string) =>
  readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8').split('--> statement-breakpoint');

const isEmpty = (database: Database) =>
  database.prepare('select not exists (select 1 from sqlite_schema)').pluck().get() === 1;

/** Makes the schema of the version that the script is of, and answers it; there may be newer migrations. */
function makeNewest(database: Database): number {
  database.exec(readFileSync(NEWEST, 'utf8'));
  return Number(database.pragma('user_version', { simple: true }));
}

let known: Journal | undefined;

/** The list of migrations, read once in the process. */
function readJournal(): Journal {
  const path = join(MIGRATIONS, 'meta', '_journal.json');
  return (known ??= JSON.parse(readFileSync(path, 'utf8')) as Journal);
}

/** The schema's version that this emulator knows. */
export const newestVersion = (): number => readJournal().entries.length;

/** Brings an empty database to an older version of the schema: to compare one from outside with. */
export function migrateTo(database: Database, version: number): void {
  runAll(database, readJournal().entries.slice(0, version), version);
}

function runOne(database: Database, tag: string): void {
  try {
    for (const statement of statementsOf(tag)) database.exec(statement);
  } catch (error) {
    throw notUpToDate(database, tag, error);
  }
}

function runAll(database: Database, missing: Journal['entries'], version: number): void {
  // What a migration makes has the uuid that this version would derive for it.
  database.function('uuid_from_name', { deterministic: true, directOnly: true }, (name) =>
    uuidFromName(String(name)),
  );
  // That a table is STRICT is a word of its schema, which one of them adds without copying the rows.
  database.unsafeMode(true);
  try {
    for (const { tag } of missing) runOne(database, tag);
  } finally {
    database.unsafeMode(false);
  }
  const broken = database.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) {
    throw new DatabaseUnusable(
      `${database.name} cannot be brought up to date: ${broken.length} rows refer to nothing. It is left as it was; choose another data directory with EMULATOR_DATA_DIR.`,
      'version',
    );
  }
  database.pragma(`user_version = ${version}`);
}

/** A migration failed: by the machine's fault, or by what the world has that its author did not think of. */
function notUpToDate(database: Database, tag: string, error: unknown): Error {
  if (machineFaultOf(error)) return unusable(error, database.name);
  const reason = messageOf(error);
  return new DatabaseUnusable(
    `${database.name} cannot be brought up to date: the migration ${tag} failed (${reason}). It is left as it was: use the emulator that wrote it, or choose another data directory with EMULATOR_DATA_DIR.`,
    'version',
  );
}
