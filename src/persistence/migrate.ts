import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidFromName } from '../core/uuid.js';
import { DatabaseUnusable, type Database } from './database.js';

const MIGRATIONS = join(__dirname, '..', '..', 'migrations');

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

/**
 * Brings the database to this version's schema: runs the drizzle-kit migrations that it has not
 * seen, all in one transaction. Their number is kept in `PRAGMA user_version`, so a start with
 * nothing to do costs one read. Answers how many were run.
 * @throws {DatabaseUnusable} when the database comes from a newer version
 */
export function migrate(database: Database): number {
  const journal = readJournal();
  const seen = Number(database.pragma('user_version', { simple: true }));
  if (seen > journal.entries.length) {
    throw new DatabaseUnusable(
      `${database.name} was written by a newer version of the emulator (schema ${seen}, this one knows ${journal.entries.length}). Update the emulator, or choose another data directory with EMULATOR_DATA_DIR.`,
    );
  }
  const missing = journal.entries.slice(seen);
  if (missing.length === 0) return 0;
  // A migration may build a table anew: its references are switched off meanwhile, and looked at
  // before the commit. Inside a transaction SQLite would ignore the switch.
  database.pragma('foreign_keys = OFF');
  try {
    database.transaction(() => runAll(database, missing, journal.entries.length)).exclusive();
  } finally {
    database.pragma('foreign_keys = ON');
  }
  return missing.length;
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

function runAll(database: Database, missing: Journal['entries'], version: number): void {
  // What a migration makes has the uuid that this version would derive for it.
  database.function('uuid_from_name', { deterministic: true, directOnly: true }, (name) =>
    uuidFromName(String(name)),
  );
  for (const { tag } of missing) {
    const script = readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8');
    for (const statement of script.split('--> statement-breakpoint')) database.exec(statement);
  }
  const broken = database.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) {
    throw new DatabaseUnusable(
      `${database.name} cannot be brought up to date: ${broken.length} rows refer to nothing. It is left as it was; choose another data directory with EMULATOR_DATA_DIR.`,
    );
  }
  database.pragma(`user_version = ${version}`);
}
