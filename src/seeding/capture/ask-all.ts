import { inventoriesOf, timeOf, type Row } from './rows.js';
import type { Report } from './report.js';

/** Asks the other side: a path below `/zstack/v1`, answered with the parsed body. */
export type Ask = (path: string) => Promise<unknown>;

const PAGE = 1000;

/** All inventories of a query, page by page in a fixed order. */
export async function askAll(ask: Ask, path: string, sort = 'uuid'): Promise<Row[]> {
  const found: Row[] = [];
  for (let start = 0; ; start += PAGE) {
    const rows = inventoriesOf(await ask(`${path}?sort=%2B${sort}&start=${start}&limit=${PAGE}`));
    found.push(...rows);
    if (rows.length < PAGE) return inOrderOfTime(found);
  }
}

/** Pages come by uuid, so that none is missed while others are made; a seed has them by age. */
function inOrderOfTime(rows: readonly Row[]): Row[] {
  const times = new Map(rows.map((row) => [row, timeOf(row, 'createDate') ?? '']));
  return rows.toSorted((a, b) => {
    const [first = '', second = ''] = [times.get(a), times.get(b)];
    return first < second ? -1 : Number(first > second);
  });
}

/** As {@link askAll}, of what not every installation answers: it is told then, and there is none. */
export async function askIfKnown(
  ask: Ask,
  report: Report,
  what: string,
  path: string,
  sort?: string,
): Promise<Row[]> {
  try {
    return await askAll(ask, path, sort);
  } catch (error) {
    report.note(`${what}: the other side does not tell them`, (error as Error).message);
    return [];
  }
}
