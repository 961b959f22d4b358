import { apiError } from '../core/api-error.js';
import type { LawVerdict } from '../domain/laws.js';
import type { Database } from './database.js';
import {
  capacityOf,
  firstRows,
  LAW_NAMES,
  MOST_ROWS,
  partsInPieces,
  verdict,
  verdictOn,
  type CapacityLaw,
  type Part,
  type Room,
} from './laws.js';

/** For so long a piece holds the process at about, in ms. */
const PIECE_MS = 10;
/** As many rows the first piece has; the next ones as many as fit into the time. */
const FIRST_PIECE = 500;
const LARGEST_PIECE = 50_000;
/** Before every rowid that is ever given: the least one that could be. */
const BEFORE_ALL = -(2n ** 63n);
/** So often a sum over pieces is begun anew because something was written meanwhile; then it is made at once. */
const MOST_TRIES = 5;

/**
 * Every law with its verdict on this world, while others get their turn: each row is looked at at some moment of it.
 * A law holds at every moment, so these need not be the same one; what adds up is looked at as it is at one moment.
 * A world of a million images holds the process 10 ms at a time.
 *
 * @throws SYS.1006 when the world is closed or replaced meanwhile
 */
export async function verdictsInTurns(database: Database): Promise<LawVerdict[]> {
  const all: LawVerdict[] = [];
  for (const law of LAW_NAMES) {
    const capacity = capacityOf(law);
    if (capacity) {
      all.push(await verdictOnCapacity(database, capacity));
      continue;
    }
    const rows = [];
    for (const part of partsInPieces(database, law)) {
      for await (const found of brokenOf(database, part)) {
        rows.push(...found);
        if (rows.length >= MOST_ROWS) break;
      }
    }
    all.push(verdict(law, rows));
  }
  return all;
}

async function* brokenOf(database: Database, { over, sql }: Part) {
  const statement = database.prepare(sql);
  if (over === undefined) {
    yield firstRows(statement);
    await turn(database);
    return;
  }
  for await (const [from, to] of piecesOf(database, over)) yield firstRows(statement, from, to);
}

/**
 * The first and the last rowid of each piece of a table; others get their turn after each. A piece is counted by its
 * rows: rowids may lie far apart.
 */
async function* piecesOf(database: Database, table: string): AsyncGenerator<[bigint, bigint]> {
  const next = database
    .prepare<[bigint, number], [bigint | null, bigint]>(
      `select min(r), max(r) from (select rowid as r from ${table} where rowid > ? order by rowid limit ?)`,
    )
    .raw()
    .safeIntegers();
  let size = FIRST_PIECE;
  for (let after = BEFORE_ALL; ;) {
    const began = performance.now();
    const [first, last] = next.get(after, size) ?? [null, after];
    if (first === null) return;
    yield [first, last];
    const took = performance.now() - began;
    await turn(database);
    after = last;
    const fitting = Math.floor((size * PIECE_MS) / Math.max(took, 0.1));
    size = Math.min(Math.max(fitting, 1), 2 * size, LARGEST_PIECE);
  }
}

async function verdictOnCapacity(database: Database, capacity: CapacityLaw): Promise<LawVerdict> {
  const changes = database.prepare('select total_changes()').pluck();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = changes.get();
    const taken = new Map<string, bigint>();
    for (const room of capacity.rooms) await addRoom(database, room, taken);
    if (changes.get() !== before) continue;
    const { table, available, total } = capacity;
    const storages = database
      .prepare<[], [string, bigint]>(
        `select uuid, ${total} - system_used_capacity - ${available} from ${table}`,
      )
      .raw()
      .safeIntegers();
    const holds = storages.all().every(([uuid, used]) => used === (taken.get(uuid) ?? 0n));
    if (holds) return verdict(capacity.law, []);
    break;
  }
  return verdictOn(database, capacity.law);
}

async function addRoom(
  database: Database,
  { from, storage, bytes }: Room,
  taken: Map<string, bigint>,
): Promise<void> {
  const sums = database
    .prepare<[bigint, bigint], [string, bigint]>(
      `select ${storage}, sum(${bytes}) from ${from} where rowid between ? and ? group by 1`,
    )
    .raw()
    .safeIntegers();
  for await (const [first, last] of piecesOf(database, from)) {
    for (const [uuid, sum] of sums.all(first, last)) taken.set(uuid, (taken.get(uuid) ?? 0n) + sum);
  }
}

async function turn(database: Database): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (!database.open) throw apiError('SYS.1006', 'the environment was replaced meanwhile');
}
