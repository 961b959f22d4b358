import { Column, is, Param, Placeholder, sql, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Database, RunResult, Statement as PreparedStatement } from 'better-sqlite3';
import { noticed } from './damage.js';
import { writing } from './lost-transactions.js';
import { watchOf, type WriteWatch } from './write-watch.js';

/** Builds queries without a connection; only their SQL text and parameters are taken from it. */
export const queries = drizzle.mock();

/**
 * A limit or offset for Drizzle's `limit` and `offset`: a named parameter, or a number that never
 * changes. A bare parameter there makes SQLite prepare the statement anew at every binding
 * (12 us of a read's 18); inside an expression it does not.
 */
export function rowLimit(limit: string | number): Placeholder {
  const expression =
    typeof limit === 'number' ? sql.raw(String(limit)) : sql`(${sql.placeholder(limit)} + 0)`;
  // Drizzle takes any SQL here; only its type says otherwise.
  return expression as unknown as Placeholder;
}

/** Values for the named parameters of a statement. */
export type Values = Readonly<Record<string, unknown>>;

/** The fields of a row by the names that they have in the code. */
export type Fields = Readonly<Record<string, Column | SQL.Aliased>>;
/** A row as the code sees it. */
export type RowOf<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Column
    ? F[K]['_']['notNull'] extends true
      ? F[K]['_']['data']
      : F[K]['_']['data'] | null
    : F[K] extends SQL.Aliased<infer T>
      ? T
      : never;
};

interface Touch {
  readonly tables: RegExp;
  readonly write: () => void;
}
const touches = new WeakMap<Database, Touch>();

/** Lets `write` be called before any statement runs that names one of the tables: their rows wait to be written. */
export function beforeTouching(database: Database, tables: RegExp, write: () => void): void {
  touches.set(database, { tables, write });
}

interface BuiltQuery {
  toSQL(): { sql: string; params: unknown[] };
}

const CHANGES_ROWS = /^\s*(?:insert|update|delete)\b/i;

interface Prepared {
  readonly statement: PreparedStatement;
  readonly touch: Touch | undefined;
  readonly watch: WriteWatch | undefined;
  /** Of the watch, when it was last told. */
  covered: number;
  /** Into which it inserts a row, as the watch calls it. */
  table: number | undefined;
}

/**
 * A statement is built once in the process (Drizzle makes its SQL) and prepared once per connection,
 * at its first use: a world costs only the statements that it runs, and a call costs no building.
 */
class Statement {
  readonly #build: () => BuiltQuery;
  #compiled: { sql: string; bind: (values: Values) => unknown[] } | undefined;
  readonly #prepared = new WeakMap<Database, Prepared>();

  constructor(build: () => BuiltQuery) {
    this.#build = build;
  }

  protected prepare(database: Database, raw: boolean): Prepared {
    let prepared = this.#prepared.get(database);
    if (!prepared) {
      const { sql } = this.#compile();
      const statement = database.prepare(steady(sql));
      if (raw) statement.raw(true);
      const touch = touches.get(database);
      prepared = {
        statement,
        touch: touch?.tables.test(sql) ? touch : undefined,
        watch: CHANGES_ROWS.test(sql) ? watchOf(database) : undefined,
        covered: 0,
        table: undefined,
      };
      this.#prepared.set(database, prepared);
    }
    const { touch, watch } = prepared;
    touch?.write();
    if (watch && watch.version !== prepared.covered) {
      prepared.table = watch.cover(this.#compile().sql);
      prepared.covered = watch.version;
    }
    return prepared;
  }

  protected bind(values: Values): unknown[] {
    return this.#compile().bind(values);
  }

  #compile() {
    if (!this.#compiled) {
      const { sql, params } = this.#build().toSQL();
      const readers = params.map(parameterReader);
      this.#compiled = { sql, bind: (values) => readers.map((read) => read(values)) };
    }
    return this.#compiled;
  }
}

/** A statement that changes rows. */
export class WriteStatement extends Statement {
  /** Runs it and answers how many rows it changed. */
  run(database: Database, values: Values): number {
    return this.#run(database, values).changes;
  }

