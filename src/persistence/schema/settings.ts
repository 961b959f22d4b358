import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What a world keeps of itself: its clock, its chance, the seed it was made from. JSON values. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

/** Global configuration that differs from its defaults. */
export const globalConfig = sqliteTable(
  'global_config',
  {
    category: text('category').notNull(),
    name: text('name').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.category, table.name] })],
);
