/** One inventory as the other side answered it: a real cloud leaves nulls out. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text of a row; null where there is none. */
export function textOf(row: Row, field: string): string | null {
  const value = row[field];
  return typeof value === 'string' ? value : null;
}

/** A text of a row; empty where there is none. */
export const wordOf = (row: Row, field: string): string => textOf(row, field) ?? '';

export const numberOf = (row: Row, field: string): number =>
  typeof row[field] === 'number' ? row[field] : 0;

export const flagOf = (row: Row, field: string): boolean => row[field] === true;

export function listOf(row: Row, field: string): readonly unknown[] {
  const value = row[field];
  return Array.isArray(value) ? value : [];
}

export const rowsOf = (row: Row, field: string): Row[] => listOf(row, field).filter(isRow);
/** The rows of an answer. */
export const inventoriesOf = (answer: unknown): Row[] =>
  isRow(answer) ? rowsOf(answer, 'inventories') : [];
export const textsOf = (row: Row, field: string): string[] =>
  listOf(row, field).filter((value): value is string => typeof value === 'string');

export const uuidOf = (row: Row): string => wordOf(row, 'uuid');

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const TIMESTAMP = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) (\d{1,2}):(\d{2}):(\d{2})\s([AP]M)$/;

/** A time as it stands on the wire (`Nov 14, 2017 10:20:57 PM`, taken as UTC) in ISO 8601. */
export function timeOf(row: Row, field: string): string | undefined {
  const [, month = '', day, year, hour, minute, second, half] =
    TIMESTAMP.exec(wordOf(row, field)) ?? [];
  if (!MONTHS.includes(month)) return undefined;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const time = Date.UTC(
    Number(year),
    MONTHS.indexOf(month),
    Number(day),
    hours,
    Number(minute),
    Number(second),
  );
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** When it was made and changed, as a seed says it. */
export const datesOf = (row: Row) => ({
  createDate: timeOf(row, 'createDate'),
  lastOpDate: timeOf(row, 'lastOpDate'),
});

export function groupBy(rows: readonly Row[], field: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = wordOf(row, field);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Whether a field holds one of these uuids. */
export const isIn = (uuids: ReadonlySet<string>, row: Row, field: string): boolean =>
  uuids.has(wordOf(row, field));
