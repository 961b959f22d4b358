import { sql, type SQL } from 'drizzle-orm';
import { integer, text, type AnySQLiteColumn } from 'drizzle-orm/sqlite-core';

/** When a row was made and last changed, in ms since 1970 on the environment's clock. */
export const dates = {
  createDate: integer('create_date').notNull(),
  lastOpDate: integer('last_op_date').notNull(),
};

/** A 32-digit identifier. */
export const uuidColumn = (name: string) => text(name);

export const booleanColumn = (name: string) => integer(name, { mode: 'boolean' }).notNull();

/** Condition for a check constraint: the column holds one of the values. */
export function isOneOf(column: AnySQLiteColumn, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
}

/**
 * Condition for an index: the content may be real bytes (an MD5, a dash, a length). The others need
 * no index, and a creation no write to one.
 */
export const isBlobContent = (column: AnySQLiteColumn): SQL =>
  sql`${column} glob '????????????????????????????????-*'`;
