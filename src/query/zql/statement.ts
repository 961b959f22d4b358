import type { Condition, Restriction, Sort } from '../query.js';

/** One statement of ZQL as it was read. */
export interface ZqlStatement {
  readonly verb: 'query' | 'count' | 'sum';
  /** As written; any case. */
  readonly entity: string;
  /** Only these fields of each inventory (`query`), or what is added up (`sum`); empty: all. */
  readonly fields: readonly string[];
  readonly isDistinct: boolean;
  /** What the sums of `sum` are told apart by. */
  readonly sumBy: string | undefined;
  readonly where: Condition | undefined;
  readonly restrictions: readonly Restriction[];
  /** `return with (total)`. */
  readonly returnsTotal: boolean;
  readonly groupBy: readonly string[];
  readonly sort: readonly Sort[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  /** `named as`. */
  readonly name: string | undefined;
}
