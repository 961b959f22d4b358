import { TEST_TIME, type Json, type TestEmulator } from './emulator';
import { ADMIN } from './volumes';

/** A row of a world as its columns that are not null; tags and owners as a text. */
type Row = Json;

/** What of a table is other than before, each kind of change only where there is one. */
interface TableChanges {
  came?: Row[];
  /** What each that went said, or was called, or its key. */
  went?: string[];
  /** By the key of the row: each column that differs as it was and as it is; of room how much more it is. */
  became?: Record<string, Record<string, unknown>>;
}

/**
 * All that some work changes in the world, by tables: whatever it leaves out, or does to others, shows. It begins a
 * second after what was there. What is new has names instead of uuids, its table and its number (`volumes#1`), and is
 * told without them, and without its dates where these are the moment of the work (`now`). What the test made before
 * has names, too (`made#1`), in the order in which it was made.
 */
export async function changesOf(
  emulator: TestEmulator,
  work: () => Promise<unknown>,
): Promise<Record<string, TableChanges>> {
  emulator.advance(1000);
  const now = emulator.environment.world.clock.now();
  const before = emulator.world();
  await work();
  const after = emulator.world();
  const changes = Object.keys(after).flatMap((table): [string, TableChanges][] => {
    const keyOf = keyOfRows(emulator, table);
    const had = new Map((before[table] ?? []).map((row) => [keyOf(row), row as Json]));
    const has = new Map((after[table] ?? []).map((row) => [keyOf(row), row as Json]));
    const came = [...has].filter(([key]) => !had.has(key)).map(([, row]) => row);
    const went = [...had].filter(([key]) => !has.has(key)).map(([, row]) => row);
    const became = [...has].flatMap(([key, row]) => {
      const columns = differing(had.get(key) ?? row, row);
      return Object.keys(columns).length === 0 ? [] : [[key, columns] as const];
    });
    if (came.length + went.length + became.length === 0) return [];
    const change = {
      ...(came.length > 0 && { came }),
      ...(went.length > 0 && { went: went.map((row) => row.tag ?? row.name ?? keyOf(row)) }),
      ...(became.length > 0 && { became: Object.fromEntries(became) }),
    };
    return [[table, change]];
  });
  return named(Object.fromEntries(changes), now);
}

function keyOfRows(emulator: TestEmulator, table: string): (row: Json) => string {
  const columns = emulator.environment.database.pragma(`table_info("${table}")`) as Json[];
  const keys = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  return (row) => keys.map(({ name }) => row[name]).join('/');
}

/** Uuids of chance: those of seeds, and those that tests choose, have other digits here. */
const OF_CHANCE = /[0-9a-f]{12}4(?!000|def)[0-9a-f]{3}[89ab][0-9a-f]{15}/g;

const differing = (before: Json, after: Json): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(after)
      .filter((column) => after[column] !== before[column])
      .map((column) => [
        column,
        column.endsWith('_capacity')
          ? after[column] - before[column]
          : [before[column], after[column]],
      ]),
  );

/** A row without its nulls, and without dates of now. */
const told = (row: Json, now: number): Row =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([column, value]) =>
        value !== null && !(['create_date', 'last_op_date'].includes(column) && value === now),
    ),
  );

/** With names for what is new, and for what tests made, wherever they stand, and words for times. */
function named(changes: Record<string, TableChanges>, now: number): Record<string, TableChanges> {
  const own = Object.entries(changes).flatMap(([table, { came = [] }]) =>
    came.flatMap(({ uuid }, i) =>
      typeof uuid === 'string' ? [[uuid, `${table}#${i + 1}`] as const] : [],
    ),
  );
  const isOwn = (uuid: string) => own.some(([known]) => known === uuid);
  const others = [...new Set(JSON.stringify(changes).match(OF_CHANCE))].filter(
    (uuid) => uuid !== ADMIN && !isOwn(uuid),
  );
  const made = others.toSorted().map((uuid, i) => [uuid, `made#${i + 1}`] as const);
  const rename = (value: unknown): unknown => {
    if (typeof value === 'number') return timeOf(value, now);
    if (typeof value === 'string') {
      return [...own, ...made].reduce((text, [uuid, name]) => text.replaceAll(uuid, name), value);
    }
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [rename(key), rename(one)]),
    );
  };
  const shortened = Object.entries(changes).map(([table, { came, ...rest }]) => {
    const rows = came?.map((row) => {
      const { uuid, ...columns } = told(row, now);
      return inShort(isOwn(String(uuid)) ? columns : { uuid, ...columns });
    });
    return [table, { ...(rows && { came: rows }), ...rest }];
  });
  return rename(Object.fromEntries(shortened)) as Record<string, TableChanges>;
}

/** A row that says whose something is, or a tag, in one line, unless its dates are others than now. */
function inShort({ resource_uuid: of, resource_type: type, ...columns }: Json): Row {
  const { account_uuid: owner, tag, inherent, ...others } = columns;
  if (Object.values(others).some((value) => value !== undefined) || of === undefined) {
    return { resource_uuid: of, resource_type: type, ...columns };
  }
  if (owner !== undefined) return `${type} ${of} is of ${owner}`;
  return `${type} ${of}: ${tag}${inherent ? ' (inherent)' : ''}`;
}

const DAY = 24 * 60 * 60 * 1000;

function timeOf(value: number, now: number): number | string {
  if (value === now) return 'now';
  if (value === TEST_TIME) return 'before';
  if (value < TEST_TIME || value > now + DAY) return value;
  return value < now ? 'meanwhile' : `${(value - now) / 1000} s later`;
}
