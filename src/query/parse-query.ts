import { apiError } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { MOST_COMPARISONS, tooLarge } from './limits.js';
import { parseCondition } from './parse-condition.js';
import { allOf, DEFAULT_LIMIT, type Condition, type Query, type Sort } from './query.js';
import { parseZql } from './zql/parse-zql.js';

/**
 * @throws SYS.1000 for a page that begins or ends before the first inventory: what the real system reads, its
 * database refuses
 */
export function checkPaging({ start, limit }: Query): void {
  if (limit < 0) throw refusedByDatabase('max-results cannot be negative');
  if (start < 0) {
    throw refusedByDatabase(`first-result value cannot be negative : ${start}`);
  }
}

const refusedByDatabase = (why: string) =>
  apiError('SYS.1000', `java.lang.IllegalArgumentException: ${why}`);

/**
 * Reads the parameters of a query API from its query string. What the real system does not know
 * is ignored, as there; `groupBy` is accepted and ignored.
 * @throws {RestError} 400 in the real system's words
 * @throws SYS.1007 for more conditions than the database takes at once
 */
export function parseQuery(parameters: URLSearchParams): Query {
  const fields = parameters.get('fields');
  const conditions = [...new Set(parameters.getAll('q'))].map(parseCondition);
  refuseMany(conditions);
  refuseFilter(parameters.get('filterName'));
  return {
    where: allOf(conditions),
    restrictions: [],
    sort: parseSort(parameters.get('sort')),
    start: parseInteger(parameters.get('start'), 'start') ?? 0,
    limit: parseInteger(parameters.get('limit'), 'limit') ?? DEFAULT_LIMIT,
    fields: fields === null ? undefined : fields.split(',').map((field) => field.trim()),
    groupBy: [],
    reply: isTrue(parameters.get('count'))
      ? 'count'
      : isTrue(parameters.get('replyWithCount'))
        ? 'pageWithCount'
        : 'page',
  };
}

/** @throws SYS.1007 */
export function refuseMany(conditions: readonly Condition[]): void {
  if (conditions.length <= MOST_COMPARISONS) return;
  throw tooLarge(`a query takes at most ${MOST_COMPARISONS} conditions`);
}

/**
 * `filterName=type:condition` stands for a condition on system tags that a closed module makes of it.
 * @throws SYS.1007 for another form; SYS.1014 for one of a module that is not emulated
 */
export function refuseFilter(text: string | null): void {
  if (text === null || text === '') return;
  const [type, condition] = text.split(':');
  if (!condition) {
    throw apiError('SYS.1007', 'filterName must be formatted as [filterType:condition(s)]');
  }
  throw apiError(
    'SYS.1014',
    `the filter type[${type}] belongs to a module that is not emulated; use a condition on __systemTag__`,
  );
}

const isTrue = (text: string | null) => text?.toLowerCase() === 'true';

function parseInteger(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text.trim()) || value < -(2 ** 31) || value > 2 ** 31 - 1) {
    throw new RestError(400, `Invalid query parameter. '${name}' must be an integer`);
  }
  return value;
}

/**
 * `+field` and `field` ascend, `-field` descends, however many signs there are; an unencoded `+` arrives as a blank.
 * The real system pastes the field into a statement of ZQL: `name asc,uuid` is an order by two fields.
 */
function parseSort(text: string | null): readonly Sort[] {
  if (text === null) return [];
  const [signs = ''] = /^(?:\++|-+)?/.exec(text.trim()) ?? [];
  const field = text.trim().slice(signs.length);
  const isDescending = signs.startsWith('-');
  if (/^[\w.]+$/.test(field)) {
    return [{ field, direction: isDescending ? 'descending' : 'ascending' }];
  }
  const statement = `query inventory order by ${field} ${isDescending ? 'desc' : 'asc'}`;
  const [read] = parseZql(statement);
  return read && 'sort' in read ? read.sort : [];
}
