import { apiError } from '../core/api-error.js';
import type { World } from '../domain/world.js';
import { DEFAULT_LIMIT, type Query } from '../query/query.js';
import type { Queryable } from '../query/queryable.js';
import type { Caller } from '../services/accounts/sessions.js';
import { checkPaging, parseQuery } from '../query/parse-query.js';
import { callerOf, refuseOthers, viewerOf } from './authorize.js';
import type { Answer, Call } from './call.js';
import type { QueryOperation } from './define-operation.js';
import { failByRule } from './fault-of-call.js';
import { readQueryMessage } from './query-message.js';

/** Answers a query: one inventory by the uuid of its path, or a page of those that meet the conditions. */
export function executeQuery(
  world: World,
  asked: QueryOperation,
  call: Call,
): Answer | Promise<Answer> {
  const uuid = call.pathVariables['uuid'];
  const makeQuery = queryMaker(world, call);
  const caller = callerOf(world, call);
  refuseOthers(world, asked, caller, {});
  const viewer = viewerOf(caller);
  failByRule(call.fault);
  const given = makeQuery();
  if (given !== undefined) {
    const answer = asking(world, asked, given, viewer);
    return world.queries.inTime((checkTime) => ({ kind: 'success', body: answer(checkTime) }));
  }
  const found = asked.of(world.queries).find(String(uuid), viewer);
  const inventories = found === undefined ? [] : [asked.toInventory(found)];
  return { kind: 'success', body: { inventories } };
}

/** The body of the answer to a query that is a part of a call. */
export const answerToQuery = (
  world: World,
  asked: QueryOperation,
  query: Query,
  caller: Caller,
): object => asking(world, asked, query, viewerOf(caller))(() => world.queries.checkTime());

/** What answers a query, whose page is looked at first: by the operation that it is meant for. */
function asking(
  world: World,
  asked: QueryOperation,
  given: Query,
  viewer: string | undefined,
): (checkTime: () => void) => object {
  const instead = asked.instead?.(given);
  const operation = instead?.operation ?? asked;
  const query = instead?.query ?? given;
  checkPaging(query);
  const queryable = operation.of(world.queries);
  return (checkTime) => page(operation, queryable, query, viewer, checkTime);
}

/**
 * What makes the query of a call, or undefined where it asks for one uuid. An address is read at once: it is refused
 * before anybody looks who asks. The conditions of a message are read where the work begins.
 */
function queryMaker(world: World, call: Call): () => Query | undefined {
  if (call.isMessage) return readQueryMessage(world, call.parameters);
  const query = call.pathVariables['uuid'] === undefined ? parseQuery(call.search) : undefined;
  return () => query;
}

function page(
  { toInventory }: QueryOperation,
  queryable: Queryable<unknown>,
  query: Query,
  viewer: string | undefined,
  checkTime: () => void,
): object {
  const { rows, total } = queryable.query(query, viewer);
  const inventories = rows.map(toInventory);
  // What is short is as good as answered.
  if (rows.length > DEFAULT_LIMIT) checkTime();
  const counted = total === undefined ? {} : { total };
  if (query.reply === 'count') return counted;
  const { fields } = query;
  refuseLists(fields, inventories[0]);
  const page = fields ? inventories.map((inventory) => only(fields, inventory)) : inventories;
  return { inventories: page, ...counted };
}

/**
 * The real system makes inventories of rows, and of a row's other rows it cannot: lists come with whole inventories.
 * @throws SYS.1000 where there is an inventory to show
 */
function refuseLists(fields: readonly string[] | undefined, first: object | undefined): void {
  const values = (first ?? {}) as Readonly<Record<string, unknown>>;
  const list = fields?.find((name) => Array.isArray(values[name]));
  if (list === undefined) return;
  const runtime = 'org.zstack.header.exception.CloudRuntimeException';
  throw apiError(
    'SYS.1000',
    `${runtime}: ${runtime}: For the field[${list}], fail to convert a vo to a inventory`,
  );
}

/** An inventory with these fields only. */
export function only(fields: readonly string[], inventory: object): object {
  return Object.fromEntries(Object.entries(inventory).filter(([name]) => fields.includes(name)));
}
