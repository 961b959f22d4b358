import type { Query } from './query.js';

/** Some of the rows that a query found, and how many there are where it asked for that. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
}

/**
 * One kind of inventory that can be queried. `ownerUuid` narrows the answer to what that account
 * owns, for the kinds that belong to accounts; undefined sees all.
 */
export interface Queryable<Row> {
  query(query: Query, ownerUuid: string | undefined): Page<Row>;
}
