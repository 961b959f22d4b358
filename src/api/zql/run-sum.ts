import { apiError } from '../../core/api-error.js';
import type { Queryable } from '../../query/queryable.js';
import type { ZqlQuery } from '../../query/zql/statement.js';
import { pageOf, shownAs, type ZqlResult } from './zql-result.js';

/**
 * A `sum`: a row of each value of `by`, which begins with it; behind it the sums.
 * @throws SYS.1007 for a sum of nothing
 */
export function runSum(
  statement: ZqlQuery,
  source: Queryable<unknown>,
  viewer: string | undefined,
): ZqlResult {
  const { target, sumBy } = statement;
  source.listsAmong(target.fields);
  if (target.fields.length === 0) {
    throw apiError('SYS.1007', 'the field to sum must be specified');
  }
  const values = target.fields.map((field) => ({ field, functions: ['sum'] }));
  const table = { ...pageOf(statement), by: [sumBy ?? ''], values };
  const { columns, rows } = source.tabulate(table, viewer);
  return { inventories: rows.map((row) => row.map((value, i) => shownAs(columns[i], value))) };
}
