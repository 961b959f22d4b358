import { apiError } from '../core/api-error.js';
import type { World } from '../domain/world.js';
import { DEFAULT_LIMIT, type Query } from '../query/query.js';
import type { Queryable } from '../query/queryable.js';
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
  refuseOthers(asked, caller);
  const viewer = viewerOf(caller);
  failByRule(call.fault);
  const given = makeQuery();
  const instead = given && asked.instead?.(given);
  const operation = instead?.operation ?? asked;
  const query = instead?.query ?? given;
  if (query) checkPaging(query);
  const queryable = operation.of(world.queries);
  if (query === undefined) {
    const found = queryable.find(String(uuid), viewer);
    const inventories = found === undefined ? [] : [operation.toInventory(found)];
    return { kind: 'success', body: { inventories } };
  }
  return world.queries.inTime((checkTime) => page(operation, queryable, query, viewer, checkTime));
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
): Answer {
  const { rows, total } = queryable.query(query, viewer);
  const inventories = rows.map(toInventory);
  // What is short is as good as answered.
  if (rows.length > DEFAULT_LIMIT) checkTime();
  const counted = total === undefined ? {} : { total };
  if (query.reply === 'count') return { kind: 'success', body: counted };
  const { fields } = query;
  refuseLists(fields, inventories[0]);
  const page = fields ? inventories.map((inventory) => only(fields, inventory)) : inventories;
  return { kind: 'success', body: { inventories: page, ...counted } };
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
