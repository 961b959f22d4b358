import type { Kind } from '../cases/case.js';
import { requestOf } from '../client/request-of.js';
import { ownPrefix, tagOf, type Context } from './context.js';
import { at, textOf } from './values.js';

/** Something that a run has made. */
export interface Made {
  readonly inventory: string;
  readonly uuid: string;
  readonly name: string;
}

/** What the answer of a call says was made by it, if that is something that must be removed. */
export function madeBy(
  { book, facts, prefix }: Context,
  call: string,
  body: unknown,
): Made | undefined {
  const operation = facts.operations.get(call);
  const inventory = operation?.answer['inventory'];
  if (!operation || !inventory || !('resourceUuid' in operation.params)) return undefined;
  const kind = book.kinds[inventory];
  const uuid = at(body, `inventory.${kind?.by ?? 'uuid'}`);
  const name = at(body, `inventory.${kind?.name ?? 'name'}`);
  if (!kind || typeof uuid !== 'string') return undefined;
  if (kind.nameless) return { inventory, uuid, name: '' };
  // Others' things are never touched, whatever an answer says.
  return typeof name === 'string' && name.startsWith(prefix)
    ? { inventory, uuid, name }
    : undefined;
}

/** Removes something; answers whether it is gone. */
export async function remove(context: Context, { inventory, uuid }: Made): Promise<boolean> {
  const kind = context.book.kinds[inventory];
  if (!kind) return false;
  if (!(await isThere(context, kind, uuid))) return true;
  if (kind.nameless && !(await isOurs(context, uuid))) return false;
  for (const name of kind.remove) {
    const operation = context.facts.operations.get(name);
    const place = /\{(\w+)\}/.exec(operation?.paths[0] ?? '')?.[1];
    if (!operation || place === undefined) continue;
    // It is refused where the step before has done it already.
    await context.client.call(requestOf(operation, { [place]: uuid }));
  }
  return !(await isThere(context, kind, uuid));
}

export async function isThere(context: Context, kind: Kind, uuid: string): Promise<boolean> {
  return (await rowsOf(context, kind.query, [`${kind.by ?? 'uuid'}=${uuid}`])).length > 0;
}

/** Whether what has no name of ours has a tag of ours. */
async function isOurs(context: Context, uuid: string): Promise<boolean> {
  const tag = `tag~=${context.prefix}::%`;
  return (await rowsOf(context, 'QueryUserTag', [tag, `resourceUuid=${uuid}`])).length > 0;
}

async function rowsOf(
  { client, facts }: Context,
  query: string,
  q: readonly string[],
): Promise<unknown[]> {
  const operation = facts.operations.get(query);
  if (!operation) return [];
  const request = requestOf(operation, { q, limit: 1000 }, 0);
  let { body } = await client.call(request);
  // Sessions end, and a run may be longer than one: what could not be looked at is not gone.
  if (at(body, 'error.code') === 'ID.1001') {
    await client.open();
    ({ body } = await client.call(request));
  }
  const rows = at(body, 'inventories');
  return Array.isArray(rows) ? (rows as unknown[]) : [];
}

/** Everything that a run has made, or all runs with this prefix have, what others need last. */
export async function findMade(context: Context, whose: 'run' | 'all'): Promise<Made[]> {
  const kinds = Object.entries(context.book.kinds).toSorted(([, a], [, b]) => a.rank - b.rank);
  const tagged = await taggedBy(context, whose);
  const begins = whose === 'run' ? ownPrefix(context) : `${context.prefix}-`;
  const found: Made[] = [];
  for (const [inventory, kind] of kinds) {
    const field = kind.name ?? 'name';
    const rows = kind.nameless ? [] : await rowsOf(context, kind.query, [`${field}~=${begins}%`]);
    const named = rows.map((row) => ({
      inventory,
      uuid: textOf(at(row, kind.by ?? 'uuid')),
      name: textOf(at(row, field)),
    }));
    const others = tagged
      .filter(
        ({ type, uuid }) => type === `${kind.type}VO` && !named.some((one) => one.uuid === uuid),
      )
      .map(({ uuid }) => ({ inventory, uuid, name: '' }));
    found.push(...named, ...others);
  }
  return found;
}

async function taggedBy(context: Context, whose: 'run' | 'all') {
  const condition = whose === 'run' ? `tag=${tagOf(context)}` : `tag~=${context.prefix}::%`;
  const rows = await rowsOf(context, 'QueryUserTag', [condition]);
  return rows.map((row) => ({
    type: textOf(at(row, 'resourceType')),
    uuid: textOf(at(row, 'resourceUuid')),
  }));
}

/** Removes everything that is found; answers what was removed and what is left. */
export async function sweep(
  context: Context,
  whose: 'run' | 'all',
): Promise<{ readonly removed: readonly Made[]; readonly left: readonly Made[] }> {
  const removed: Made[] = [];
  const left: Made[] = [];
  for (const made of await findMade(context, whose)) {
    const isGone = await remove(context, made).catch(() => false);
    (isGone ? removed : left).push(made);
  }
  return { removed, left };
}
