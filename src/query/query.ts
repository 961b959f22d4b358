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
  | Comparison
  | FieldComparison
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] };

/** Fields of one kind of inventory, by the name of its entity in any case: ZQL's `image.name,uuid`. */
export interface Fields {
  readonly entity: string;
  readonly fields: readonly string[];
}

/** Two fields against each other, of the inventory itself or of those that are joined to it; of each the first. */
export interface FieldComparison {
  readonly kind: 'fields';
  readonly left: Fields;
  readonly operator: 'equal' | 'notEqual' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual';
  readonly right: Fields;
}

/** Other inventories beside each one, as in SQL; without a condition each of them. */
export interface Join {
  readonly kind: 'inner' | 'left' | 'right';
  readonly entity: string;
  readonly on: Condition | undefined;
}

/** A comparison of ZQL's `restrict by`; without an entity it is about the inventory itself. */
export interface Restriction {
  readonly entity: string | undefined;
  readonly comparison: Comparison;
}

export interface Sort {
  /** Empty where an expression stands instead. */
  readonly field: string;
  readonly direction: 'ascending' | 'descending';
  readonly expression?: SortExpression;
}

/** What else ZQL sorts by: a field of a joined inventory, a function of one, or fields with signs between. */
export type SortExpression =
  | { readonly kind: 'field'; readonly of: Fields; readonly function: string | undefined }
  | { readonly kind: 'signs'; readonly parts: readonly (Sign | { readonly field: string })[] };

export type Sign = '+' | '-' | '*' | '/' | '%' | '(' | ')';

/** Which inventories are meant. */
export interface Selection {
  readonly where: Condition | undefined;
  readonly restrictions: readonly Restriction[];
  readonly joins?: readonly Join[];
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
  /** Each inventory once, however many are joined to it. */
  readonly isDistinct?: boolean;
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
