/** How a comparison compares a field with its values; `isNull` and `notNull` have none. */
export type Operator =
  | 'equal'
  | 'notEqual'
  | 'greaterOrEqual'
  | 'lessOrEqual'
  | 'notIn'
  | 'notLike'
  | 'like'
  | 'in'
  | 'greater'
  | 'less'
  | 'isNull'
  | 'notNull'
  | 'has'
  | 'notHas';

/** One field against values, or against what another query finds (ZQL's subqueries). */
export interface Comparison {
  readonly kind: 'comparison';
  /** A field of the inventory, or the way to one over its relations: `['backupStorage', 'name']`. */
  readonly path: readonly string[];
  readonly operator: Operator;
  /** As written; in-lists keep what stood between the commas. */
  readonly values: readonly string[];
  readonly subquery?: Subquery;
}

export interface Subquery {
  readonly entity: string;
  readonly path: readonly string[];
  readonly where: Condition | undefined;
}

export type Condition =
  Comparison | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] };

/** A comparison of ZQL's `restrict by`; without an entity it is about the inventory itself. */
export interface Restriction {
  readonly entity: string | undefined;
  readonly comparison: Comparison;
}

export interface Sort {
  readonly field: string;
  readonly direction: 'ascending' | 'descending';
}

/** Which inventories are meant. */
export interface Selection {
  readonly where: Condition | undefined;
  readonly restrictions: readonly Restriction[];
}

/** What a query API, or a `query` of ZQL, was asked. */
export interface Query extends Selection {
  readonly sort: readonly Sort[];
  readonly start: number;
  readonly limit: number;
  /** Only these keys of each inventory, or all. */
  readonly fields: readonly string[] | undefined;
  /** One inventory for each combination of these fields; empty: all. */
  readonly groupBy: readonly string[];
  /** `page`: the inventories; `count`: only their number; `pageWithCount`: both. */
  readonly reply: 'page' | 'count' | 'pageWithCount';
}

/** The real system's limit where a query names none. */
export const DEFAULT_LIMIT = 1000;

export const EVERYTHING: Query = {
  where: undefined,
  restrictions: [],
  sort: [],
  start: 0,
  limit: DEFAULT_LIMIT,
  fields: undefined,
  groupBy: [],
  reply: 'page',
};

/** The query of `GET /x/{uuid}`: all of its query parameters are ignored. */
export function queryByUuid(uuid: string): Query {
  const where = { kind: 'comparison', path: ['uuid'], operator: 'equal', values: [uuid] } as const;
  return { ...EVERYTHING, where };
}

/** All of the conditions together, or undefined where there is none. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length > 1 ? { kind: 'and', conditions } : conditions[0];
}
