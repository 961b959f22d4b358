import { isPlainObject } from '../core/plain-object.js';
import { RestError } from '../core/rest-error.js';
import type { World } from '../domain/world.js';
import { queryOfMessage, type QUERY_MESSAGE_FIELDS } from '../query/message-query.js';
import type { Query } from '../query/query.js';
import {
  choice,
  flag,
  optionalText,
  requiredObjects,
  textList,
  wholeNumber,
  type Param,
} from './params.js';
import { readParams, type RawParams } from './read-params.js';
import { validateParams } from './validate-params.js';

const COUNT = { numberRange: [0, 2 ** 31 - 1] } as const;

/** What the message of every query says. */
export const QUERY_PARAMS = {
  conditions: requiredObjects({ description: 'each with `name`, `op` and `value`' }),
  limit: wholeNumber('Integer', COUNT),
  start: wholeNumber('Integer', COUNT),
  count: flag(false),
  groupBy: optionalText(),
  replyWithCount: flag(false),
  filterName: optionalText(),
  sortBy: optionalText(),
  sortDirection: choice(['asc', 'desc'], 'asc'),
  fields: textList(),
} as const satisfies Readonly<Record<(typeof QUERY_MESSAGE_FIELDS)[number], Param<unknown>>>;

/**
 * Reads a query's message; what it answers makes the query of it, once the caller may ask.
 * @throws {RestError} for a field of another type
 * @throws SYS.1007 where conditions are missing, or a number is out of range
 */
export function readQueryMessage(world: World, given: RawParams): () => Query {
  const params = validateParams(world, QUERY_PARAMS, readParams(QUERY_PARAMS, given));
  for (const condition of params.conditions) refuseOdd(condition);
  return () => queryOfMessage(params);
}

/** Name, operator and value are single values. */
function refuseOdd(condition: Readonly<Record<string, unknown>>): void {
  for (const name of ['name', 'op', 'value']) {
    const value = condition[name];
    if (!Array.isArray(value) && !isPlainObject(value)) continue;
    const found = Array.isArray(value) ? 'BEGIN_ARRAY' : 'BEGIN_OBJECT';
    throw new RestError(
      500,
      `java.lang.IllegalStateException: Expected a string but was ${found} at path $.conditions[].${name}`,
    );
  }
}
