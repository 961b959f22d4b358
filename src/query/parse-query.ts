import { apiError } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { parseCondition } from './parse-condition.js';
import { DEFAULT_LIMIT, type Query, type Sort } from './query.js';

/**
 * Reads the parameters of a query API from its query string. What the real system does not know
 * is ignored, as there; `groupBy` is accepted and ignored.
 * @throws {RestError} 400 in the real system's words
 */
export function parseQuery(parameters: URLSearchParams): Query {
  const fields = parameters.get('fields');
  if (parameters.has('filterName')) {
    throw apiError('SYS.1014', 'filterName is known to this emulator, but not supported yet');
  }
  return {
    conditions: uniqueTexts(parameters.getAll('q')).map(parseCondition),
    sort: parseSort(parameters.get('sort')),
    start: parseInteger(parameters.get('start'), 'start') ?? 0,
    limit: parseInteger(parameters.get('limit'), 'limit') ?? DEFAULT_LIMIT,
    fields: fields === null ? undefined : fields.split(',').map((field) => field.trim()),
    reply: isTrue(parameters.get('count'))
      ? 'count'
      : isTrue(parameters.get('replyWithCount'))
        ? 'pageWithCount'
        : 'page',
  };
}

const uniqueTexts = (texts: readonly string[]) => [...new Set(texts)];
const isTrue = (text: string | null) => text?.toLowerCase() === 'true';

function parseInteger(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || value < 0 || value > 2 ** 31 - 1) {
    throw new RestError(400, `Invalid query parameter. '${name}' must be an integer`);
  }
  return value;
}

/** `+field` and `field` ascend, `-field` descends; an unencoded `+` arrives as a blank. */
function parseSort(text: string | null): Sort | undefined {
  if (text === null || text.trim() === '') return undefined;
  const field = text.trim();
  if (field.startsWith('-')) return { field: field.slice(1), direction: 'descending' };
  return { field: field.startsWith('+') ? field.slice(1) : field, direction: 'ascending' };
}
