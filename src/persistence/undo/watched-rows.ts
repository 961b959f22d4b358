import type { Database } from '../database.js';
import { watchWrites, type WriteWatch } from '../write-watch.js';

/** What a row was: the values of its columns, or null where there was none. */
export type RowBefore = readonly unknown[] | null;

/** Told of each row that changes, with its table (as an index into `tables`), its number and what it was. */
export type OnRow = (table: number, rowid: number, before: RowBefore) => void;

export interface WatchedTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether SQLite keeps the numbers of its rows in a table of its own. */
  readonly isCounted: boolean;
}

interface Schema {
  readonly tables: readonly WatchedTable[];
  readonly indexes: ReadonlyMap<string, number>;
  /** What else changes when rows of a table go: tables whose rows go with them, or lose what refers to them. */
  readonly onDelete: ReadonlyMap<string, ReadonlyMap<string, Change>>;
}

type Change = 'insert' | 'update' | 'delete';

/** What nothing takes back: events tell of what happened, the taking back included. */
const NEVER_UNDONE = new Set(['events']);
/** Facts of a world that outlive what happens in it; its chance is kept with each write. */
const SETTINGS_UNDONE = "('clock', 'progression')";

const schemas = new Map<string, Schema>();

/**
 * Calls `onRow` with what a row was before it is changed: by statements of repositories, by cascades, by whatever.
 * Triggers of the connection do it, so the schema knows nothing of them. Each costs 20 us to make and there are 200,
 * so one is made before the first statement that it is needed for.
 */
export class WatchedRows {
  readonly tables: readonly WatchedTable[];
  readonly #database: Database;
  readonly #schema: Schema;
  readonly #made = new Set<string>();
  /** Made in the transaction that is under way: they go with it when it is undone. */
  readonly #unsure = new Set<string>();
  readonly #watch: WriteWatch;

  constructor(database: Database, onRow: OnRow) {
    this.#database = database;
    this.#schema = schemaOf(database);
    this.tables = this.#schema.tables;
    database.function('row_changed', { varargs: true }, (table, rowid, ...before) => {
      onRow(table as number, rowid as number, before.length === 0 ? null : before);
      return null;
    });
    this.#watch = {
      version: 0,
      cover: (sql) => this.#cover(sql),
      inserted: (table, rowid) => onRow(table, rowid, null),
    };
    watchWrites(database, this.#watch);
  }

  /** From now on rows are told of. */
  begin(): void {
    this.#watch.version = 1;
  }

  /** A transaction, or a part of one, was undone, and what was made in it. */
  undone(): void {
    if (this.#unsure.size === 0) return;
    for (const trigger of this.#unsure) this.#made.delete(trigger);
    this.#unsure.clear();
    this.#watch.version++;
  }

  committed(): void {
    this.#unsure.clear();
  }

  #cover(sql: string): number | undefined {
    // Of one row SQLite tells the number anyway.
    const [, only] = ONE_ROW.exec(sql) ?? [];
    if (only !== undefined) return this.#schema.indexes.get(only);
    for (const [table, change] of changesOf(sql)) {
      this.#make(table, change);
      if (change !== 'delete') continue;
      for (const [other, with_] of this.#schema.onDelete.get(table) ?? []) this.#make(other, with_);
    }
    return undefined;
  }

  #make(table: string, change: Change): void {
    const key = `${change} ${table}`;
    const index = this.#schema.indexes.get(table);
    if (index === undefined || this.#made.has(key)) return;
    const { columns } = this.#schema.tables[index] as WatchedTable;
    const row = change === 'insert' ? 'NEW' : 'OLD';
    const before = change === 'insert' ? [] : columns.map((column) => `OLD."${column}"`);
    const when = table === 'settings' ? `WHEN ${row}.name IN ${SETTINGS_UNDONE}` : '';
    this.#database.exec(
      `CREATE TEMP TRIGGER IF NOT EXISTS "undo ${key}" AFTER ${change} ON main."${table}" ${when}
       BEGIN SELECT row_changed(${[index, `${row}.rowid`, ...before].join(', ')}); END`,
    );
    this.#made.add(key);
    if (this.#database.inTransaction) this.#unsure.add(key);
  }
}

/** An insert of one row, unless it is there already. */
const ONE_ROW = /^insert into "(\w+)" \([^()]*\) values \([^()]*\)$/;

/** The table that a statement of a repository changes, and how. */
function changesOf(sql: string): [string, Change][] {
  const [, verb, table = ''] = /^\s*(insert into|update|delete from)\s+"?(\w+)"?/i.exec(sql) ?? [];
  switch (verb?.toLowerCase() ?? '') {
    case 'insert into':
      return /\bdo update\b/i.test(sql)
        ? [
            [table, 'insert'],
            [table, 'update'],
          ]
        : [[table, 'insert']];
    case 'update':
      return [[table, 'update']];
    case 'delete from':
      return [[table, 'delete']];
    default:
      throw new Error(`nobody knows which rows this changes: ${sql.slice(0, 100)}`);
  }
}

interface Reference {
  readonly child: string;
  readonly parent: string;
  readonly onDelete: string;
}

function schemaOf(database: Database): Schema {
  const version = String(database.pragma('user_version', { simple: true }));
  let schema = schemas.get(version);
  if (!schema) schemas.set(version, (schema = readSchema(database)));
  return schema;
}

function readSchema(database: Database): Schema {
  const columns = database
    .prepare<[], { table: string; column: string; sql: string }>(
      `select m.name as "table", c.name as "column", m.sql as sql
        from main.sqlite_schema m, pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' order by m.name, c.cid`,
    )
    .all();
  const tables = new Map<string, { name: string; columns: string[]; isCounted: boolean }>();
  for (const { table, column, sql } of columns) {
    if (NEVER_UNDONE.has(table)) continue;
    const known = tables.get(table);
    if (known) known.columns.push(column);
    else {
      tables.set(table, { name: table, columns: [column], isCounted: /autoincrement/i.test(sql) });
    }
  }
  const list = [...tables.values()];
  const references = database
    .prepare<[], Reference>(
      `select m.name as child, f."table" as parent, f.on_delete as onDelete
        from main.sqlite_schema m, pragma_foreign_key_list(m.name) f where m.type = 'table'`,
    )
    .all();
  return {
    tables: list,
    indexes: new Map(list.map(({ name }, i) => [name, i])),
    onDelete: new Map(list.map(({ name }) => [name, followersOf(name, references)])),
  };
}

function followersOf(
  table: string,
  references: readonly Reference[],
  found = new Map<string, Change>(),
): Map<string, Change> {
  for (const { child, parent, onDelete } of references) {
    if (parent !== table || found.get(child) === 'delete') continue;
    if (onDelete === 'CASCADE') {
      found.set(child, 'delete');
      followersOf(child, references, found);
    } else if (onDelete.startsWith('SET') && !found.has(child)) found.set(child, 'update');
  }
  return found;
}
