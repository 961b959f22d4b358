import { ADMIN_SESSION, ALICE_SESSION, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const PAYLOADS = [
  "'",
  '"',
  '`',
  "' or '1'='1",
  '" or 1=1 --',
  "x'; drop table images; --",
  "x'); delete from images; --",
  "') union select uuid, password_hash from accounts --",
  '" from accounts --',
  "\\' or 1=1 --",
  'name" is not null or "x',
  "1; update images set name = 'x'",
  '1 or 1',
  '(select password_hash from accounts)',
  'name collate binary',
  'name desc, (select 1)',
  'rowid',
  't0',
  '"t0"."name"',
  'content_id',
  'contentId',
  'passwordHash',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'toString',
  '?',
  '?1',
  ':name',
  '@name',
  '$name',
  '/**/',
  '\u0000',
  '\u0000; drop table images',
  'ʼ or 1=1',
  '${1}',
];

/** In ZQL a text of quotes, as a client would write it. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Words of the database's own errors: none of its texts may ever be sent to it. */
const FROM_DATABASE =
  /no such (column|table|function)|near "|unrecognized token|SQLITE|incomplete input|misuse|too large|at .*\.[jt]s/i;

/** Asks with every payload: each is refused cleanly, or finds nothing; the world stays as it was. */
async function expectHarmless(
  addressOf: (payload: string) => string,
  session = ADMIN_SESSION,
): Promise<void> {
  const before = emulator.world();
  for (const payload of PAYLOADS) {
    const answer = await emulator.get(addressOf(payload), session);
    const what = `${payload} -> ${answer.status} ${answer.text}`;
    expect([what, FROM_DATABASE.test(answer.text)]).toEqual([what, false]);
    expect([what, [200, 400, 404, 503].includes(answer.status)]).toEqual([what, true]);
    const { inventories, results } = answer.body;
    const found = results
      ? results.flatMap((one: { inventories: [] }) => one.inventories)
      : inventories;
    expect([what, found ?? []]).toEqual([what, []]);
  }
  expect(emulator.world()).toEqual(before);
}

const param = (name: string, value: string) =>
  `/zstack/v1/images?${name}=${encodeURIComponent(value)}`;

test.each<[string, (payload: string) => string]>([
  ['the field', (x) => param('q', `${x}=y`)],
  ['the end of a field', (x) => param('q', `name${x}=y`)],
  ['the operator', (x) => param('q', `name ${x} y`)],
  ['the value', (x) => param('q', `name=${x}`)],
  ['the value of a uuid', (x) => param('q', `uuid=${x}`)],
  ['the value of a number', (x) => param('q', `size=7${x}`)],
  ['the value of a boolean', (x) => `${param('q', `system=${x}`)}&q=name=none`],
  ['the value of a date', (x) => param('q', `createDate=${x}`)],
  ['a pattern', (x) => param('q', `name~=${x}`)],
  ['a list', (x) => param('q', `name?=${x},${x}`)],
  ['a null check', (x) => param('q', `${x} is null`)],
  ['a relation', (x) => param('q', `${x}.name=y`)],
  ['a nested field', (x) => param('q', `backupStorage.${x}=y`)],
  ['a nested value', (x) => param('q', `backupStorage.name=${x}`)],
  ['a middle step', (x) => param('q', `volume.${x}.name=y`)],
  ['a system tag', (x) => param('q', `__systemTag__=${x}`)],
  ['a list of user tags', (x) => param('q', `__userTag__?=${x},y`)],
  ['a pattern of tags', (x) => param('q', `__userTag__~=${x}`)],
  ['what follows a tag', (x) => param('q', `__systemTag__${x}=y`)],
  ['sort', (x) => param('sort', x)],
  ['descending sort', (x) => param('sort', `-${x}`)],
  ['fields', (x) => param('fields', x)],
  ['fields after a good one', (x) => param('fields', `name,${x}`)],
  ['start', (x) => param('start', x)],
  ['limit', (x) => param('limit', x)],
  ['limit after a number', (x) => param('limit', `1${x}`)],
  ['groupBy', (x) => `${param('groupBy', x)}&q=name=none`],
  ['filterName', (x) => param('filterName', x)],
  ['the condition of filterName', (x) => param('filterName', `type:${x}`)],
  ['the uuid in the path', (x) => `/zstack/v1/images/${encodeURIComponent(x)}`],
  ['the uuid of a volume', (x) => `/zstack/v1/volumes/${encodeURIComponent(x)}`],
])('SQL in %s changes nothing and shows nothing', async (_where, addressOf) => {
  await expectHarmless(addressOf);
});

test.each<[string, (payload: string) => string]>([
  ['the verb', (x) => `${x} image`],
  ['the entity', (x) => `query ${x}`],
  ['a field', (x) => `query image.${x}`],
  ['a field of a condition', (x) => `query image where ${x} = 'y'`],
  ['an operator', (x) => `query image where name ${x} 'y'`],
  ['a bare value', (x) => `query image where name = ${x}`],
  ['a value', (x) => `query image where name = ${quoted(x)}`],
  ['a value whose quotes are not escaped', (x) => `query image where name = '${x}'`],
  ['a list', (x) => `query image where name in (${quoted(x)}, 'y')`],
  ['a pattern', (x) => `query image where name like ${quoted(x)}`],
  ['a set', (x) => `query image where __userTag__ has (${quoted(x)})`],
  ['a keyword', (x) => `search ${quoted(x)}`],
  ['a function', (x) => `query max(image.size) where name = ${quoted(x)} group by name`],
  ['a tag', (x) => `query image where __systemTag__ = ${quoted(x)}`],
  ['what joins conditions', (x) => `query image where name = 'y' ${x} name = 'z'`],
  ['a relation', (x) => `query image where volume.${x}.name = 'y'`],
  ['the entity of a subquery', (x) => `query image where uuid in (query ${x}.uuid)`],
  ['the field of a subquery', (x) => `query image where name in (query image.${x})`],
  [
    'the condition of a subquery',
    (x) => `query image where uuid in (query image.uuid where ${x} = 'y')`,
  ],
  [
    'the value in a subquery',
    (x) => `query image where uuid in (query image.uuid where name = ${quoted(x)})`,
  ],
  ['a restriction', (x) => `query image restrict by (${x} = 'y')`],
  ['the entity of a restriction', (x) => `query image restrict by (${x}.name = 'y')`],
  [
    'the value of a restriction',
    (x) => `query image restrict by (backupstorage.name = ${quoted(x)})`,
  ],
  ['what is returned with', (x) => `query image where name = 'y' return with (${x})`],
  ['the groups', (x) => `query image where name = 'y' group by ${x}`],
  ['the groups of a count', (x) => `count image where name = 'y' group by ${x}`],
  ['the order', (x) => `query image order by ${x} asc`],
  ['the direction', (x) => `query image order by name ${x}`],
  ['the limit', (x) => `query image limit ${x}`],
  ['the offset', (x) => `query image where name = 'y' offset ${x}`],
  ['the name', (x) => `query image where name = 'y' named as ${quoted(x)}`],
  ['a bare name', (x) => `query image named as ${x}`],
  ['a distinct field', (x) => `query distinct(image.${x})`],
  ['what is summed', (x) => `sum image.${x} by state`],
  ['what sums are told apart by', (x) => `sum image.size by ${x}`],
  ['a second statement', (x) => `query image where name = 'y'; ${x}`],
])('SQL in ZQL, in %s, changes nothing and shows nothing', async (_where, zqlOf) => {
  await expectHarmless((x) => `/zstack/v1/zql?zql=${encodeURIComponent(zqlOf(x))}`);
});

test('nor does it show an account what belongs to others', async () => {
  const zql = (text: string) => `/zstack/v1/zql?zql=${encodeURIComponent(text)}`;
  for (const addressOf of [
    (x: string) => param('q', `name=${x}`),
    (x: string) => param('q', `uuid?=${x},${x}`),
    (x: string) => param('q', `__userTag__=${x}`),
    (x: string) => `/zstack/v1/images/${encodeURIComponent(x)}`,
    (x: string) => zql(`query image where name = ${quoted(x)}`),
    (x: string) => zql(`query image where uuid in (query image.uuid where name = ${quoted(x)})`),
  ]) {
    await expectHarmless(addressOf, ALICE_SESSION);
  }
});

test('a payload is only a text: what is called so is found by it', async () => {
  const tags = PAYLOADS.map((payload) => payload.trim());
  for (const tag of tags) {
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'ImageVO', resourceUuid: '1a000000000040008000000000000001', tag },
    });
  }
  for (const tag of tags) {
    const zql = encodeURIComponent(`count usertag where tag = ${quoted(tag)}`);
    const { body } = await emulator.get(`/zstack/v1/zql?zql=${zql}`);
    expect([tag, body.results]).toEqual([tag, [{ total: 1 }]]);
  }
});
