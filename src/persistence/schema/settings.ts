import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { dates, uuidColumn } from './columns.js';

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

/** Configuration of single resources, which wins over the global one. */
export const resourceConfigs = sqliteTable(
  'resource_configs',
  {
    uuid: uuidColumn('uuid').primaryKey(),
    category: text('category').notNull(),
    name: text('name').notNull(),
    resourceUuid: uuidColumn('resource_uuid').notNull(),
    resourceType: text('resource_type').notNull(),
    value: text('value').notNull(),
    ...dates,
  },
  (table) => [
    uniqueIndex('resource_configs_once').on(table.resourceUuid, table.category, table.name),
    index('resource_configs_entry').on(table.category, table.name),
  ],
);
