import type { Database } from 'better-sqlite3';

/** Whoever must know of rows before they change (see undo/watched-rows.ts). */
export interface WriteWatch {
  /** Differs when what was covered is so no more; 0: nothing need be. */
  version: number;
  /** Called with the text of a statement before it first runs; answers the table of one that inserts one row. */
  cover(sql: string): number | undefined;
  /** Such a statement has made a row. */
  inserted(table: number, rowid: number): void;
}
const watches = new WeakMap<Database, WriteWatch>();

/** Lets `watch` know of each statement that changes rows before it runs. */
export function watchWrites(database: Database, watch: WriteWatch): void {
  watches.set(database, watch);
}

export const watchOf = (database: Database): WriteWatch | undefined => watches.get(database);

/** Lets whoever watches know of a statement that is written by hand, before it runs. */
export function aboutToWrite(database: Database, sql: string): void {
  const watch = watches.get(database);
  if (watch && watch.version > 0) watch.cover(sql);
}
