import type { Condition, Fields, Join, Restriction, Sort } from '../query.js';

/** One statement of ZQL as it was read. */
export type ZqlStatement = ZqlQuery | ZqlSearch;

/** A statement about one kind of inventory. */
export interface ZqlQuery {
  readonly verb: 'query' | 'count' | 'sum';
  /** Only these fields of each inventory, or what is counted or added up; none: all, or the inventory itself. */
  readonly target: Fields;
  /** As written, the outermost first: `max(distinct(image.size))` has `max`, `distinct`. */
  readonly functions: readonly string[];
  readonly joins: readonly Join[];
  /** What the sums of `sum` are told apart by. */
  readonly sumBy: string | undefined;
  readonly where: Condition | undefined;
  readonly restrictions: readonly Restriction[];
  /** Names of `return with`; of one with a block in braces its name alone. */
  readonly returned: readonly string[];
  readonly groupBy: readonly string[];
  readonly sort: readonly Sort[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  /** Names of `filter by`. */
  readonly filters: readonly string[];
  /** `named as`. */
  readonly name: string | undefined;
}

/** `search 'text'`: resources of any kind whose name has the text in it. */
export interface ZqlSearch {
  readonly verb: 'search';
  readonly keyword: string;
  /** Kinds of inventories, as written; empty: all that can be searched. */
  readonly entities: readonly string[];
  readonly restrictions: readonly Restriction[];
}
