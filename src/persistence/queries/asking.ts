import { MOST_BYTES, tooLarge } from '../../query/limits.js';
import type { Query } from '../../query/query.js';
import { refusedByDatabase } from '../../query/zql/query-error.js';
import type { Database } from '../database.js';
import { preparedText, textStatement } from '../statement.js';
import type { Compiled } from './compile.js';
import { OutOfTime, type QueryClock } from './query-clock.js';

/** Where a query is asked, and the time that it has. */
export interface Asking {
  readonly database: Database;
  readonly clock: QueryClock;
}

/** Pages of more inventories are read row by row, so that they end when they are too large. */
const SMALL_PAGE = 1000;
/** Rows between two looks at the time. */
const ROWS_OF_A_LOOK = 64;
/** What an inventory takes beside its texts, in bytes. */
const BYTES_OF_A_ROW = 300;
/**
 * Groups that no index brings together are sorted, and nothing comes between: as many rows are sorted in
 * 100 ms (0.4 us each, measured over texts).
 */
const MOST_SORTED = 250_000;

/** The rows of a page. @throws SYS.1007 where they are more bytes than an answer may have */
export function pageRows(asking: Asking, compiled: Compiled, query: Query): unknown[][] {
  const read = query.limit <= SMALL_PAGE ? allRows : eachRow;
  if (query.groupBy.length === 0) return read(asking, compiled);
  return sparingSorts(asking, compiled, () => read(asking, compiled));
}

function eachRow({ database, clock }: Asking, { text, values }: Compiled): unknown[][] {
  return asked(() => {
    const rows: unknown[][] = [];
    let bytes = 0;
    const found = preparedText(database, text).iterate(...values) as IterableIterator<unknown[]>;
    for (const row of found) {
      rows.push(row);
      bytes += BYTES_OF_A_ROW;
      for (const value of row) if (typeof value === 'string') bytes += value.length;
      if (bytes > MOST_BYTES) throw tooManyBytes(rows.length);
      if (rows.length % ROWS_OF_A_LOOK === 0) clock.check();
    }
    return rows;
  });
}

export const allRows = ({ database }: Asking, { text, values }: Compiled): unknown[][] =>
  asked(() => preparedText(database, text).all(...values) as unknown[][]);

export const oneRow = ({ database }: Asking, { text, values }: Compiled): unknown[] | undefined =>
  asked(() => preparedText(database, text).get(...values) as unknown[] | undefined);

/** Rows of groups. @throws SYS.1007 where more rows would be sorted for them than there is time for */
export const groupRows = (asking: Asking, compiled: Compiled): unknown[][] =>
  sparingSorts(asking, compiled, () => allRows(asking, compiled));

function sparingSorts<T>({ database, clock }: Asking, compiled: Compiled, ask: () => T): T {
  if (!sortsGroups(database, compiled)) return ask();
  // Half of the time for what comes before: the sort takes as long.
  return clock.withPart(0.5, () => clock.withRows(MOST_SORTED, ask));
}

const sorting = new Map<string, boolean>();
const MOST_KNOWN = 256;

/** Whether a statement sorts rows for its groups, as SQLite plans it. */
function sortsGroups(database: Database, { text, values }: Compiled): boolean {
  const known = sorting.get(text);
  if (known !== undefined) return known;
  const plan = asked(() => textStatement(database, `explain query plan ${text}`).all(...values));
  const sorts = (plan as unknown[][]).some((step) =>
    /TEMP B-TREE FOR GROUP BY/.test(String(step[3])),
  );
  if (sorting.size >= MOST_KNOWN) sorting.clear();
  sorting.set(text, sorts);
  return sorts;
}

/** Names in a query come from the entities only, so what the database refuses is its size. */
const TOO_LARGE = /too (many|large|long|complex|big|deep)|recursion limit|stack overflow/i;

/** What a subquery of one value ends with when it finds two: no other JSON that a query reads is a client's. */
const TWO_OF_ONE = 'malformed JSON';

/** @throws SYS.1007 where the query asks for more than the database takes in one statement */
function asked<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const { message } = error as Error;
    if (message === 'integer overflow') throw tooLarge('a sum of the query is larger than 2^63-1');
    if (message === TWO_OF_ONE) throw refusedByDatabase('DataException');
    if (!TOO_LARGE.test(message)) throw error;
    throw tooLarge(`the query is too large: ${message}`);
  }
}

/** Does work within a deadline in ms. @throws SYS.1007 when it is over, with what can be done */
export function withinDeadline<T>(
  clock: QueryClock,
  deadline: number,
  work: (stillInTime: () => void) => T,
): T {
  try {
    return clock.within(deadline, () => work(clock.check));
  } catch (error) {
    if (!(error instanceof OutOfTime) || error.madeSums) throw error;
    throw error.what === 'rows'
      ? tooLarge(
          `the query would sort more than ${MOST_SORTED} rows for its groups; ask for fewer by conditions`,
        )
      : tooLarge(
          `the query takes longer than the ${deadline} ms for which one may hold the emulator (EMULATOR_QUERY_DEADLINE); ask for less: conditions on name, uuid or status are quick, a page needs a limit`,
        );
  }
}

const tooManyBytes = (rows: number) =>
  tooLarge(
    `the answer would be larger than ${MOST_BYTES / 2 ** 20} MB: it is after ${rows} inventories; ask for them page by page, with limit and start`,
  );
