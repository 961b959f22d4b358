import { apiError } from '../core/api-error.js';
import { comparisonOf } from './parse-condition.js';
import { refuseFilter, refuseMany } from './parse-query.js';
import { allOf, DEFAULT_LIMIT, type Comparison, type Operator, type Query } from './query.js';

/** What the message of every query can say. */
export const QUERY_MESSAGE_FIELDS = [
  'conditions',
  'limit',
  'start',
  'count',
  'groupBy',
  'replyWithCount',
  'filterName',
  'sortBy',
  'sortDirection',
  'fields',
] as const;

/** What a query's message says, each value of its type; null where it says nothing. */
export interface QueryMessage {
  readonly conditions: readonly Readonly<Record<string, unknown>>[];
  readonly limit: number | null;
  readonly start: number | null;
  readonly count: boolean;
  readonly replyWithCount: boolean;
  readonly sortBy: string | null;
  readonly sortDirection: 'asc' | 'desc';
  readonly fields: readonly string[] | null;
  readonly filterName: string | null;
}

const OPERATORS = new Map<string, Operator>([
  ['=', 'equal'],
  ['!=', 'notEqual'],
  ['>', 'greater'],
  ['>=', 'greaterOrEqual'],
  ['<', 'less'],
  ['<=', 'lessOrEqual'],
  ['in', 'in'],
  ['not in', 'notIn'],
  ['is null', 'isNull'],
  ['is not null', 'notNull'],
  ['like', 'like'],
  ['not like', 'notLike'],
]);

/**
 * The query that a message asks for. `groupBy` is accepted and ignored, as there.
 * @throws SYS.1000 for an operator that is none, or a value that is missing
 * @throws SYS.1007 for more conditions than the database takes at once
 */
export function queryOfMessage(message: QueryMessage): Query {
  const { limit, start, count, replyWithCount, sortBy, sortDirection, fields } = message;
  refuseFilter(message.filterName);
  // Conditions that say the same count once, as there.
  const different = new Map(message.conditions.map((each) => [JSON.stringify(each), each]));
  const conditions = [...different.values()].map(conditionOf);
  refuseMany(conditions);
  return {
    where: allOf(conditions),
    restrictions: [],
    sort:
      sortBy === null
        ? []
        : [{ field: sortBy, direction: sortDirection === 'asc' ? 'ascending' : 'descending' }],
    start: start ?? 0,
    limit: limit ?? DEFAULT_LIMIT,
    fields: fields === null || fields.length === 0 ? undefined : fields,
    groupBy: [],
    reply: count ? 'count' : replyWithCount ? 'pageWithCount' : 'page',
  };
}

function conditionOf({ name, op, value }: Readonly<Record<string, unknown>>): Comparison {
  const operator = OPERATORS.get(textOf(op) ?? '');
  if (!operator) throw apiError('SYS.1000', `unknown QueryOp type[${textOf(op) ?? 'null'}]`);
  const field = textOf(name) ?? 'null';
  const given = textOf(value);
  const needsValue = operator !== 'isNull' && operator !== 'notNull';
  // The real system writes a ZQL of it that has no end, and answers with what its parser says.
  if (needsValue && given === undefined) {
    throw apiError('SYS.1000', `the condition[${field} ${textOf(op)}] has no value`);
  }
  return comparisonOf(field, operator, given ?? '');
}

/** Numbers and flags are read as texts. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
