import type { Environment } from '../../src/environment/environment';

/** What a rewind does not take back. */
const STAYS = new Set(['events']);

/** All of a world: every row with its number, every counter, and how its clock and chance go on. */
export function stateOf({ database, world }: Environment): object {
  const tables = database
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and sql not like '%without rowid%' order by name",
    )
    .pluck()
    .all()
    .filter((name) => !STAYS.has(name));
  const rows = tables.map((table) => [
    table,
    database.prepare(`select rowid as row_number, * from "${table}" ${conditionOf(table)}`).all(),
  ]);
  return {
    clock: world.clock.state,
    progression: world.progression.state,
    ...Object.fromEntries(rows),
  };
}

/** How far the history itself has come goes on. */
const conditionOf = (table: string) => {
  if (table === 'settings') return "where name <> 'rewind' order by name";
  return table === 'sqlite_sequence' ? 'order by name' : 'order by rowid';
};
