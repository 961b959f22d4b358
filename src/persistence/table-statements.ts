import { asc, eq, getTableColumns, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from './database.js';
import type { RowCache } from './row-cache.js';
import { queries, ReadStatement, WriteStatement } from './statement.js';

/** An insert of one whole row: the values carry every column by its name in the code. */
export function insertInto(table: SQLiteTable, except: readonly string[] = []): WriteStatement {
  return new WriteStatement(() => {
    const names = Object.keys(getTableColumns(table)).filter((name) => !except.includes(name));
    const values = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
    return queries.insert(table).values(values);
  });
}

/** An update of the named columns and `lastOpDate` (value `now`) of the row with this key. */
export function updateOf(table: SQLiteTable, key: Column, names: readonly string[]) {
  return new WriteStatement(() =>
    queries
      .update(table)
      .set({
        ...Object.fromEntries(names.map((name) => [name, sql`${sql.placeholder(name)}`])),
        lastOpDate: sql`${sql.placeholder('now')}`,
      })
      .where(eq(key, sql.placeholder('key'))),
  );
}

/** All rows of the table that meet the condition, in the order in which they were made. */
export function rowsWhere<T extends SQLiteTable>(table: T, condition: SQL | undefined) {
  return new ReadStatement(getTableColumns(table), () =>
    queries
      .select()
      .from(table)
      .where(condition)
      .orderBy(asc(sql`${table}.rowid`)),
  );
}

export function deleteWhere(table: SQLiteTable, condition: SQL): WriteStatement {
  return new WriteStatement(() => queries.delete(table).where(condition));
}

/** The row's values of these columns. */
export function only(columns: readonly string[], row: object): Record<string, unknown> {
  const values = row as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const name of columns) result[name] = values[name];
  return result;
}

type UuidTable = SQLiteTable & { readonly uuid: Column };

/**
 * The four statements of a table whose rows have a uuid: insert, find, update of the columns that
 * may change, remove. Built once; `open` gives them a connection.
 */
export function defineRowStore<T extends UuidTable>(table: T, mutable: readonly string[] = []) {
  const insert = insertInto(table);
  const find = rowsWhere(table, eq(table.uuid, sql.placeholder('uuid')));
  const update = updateOf(table, table.uuid, mutable);
  const remove = deleteWhere(table, eq(table.uuid, sql.placeholder('uuid')));
  const columns = Object.keys(getTableColumns(table));
  return {
    /** `rows`: rows read in a transaction are kept for its rest. */
    open(database: Database, rows?: RowCache) {
      const read = (uuid: string) => find.get(database, { uuid });
      return {
        insert: (row: { readonly uuid: string }) => {
          insert.run(database, { ...row });
          rows?.keep(table, row.uuid, only(columns, row));
        },
        find: (uuid: string) => (rows ? rows.read(table, uuid, () => read(uuid)) : read(uuid)),
        update(row: { readonly uuid: string }, change: object, now: number) {
          const next = { ...row, ...change, key: row.uuid, now };
          update.run(database, next);
          rows?.change(table, row.uuid, { ...only(mutable, next), lastOpDate: now });
        },
        remove(uuid: string) {
          // What belongs to it may go with it.
          rows?.forgetAll();
          remove.run(database, { uuid });
        },
      };
    },
  };
}
