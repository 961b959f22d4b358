/** The newest schema as one script: what all migrations together make of nothing, which takes ten times as long. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { root } from './prepare.mjs';

const MIGRATIONS = join(root, 'migrations');

/** Where it is, for persistence/migrate.ts. */
export const NEWEST = join(MIGRATIONS, 'newest', 'schema.sql');

/** The script; its end says of which version it is. */
export function newestSchema() {
  const { entries } = JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'));
  const database = new Database(':memory:');
  try {
    migrate(database, entries);
    const statements = database
      .prepare(
        "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by rowid",
      )
      .pluck()
      .all();
    return `${[...statements, `PRAGMA user_version = ${entries.length}`].join(';\n\n')};\n`;
  } finally {
    database.close();
  }
}

function migrate(database, entries) {
  // Of what a migration derives from rows there is nothing: there are none.
  database.function('uuid_from_name', (_name) => {
    throw new Error('a migration makes rows out of nothing');
  });
  // One of them says of the tables that they are strict.
  database.unsafeMode(true);
  for (const { tag } of entries) {
    const script = readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8');
    for (const statement of script.split('--> statement-breakpoint')) database.exec(statement);
  }
}
