import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const journal = JSON.parse(
    readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'),
  ) as Journal;
  const seen = Number(database.pragma('user_version', { simple: true }));
  if (seen > journal.entries.length) {
    throw new DatabaseUnusable(
      `${database.name} was written by a newer version of the emulator (schema ${seen}, this one knows ${journal.entries.length}). Update the emulator, or choose another data directory with EMULATOR_DATA_DIR.`,
    );
  }
  const missing = journal.entries.slice(seen);
  if (missing.length === 0) return 0;
  database
    .transaction(() => {
      for (const { tag } of missing) {
        const script = readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8');
        for (const statement of script.split('--> statement-breakpoint')) database.exec(statement);
      }
      database.pragma(`user_version = ${journal.entries.length}`);
    })
    .exclusive();
  return missing.length;
}
