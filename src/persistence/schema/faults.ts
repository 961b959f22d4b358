import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { uuidColumn } from './columns.js';

/** Rules that make things go wrong; `match` and `action` are JSON. */
export const faults = sqliteTable('faults', {
  uuid: uuidColumn('uuid').primaryKey(),
  match: text('match').notNull(),
  action: text('action').notNull(),
  skip: integer('skip').notNull(),
  times: integer('times'),
  probability: real('probability').notNull(),
  matched: integer('matched').notNull(),
  hits: integer('hits').notNull(),
  createDate: integer('create_date').notNull(),
});
