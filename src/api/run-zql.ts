import { apiError } from '../core/api-error.js';
import { toTimestamp } from '../contract/timestamp.js';
import { withoutPasswords } from '../domain/tag/sensitive-tags.js';
import type { InventoryQueries } from '../domain/inventory-queries.js';
import { EVERYTHING } from '../query/query.js';
import type { Queryable, SummaryColumn } from '../query/queryable.js';
import { parseZql } from '../query/zql/parse-zql.js';
import type { ZqlStatement } from '../query/zql/statement.js';
import type { Caller } from '../services/accounts/sessions.js';
import type { QueryOperation } from './define-operation.js';
import { viewerOf } from './authorize.js';
import { only } from './execute-query.js';

/** The most that a statement without a limit answers: a world can hold a million images. */
const MOST = 10_000;

/** The answer to one statement. */
interface ZqlResult {
  readonly inventories?: readonly unknown[];
  readonly total?: number | undefined;
  readonly inventoryCounts?: readonly unknown[];
  readonly name?: string;
}

/**
 * Answers statements of ZQL, one result for each.
 * @throws SYS.1000 for what cannot be read or names nothing
 */
export function runZql(
  queries: InventoryQueries,
  operations: readonly QueryOperation[],
  zql: string,
  caller: Caller,
): ZqlResult[] {
  return parseZql(zql).map((statement, i) => {
    // All statements of a text have the time of one query: no further one begins when it is over.
    if (i > 0) queries.checkTime();
    const operation = operationOf(operations, statement.entity);
    const answer = answerTo(statement, operation, operation.of(queries), viewerOf(caller));
    return statement.name === undefined ? answer : { ...answer, name: statement.name };
  });
}

function answerTo(
  statement: ZqlStatement,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  switch (statement.verb) {
    case 'sum':
      return sums(statement, source, viewer);
    case 'count':
      return counts(statement, source, viewer);
    case 'query':
      return statement.isDistinct && statement.fields.length > 0
        ? distinct(statement, source, viewer)
        : inventories(statement, operation, source, viewer);
  }
}

function inventories(
  statement: ZqlStatement,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { fields, returnsTotal } = statement;
  const query = {
    ...pageOf(statement),
    groupBy: statement.groupBy,
    fields: fields.length > 0 ? fields : undefined,
    reply: returnsTotal ? ('pageWithCount' as const) : ('page' as const),
  };
  const { rows, total } = source.query(query, viewer);
  const found = rows.map((row) => withoutSecretTags(operation.toInventory(row)));
  const shown = fields.length > 0 ? found.map((each) => only(fields, each)) : found;
  return returnsTotal ? { inventories: shown, total } : { inventories: shown };
}

/** Of system tags ZQL hides passwords, which no other answer of the real system does. */
function withoutSecretTags(inventory: object): object {
  const isTag = 'tag' in inventory && typeof inventory.tag === 'string' && 'inherent' in inventory;
  return isTag ? { ...inventory, tag: withoutPasswords(String(inventory.tag)) } : inventory;
}

function counts(
  statement: ZqlStatement,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { where, restrictions, groupBy } = statement;
  if (statement.isDistinct && statement.fields.length > 0) {
    return { total: source.countDistinct(statement, statement.fields, viewer) };
  }
  const { total } = source.query({ ...EVERYTHING, where, restrictions, reply: 'count' }, viewer);
  if (groupBy.length === 0) return { total };
  const { columns, rows } = source.summarize(summaryOf(statement, 'count', groupBy), viewer);
  if (rows.length === 0) return { total };
  const inventoryCounts = rows.map((row) => [
    inventoryOf(columns.slice(0, -1), row),
    row[row.length - 1],
  ]);
  return { inventoryCounts, total };
}

function sums(
  statement: ZqlStatement,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const by = statement.sumBy ?? '';
  const summary = { ...summaryOf(statement, 'sum', [by]), sums: statement.fields };
  const { columns, rows } = source.summarize(summary, viewer);
  return {
    inventories: rows.map((row) => row.map((value, i) => shownAs(columns[i], value))),
  };
}

function distinct(
  statement: ZqlStatement,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const summary = summaryOf(statement, 'distinct', statement.fields);
  const { columns, rows } = source.summarize(summary, viewer);
  return { inventories: rows.map((row) => inventoryOf(columns, row)) };
}

const pageOf = ({ where, restrictions, sort, limit, offset }: ZqlStatement) => ({
  where,
  restrictions,
  sort,
  limit: limit ?? MOST,
  start: offset ?? 0,
});

const summaryOf = (
  statement: ZqlStatement,
  what: 'distinct' | 'count' | 'sum',
  by: readonly string[],
) => ({ ...pageOf(statement), what, by, sums: [] });

const inventoryOf = (columns: readonly SummaryColumn[], row: readonly unknown[]) =>
  Object.fromEntries(columns.map((column, i) => [column.field, shownAs(column, row[i])]));

/** A value as inventories show it. */
function shownAs(column: SummaryColumn | undefined, value: unknown): unknown {
  if (value === null) return null;
  if (column?.kind === 'date') return toTimestamp(Number(value));
  return column?.kind === 'boolean' ? value === 1 : value;
}

function operationOf(operations: readonly QueryOperation[], entity: string): QueryOperation {
  const found = operations.find((operation) => operation.entity === entity.toLowerCase());
  if (found) return found;
  throw apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: cannot find inventory with name[${entity}]`,
  );
}
