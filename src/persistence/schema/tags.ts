import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { booleanColumn, dates, uuidColumn } from './columns.js';

const tag = {
  uuid: uuidColumn('uuid').primaryKey(),
  resourceUuid: uuidColumn('resource_uuid').notNull(),
  resourceType: text('resource_type').notNull(),
  tag: text('tag').notNull(),
  ...dates,
};

export const systemTags = sqliteTable(
  'system_tags',
  { ...tag, inherent: booleanColumn('inherent') },
  (table) => [
    uniqueIndex('system_tags_once').on(table.resourceUuid, table.tag),
    index('system_tags_tag').on(sql`${table.tag} collate nocase`),
  ],
);

export const userTags = sqliteTable('user_tags', tag, (table) => [
  uniqueIndex('user_tags_once').on(table.resourceUuid, table.tag),
  index('user_tags_tag').on(sql`${table.tag} collate nocase`),
]);
