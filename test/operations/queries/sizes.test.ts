import { ADMIN_SESSION, ALICE_SESSION, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** A statement in a body: no URL is that long. A path of one operation takes any method. */
const ask = (zql: string, session: string) =>
  emulator.anonymous
    .post('/zstack/v1/zql')
    .set('Authorization', `OAuth ${session}`)
    .send({ params: { zql } });

const MIB = 2 ** 20;
const times = (text: string, count: number, between = '') =>
  Array.from({ length: count }, () => text).join(between);
const nested = (open: string, inside: string, close: string, count: number) =>
  times(open, count) + inside + times(close, count);
const FAR = `${times('volume.image.', 7)}volume.name`;
const SAID =
  'unhandled exception happened when calling private void org.zstack.query.QueryFacadeImpl.1.doCall(org.zstack.header.core.ReturnValueCompletion), ';

test.each([
  ['a text of 1 MB', `count zone where name = '${times('x', MIB - 100)}'`],
  ['a pattern of many wildcards', `count zone where name like '${times('%_', 20_000)}x'`],
  ['a text of quotes', `count zone where name = '${times("''", 250_000)}'`],
  ['a pattern of backslashes', `count zone where name like '${times('\\\\', 20_000)}'`],
  ['blanks of 1 MB', `count zone where name = 'none'${times(' ', MIB - 100)}`],
  ['a list of 20,000 values', `count zone where name in (${times("'x'", 20_000, ',')})`],
  ['500 comparisons', `count zone where ${times("name = 'x'", 500, ' and ')}`],
  ['500 comparisons in or', `count zone where ${times("name = 'x'", 500, ' or ')}`],
  ['a set of 500', `count zone where __userTag__ has (${times("'x'", 500, ',')})`],
  [
    'and and or, 500 of them',
    `count zone where ${times("name = 'x' and name = 'y'", 250, ' or ')}`,
  ],
  ['64 levels of parentheses', `count zone where ${nested('(', "name = 'x'", ')', 64)}`],
  [
    'and and or, 64 levels deep',
    `count zone where ${nested("(name = 'y' or name = 'z' and ", "name = 'x'", ')', 64)}`,
  ],
  [
    '20 subqueries inside each other',
    `count zone where ${nested('uuid in (query zone.uuid where ', "name = 'x'", ')', 20)}`,
  ],
  ['64 statements', times("count zone where name = 'x'", 64, ';')],
])('%s is answered', async (_what, zql) => {
  for (const session of [ADMIN_SESSION, ALICE_SESSION]) {
    const { status, body } = await ask(zql, session);
    expect(status).toBe(200);
    expect(body.results[0]).toEqual({ total: 0 });
  }
});

test.each([
  [
    '10,000 conditions',
    `count zone where ${times("name = 'x'", 10_000, ' and ')}`,
    'SYS.1007',
    'a statement has more than 500 comparisons',
  ],
  [
    'a set of 10,000',
    `count zone where __userTag__ has (${times("'x'", 10_000, ',')})`,
    'SYS.1007',
    'a statement has more than 500 comparisons',
  ],
  [
    '1,000 levels of parentheses',
    `count zone where ${nested('(', "name = 'x'", ')', 1_000)}`,
    'SYS.1007',
    'ZQL goes more than 64 parentheses deep',
  ],
  [
    '500,000 levels of parentheses',
    `count zone where ${times('(', 500_000)}`,
    'SYS.1007',
    'ZQL goes more than 64 parentheses deep',
  ],
  [
    '1,000 subqueries inside each other',
    `count zone where ${nested('uuid in (query zone.uuid where ', "name = 'x'", ')', 1_000)}`,
    'SYS.1007',
    'ZQL goes more than 64 parentheses deep',
  ],
  [
    'a way of 70,000 steps',
    `count image where ${times('volume.image.', 35_000)}name = 'x'`,
    'SYS.1007',
    'ZQL has more than 25000 names and values',
  ],
  [
    'a way of 7,000 steps',
    `count image where ${times('volume.image.', 3_500)}name = 'x'`,
    'SYS.1007',
    'a path has more than 16 names',
  ],
  [
    'a list of 150,000 values',
    `count zone where name in (${times("'x'", 150_000, ',')})`,
    'SYS.1007',
    'ZQL has more than 25000 names and values',
  ],
  [
    '9 joins',
    `count zone ${times('inner join image on image.uuid = zone.uuid', 9, ' ')}`,
    'SYS.1007',
    'a query joins more than 8 inventories',
  ],
  [
    'a way of 16 steps that goes round',
    `count image where ${FAR} = 'x'`,
    'SYS.1007',
    `the way[${FAR}] of a condition comes to inventory[ImageInventory] more than 2 times`,
  ],
  [
    'a way that goes round, in a subquery',
    `count zone where uuid in (query image.uuid where ${FAR} = 'x')`,
    'SYS.1007',
    `the way[${FAR}] of a condition comes to inventory[ImageInventory] more than 2 times`,
  ],
  [
    '500 ways of three steps',
    `count image where ${times("backupStorage.zone.name = 'x'", 500, ' or ')}`,
    'SYS.1007',
    'the conditions of a query take more than 500 relations in all',
  ],
  ['65 statements', times('count zone', 65, ';'), 'SYS.1007', 'ZQL has more than 64 statements'],
  [
    'a text of 1 MB without an end',
    `count zone where name = '${times('x', MIB - 100)}`,
    'SYS.1000',
    `${SAID}error token recognition error at: ''${times('x', 19)}' at line 1:24, re name = 'xxxxxxxxx`,
  ],
  [
    '5,000 fields to sort by',
    `query zone order by ${times('name asc', 5_000, ',')}`,
    'SYS.1007',
    'the query is too large: too many terms in ORDER BY clause',
  ],
  [
    '5,000 fields of a group',
    `count zone group by ${times('name', 5_000, ',')}`,
    'SYS.1007',
    'the query is too large: too many columns in result set',
  ],
])('%s are refused', async (_what, zql, code, details) => {
  const before = emulator.world();
  const { status, body } = await ask(zql, ADMIN_SESSION);
  expect([status, body.error]).toMatchObject([503, { code, details }]);
  expect(emulator.world()).toEqual(before);
});

test.each([
  ['a pattern of 1 MB', `name like '${times('x', MIB - 100)}'`],
  [
    '64 subqueries inside each other',
    nested('uuid in (query zone.uuid where ', "name = 'x'", ')', 64),
  ],
  [
    '500 of the longest ways',
    times(`${'vmInstance.zone.'.repeat(7)}vmInstance.name = 'x'`, 500, ' and '),
  ],
  [
    'sets at the end of the longest ways',
    `${'vmInstance.zone.'.repeat(7)}vmInstance.name has (${times("'x'", 500, ',')})`,
  ],
  [
    '500 conditions on tags at the end of ways',
    times("vmInstance.image.__systemTag__ not in ('x')", 500, ' or '),
  ],
])('%s are answered or refused, whoever asks', async (_what, where) => {
  for (const session of [ADMIN_SESSION, ALICE_SESSION]) {
    const { status, body } = await ask(`count zone where ${where}`, session);
    const outcome = status === 200 ? 'answered' : `${body.error.code} ${body.error.details}`;
    expect(outcome).toMatch(/^(answered$|SYS\.1007 the (query is too large: |way|conditions ))/);
  }
});

test('a sum that is larger than any number of the API is refused', async () => {
  const { database } = emulator.environment;
  const size =
    "update images set size = 9223372036854775807 where media_type = 'RootVolumeTemplate'";
  expect(database.prepare(size).run().changes).toBeGreaterThan(1);
  const { status, body } = await ask('sum image.size by mediaType', ADMIN_SESSION);
  expect([status, body.error]).toMatchObject([
    503,
    { code: 'SYS.1007', details: 'a sum of the query is larger than 2^63-1' },
  ]);
});

const q = (count: number, condition: string) =>
  emulator.get(`/zstack/v1/zones?count=true&${times(`q=${condition}`, count, '&')}`);

test('many conditions of q: as many as fit are answered, more are refused', async () => {
  const condition = (i: number) => `q=name!=x${i}`;
  const search = (count: number) => Array.from({ length: count }, (_, i) => condition(i)).join('&');
  const many = await emulator.get(`/zstack/v1/zones?count=true&${search(500)}`);
  expect([many.status, many.body.total]).toEqual([200, 1]);
  const more = await emulator.get(`/zstack/v1/zones?${search(501)}`);
  expect([more.status, more.body.error]).toMatchObject([
    503,
    { code: 'SYS.1007', details: 'a query takes at most 500 conditions' },
  ]);
});

test('the same condition many times is one condition', async () => {
  expect((await q(1_000, 'name=zone-1')).body.total).toBe(1);
});

test('a list of thousands of values in q is answered', async () => {
  const { body } = await q(1, `name?=${times('x', 5_000, ',')},zone-1`);
  expect(body.total).toBe(1);
});

test('a query of 1 MB in the address is refused, and the next one answered', async () => {
  const long = await emulator
    .get(`/zstack/v1/zones?q=name=${times('x', MIB)}`)
    .catch(() => undefined);
  expect([undefined, 431]).toContain(long?.status);
  expect((await q(1, 'name=zone-1')).body.total).toBe(1);
});
