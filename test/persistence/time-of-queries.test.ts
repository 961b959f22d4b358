import DatabaseConstructor from 'better-sqlite3';
import { withinDeadline } from '../../src/persistence/queries/asking';
import { clockOf, guard, OutOfTime, teachTime } from '../../src/persistence/queries/query-clock';
import { workOf } from '../../src/persistence/queries/shape';
import type { Comparison, Condition, Selection } from '../../src/query/query';

const database = new DatabaseConstructor(':memory:');
afterAll(() => database.close());
const clock = teachTime(database);

/** Has the processor for so long. */
function work(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

/** What is thrown, in short. */
function outcomeOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return [error.name, error.message, error.what, error.madeSums];
  }
}

test.each([
  [1, '(random() & 63 or in_time(r, 64))'],
  [4, '(random() & 63 or in_time(r, 64))'],
  [5, '(random() & 31 or in_time(r, 32))'],
  [8, '(random() & 31 or in_time(r, 32))'],
  [64, '(random() & 3 or in_time(r, 4))'],
  [128, '(random() & 1 or in_time(r, 2))'],
  [129, 'in_time(r, 1)'],
  [1000, 'in_time(r, 1)'],
])('of rows that cost %i comparisons each a look at the time is %s', (work, sql) => {
  expect(guard('r', work)).toBe(sql);
});

test('a row is quickly judged where nothing else is said', () => {
  expect(guard('r')).toBe(guard('r', 1));
});

test('a connection keeps its clock, and gets one when it is asked for it', () => {
  expect(clockOf(database)).toBe(clock);
  const other = new DatabaseConstructor(':memory:');
  const its = clockOf(other);
  expect(its).not.toBe(clock);
  expect(clockOf(other)).toBe(its);
  other.close();
});

