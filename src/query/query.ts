/** How a condition compares a field with its value; `isNull` and `notNull` have none. */
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
  | 'notNull';

/** One condition of a query; in-lists keep their values as written between the commas. */
export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export interface Sort {
  readonly field: string;
  readonly direction: 'ascending' | 'descending';
}

/** What a query API was asked. All conditions hold together; the real system has no OR here. */
export interface Query {
  readonly conditions: readonly Condition[];
  readonly sort: Sort | undefined;
  readonly start: number;
  readonly limit: number;
  /** Only these keys of each inventory, or all. */
  readonly fields: readonly string[] | undefined;
  /** `page`: the inventories; `count`: only their number; `pageWithCount`: both. */
  readonly reply: 'page' | 'count' | 'pageWithCount';
}

/** The real system's limit where a query names none. */
export const DEFAULT_LIMIT = 1000;

/** The query of `GET /x/{uuid}`: all of its query parameters are ignored. */
export function queryByUuid(uuid: string): Query {
  return {
    conditions: [{ field: 'uuid', operator: 'equal', values: [uuid] }],
    sort: undefined,
    start: 0,
    limit: DEFAULT_LIMIT,
    fields: undefined,
    reply: 'page',
  };
}
