import {
  and,
  asc,
  count,
  desc,
  eq,
  isNotNull,
  isNull,
  sql,
  type Column,
  type SQL,
} from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { apiError } from '../../core/api-error.js';
import type { Condition, Query } from '../../query/query.js';
import { accountResourceRefs } from '../schema/index.js';
import { queries, ReadStatement, rowLimit, type Fields, type Values } from '../statement.js';

/** What a condition can name in one kind of inventory, and where it lies in the database. */
export interface InventorySource {
  /** The Java class that the real system names in its messages. */
  readonly javaClass: string;
  readonly table: SQLiteTable;
  readonly uuid: Column;
  readonly fields: Readonly<Record<string, QueryField>>;
  /** Whether rows belong to accounts: then others do not see them. */
  readonly isOwned: boolean;
  /** Which rows of the table are of this kind at all; default: every one. */
  readonly only?: SQL;
}

export interface QueryField {
  readonly expression: Column | SQL;
  readonly kind: 'text' | 'uuid' | 'number' | 'boolean' | 'date';
}

/** A statement that reads rows or their number, with the values for this query. */
export interface BoundQuery<F extends Fields> {
  readonly statement: ReadStatement<F>;
  readonly values: Values;
}

// More shapes than clients use; beyond them the oldest is built again when it comes back.
const MOST_SHAPES = 512;
const shapes = new Map<string, ReadStatement<Fields>>();

/** The page of rows that the query asks for. */
export function pageOf<F extends Fields>(
  source: InventorySource & { readonly columns: F },
  query: Query,
  ownerUuid: string | undefined,
): BoundQuery<F> {
  const statement = statementOf(
    source,
    'page',
    query,
    ownerUuid,
    () =>
      new ReadStatement(source.columns, () =>
        queries
          .select()
          .from(source.table)
          .where(conditionOf(source, query, ownerUuid !== undefined))
          .orderBy(...orderOf(source, query))
          .limit(rowLimit('limit'))
          .offset(rowLimit('start')),
      ),
  );
  const { limit, start } = query;
  return { statement, values: { ...valuesOf(source, query, ownerUuid), limit, start } };
}

const total = { total: count().as('total') };

/** How many rows the conditions of the query match. */
export function countOf(
  source: InventorySource,
  query: Query,
  ownerUuid: string | undefined,
): BoundQuery<typeof total> {
  const statement = statementOf(
    source,
    'count',
    query,
    ownerUuid,
    () =>
      new ReadStatement(total, () =>
        queries
          .select(total)
          .from(source.table)
          .where(conditionOf(source, query, ownerUuid !== undefined)),
      ),
  );
  return { statement, values: valuesOf(source, query, ownerUuid) };
}

/** Queries that differ in their values only are one statement: it is built and prepared once. */
function statementOf<F extends Fields>(
  source: InventorySource,
  kind: 'page' | 'count',
  query: Query,
  ownerUuid: string | undefined,
  build: () => ReadStatement<F>,
): ReadStatement<F> {
  const conditions = query.conditions.map(({ field, operator }) => [field, operator]);
  const isOwned = ownerUuid !== undefined;
  const shape = JSON.stringify([source.javaClass, kind, isOwned, conditions, query.sort]);
  const known = shapes.get(shape);
  // A shape names its source, so its statement has the source's fields.
  if (known) return known as unknown as ReadStatement<F>;
  const statement = build();
  if (shapes.size >= MOST_SHAPES) {
    const [oldest] = shapes.keys();
    if (oldest !== undefined) shapes.delete(oldest);
  }
  shapes.set(shape, statement);
  return statement;
}

function valuesOf(source: InventorySource, query: Query, ownerUuid: string | undefined) {
  const values: Record<string, unknown> = {};
  for (const [i, condition] of query.conditions.entries()) {
    const field = fieldOf(source, condition.field);
    const typed = condition.values.map((value) => typedValue(field, value));
    const isList = condition.operator === 'in' || condition.operator === 'notIn';
    values[`value${i}`] = isList ? JSON.stringify(typed) : (typed[0] ?? null);
  }
  if (ownerUuid !== undefined) values['ownerUuid'] = ownerUuid;
  return values;
}

