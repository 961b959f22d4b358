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
import { queries } from '../statement.js';

/** What a condition can name in one kind of inventory, and where it lies in the database. */
export interface InventorySource {
  /** The Java class that the real system names in its messages. */
  readonly javaClass: string;
  readonly table: SQLiteTable;
  readonly uuid: Column;
  readonly fields: Readonly<Record<string, QueryField>>;
  /** Whether rows belong to accounts: then others do not see them. */
  readonly isOwned: boolean;
}

export interface QueryField {
  readonly expression: Column | SQL;
  readonly kind: 'text' | 'uuid' | 'number' | 'boolean' | 'date';
}

/** A query as SQL with bound parameters only. */
export interface SqlText {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The page of rows that the query asks for, all columns of the source's table in their order. */
export function pageSql(source: InventorySource, query: Query, ownerUuid?: string): SqlText {
  const page = queries
    .select()
    .from(source.table)
    .where(conditionOf(source, query, ownerUuid))
    .orderBy(...orderOf(source, query))
    .limit(query.limit)
    .offset(query.start)
    .toSQL();
  return page;
}

/** How many rows the conditions of the query match. */
export function countSql(source: InventorySource, query: Query, ownerUuid?: string): SqlText {
  return queries
    .select({ total: count() })
    .from(source.table)
    .where(conditionOf(source, query, ownerUuid))
    .toSQL();
}

function conditionOf(source: InventorySource, query: Query, ownerUuid?: string): SQL | undefined {
  const conditions = query.conditions.map((condition) => comparison(source, condition));
  if (ownerUuid !== undefined && source.isOwned) {
    conditions.push(
      sql`exists (select 1 from ${accountResourceRefs} where ${accountResourceRefs.resourceUuid} = ${source.uuid} and ${eq(accountResourceRefs.accountUuid, ownerUuid)})`,
    );
  }
  return and(...conditions);
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

function comparison(source: InventorySource, condition: Condition): SQL {
  const field = fieldOf(source, condition.field);
  const left = collated(field);
  const values = condition.values.map((value) => typedValue(field, value));
  const [value] = values;
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
      return sql`${left} in (select value from json_each(${JSON.stringify(values)}))`;
    case 'notIn':
      return sql`${left} not in (select value from json_each(${JSON.stringify(values)}))`;
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
