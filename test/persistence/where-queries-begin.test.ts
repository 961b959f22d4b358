import { entityOf } from '../../src/persistence/queries/names';
import { byTheBestWay } from '../../src/persistence/queries/plan';
import type { Plan } from '../../src/persistence/queries/compile';
import { clockOf, OutOfTime } from '../../src/persistence/queries/query-clock';
import { parseQuery } from '../../src/query/parse-query';
import type { Query } from '../../src/query/query';
import { SEED, TEST_TIME, TestEmulator } from '../support/emulator';

/*
 * Rows are walked in the order that is asked for, or those are listed first that one condition leads to: which of
 * both depends on how many rows there are. Either way finds the same (test/properties), in very different times.
 */

const ALICE = 'a11ce000000040008000000000000001';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** Lets the table of images look as if it had so many rows. */
function images(total: number): void {
  const { database } = emulator.environment;
  const last = `update images set rowid = ? where uuid = (select uuid from images order by rowid desc limit 1)`;
  database.prepare(last).run(total);
}

function tagOften(tag: string, count: number): void {
  emulator.environment.database
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into user_tags (uuid, tag, resource_uuid, resource_type, create_date, last_op_date)
       select lower(hex(randomblob(16))), ? || i, ?, 'ImageVO', ?, ? from n`,
    )
    .run(count, tag, SEED.image, TEST_TIME, TEST_TIME);
}

const queryOf = (search: string): Query => parseQuery(new URLSearchParams(search));
const q = (...conditions: string[]) =>
  conditions.map((condition) => `q=${encodeURIComponent(condition)}`).join('&');

/** What a plan begins with, in short. */
function told(plan: Plan): string {
  if (plan?.kind === 'restriction') return 'a restriction';
  if (plan?.kind !== 'condition') return plan?.kind ?? 'a walk';
  const { condition } = plan;
  return condition.kind === 'comparison'
    ? `${condition.path.join('.')} ${condition.operator} ${condition.values.join()}`
    : condition.kind;
}

interface Asked {
  readonly entity?: string;
  readonly as?: string;
  readonly more?: Partial<Query>;
}

const asking = () => {
  const { database } = emulator.environment;
  return { database, clock: clockOf(database) };
};

function begun(search: string, { entity = 'image', as, more }: Asked = {}): string {
  const query = { ...queryOf(search), ...more };
  return byTheBestWay(asking(), entityOf(entity), query, as, told);
}

/** All ways that are tried when each takes too long, in their order. */
function ways(search: string, { entity = 'image', as, more }: Asked = {}): string[] {
  const tried: string[] = [];
  const query = { ...queryOf(search), ...more };
  const ask = (plan: Plan) => {
    tried.push(told(plan));
    throw new OutOfTime('time', false);
  };
  expect(() => byTheBestWay(asking(), entityOf(entity), query, as, ask)).toThrow(OutOfTime);
  return tried;
}

test('a small table is walked', () => {
  images(4095);
  expect(begun(q('name~=cen%'))).toBe('a walk');
  images(4096);
  expect(begun(q('name~=cen%'))).toBe('name like cen%');
});

test('a page that soon is full is walked, and one that would not be begins with the rows that are few', () => {
  // 64 rows of 16384: each 256th is one of them, and to list all costs 256 steps.
  images(16_384);
  tagOften('often', 64);
  const condition = '__userTag__~=often%';
  expect(begun(`${q(condition)}&limit=1`)).toBe('__userTag__ like often%');
  expect(begun(`${q(condition)}&limit=0`)).toBe('a walk');
  tagOften('often-more', 1);
  expect(begun(`${q(condition)}&limit=1`)).toBe('a walk');
  expect(begun(`${q(condition)}&limit=2`)).toBe('__userTag__ like often%');
  expect(begun(`${q(condition)}&limit=1&start=1`)).toBe('__userTag__ like often%');
  expect(begun(`${q(condition)}&limit=1`, { more: { reply: 'count' } })).toBe(
    '__userTag__ like often%',
  );
});

test('more than 2048 rows are not listed, not even to be counted', () => {
  images(1_000_000);
  tagOften('often', 2048);
  expect(begun(q('__userTag__~=often%'), { more: { reply: 'count' } })).toBe(
    '__userTag__ like often%',
  );
  tagOften('often-more', 1);
  expect(begun(q('__userTag__~=often%'), { more: { reply: 'count' } })).toBe('a walk');
  // The first condition that leads to few is the one.
  expect(begun(q('__userTag__~=often%', 'backupStorage.name=nobody', 'name~=c%'))).toBe(
    'backupStorage.name equal nobody',
  );
  expect(begun(q('name~=c%', 'backupStorage.name=nobody'))).toBe('name like c%');
});

test('conditions that no index leads to, joins and what is no table are walked', () => {
  images(4096);
  for (const condition of [
    'name~=%c',
    'name=centos-7.9',
    'state=Disabled',
    '__userTag__!=x',
    'name!~=cen%',
  ])
    expect(begun(q(condition))).toBe('a walk');
  const joins: NonNullable<Query['joins']> = [{ kind: 'inner', entity: 'zone', on: undefined }];
  expect(begun(q('name~=cen%'), { more: { joins } })).toBe('a walk');
  expect(begun(q('name~=cen%'), { more: { joins: [] } })).toBe('name like cen%');
  expect(begun(q('name~=image%'), { entity: 'globalconfig' })).toBe('a walk');
});

test('what an account sees is where its queries may begin', () => {
  images(4096);
  expect(begun('', { as: ALICE })).toBe('visible');
  expect(begun(q('size>0'), { as: ALICE })).toBe('visible');
  expect(begun('', { as: ALICE, entity: 'zone' })).toBe('a walk');
});

test('a way that takes too long is given up for a walk, and for other conditions', () => {
  images(4096);
  const conditions = q('name~=c%', 'backupStorage.name=x', '__userTag__=y');
  expect(ways(conditions)).toEqual(['name like c%', 'a walk', 'backupStorage.name equal x']);
  // A count walks through an index of texts anyway.
  expect(ways(conditions, { more: { reply: 'count' } })).toEqual([
    'name like c%',
    'a walk',
    'backupStorage.name equal x',
  ]);
  images(10);
  expect(ways(conditions)).toEqual(['a walk', 'name like c%', 'backupStorage.name equal x']);
  expect(ways(conditions, { more: { reply: 'count' } })).toEqual([
    'a walk',
    'backupStorage.name equal x',
    '__userTag__ equal y',
  ]);
  expect(ways(q('name~=c%'), { more: { reply: 'count' } })).toEqual(['a walk']);
  expect(ways(q('name~=c%'))).toEqual(['a walk', 'name like c%']);
  expect(ways(q('size>0'))).toEqual(['a walk']);
});

test('the first way that is quick enough answers; another failure is not tried again', () => {
  images(10);
  const { clock, database } = asking();
  const query = queryOf(q('name~=c%', 'backupStorage.name=x'));
  const tried: string[] = [];
  const ask = (plan: Plan) => {
    tried.push(told(plan));
    if (tried.length < 2) throw new OutOfTime('rows', false);
    return 'found';
  };
  const found = clock.within(60_000, () =>
    byTheBestWay({ database, clock }, entityOf('image'), query, undefined, ask),
  );
  expect([found, tried]).toEqual(['found', ['a walk', 'name like c%']]);
  const defect = () => {
    tried.push('again');
    throw new TypeError('a defect');
  };
  expect(() =>
    byTheBestWay({ database, clock }, entityOf('image'), query, undefined, defect),
  ).toThrow(TypeError);
  expect(tried.filter((each) => each === 'again')).toHaveLength(1);
});

test('where it takes too long to know where to begin, rows are walked', () => {
  images(1_000_000);
  const { clock, database } = asking();
  // So many wildcards that the time is looked at with each row.
  const query = queryOf(q(`name~=c${'%'.repeat(200)}`));
  expect(begun(q(`name~=c${'%'.repeat(200)}`))).toMatch(/^name like/);
  const plan = clock.within(1, () => {
    for (const end = performance.now() + 8; performance.now() < end;);
    return byTheBestWay({ database, clock }, entityOf('image'), query, undefined, told);
  });
  expect(plan).toBe('a walk');
});