function conditionOf(source: InventorySource, query: Query, isNarrowed: boolean): SQL | undefined {
  const conditions = query.conditions.map((condition, i) => comparison(source, condition, i));
  if (isNarrowed && source.isOwned) {
    conditions.push(
      sql`exists (select 1 from ${accountResourceRefs} where ${accountResourceRefs.resourceUuid} = ${source.uuid} and ${eq(accountResourceRefs.accountUuid, sql.placeholder('ownerUuid'))})`,
    );
  }
  return and(source.only, ...conditions);
}

function orderOf(source: InventorySource, query: Query): SQL[] {
  // Without a sort: the order of creation, so that pages neither overlap nor miss rows.
  const byCreation = asc(sql`${source.table}.rowid`);
  if (!query.sort) return [byCreation];
  const field = source.fields[query.sort.field];
  if (!field) {
    throw apiError(
      'SYS.1000',
      `org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[${shortName(source)}] doesn't have field[${query.sort.field}]`,
    );
  }
  const expression = collated(field);
  return [query.sort.direction === 'ascending' ? asc(expression) : desc(expression), byCreation];
}

function comparison(source: InventorySource, condition: Condition, index: number): SQL {
  const field = fieldOf(source, condition.field);
  const left = collated(field);
  const value = sql.placeholder(`value${index}`);
  switch (condition.operator) {
    case 'equal':
      return sql`${left} = ${value}`;
    case 'notEqual':
      return sql`${left} != ${value}`;
    case 'greaterOrEqual':
      return sql`${left} >= ${value}`;
    case 'lessOrEqual':
      return sql`${left} <= ${value}`;
    case 'greater':
      return sql`${left} > ${value}`;
    case 'less':
      return sql`${left} < ${value}`;
    case 'like':
      return sql`${left} like ${value} escape '\\'`;
    case 'notLike':
      return sql`${left} not like ${value} escape '\\'`;
    case 'in':
      return sql`${left} in (select value from json_each(${value}))`;
    case 'notIn':
      return sql`${left} not in (select value from json_each(${value}))`;
    case 'isNull':
      return isNull(field.expression);
    case 'notNull':
      return isNotNull(field.expression);
  }
}

function fieldOf(source: InventorySource, name: string): QueryField {
  const field = Object.hasOwn(source.fields, name) ? source.fields[name] : undefined;
  if (field) return field;
  if (name === '__systemTag__' || name === '__userTag__' || name.includes('.')) {
    throw apiError(
      'SYS.1014',
      `a condition on '${name}' is known to this emulator, but not supported yet: only a resource's own fields are`,
    );
  }
  throw apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: inventory class[class ${source.javaClass}] not having field[${name}]`,
  );
}

const shortName = (source: InventorySource) =>
  source.javaClass.slice(source.javaClass.lastIndexOf('.') + 1);

/** Texts compare as in the real database: without regard to case. Uuids are kept in lower case. */
function collated(field: QueryField): SQL {
  return field.kind === 'text' ? sql`${field.expression} collate nocase` : sql`${field.expression}`;
}

function typedValue(field: QueryField, text: string): string | number {
  switch (field.kind) {
    case 'text':
      return text;
    case 'uuid':
      return text.toLowerCase();
    case 'boolean':
      return /^(true|1)$/i.test(text) ? 1 : 0;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'date': {
      const time = Date.parse(text);
      return Number.isNaN(time) ? text : time;
    }
  }
}

/** The fields of a table's own columns, by the names that they have in the inventory. */
export function ownFields(
  columns: Readonly<Record<string, Column>>,
  except: readonly string[] = [],
): Record<string, QueryField> {
  const fields: Record<string, QueryField> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (!except.includes(name)) fields[name] = { expression: column, kind: kindOf(name, column) };
  }
  return fields;
}

function kindOf(name: string, column: Column): QueryField['kind'] {
  if (column.dataType === 'boolean') return 'boolean';
  if (name.endsWith('Date')) return 'date';
  if (column.dataType === 'number') return 'number';
  return name === 'uuid' || name.endsWith('Uuid') ? 'uuid' : 'text';
}
