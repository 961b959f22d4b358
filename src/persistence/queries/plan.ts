import { queryByUuid, type Query } from '../../query/query.js';
import { oneRow, type Asking } from './asking.js';
import { compilePage, driversOf, type Compiled, type Driver, type Plan } from './compile.js';
import type { Entity } from './entities.js';
import { OutOfTime } from './query-clock.js';

/** A table with fewer rows is walked without a further thought. */
const FEW_ROWS = 4096;
/** More rows than this are looked for among all rather than listed. */
const MOST_LISTED = 2048;
/** To look one listed row up and sort it costs as much as so many steps of a walk. */
const STEPS_OF_LISTED = 4;
/** The part of the time in which it must be known where to begin. */
const TIME_TO_PLAN = 0.2;
/** So many ways are tried where the first one takes too long. */
const MOST_WAYS = 3;

/**
 * Asks a query by the way that promises most. Which one is quick depends on where the rows lie that meet the
 * conditions, which nobody knows: a way that takes too long is given up for another one.
 */
export function byTheBestWay<T>(
  asking: Asking,
  entity: Entity,
  query: Query,
  viewer: string | undefined,
  ask: (plan: Plan) => T,
): T {
  const isJoined = (query.joins?.length ?? 0) > 0;
  const drivers = entity.rowKey === 'rowid' && !isJoined ? driversOf(entity, query, viewer) : [];
  if (drivers.length === 0) return ask(undefined);
  const { clock } = asking;
  const first = planOf(asking, entity, query, drivers);
  // A count walks through an index of texts anyway.
  const further = query.reply === 'count' ? drivers.filter(({ texts }) => !texts) : drivers;
  const others = [undefined, ...further.map(({ part }) => part)].filter((part) => part !== first);
  const ways = [first, ...others].slice(0, MOST_WAYS);
  for (const [i, way] of ways.entries()) {
    const left = ways.length - i;
    try {
      return clock.withPart(left === 1 ? 1 : 1 / (left + 1), () => ask(way));
    } catch (error) {
      if (!(error instanceof OutOfTime) || i === ways.length - 1) throw error;
    }
  }
  throw new Error('a query was asked by no way');
}

/**
 * Where to begin. Rows are walked in the order that is asked for, which ends soon when many meet the
 * conditions; a condition that only few rows meet is asked for these rows first.
 */
function planOf(asking: Asking, entity: Entity, query: Query, drivers: readonly Driver[]): Plan {
  const most = { text: `select max(rowid) from ${entity.from}`, values: [] };
  const total = Number(oneRow(asking, most)?.[0] ?? 0);
  if (total < FEW_ROWS) return undefined;
  // A count needs all that meet the conditions; a page ends as soon as it is full.
  const wanted = query.reply === 'count' ? Infinity : query.start + query.limit;
  const leadsToFew = ({ probe, texts }: Driver) => {
    if (texts === 'all') return false;
    const values = [...probe.values, MOST_LISTED + 1];
    const rows = Number(oneRow(asking, { ...probe, values })?.[0]);
    if (rows > MOST_LISTED) return false;
    return rows * STEPS_OF_LISTED <= wanted * (total / Math.max(rows, 1));
  };
  try {
    return asking.clock.withPart(TIME_TO_PLAN, () => drivers.find(leadsToFew))?.part;
  } catch (error) {
    if (error instanceof OutOfTime) return undefined;
    throw error;
  }
}

const BY_UUID = new Map<Entity, Compiled>();

/** The statement of a single inventory, which is asked for most: compiled once, and never long. */
export function byUuid(entity: Entity, uuid: string): Compiled {
  let known = BY_UUID.get(entity);
  if (!known) {
    known = compilePage(entity, queryByUuid(''), undefined, undefined, false);
    BY_UUID.set(entity, known);
  }
  const [, ...others] = known.values;
  return { text: known.text, values: [uuid.toLowerCase(), ...others] };
}
