import type { Query, Selection, Sort } from './query.js';

/** Some of the rows that a query found, and how many there are where it asked for that. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
}

/** Values of fields of many inventories at once: ZQL's `distinct`, `count … group by` and `sum … by`. */
export interface Summary extends Selection {
  readonly what: 'distinct' | 'count' | 'sum';
  /** What is told apart. */
  readonly by: readonly string[];
  /** Whose values are added up; of `sum` only. */
  readonly sums: readonly string[];
  readonly sort: readonly Sort[];
  readonly start: number;
  readonly limit: number;
}

/** A value of a summary; dates are ms since 1970 and told by their kind. */
export interface SummaryColumn {
  readonly field: string;
  readonly kind: 'text' | 'uuid' | 'number' | 'boolean' | 'date';
}

/**
 * One kind of inventory that can be queried. `viewer` narrows the answer to what that account sees;
 * undefined sees all.
 */
export interface Queryable<Row> {
  query(query: Query, viewer: string | undefined): Page<Row>;
  /** The one of this uuid: the query of every `GET /x/{uuid}`. */
  find(uuid: string, viewer: string | undefined): Row | undefined;
  /** How many combinations of values the inventories of a selection have in these fields. */
  countDistinct(
    selection: Selection,
    fields: readonly string[],
    viewer: string | undefined,
  ): number;
  /** Rows of values: those of `by`, then the number of inventories or the sums. */
  summarize(
    summary: Summary,
    viewer: string | undefined,
  ): { readonly columns: readonly SummaryColumn[]; readonly rows: readonly (readonly unknown[])[] };
}
