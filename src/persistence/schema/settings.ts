import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What a world keeps of itself: its clock, its chance, the seed it was made from. JSON values. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
