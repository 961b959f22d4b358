import type { Queryable } from '../../query/queryable.js';
import type { ZqlQuery } from '../../query/zql/statement.js';
import { countedBy, inventoryOf, pageOf, selectionOf, type ZqlResult } from './zql-result.js';

/** A `count`, of all that meets the conditions or of each group of it; always with the number of all. */
export function runCount(
  statement: ZqlQuery,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { groupBy, target, sort } = statement;
  source.listsAmong([...groupBy, ...target.fields]);
  const counted = countedBy(statement);
  const total = source.count(selectionOf(statement), counted, viewer);
  if (groupBy.length === 0 || counted === undefined) {
    source.checkSort(sort);
    return { total };
  }
  const value = { field: counted.field, functions: ['count', ...counted.functions] };
  const table = { ...pageOf(statement), by: groupBy, values: [value] };
  const { columns, rows } = source.tabulate(table, viewer);
  if (rows.length === 0) return { total };
  const inventoryCounts = rows.map((row) => [inventoryOf(columns.slice(0, -1), row), row.at(-1)]);
  return { inventoryCounts, total };
}
