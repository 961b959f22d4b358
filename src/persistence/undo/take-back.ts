import type { ChanceState } from '../../core/chance.js';
import type { ClockState } from '../../core/clock.js';
import type { Database } from '../database.js';
import type { SettingsStore } from '../settings-store.js';
import type { UndoRecorder } from './undo-recorder.js';
import type { UndoneRow, UndoneWrite } from './undo-entries.js';
import type { WatchedTable } from './watched-rows.js';

/** What a world was before a write, beside its rows. */
export interface StateBefore {
  readonly clock: ClockState;
  readonly chance: ChanceState;
}

/** Takes all writes from this one on back, in one transaction. @throws when there is none */
export function takeBack(
  database: Database,
  settings: SettingsStore,
  recorder: UndoRecorder,
  id: number,
): StateBefore {
  const { rows, sequences, before } = allBefore(recorder.from(id));
  if (!before) throw new Error(`no write from ${id} on is kept`);
  recorder.goBack(id, (saveMarker) => {
    whole(database, () => {
      writeBack(database, recorder.tables, rows, sequences);
      settings.save('chance', before.chance);
      saveMarker();
    });
  });
  return before;
}

/** The same in a database that nobody else has, for who looks back: nothing else of the world changes. */
export function takeBackIn(
  database: Database,
  tables: readonly WatchedTable[],
  writes: Iterable<UndoneWrite>,
): void {
  const { rows, sequences } = allBefore(writes);
  whole(database, () => writeBack(database, tables, rows, sequences));
}

interface AllBefore {
  readonly rows: readonly UndoneRow[];
  readonly sequences: ReadonlyMap<string, number | null>;
  readonly before: StateBefore | undefined;
}

/** What each row was before the first of the writes, which come the last one first. */
function allBefore(writes: Iterable<UndoneWrite>): AllBefore {
  const rows = new Map<string, UndoneRow>();
  const sequences = new Map<string, number | null>();
  let before: StateBefore | undefined;
  for (const write of writes) {
    for (const row of write.rows) rows.set(`${row[0]} ${row[1]}`, row);
    for (const [name, value] of Object.entries(write.sequences)) sequences.set(name, value);
    before = write;
  }
  return { rows: [...rows.values()], sequences, before };
}

/**
 * Every row becomes what it was: all that have changed go, and come again as they were. What refers to what is right
 * again at the end, so it is not asked on the way.
 */
function writeBack(
  database: Database,
  tables: readonly WatchedTable[],
  rows: readonly UndoneRow[],
  sequences: ReadonlyMap<string, number | null>,
): void {
  const byTable = new Map<number, UndoneRow[]>();
  for (const row of rows) byTable.set(row[0], [...(byTable.get(row[0]) ?? []), row]);
  for (const [index, changed] of byTable) {
    const { name } = tables[index] as WatchedTable;
    const remove = database.prepare(`delete from main."${name}" where rowid = ?`);
    for (const [, rowid] of changed) remove.run(rowid);
  }
  for (const [index, changed] of byTable) {
    const { name, columns } = tables[index] as WatchedTable;
    const names = columns.map((column) => `"${column}"`).join(', ');
    const places = columns.map(() => '?').join(', ');
    const insert = database.prepare(
      `insert into main."${name}" (rowid, ${names}) values (?, ${places})`,
    );
    for (const [, rowid, before] of changed) if (before) insert.run(rowid, ...before);
  }
  const forget = database.prepare('delete from main.sqlite_sequence where name = ?');
  const count = database.prepare('update main.sqlite_sequence set seq = ? where name = ?');
  for (const [name, value] of sequences) {
    if (value === null) forget.run(name);
    else count.run(value, name);
  }
}

function whole(database: Database, work: () => void): void {
  database.pragma('foreign_keys = OFF');
  try {
    database.transaction(work).immediate();
  } finally {
    database.pragma('foreign_keys = ON');
  }
}
