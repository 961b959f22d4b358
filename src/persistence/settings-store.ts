import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.js';
import { settings } from './schema/index.js';
import { queries, ReadStatement, WriteStatement } from './statement.js';

const find = new ReadStatement({ value: settings.value }, () =>
  queries
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.name, sql.placeholder('name'))),
);
const all = new ReadStatement({ name: settings.name, value: settings.value }, () =>
  queries.select({ name: settings.name, value: settings.value }).from(settings),
);
const save = new WriteStatement(() =>
  queries
    .insert(settings)
    .values({ name: sql.placeholder('name'), value: sql.placeholder('value') })
    .onConflictDoUpdate({ target: settings.name, set: { value: sql`excluded.value` } }),
);

/** The few facts that a world keeps of itself, by name. */
export interface SettingsStore {
  find(name: SettingName): unknown;
  /** All at once: what an environment needs when it is opened. */
  findAll(): Partial<Record<SettingName, unknown>>;
  save(name: SettingName, value: unknown): void;
}

export type SettingName =
  'birth' | 'chance' | 'clock' | 'credentials' | 'progression' | 'rewind' | 'secret' | 'seed';

export function createSettingsStore(database: Database): SettingsStore {
  return {
    find(name) {
      const row = find.get(database, { name });
      return row && (JSON.parse(row.value) as unknown);
    },
    findAll() {
      const rows = all.all(database, {});
      return Object.fromEntries(
        rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]),
      );
    },
    save(name, value) {
      save.run(database, { name, value: JSON.stringify(value) });
    },
  };
}
