import { tooLarge } from '../core/control-error.js';
import { OthersTurn } from '../core/others-turn.js';
import type { World } from '../domain/world.js';
import type { KeptWrite } from '../domain/write-history.js';
import { openDatabase, type Database } from '../persistence/database.js';
import { freeze, sizeOf } from '../persistence/freeze.js';
import { LaterSums } from '../persistence/later-sums.js';
import { LAW_NAMES, verdictOn } from '../persistence/laws.js';
import { createInventoryQueries } from '../persistence/queries/inventory-queries.js';
import { teachWorldTime } from '../persistence/queries/query-clock.js';
import { takeBackIn } from '../persistence/undo/take-back.js';
import type { UndoneWrite } from '../persistence/undo/undo-entries.js';
import type { UndoRecorder } from '../persistence/undo/undo-recorder.js';
import type { BisectReport, Judge, PastWorld } from '../simulation/environment-control.js';

/** A larger world is not copied to look back, in bytes. */
const LARGEST = 256 * 2 ** 20;

/** Looks at all states that a world can go back to, on a copy of it: the world itself goes on. */
export async function bisect(
  world: World,
  database: Database,
  undo: UndoRecorder,
  queryDeadline: number,
  judge: Judge,
): Promise<BisectReport> {
  if (sizeOf(database) > LARGEST) {
    throw tooLarge(
      `the world takes ${sizeOf(database)} bytes: only one of ${LARGEST} bytes at most is looked back at`,
    );
  }
  const writes = undo.list();
  const undone = byWrite(undo, writes);
  const now = world.clock.now();
  const copy = openDatabase(freeze(database));
  try {
    let date = now;
    teachWorldTime(copy, () => date);
    const sums = new LaterSums(copy, world.unitOfWork);
    const past: PastWorld = {
      queries: createInventoryQueries(copy, { deadline: queryDeadline }, sums),
      laws: LAW_NAMES,
      keeps: (law) => verdictOn(copy, law).holds,
    };
    const turn = new OthersTurn();
    const holds = await judge(past);
    let after = holds;
    let first: KeptWrite | undefined;
    for (const write of writes.toReversed()) {
      await turn.give();
      ({ date } = write);
      takeBackIn(copy, undo.tables, undone.get(write.id) ?? []);
      const before = await judge(past);
      if (before && !after) first = write;
      after = before;
    }
    return { first, holds, held: after, writes: writes.length };
  } finally {
    copy.close();
  }
}

/** What takes each write back, read at once: the log goes on meanwhile. */
function byWrite(undo: UndoRecorder, writes: readonly KeptWrite[]): Map<number, UndoneWrite[]> {
  const all = new Map<number, UndoneWrite[]>();
  const [oldest] = writes;
  if (!oldest) return all;
  for (const { id, ...write } of undo.from(oldest.id)) {
    const known = all.get(id);
    if (known) known.push(write);
    else all.set(id, [write]);
  }
  return all;
}
