import { is, type SQL } from 'drizzle-orm';
import { getTableConfig, SQLiteSyncDialect, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { openDatabase, type Database } from '../../src/persistence/database';
import { migrate, migrateTo, newestVersion } from '../../src/persistence/migrate';
import * as schema from '../../src/persistence/schema';

/*
 * A table is declared twice, in src/persistence/schema and by the migrations: whoever changes one of them changed the
 * other, too. (`npm run check` asks drizzle-kit the same.)
 */

interface ColumnOfTable {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

const dialect = new SQLiteSyncDialect();
const textOf = (sql: SQL) => dialect.sqlToQuery(sql).sql;
const spaceless = (text: string) => text.replaceAll(/[\s"`]/g, '').toLowerCase();

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

const database = openDatabase(':memory:');
beforeAll(() => migrate(database));
afterAll(() => database.close());

test.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
  '%s is declared as it is made',
  (name, table) => {
    const { columns, checks, indexes, primaryKeys, foreignKeys } = getTableConfig(table);
    const made = database.pragma(`table_info("${name}")`) as ColumnOfTable[];
    expect(
      made
        .map(
          ({ name: column, type, notnull }) => `${column} ${type.toLowerCase()} ${notnull === 1}`,
        )
        .toSorted(),
    ).toEqual(
      columns.map((column) => `${column.name} ${column.getSQLType()} ${column.notNull}`).toSorted(),
    );
    expect(
      made
        .filter(({ pk }) => pk > 0)
        .map((column) => column.name)
        .toSorted(),
    ).toEqual(
      [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((key) => key.columns)]
        .map((column) => column.name)
        .toSorted(),
    );
    const statement = database
      .prepare<[string], string>("select sql from sqlite_schema where type = 'table' and name = ?")
      .pluck()
      .get(name);
    for (const check of checks) {
      expect(spaceless(statement ?? '')).toContain(
        spaceless(`CONSTRAINT ${check.name} CHECK(${textOf(check.value)})`),
      );
    }
    expect(/\bautoincrement\b/i.test(statement ?? '')).toBe(
      columns.some((column) => (column as { autoIncrement?: boolean }).autoIncrement === true),
    );
    const references = database.pragma(`foreign_key_list("${name}")`) as {
      table: string;
      from: string;
      to: string;
      on_delete: string;
    }[];
    const declared = foreignKeys.map((key) => ({ ...key.reference(), onDelete: key.onDelete }));
    expect(
      references
        .map(({ table: to, from, on_delete }) => `${from} ${to} ${on_delete.toLowerCase()}`)
        .toSorted(),
    ).toEqual(
      declared
        .flatMap(({ columns: from, foreignTable, onDelete }) =>
          from.map(
            (column) =>
              `${column.name} ${getTableConfig(foreignTable).name} ${onDelete ?? 'no action'}`,
          ),
        )
        .toSorted(),
    );
    const known = new Map(
      (database.pragma(`index_list("${name}")`) as { name: string; unique: number }[]).map(
        (index) => [index.name, index.unique === 1],
      ),
    );
    for (const { config } of indexes)
      expect([config.name, known.get(config.name)]).toEqual([config.name, config.unique]);
  },
);

test('a new world is made as all migrations one after the other make it', () => {
  const schemaOf = (made: Database) =>
    made.prepare('select type, name, tbl_name, sql from sqlite_schema order by type, name').all();
  const stepByStep = openDatabase(':memory:');
  migrateTo(stepByStep, newestVersion());
  expect(schemaOf(database)).toEqual(schemaOf(stepByStep));
  for (const made of [database, stepByStep]) {
    expect(made.pragma('user_version', { simple: true })).toBe(newestVersion());
  }
  const rows = tables.map((table) =>
    stepByStep
      .prepare(`select count(*) from "${getTableConfig(table).name}"`)
      .pluck()
      .get(),
  );
  expect(new Set(rows)).toEqual(new Set([0]));
  stepByStep.close();
});
