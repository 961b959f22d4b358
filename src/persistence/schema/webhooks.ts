import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { dates, uuidColumn } from './columns.js';

/** Addresses that clients gave for events. */
export const webhooks = sqliteTable('webhooks', {
  uuid: uuidColumn('uuid').primaryKey(),
  name: text('name').notNull(),
  description: text('description'),
  url: text('url').notNull(),
  type: text('type').notNull(),
  opaque: text('opaque'),
  ...dates,
});
