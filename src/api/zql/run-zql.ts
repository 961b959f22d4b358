import type { InventoryQueries } from '../../domain/inventory-queries.js';
import { parseZql } from '../../query/zql/parse-zql.js';
import { QueryError, runtimeError } from '../../query/zql/query-error.js';
import type { ZqlStatement } from '../../query/zql/statement.js';
import type { Caller } from '../../services/accounts/sessions.js';
import type { QueryOperation } from '../define-operation.js';
import { viewerOf } from '../authorize.js';
import { runCount } from './run-count.js';
import { runQuery } from './run-query.js';
import { runSearch } from './run-search.js';
import { runSum } from './run-sum.js';
import type { ZqlResult } from './zql-result.js';

/**
 * Answers statements of ZQL, one result for each.
 * @throws SYS.1000 for what cannot be read or names nothing, in the words of the real system
 */
export function runZql(
  queries: InventoryQueries,
  operations: readonly QueryOperation[],
  zql: string | undefined,
  caller: Caller,
  /** Throws for a query that the caller may not ask. */
  checkQuery: (operation: QueryOperation) => void = () => undefined,
): ZqlResult[] {
  try {
    return parseZql(zql).map((statement, i) => {
      // All statements of a text have the time of one query: no further one begins when it is over.
      if (i > 0) queries.checkTime();
      return answerTo(statement, queries, operations, viewerOf(caller), checkQuery);
    });
  } catch (error) {
    throw error instanceof QueryError ? error.asOfZql() : error;
  }
}

function answerTo(
  statement: ZqlStatement,
  queries: InventoryQueries,
  operations: readonly QueryOperation[],
  viewer: string | undefined,
  checkQuery: (operation: QueryOperation) => void,
): ZqlResult {
  const find = (entity: string) => operationOf(operations, entity);
  if (statement.verb === 'search') return runSearch(statement, find, queries, viewer);
  const operation = find(statement.target.entity);
  checkQuery(operation);
  const source = operation.of(queries);
  const run = {
    query: () => runQuery(statement, operation, source, viewer),
    count: () => runCount(statement, source, viewer),
    sum: () => runSum(statement, source, viewer),
  };
  const answer = run[statement.verb]();
  return statement.name === undefined ? answer : { ...answer, name: statement.name };
}

function operationOf(operations: readonly QueryOperation[], entity: string): QueryOperation {
  const found = operations.find((operation) => operation.entity === entity.toLowerCase());
  if (found) return found;
  throw runtimeError(`cannot find inventory with name[${entity}]`);
}
