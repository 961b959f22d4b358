import { allOperations } from '../../src/api/operations';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { done } from '../support/messages';

/** What a query of the REST API answers, without what is null. */
async function byAddress(emulator: TestEmulator, query: string): Promise<Json> {
  const { body } = await emulator.get(`/zstack/v1${query}`);
  const { success, error, schema, ...rest } = body;
  expect([success, error, typeof schema]).toEqual([true, null, 'object']);
  return JSON.parse(JSON.stringify(rest, (_key, value) => value ?? undefined));
}

const byMessage = async (emulator: TestEmulator, operation: string, fields: object) => {
  const { success, ...rest } = await done(emulator, operation, fields);
  expect(success).toBe(true);
  return rest;
};

test.each([
  [[], '?limit=1000'],
  [[{ name: 'name', op: '=', value: 'linux' }], '?q=name=linux'],
  [[{ name: 'state', op: '!=', value: 'Enabled' }], '?q=state!=Enabled'],
  [[{ name: 'size', op: '>', value: '1000000' }], '?q=size>1000000'],
  [[{ name: 'size', op: '>=', value: 1000000 }], '?q=size>=1000000'],
  [[{ name: 'size', op: '<', value: '1000000' }], '?q=size<1000000'],
  [[{ name: 'size', op: '<=', value: '1000000' }], '?q=size<=1000000'],
  [[{ name: 'format', op: 'in', value: 'iso,raw' }], '?q=format?=iso,raw'],
  [[{ name: 'format', op: 'not in', value: 'iso,raw' }], '?q=format!?=iso,raw'],
  [[{ name: 'description', op: 'is null' }], '?q=description is null'],
  [[{ name: 'description', op: 'is not null', value: '' }], '?q=description not null'],
  [[{ name: 'name', op: 'like', value: '%i%' }], '?q=name~=%25i%25'],
  [[{ name: 'name', op: 'not like', value: '%i%' }], '?q=name!~=%25i%25'],
  [
    [
      { name: 'backupStorage.name', op: 'like', value: '%' },
      { name: 'system', op: '=', value: 'false' },
    ],
    '?q=backupStorage.name~=%25&q=system=false',
  ],
])('conditions %j find what an address finds', async (conditions, query) => {
  const emulator = await TestEmulator.start();
  const found = await byMessage(emulator, 'QueryImage', { conditions });
  expect(found).toEqual(await byAddress(emulator, `/images${query}`));
});

test.each([
  [{ limit: 2, start: 1, sortBy: 'name' }, '?limit=2&start=1&sort=%2Bname'],
  [{ sortBy: 'name', sortDirection: 'desc' }, '?sort=-name'],
  [{ replyWithCount: true, limit: 1 }, '?replyWithCount=true&limit=1'],
  [{ count: true }, '?count=true'],
  [{ fields: ['uuid', 'name'] }, '?fields=uuid,name'],
  [{ fields: [] }, '?limit=1000'],
  [{ groupBy: 'name' }, '?groupBy=name'],
])('%j asks for what an address asks for', async (more, query) => {
  const emulator = await TestEmulator.start();
  const found = await byMessage(emulator, 'QueryImage', { conditions: [], ...more });
  expect(found).toEqual(await byAddress(emulator, `/images${query}`));
});

test('every query of every inventory answers by message what its address answers', async () => {
  const emulator = await TestEmulator.start();
  for (const { name, kind, paths } of allOperations()) {
    if (kind !== 'query') continue;
    const found = await byMessage(emulator, name, { conditions: [], replyWithCount: true });
    const path = String(paths[0]).replace('/v1', '');
    expect([name, found]).toEqual([name, await byAddress(emulator, `${path}?replyWithCount=true`)]);
  }
});

test.each([
  [{}, 'SYS.1007', 'field[conditions] of message'],
  [
    { conditions: [{ name: 'name', op: '~=', value: 'x' }] },
    'SYS.1000',
    'unknown QueryOp type[~=]',
  ],
  [{ conditions: [{ name: 'name' }] }, 'SYS.1000', 'unknown QueryOp type[null]'],
  [{ conditions: [{ name: 'name', op: '=' }] }, 'SYS.1000', 'has no value'],
  [
    { conditions: [{ name: 'nothing', op: '=', value: 'x' }] },
    'SYS.1000',
    'not having field[nothing]',
  ],
  [{ conditions: [], sortDirection: 'up' }, 'SYS.1007', 'valid value for field[sortDirection]'],
  [{ conditions: [], limit: -1 }, 'SYS.1007', 'field[limit] must be in range'],
  [{ conditions: [], filterName: 'x' }, 'SYS.1007', 'filterName must be formatted'],
])('%j is refused', async (fields, code, details) => {
  const emulator = await TestEmulator.start();
  const { success, error } = await done(emulator, 'QueryImage', fields);
  expect([success, error.code, error.details]).toEqual([
    false,
    code,
    expect.stringContaining(details),
  ]);
});

test('more conditions than the database takes at once are refused', async () => {
  const emulator = await TestEmulator.start();
  const conditions = Array.from({ length: 501 }, (_, i) => ({ name: 'name', op: '=', value: i }));
  const { error } = await done(emulator, 'QueryImage', { conditions });
  expect(error.details).toBe('a query takes at most 500 conditions');
});

test('pages that are long are whole', async () => {
  const emulator = await TestEmulator.start();
  const insert = emulator.environment.database.prepare(
    `insert into user_tags (uuid, resource_uuid, resource_type, tag, create_date, last_op_date)
     values (lower(hex(randomblob(16))), ?, 'ImageVO', ?, 1, 1)`,
  );
  // What needs an escape in JSON, in JSON inside of it, and in HTML.
  for (let i = 0; i < 700; i++) insert.run(SEED.images.linux, `${i} <'é\u2028"\\\n&=>😀`);
  const found = await byMessage(emulator, 'QueryUserTag', { conditions: [], limit: 2000 });
  expect(found.inventories.length).toBeGreaterThanOrEqual(700);
  expect(found).toEqual(await byAddress(emulator, '/user-tags?limit=2000'));
});
