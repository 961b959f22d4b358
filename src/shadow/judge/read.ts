import type { Asked } from '../compare/comparison.js';
import { mayWrite, type Exchange } from '../exchange.js';
import type { Answered } from './compare-answers.js';
import type { Named, Operations } from './operations.js';
import { jsonOf, textOf } from './read-exchange.js';
import { parameterOf } from './translate.js';

/** An exchange, read. */
export interface Read {
  readonly exchange: Exchange;
  readonly named: Named;
  /** The body of the request, unpacked. */
  readonly sent: string;
  readonly cloud: Answered;
  /** Of a job whose end was seen: whether something else was under way beside it. */
  readonly isBesideJob?: boolean;
}

/** Why an exchange cannot be compared. */
export class NotCompared extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotCompared';
  }
}

/** The emulator has not what was asked for: it says nothing of it. */
export class NotEmulated extends NotCompared {
  constructor() {
    super('not emulated');
  }
}

/** What was asked, below the context path and without its query string. */
export const pathOf = ({ path }: Exchange, contextPath: string): string =>
  path.slice(contextPath.length).split('?', 1)[0] ?? '';

/** @throws {NotCompared} where there is nothing to read */
export function readExchange(
  exchange: Exchange,
  contextPath: string,
  operations: Operations,
): Read {
  const { status, requestBody, answerBody, requestHeaders, answerHeaders } = exchange;
  if (status === 0) throw new NotCompared('the cloud has not answered');
  if (!exchange.path.startsWith(`${contextPath}/v1/`)) throw new NotCompared('not of the REST API');
  if (requestBody === undefined || answerBody === undefined) {
    throw new NotCompared('its body is longer than what is looked at, or broke off');
  }
  const sent = textOf(requestBody, requestHeaders);
  const text = textOf(answerBody, answerHeaders);
  if (sent === undefined || text === undefined) {
    throw new NotCompared('its body cannot be unpacked');
  }
  const contentType = answerHeaders['content-type'] ?? '';
  const named = operations.find(exchange.method, pathOf(exchange, contextPath), jsonOf(sent));
  return { exchange, named, sent, cloud: { status, contentType, text } };
}

/** What of an answer counts, by what was asked. */
export function askedBy({ exchange, named }: Read, knowsAll: boolean): Asked {
  const { path, method } = exchange;
  const sort = parameterOf(path, 'sort') ?? parameterOf(path, 'sortBy');
  const isPage = ['limit', 'start'].some((key) => parameterOf(path, key) !== undefined);
  return {
    what: `${named.name} ${path}`,
    isPage: isPage && method === 'GET' && named.facts?.kind === 'query',
    knowsAll,
    isWrite: mayWrite(method, path),
    ...(sort === undefined ? {} : { sortedBy: sort.replace(/^[+\- ]/, '') }),
  };
}

/** When the cloud says that it answered, which it says to the second; where it says nothing, when it did. */
export function timeOf({ answerHeaders, date }: Exchange): number {
  const told = Date.parse(answerHeaders['date'] ?? '');
  const isThatSecond = date >= told && date < told + 1_000;
  return Number.isNaN(told) || isThatSecond ? date : told;
}
