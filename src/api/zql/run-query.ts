import { withoutPasswords } from '../../domain/tag/sensitive-tags.js';
import type { Queryable } from '../../query/queryable.js';
import { notEmulated } from '../../query/zql/not-emulated.js';
import { QueryError, RUNTIME, runtimeError } from '../../query/zql/query-error.js';
import type { ZqlQuery } from '../../query/zql/statement.js';
import type { QueryOperation } from '../define-operation.js';
import { only } from '../execute-query.js';
import {
  countedBy,
  inventoryOf,
  pageOf,
  selectionOf,
  shownAs,
  type ZqlResult,
} from './zql-result.js';

/** A `query`: inventories, fields of them, or what functions make of these. */
export function runQuery(
  statement: ZqlQuery,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { functions, returned } = statement;
  // Of functions inside of functions the real system takes the outermost one.
  const [name] = functions;
  if (statement.filters.length > 0) throw notEmulated('filter by');
  checkReturned(returned);
  // The real system asks first, and finds then that these have statements of their own.
  if (name !== undefined && /^(count|sum)$/i.test(name)) {
    throw runtimeError(`query grammar can't support, ${name}`);
  }
  const found =
    name === undefined
      ? plain(statement, operation, source, viewer)
      : /^distinct$/i.test(name)
        ? distinct(statement, operation, source, viewer)
        : /^(max|min|avg)$/i.test(name)
          ? aggregated(statement, name, source, viewer)
          : changed(statement, name, source, viewer);
  if (!returned.includes('total')) return found;
  const total = source.count(selectionOf(statement), countedBy(statement), viewer);
  return { ...found, total };
}

/** Monitoring answers what stands in `zwatch`; others are names that nothing knows. */
function checkReturned(returned: readonly string[]): void {
  const other = returned.find((name) => name !== 'total');
  if (other === undefined) return;
  if (/^zwatch/i.test(other)) throw notEmulated(`return with (${other})`);
  throw runtimeError(`cannot find any ReturnWithExtensionPoint dealing with ${other}`);
}

function plain(
  statement: ZqlQuery,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { groupBy, target, joins } = statement;
  const names = [...groupBy, ...target.fields];
  if (names.length === 0) return whole(statement, operation, source, viewer);
  const [list] = source.listsAmong(names);
  if (list !== undefined) return ofList(list, statement, source, viewer);
  if (joins.length > 0) return inventories(statement, undefined, source, viewer);
  const query = { ...pageOf(statement), groupBy, fields: names, reply: 'page' as const };
  const { rows } = source.query(query, viewer);
  return { inventories: rows.map((row) => only(names, shownOf(operation, row))) };
}

function whole(
  statement: ZqlQuery,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
  isDistinct = false,
): ZqlResult {
  const page = { ...pageOf(statement), groupBy: [], fields: undefined, isDistinct };
  const { rows } = source.query({ ...page, reply: 'page' }, viewer);
  return { inventories: rows.map((row) => shownOf(operation, row)) };
}

/** An inventory as ZQL shows it: of system tags it hides passwords, which no other answer of the real system does. */
function shownOf(operation: QueryOperation, row: unknown): object {
  const inventory = operation.toInventory(row);
  const isTag = 'tag' in inventory && typeof inventory.tag === 'string' && 'inherent' in inventory;
  return isTag ? { ...inventory, tag: withoutPasswords(String(inventory.tag)) } : inventory;
}

/** A list is no value that the database has: the real system fails where it finds a first one. */
function ofList(
  list: string,
  statement: ZqlQuery,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  if (source.count(selectionOf(statement), undefined, viewer) === 0) return { inventories: [] };
  throw runtimeError(`${RUNTIME}: For the field[${list}], fail to convert a vo to a inventory`);
}

function distinct(
  statement: ZqlQuery,
  operation: QueryOperation,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { groupBy, target } = statement;
  if (target.fields.length === 0) {
    if (groupBy.length > 0) throw notEmulated('group by of whole inventories that are distinct');
    return whole(statement, operation, source, viewer, true);
  }
  if (groupBy.length > 0) return distinctInGroups(statement, source, viewer);
  const table = { ...pageOf(statement), by: target.fields, values: [] };
  const { columns, rows } = source.tabulate(table, viewer);
  return { inventories: rows.map((row) => inventoryOf(columns, row)) };
}

/** The real system asks for the fields first and names the grouped ones first: the values change places. */
function distinctInGroups(
  statement: ZqlQuery,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { groupBy, target } = statement;
  const { columns, rows } = source.tabulate(tableOf(statement, undefined), viewer);
  const names = [...groupBy, ...target.fields];
  const shown = rows.map((row) => row.map((value, i) => shownAs(columns[i], value)));
  return {
    inventories: shown.map((row) => {
      const values = [...row.slice(groupBy.length), ...row.slice(0, groupBy.length)];
      return Object.fromEntries(names.map((name, i) => [name, values[i]]));
    }),
  };
}

/** Functions of all rows, or of each group: pairs of all values by their names, and the last value. */
function aggregated(
  statement: ZqlQuery,
  name: string,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { groupBy, target } = statement;
  if (target.fields.length === 0) {
    if (groupBy.length > 0) throw notEmulated(`${name} of whole inventories with group by`);
    throw new QueryError(RUNTIME, 'java.lang.IndexOutOfBoundsException: Index: 0, Size: 0');
  }
  const { columns, rows } = source.tabulate(tableOf(statement, name), viewer);
  const pairs = rows.map((row) => [inventoryOf(columns, row), shownAs(columns.at(-1), row.at(-1))]);
  // A map without entries is written as one.
  return { inventoryAggregateFunctions: pairs.length > 0 ? pairs : {} };
}

/** A function of each inventory's fields: its value stands in the field. */
function changed(
  statement: ZqlQuery,
  name: string,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  if (statement.target.fields.length === 0) throw notEmulated(`${name} of whole inventories`);
  return inventories(statement, name, source, viewer);
}

function inventories(
  statement: ZqlQuery,
  name: string | undefined,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { columns, rows } = source.tabulate(tableOf(statement, name), viewer);
  return { inventories: rows.map((row) => inventoryOf(columns, row)) };
}

const tableOf = (statement: ZqlQuery, name: string | undefined) => ({
  ...pageOf(statement),
  by: statement.groupBy,
  values: statement.target.fields.map((field) => ({
    field,
    functions: name === undefined ? [] : [name.toLowerCase()],
  })),
});
