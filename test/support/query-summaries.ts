import type { ZqlQuery } from '../../src/query/zql/statement';
import { MODEL } from './query-model-tables';
import { keyOf, type QueryModel, type Row } from './query-model';

/*
 * What functions and groups of ZQL tell, in a form that has no order and no case: lines of values. It is made twice,
 * of what was answered and of every row of the world.
 */

type Answer = {
  readonly inventories?: readonly unknown[];
  readonly inventoryCounts?: readonly unknown[];
  readonly inventoryAggregateFunctions?: unknown;
  readonly total?: number | undefined;
};

/** The lines that an answer tells. */
export function toldBy(answer: Answer): string[] {
  const { inventories, inventoryCounts, inventoryAggregateFunctions: values, total } = answer;
  const rows = inventories ?? inventoryCounts ?? (Array.isArray(values) ? values : []);
  const lines = (rows as readonly unknown[]).map((row) => lineOf(flat(row)));
  return [...lines, ...(total === undefined ? [] : [`total ${total}`])].toSorted();
}

/** The lines that every row of the world tells. */
export function summaryOf(
  model: QueryModel,
  statement: ZqlQuery,
  viewer: string | undefined,
): string[] {
  const { target, where, groupBy, sumBy, verb, functions } = statement;
  const [field = ''] = target.fields;
  const rows = model.find(target.entity, { where, restrictions: [] }, viewer);
  const value = (row: Row, name: string) => valueOf(target.entity, row, name);
  if (verb === 'sum') {
    return groupsOf(rows, [sumBy ?? ''], value)
      .map(([key, all]) => lineOf([...key, added(all.map((row) => value(row, field)))]))
      .toSorted();
  }
  if (verb === 'count') {
    const [counted = field] = groupBy;
    const count = (all: readonly Row[]) => {
      const found = all.flatMap((row) => value(row, counted) ?? []);
      return functions.length > 0 ? new Set(found).size : found.length;
    };
    const groups = groupBy.length > 0 ? groupsOf(rows, groupBy, value) : [];
    const lines = groups.map(([key, all]) => lineOf([...key, count(all)]));
    return [...lines, `total ${count(rows)}`].toSorted();
  }
  const [name = ''] = functions;
  if (name === 'distinct')
    return groupsOf(rows, [field], value)
      .map(([key]) => lineOf(key))
      .toSorted();
  const groups = groupBy.length > 0 ? groupsOf(rows, groupBy, value) : [[[], rows] as const];
  return groups
    .map(([key, all]) => {
      const found = all.flatMap((row) => value(row, field) ?? []);
      const told = FUNCTIONS[name.toLowerCase()]?.(found) ?? null;
      // A field that is grouped, too, has one value in the pair: the later one.
      const kept = key.filter((_value, i) => groupBy[i] !== field);
      const named = groupBy.includes(field)
        ? groupBy.map((each, i) => (each === field ? told : (key[i] ?? null)))
        : [...kept, told];
      return lineOf([...named, told]);
    })
    .toSorted();
}

type Told = string | number | null;

const FUNCTIONS: Readonly<Record<string, (values: readonly (string | number)[]) => Told>> = {
  max: (values) => values.toSorted(ordered).at(-1) ?? null,
  min: (values) => values.toSorted(ordered)[0] ?? null,
  avg: (values) => (values.length === 0 ? null : (added(values) ?? 0) / values.length),
};

const ordered = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));

function added(values: readonly Told[]): number | null {
  const numbers = values.flatMap((value) => (value === null ? [] : [Number(value)]));
  return numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0);
}

function valueOf(entity: string, row: Row, name: string): Told {
  const [column = '', kind = 'text'] = MODEL[entity]?.fields[name] ?? [];
  const value = row[column] ?? null;
  return value === null ? null : keyOf(kind, value);
}

function groupsOf(
  rows: readonly Row[],
  names: readonly string[],
  value: (row: Row, name: string) => Told,
): (readonly [key: readonly Told[], rows: readonly Row[]])[] {
  const groups = new Map<string, { readonly key: readonly Told[]; readonly rows: Row[] }>();
  for (const row of rows) {
    const key = names.map((name) => value(row, name));
    const group = groups.get(lineOf(key)) ?? { key, rows: [] };
    groups.set(lineOf(key), group);
    group.rows.push(row);
  }
  return [...groups.values()].map((group) => [group.key, group.rows]);
}

/** All values in a row of an answer: of maps, lists, and what they hold. */
function flat(row: unknown): unknown[] {
  if (Array.isArray(row)) return row.flatMap(flat);
  return row !== null && typeof row === 'object' ? Object.values(row).flatMap(flat) : [row];
}

const lineOf = (values: readonly unknown[]) =>
  JSON.stringify(
    values.map((value) => {
      if (typeof value === 'string')
        return value.replaceAll(/[A-Z]/g, (each) => each.toLowerCase());
      if (typeof value === 'number') return Number(value.toPrecision(12));
      return typeof value === 'boolean' ? Number(value) : value;
    }),
  );
