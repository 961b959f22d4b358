import { TEST_TIME, type TestEmulator } from './emulator';

const HOUR = 3_600_000;

const uuidInShort = (uuid: string): string => {
  const [, number] = /^0{20,}([0-9a-f]+)$/.exec(uuid) ?? [];
  return number === undefined ? `~${uuid.slice(0, 6)}` : `#${number}`;
};

function valueInShort(value: unknown): string {
  if (typeof value === 'number' && value >= Date.UTC(2010) && value < Date.UTC(2030)) {
    const after = value - TEST_TIME;
    return Math.abs(after) < 100 * HOUR
      ? `now+${after}`
      : new Date(value).toISOString().slice(0, 19);
  }
  const text = String(value).replaceAll(/\b[0-9a-f]{32}\b/g, uuidInShort);
  // The description of a package, and hashes of passwords.
  return text.length > 900 || /:[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 16)}…` : text;
}

const rowInShort = (row: object): string =>
  Object.entries(row)
    .filter(([name, value]) => value !== null && !(name.endsWith('_date') && value === TEST_TIME))
    .map(([name, value]) => `${name}=${valueInShort(value)}`)
    .join(' ');

/**
 * Every row of a world in a line, without what is null in it, or the time of the tests. Uuids are `#` and the number that they are, or the
 * first digits of those that are derived; times near the one of the tests are told from it, in ms.
 */
export function rowsInShort(emulator: TestEmulator, more: readonly string[] = []): string[] {
  const { database } = emulator.environment;
  const beside = more.map((table): [string, object[]] => [
    table,
    database.prepare<[], object>(`select * from ${table}`).all(),
  ]);
  return [...Object.entries(emulator.world()), ...beside].flatMap(([table, rows]) =>
    (rows as object[]).map((row) => `${table}: ${rowInShort(row)}`),
  );
}

/** As a test says them: a line that begins with blanks goes on with the one before. */
export const asLines = (text: string): string[] =>
  text.trim().replaceAll(/\n\s+/g, ' ').split('\n');
