import { ALICE } from './accounts';
import { SEED, type TestEmulator } from './emulator';
import { ADMIN } from './volumes';

type Row = Readonly<Record<string, unknown>>;

/** What seed/default.yaml calls a uuid: `nfs`, `spareData`. */
const OF_SEED = new Map([...namesIn(SEED), [ADMIN, 'admin'], [ALICE, 'alice']]);
function namesIn(part: object): [string, string][] {
  return Object.entries(part)
    .flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[value, name]] : namesIn(value as object),
    )
    .toReversed();
}

/**
 * Everything that some work changes in the rows of a world a second after the rest, one line for each row: `table + all
 * that it says`, `table ~ which: what it said -> what it says`, `table - which`. Numbers of rows, and columns without a
 * value, are left out; the time of the work is `now`, and that of a row's last change is said to have changed. Uuids are
 * called as the seed or `names` does, others `#1`, `#2` in the order of the lines.
 */
export async function rowChanges(
  emulator: TestEmulator,
  work: () => unknown,
  names: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  emulator.advance(1000);
  const time = emulator.environment.world.clock.now();
  const before = emulator.world();
  await work();
  const after = emulator.world();
  const lines = Object.keys(after).flatMap((table) =>
    linesOf(keysOf(emulator, table), before[table] as Row[], after[table] as Row[], time)
      .toSorted((one, other) => masked(one).localeCompare(masked(other)))
      .map((line) => `${table} ${line}`),
  );
  return lines.map(
    namer(emulator.url, new Map(Object.entries(names).map(([name, uuid]) => [uuid, name]))),
  );
}

/** Of a text that is so long only its length is said. */
const LONG = 500;

/** A uuid, or a sum. */
const UUID = /[0-9a-f]{32,64}/g;
const masked = (line: string) => line.replaceAll(UUID, '');

/** What says which row it is; where that is only a number, the uuids in it do. */
function keysOf(emulator: TestEmulator, table: string): string[] {
  const columns = emulator.environment.database
    .prepare<[string], { name: string; pk: number }>(
      'select name, pk from pragma_table_info(?) order by pk',
    )
    .all(table);
  const isNumbered = columns.some(({ name, pk }) => name === 'id' && pk > 0);
  return columns
    .filter(({ name, pk }) => (isNumbered ? name.endsWith('_uuid') : pk > 0))
    .map(({ name }) => name);
}

function linesOf(
  keys: readonly string[],
  before: readonly Row[],
  after: readonly Row[],
  time: number,
): string[] {
  const text = (value: unknown) => {
    const all = value === time ? 'now' : String(value);
    return all.length < LONG ? all : `(${all.length} characters)`;
  };
  const said = (entries: readonly [string, unknown][]) =>
    entries.map(([key, value]) => `${key}=${text(value)}`).join(' ');
  // Amounts by how much they have changed.
  const became = (was: unknown, is: unknown): string =>
    typeof was === 'number' && typeof is === 'number' && Math.max(was, is) > 1 && is !== time
      ? `${is > was ? '+' : ''}${is - was}`
      : `${text(was)} -> ${text(is)}`;
  const idOf = (row: Row) => keys.map((key) => row[key]).join('/');
  const old = new Map(before.map((row) => [idOf(row), row]));
  const left = new Set(after.map(idOf));
  const kept = after.flatMap((row) => {
    const was = old.get(idOf(row));
    if (!was)
      return [
        `+ ${said(Object.entries(row).filter(([key, value]) => key !== 'id' && value !== null))}`,
      ];
    const changed = Object.entries(row).filter(([key, value]) => value !== was[key]);
    const told = changed.map(([key, value]) =>
      key === 'last_op_date' && value === time ? key : `${key} ${became(was[key], value)}`,
    );
    return told.length > 0 ? [`~ ${idOf(row)}: ${told.join(', ')}`] : [];
  });
  const gone = [...old.keys()].filter((id) => !left.has(id));
  return [...kept, ...gone.map((id) => `- ${id}`)];
}

function namer(url: string, names: ReadonlyMap<string, string>): (line: string) => string {
  const others = new Map<string, string>();
  return (line) =>
    line.replaceAll(url, 'http://emulator').replaceAll(UUID, (uuid) => {
      const known = names.get(uuid) ?? OF_SEED.get(uuid) ?? others.get(uuid);
      if (known !== undefined) return known;
      others.set(uuid, `#${others.size + 1}`);
      return `#${others.size}`;
    });
}