const rows = (count: number, each = 1) =>
  database
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select sum(in_time(i, ${each})) from n`,
    )
    .pluck()
    .get();

test('a statement ends after so many rows, while its time is told', () => {
  const asked = (most: number, count: number, each?: number) =>
    outcomeOf(() => clock.within(60_000, () => clock.withRows(most, () => rows(count, each))));
  expect(asked(10, 10)).toBe(10);
  expect(asked(10, 11)).toEqual(['OutOfTime', 'out of rows', 'rows', false]);
  // The count begins anew, and each look stands for the rows that passed meanwhile.
  expect(asked(10, 10)).toBe(10);
  expect(asked(10, 5, 2)).toBe(5);
  expect(asked(10, 6, 2)).toEqual(['OutOfTime', 'out of rows', 'rows', false]);
  expect(outcomeOf(() => clock.within(60_000, () => rows(1_000)))).toBe(1_000);
  // Without a time nothing is ended.
  expect(clock.withRows(10, () => rows(20))).toBe(20);
  expect(clock.withPart(0, () => rows(20))).toBe(20);
});

test('a time that is over ends a statement, and work that looks at it', () => {
  const over = ['OutOfTime', 'out of time', 'time', false];
  const slow = () => {
    work(8);
    return rows(3);
  };
  expect(outcomeOf(() => clock.within(1, slow))).toEqual(over);
  expect(outcomeOf(() => clock.within(60_000, slow))).toBe(3);
  // Inside of other work it has what is left of that one's time.
  expect(outcomeOf(() => clock.within(1, () => clock.within(60_000, slow)))).toEqual(over);
  expect(outcomeOf(() => clock.within(60_000, () => clock.within(1, slow)))).toBe(3);
  expect(outcomeOf(() => clock.within(100_000, () => clock.withPart(0.000_01, slow)))).toEqual(
    over,
  );
  expect(outcomeOf(() => clock.within(60_000, () => clock.withPart(0.9, slow)))).toBe(3);
  // It is over with the work.
  expect(outcomeOf(slow)).toBe(3);
  // What a part of it leaves is left.
  const twice = () => {
    outcomeOf(() => clock.withPart(0.000_01, slow));
    return slow();
  };
  expect(outcomeOf(() => clock.within(60_000, twice))).toBe(3);
});

test('it is told whether sums of bytes were made meanwhile', () => {
  const withSum = () => {
    clock.beforeSum();
    work(8);
    clock.check();
  };
  expect(outcomeOf(() => clock.within(1, withSum))).toMatchObject({ 3: true });
  const without = () => {
    work(8);
    clock.check();
  };
  expect(outcomeOf(() => clock.within(1, without))).toMatchObject({ 3: false });
  // A sum is not begun when the time is over.
  const late = () => {
    work(8);
    clock.beforeSum();
    return 'made';
  };
  expect(outcomeOf(() => clock.within(1, late))).toMatchObject({ 2: 'time', 3: true });
});

test('who asked is told what to ask for instead', () => {
  const refusal = (ask: () => void) => {
    try {
      withinDeadline(clock, 1, ask);
      return 'answered';
    } catch (error) {
      return error instanceof OutOfTime
        ? 'sums'
        : (error as { errorCode: { code: string; details: string } }).errorCode;
    }
  };
  const late = () => {
    work(8);
    clock.check();
  };
  expect(refusal(() => undefined)).toBe('answered');
  expect(refusal(late)).toMatchObject({
    code: 'SYS.1007',
    details:
      'the query takes longer than the 1 ms for which one may hold the emulator (EMULATOR_QUERY_DEADLINE); ask for less: conditions on name, uuid or status are quick, a page needs a limit',
  });
  expect(refusal(() => clock.withRows(0, () => rows(1)))).toMatchObject({
    code: 'SYS.1007',
    details:
      'the query would sort more than 250000 rows for its groups; ask for fewer by conditions',
  });
  // Sums are made once: who waits for them asks again.
  const withSum = () => {
    clock.beforeSum();
    late();
  };
  expect(refusal(withSum)).toBe('sums');
  const defect = () => {
    throw new TypeError('a defect');
  };
  expect(() => withinDeadline(clock, 1, defect)).toThrow(TypeError);
});

const compare = (operator: Comparison['operator'], ...values: string[]): Comparison => ({
  kind: 'comparison',
  path: ['name'],
  operator,
  values,
});
const one = compare('equal', 'x');
const fields: Condition = {
  kind: 'fields',
  left: { entity: 'image', fields: ['size'] },
  operator: 'equal',
  right: { entity: 'image', fields: ['size'] },
};
const all = (count: number): Condition => ({
  kind: 'and',
  conditions: Array.from({ length: count }, () => one),
});
const restriction = { entity: 'zone', comparison: one };

test.each<[string, Partial<Selection>, number]>([
  ['nothing', {}, 0],
  ['a comparison', { where: one }, 1],
  ['a comparison of fields', { where: fields }, 1],
  ['three of them', { where: all(3) }, 3],
  ['or, and or in it', { where: { kind: 'or', conditions: [all(2), all(3), fields] } }, 6],
  ['a text without wildcards', { where: compare('like', 'abc') }, 1],
  ['wildcards', { where: compare('like', '%a%%b_%') }, 5],
  ['wildcards of what must not be', { where: compare('notLike', '%a%') }, 3],
  ['signs of what is no pattern', { where: compare('equal', '%%%') }, 1],
  ['a long pattern', { where: compare('like', 'x'.repeat(127)) }, 2],
  ['a longer pattern', { where: compare('like', 'x'.repeat(128)) }, 3],
  ['more wildcards than count', { where: compare('like', '%'.repeat(300)) }, 257 + 4],
  ['restrictions', { restrictions: [restriction, restriction] }, 2],
  [
    'joins, and what they are on',
    {
      joins: [
        { kind: 'inner', entity: 'zone', on: all(2) },
        { kind: 'inner', entity: 'image', on: undefined },
      ] as unknown as NonNullable<Selection['joins']>,
      where: one,
    },
    5,
  ],
  [
    'a subquery',
    {
      where: { ...compare('in'), subquery: { entity: 'zone', path: ['uuid'], where: all(4) } },
    },
    5,
  ],
  [
    'a subquery of all',
    {
      where: { ...compare('in'), subquery: { entity: 'zone', path: ['uuid'], where: undefined } },
    },
    1,
  ],
  // More is looked at row by row anyway.
  ['more than is counted', { where: all(300) }, 256],
])('%s is as much work as so many comparisons', (_what, selection, expected) => {
  expect(workOf({ restrictions: [], where: undefined, ...selection })).toBe(expected);
});
