import { getTableColumns, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { queries, WriteStatement } from './statement.js';

/** An insert of one whole row: the values carry every column by its name in the code. */
export function insertInto(table: SQLiteTable, except: readonly string[] = []): WriteStatement {
  return new WriteStatement(() => {
    const names = Object.keys(getTableColumns(table)).filter((name) => !except.includes(name));
    const values = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
    return queries.insert(table).values(values);
  });
}