  /** The same for an insert into a table that numbers its rows: answers the number. */
  insert(database: Database, values: Values): number {
    return Number(this.#run(database, values).lastInsertRowid);
  }

  #run(database: Database, values: Values): RunResult {
    const { statement, table, watch } = this.prepare(database, false);
    const result = writing(database, () => statement.run(...this.bind(values)));
    if (table !== undefined) watch?.inserted(table, Number(result.lastInsertRowid));
    return result;
  }
}

/** A statement that reads rows with the given fields. */
export class ReadStatement<F extends Fields> extends Statement {
  readonly #decode: (row: readonly unknown[]) => RowOf<F>;

  constructor(fields: F, build: () => BuiltQuery) {
    super(build);
    this.#decode = rowDecoder(fields);
  }

  get(database: Database, values: Values): RowOf<F> | undefined {
    try {
      const row = this.prepare(database, true).statement.get(...this.bind(values));
      return row === undefined ? undefined : this.#decode(row as unknown[]);
    } catch (error) {
      throw noticed(database, error);
    }
  }

  all(database: Database, values: Values): RowOf<F>[] {
    try {
      const rows = this.prepare(database, true).statement.all(...this.bind(values));
      return rows.map((row) => this.#decode(row as unknown[]));
    } catch (error) {
      throw noticed(database, error);
    }
  }
}

/**
 * Since 3.54 SQLite prepares a statement that sorts anew whenever a bare parameter that it compares by `=` is
 * bound (12 us, where the statement itself takes 2). Behind a plus, which changes no value, it does not.
 */
function steady(text: string): string {
  if (!/\border by\b/i.test(text)) return text;
  return text.replace(/'[^']*'|"[^"]*"|(?<!\blike |[+])\?/gi, (token) =>
    token === '?' ? '+?' : token,
  );
}

// More texts than clients use; beyond them the oldest is prepared again when it comes back.
const MOST_TEXTS = 256;
/** Longer ones are not kept: a statement takes ten times its text, and nobody asks these again and again. */
const LONGEST_KEPT = 16 * 1024;
const texts = new WeakMap<Database, Map<string, PreparedStatement>>();

/** A statement of a text that was made for a query of a client: prepared once per connection. */
export function preparedText(database: Database, text: string): PreparedStatement {
  touches.get(database)?.write();
  let known = texts.get(database);
  if (!known) texts.set(database, (known = new Map<string, PreparedStatement>()));
  let statement = known.get(text);
  if (!statement) {
    statement = textStatement(database, text);
    if (text.length > LONGEST_KEPT) return statement;
    if (known.size >= MOST_TEXTS) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(text, statement);
  }
  return statement;
}

/** A statement of a text, for once. */
export const textStatement = (database: Database, text: string): PreparedStatement =>
  database.prepare(steady(text)).raw(true);

/** Reads the rows of the table (or fields) that the built query selects, in the order of `fields`. */
export function rowDecoder<F extends Fields>(fields: F): (row: readonly unknown[]) => RowOf<F> {
  const names = Object.keys(fields);
  const decoders = names.map((name) => {
    const field = fields[name];
    const isBoolean = is(field, Column) && field.dataType === 'boolean';
    return isBoolean ? (value: unknown) => value === 1 : undefined;
  });
  return (row) => {
    const result: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const decode = decoders[i];
      result[names[i] as string] = decode ? decode(row[i]) : row[i];
    }
    return result as RowOf<F>;
  };
}

function parameterReader(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => sqlValue(values[param.name]);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { name } = param.value;
    return (values) => sqlValue(values[name]);
  }
  const constant = sqlValue(is(param, Param) ? param.value : param);
  return () => constant;
}

/** SQLite has no booleans; undefined is a defect of the caller and must not become NULL in silence. */
function sqlValue(value: unknown): unknown {
  if (value === undefined) throw new TypeError('a statement was run without one of its values');
  return typeof value === 'boolean' ? Number(value) : value;
}
