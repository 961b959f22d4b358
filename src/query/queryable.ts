import type { Query, Restriction, Selection, Sort } from './query.js';

/** Some of the rows that a query found, and how many there are where it asked for that. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
}

/** A field, or functions of it, the outermost first: `max(size)`. Without a field: of the inventory itself. */
export interface Value {
  readonly field: string | undefined;
  readonly functions: readonly string[];
}

/** Values of many inventories at once: ZQL's functions, `count … group by` and `sum … by`. */
export interface Table extends Selection {
  /** What rows are told apart by, and begin with. Empty: a row for each inventory, or one where all are added up. */
  readonly by: readonly string[];
  readonly values: readonly Value[];
  readonly sort: readonly Sort[];
  readonly start: number;
  readonly limit: number;
}

/** A column of a table; dates are ms since 1970 and told by their kind. */
export interface TableColumn {
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
  /** How many inventories of a selection have something there; undefined: how many there are. */
  count(selection: Selection, counted: Value | undefined, viewer: string | undefined): number;
  /** Rows of values: those of `by`, then the others. */
  tabulate(
    table: Table,
    viewer: string | undefined,
  ): { readonly columns: readonly TableColumn[]; readonly rows: readonly (readonly unknown[])[] };
  /** Which of these fields of an inventory are lists. @throws SYS.1000 for one that it has not */
  listsAmong(fields: readonly string[]): readonly string[];
  /** Class of the inventory whose field a way over relations ends at; undefined where it leads nowhere. */
  ownerOf(path: readonly string[]): string | undefined;
  /** Whether relations lead from these inventories to those of the restriction. */
  canRestrict(restriction: Restriction): boolean;
  /** @throws SYS.1000 where inventories cannot be sorted so */
  checkSort(sort: readonly Sort[]): void;
}
