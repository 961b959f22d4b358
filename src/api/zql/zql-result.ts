import { toTimestamp } from '../../contract/timestamp.js';
import type { Selection } from '../../query/query.js';
import type { TableColumn, Value } from '../../query/queryable.js';
import type { ZqlQuery } from '../../query/zql/statement.js';

/** The answer to one statement. */
export interface ZqlResult {
  readonly inventories?: readonly unknown[];
  readonly total?: number | undefined;
  /** Pairs of a group and its number, as a map with such keys is written. */
  readonly inventoryCounts?: readonly unknown[];
  /** Pairs of a group with its values, and the last of these values; without any, an empty map. */
  readonly inventoryAggregateFunctions?: readonly unknown[] | Readonly<Record<string, never>>;
  readonly name?: string;
}

/** The most that a statement without a limit answers: a world can hold a million images. */
const MOST = 10_000;

/** Which rows a statement asks for, and in which order. */
export const pageOf = ({ sort, limit, offset, ...statement }: ZqlQuery) => ({
  ...selectionOf(statement),
  sort,
  limit: limit ?? MOST,
  start: offset ?? 0,
});

export function selectionOf({
  where,
  restrictions,
  joins,
}: Pick<ZqlQuery, 'where' | 'restrictions' | 'joins'>): Selection {
  return { where, restrictions, ...(joins.length > 0 ? { joins } : {}) };
}

/**
 * What `count` counts, and `return with (total)`: the first of the grouped fields and the named ones, where it has
 * something in it; without any, inventories. All functions are applied.
 */
export function countedBy({ groupBy, target, functions }: ZqlQuery): Value | undefined {
  const [field] = [...groupBy, ...target.fields];
  return field === undefined && functions.length === 0 ? undefined : { field, functions };
}

/** A row of values as an inventory. */
export const inventoryOf = (columns: readonly TableColumn[], row: readonly unknown[]): object =>
  Object.fromEntries(columns.map((column, i) => [column.field, shownAs(column, row[i])]));

/** A value as inventories show it. */
export function shownAs(column: TableColumn | undefined, value: unknown): unknown {
  if (value === null) return null;
  if (column?.kind === 'date') return toTimestamp(Number(value));
  return column?.kind === 'boolean' ? value === 1 : value;
}
