import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Json } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import type { DescribedDatabase } from './fixtures';
import { sha256 } from './fixtures';
import { isMoved } from './moved';

type Row = Readonly<Record<string, unknown>>;
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** What a migration moves on purpose: it is not looked for where the older version had it. */
export interface Moved {
  /** The migration, as migrations/meta/_journal.json names it. */
  readonly by: string;
  readonly table: string;
  /** Default: the whole table. */
  readonly columns?: readonly string[];
  /** Rows come, none goes or changes. */
  readonly grows?: true;
  /** Why, and which test looks for it where it is now. */
  readonly reason: string;
}

/** Every row of every table. */
export function rowsIn(database: InstanceType<typeof Database>): Rows {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => [table, database.prepare<[], Row>(`select * from "${table}"`).all()]),
  );
}

/** Every row of a database file and its schema's version, without a change of the file or of what lies beside it. */
export function rowsOfFile(path: string): { rows: Rows; schema: number } {
  const copy = join(temporaryFolder(), 'copy.sqlite');
  for (const rest of ['', '-wal']) {
    if (existsSync(path + rest)) cpSync(path + rest, copy + rest);
  }
  const database = new Database(copy);
  try {
    const schema = Number(database.pragma('user_version', { simple: true }));
    return { rows: rowsIn(database), schema };
  } finally {
    database.close();
  }
}

/** The same as `scripts/fixtures/describe.mjs` writes into a manifest. */
export function described({ rows, schema }: { rows: Rows; schema: number }): DescribedDatabase {
  const tables = Object.entries(rows).map(([table, all]) => {
    const digest = sha256(all.map(lineOf).toSorted().join('\n')).slice(0, 32);
    return [table, { rows: all.length, digest }] as const;
  });
  return { schema, tables: Object.fromEntries(tables) };
}

const lineOf = (row: Row): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/**
 * What a later version lost or made up of the rows that an older one had, a line each: a table, a row, a
 * column, a value. Tables and columns that came later are as they please.
 */
export function changesOf(before: Rows, after: Rows, moved: readonly Moved[]): string[] {
  return Object.entries(before).flatMap(([table, rows]) => {
    const moves = moved.filter((each) => each.table === table);
    if (moves.some(({ columns, grows }) => columns === undefined && !grows)) return [];
    const now = after[table];
    if (now === undefined) return [`the table ${table} is gone`];
    const gone = new Set(moves.flatMap(({ columns = [] }) => columns));
    const columns = Object.keys(rows[0] ?? {}).filter((column) => !gone.has(column));
    const mayGrow = moves.some(({ grows }) => grows);
    if (columns.length === 0) {
      return rows.length === now.length || mayGrow ? [] : [`${table}: new rows`];
    }
    const narrow = (row: Row) =>
      lineOf(Object.fromEntries(columns.map((column) => [column, row[column]])));
    const [lost, made] = differences(rows.map(narrow), now.map(narrow));
    return [
      ...lost.map((line) => `${table} lost ${line}`),
      ...(mayGrow ? [] : made.map((line) => `${table} has ${line}`)),
    ];
  });
}

/** What is only in the one list, and what is only in the other; what is there twice counts twice. */
function differences(one: readonly string[], other: readonly string[]): [string[], string[]] {
  const counts = new Map<string, number>();
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) + 1);
  const extra = other.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
  const lost = [...counts].flatMap(([line, count]) =>
    Array.from({ length: Math.max(0, count) }, () => line),
  );
  return [lost, extra];
}

/**
 * What an answer lacks of an older one, a line each: fields may come later, values may not change. With
 * `mayGrow` the outermost list of inventories may have more in it.
 */
export function lacksOf(before: Json, after: Json, mayGrow = false, at = ''): string[] {
  if (Array.isArray(before)) {
    const now: Json[] = Array.isArray(after) ? after : [];
    if (mayGrow) {
      return before.flatMap((item, i) =>
        now.some((each) => lacksOf(item, each).length === 0) ? [] : [`${at}.${i} is gone`],
      );
    }
    if (now.length !== before.length) return [`${at} has ${now.length} of ${before.length}`];
    return before.flatMap((item, i) => lacksOf(item, now[i], false, `${at}.${i}`));
  }
  if (typeof before === 'object' && before !== null) {
    const now = (typeof after === 'object' && after !== null ? after : {}) as Row;
    return Object.entries(before as Row).flatMap(([field, value]) =>
      isMoved(field, before as Row) ? [] : lacksOf(value, now[field], mayGrow, `${at}.${field}`),
    );
  }
  return before === after ? [] : [`${at} is ${JSON.stringify(after)}, was ${String(before)}`];
}
