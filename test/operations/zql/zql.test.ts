import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** The results of statements. */
async function results(zql: string, session?: string): Promise<Json[]> {
  const answer = await emulator.get(`/zstack/v1/zql?zql=${encodeURIComponent(zql)}`, session);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.results;
}
const result = async (zql: string, session?: string) => (await results(zql, session))[0];
const names = async (zql: string, session?: string): Promise<string[]> =>
  (await result(zql, session)).inventories.map(({ name }: Json) => name);

const refusal = (zql: string) => emulator.refused('GET', `/zql?zql=${encodeURIComponent(zql)}`);

test('a query answers inventories as the query API does', async () => {
  const { body } = await emulator.get(`/zstack/v1/images?q=name=centos-7.9`);
  expect(await results("query image where name = 'centos-7.9'")).toEqual([
    { inventories: body.inventories },
  ]);
});

test('every kind of inventory has its name, in any case', async () => {
  const counts = await results(
    'count zone; count Image; count BACKUPSTORAGE; count sftpbackupstorage; count volume; ' +
      'count vminstance; count primarystorage; count cephprimarystorage; count volumesnapshot; ' +
      'count volumesnapshottree; count account; count longjob; count systemtag; count usertag; ' +
      'count imagestorebackupstorage; count cephbackupstorage',
  );
  expect(counts.map(({ total }) => total)).toEqual([
    1, 5, 7, 2, 11, 8, 4, 1, 0, 0, 2, 0, 4, 0, 4, 1,
  ]);
});

test('only the fields that are named', async () => {
  expect(await result("query image.name,status where name like 'centos%'")).toEqual({
    inventories: [{ name: 'centos-7.9', status: 'Ready' }],
  });
});

test.each([
  ["name = 'CENTOS-7.9'", ['centos-7.9']],
  ['name = "centos-7.9"', ['centos-7.9']],
  [
    "name != 'centos-7.9' and state = 'Enabled' and status = 'Ready'",
    ['ubuntu-22.04-live.iso', 'windows-2019'],
  ],
  ['size > 42949672960', ['windows-2019']],
  ['size >= 42949672960', ['centos-7.9', 'windows-2019']],
  ['actualSize < 800000000', ['retired']],
  ["actualSize <= '734003200'", ['retired']],
  ["name in ('retired', 'windows-2019', 'none')", ['retired', 'windows-2019']],
  ["name in 'retired'", ['retired']],
  [
    "name not in ('retired','windows-2019','centos-7.9')",
    ['deleted-yesterday', 'ubuntu-22.04-live.iso'],
  ],
  ["name like '%RE%'", ['retired']],
  ["name not like '%e%'", ['windows-2019']],
  ['description is null', ['centos-7.9', 'ubuntu-22.04-live.iso', 'windows-2019']],
  ['description is not null', ['deleted-yesterday', 'retired']],
  ['virtio = false', ['windows-2019']],
  ['system = true', []],
  ["backupStorage.name = 'sftp-1' and mediaType = 'ISO'", ['ubuntu-22.04-live.iso']],
  ["backupStorage.name has ('sftp-1', 'imagestore-1')", ['centos-7.9']],
  ["backupStorage.name has ('sftp-1')", ['centos-7.9', 'ubuntu-22.04-live.iso']],
  [
    "backupStorage.name not has ('sftp-1', 'imagestore-1') and status = 'Ready'",
    ['retired', 'ubuntu-22.04-live.iso', 'windows-2019'],
  ],
  ["__systemTag__ = 'bootMode::UEFI'", ['windows-2019']],
  ["__systemTag__ has ('bootMode::UEFI')", ['windows-2019']],
  [
    "__systemTag__ not has ('bootMode::UEFI') and virtio = true and description is null",
    ['centos-7.9', 'ubuntu-22.04-live.iso'],
  ],
])('where %s finds %j', async (where, expected) => {
  expect(await names(`query image where ${where} order by name asc`)).toEqual(expected);
});

test.each([
  ["name = 'retired' or name = 'centos-7.9' and size = 0", ['retired']],
  ["(name = 'retired' or name = 'centos-7.9') and size = 0", []],
  ["(name = 'retired' or name = 'centos-7.9') and (size > 0)", ['centos-7.9', 'retired']],
  ["((name = 'retired'))", ['retired']],
  ["size = 0 or (state = 'Disabled' and (status = 'Ready' or status = 'Error'))", ['retired']],
])('and binds before or, parentheses before both: %s', async (where, expected) => {
  expect(await names(`query image where ${where} order by name asc`)).toEqual(expected);
});

test.each([
  ["uuid in (query volume.rootImageUuid where vmInstance.state = 'Running')", ['centos-7.9']],
  ["uuid = (query volume.rootImageUuid where name = 'ROOT-for-win-1')", ['windows-2019']],
  [
    "uuid not in (query vmInstance.imageUuid where imageUuid is not null) and status = 'Ready'",
    ['retired', 'ubuntu-22.04-live.iso'],
  ],
  [
    "uuid != (query vmInstance.imageUuid where imageUuid is not null) and mediaType = 'ISO'",
    ['ubuntu-22.04-live.iso'],
  ],
  // As in SQL: nothing is outside of a list that holds a null.
  ['uuid not in (query volume.rootImageUuid)', []],
  ["name in (query image.name where uuid in (query image.uuid where name like 'r%'))", ['retired']],
  ["__systemTag__ in (query systemtag.tag where tag like 'boot%')", ['windows-2019']],
])('subqueries: %s finds %j', async (where, expected) => {
  expect(await names(`query image where ${where} order by name asc`)).toEqual(expected);
});

test('order by several fields, then a page of it', async () => {
  const zql = 'query image order by state desc, size desc, name asc';
  const all = [
    'windows-2019',
    'centos-7.9',
    'deleted-yesterday',
    'ubuntu-22.04-live.iso',
    'retired',
  ];
  expect(await names(zql)).toEqual(all);
  expect(await names(`${zql} limit 2`)).toEqual(all.slice(0, 2));
  expect(await names(`${zql} limit 2 offset 1`)).toEqual(all.slice(1, 3));
  expect(await names(`${zql} offset 4`)).toEqual(all.slice(4));
  expect(await names(`${zql} limit 0`)).toEqual([]);
});

test('return with (total) counts all beside the page', async () => {
  expect(
    await result(
      "query image.name where state = 'Enabled' return with (total) order by name asc limit 1",
    ),
  ).toEqual({
    inventories: [{ name: 'centos-7.9' }],
    total: 4,
  });
  expect(await result('query image limit 1')).not.toHaveProperty('total');
});

test('statements of a batch answer in their order, each with its name', async () => {
  const zql = `query zone.name named as 'zones';
    count image where state = 'Disabled' named as "how many";
    sum image.size by state where status = 'Ready' order by state asc named as 'sizes';`;
  expect(await results(zql)).toEqual([
    { inventories: [{ name: 'zone-1' }], name: 'zones' },
    { total: 1, name: 'how many' },
    {
      inventories: [
        ['Disabled', 10_737_418_240],
        ['Enabled', 42_949_672_960 + 85_899_345_920 + 1_469_054_976],
      ],
      name: 'sizes',
    },
  ]);
});

test('count, of all and of groups', async () => {
  expect(await result('count image')).toEqual({ total: 5 });
  expect(
    await result('count image group by state, status order by groupCount desc, state asc'),
  ).toEqual({
    inventoryCounts: [
      [{ state: 'Enabled', status: 'Ready' }, 3],
      [{ state: 'Disabled', status: 'Ready' }, 1],
      [{ state: 'Enabled', status: 'Deleted' }, 1],
    ],
    total: 5,
  });
  expect(await result('count distinct(image.state)')).toEqual({ total: 2 });
  expect(await result('count distinct(image.state,status)')).toEqual({ total: 3 });
});

test('query distinct and group by', async () => {
  const distinct = await result('query distinct(image.virtio) order by virtio asc');
  expect(distinct.inventories).toEqual([{ virtio: false }, { virtio: true }]);
  const first = await names('query image.name group by state order by name asc');
  expect(first).toEqual(['centos-7.9', 'retired']);
});

test('sum adds several fields up, by another', async () => {
  const { inventories } = await result(
    "sum volume.size,actualSize by type where state = 'Enabled' order by type asc",
  );
  const gib = 2 ** 30;
  expect(inventories).toEqual([
    ['Data', 160 * gib, 12 * gib + 200 * 1024],
    ['Root', 180 * gib, (3 + 17 + 5 + 1) * gib + (512 + 512 + 900) * 2 ** 20],
  ]);
});

test('restrict by narrows to what the nearest relation leads to', async () => {
  expect(
    await names("query image restrict by (backupstorage.name = 'sftp-1') order by name asc"),
  ).toEqual(['centos-7.9', 'ubuntu-22.04-live.iso']);
  expect(
    await names(
      "query image where mediaType != 'ISO' restrict by (BackupStorage.name = 'sftp-1', volume.name like 'ROOT%')",
    ),
  ).toEqual(['centos-7.9']);
  expect(await names("query image restrict by (name = 'retired')")).toEqual(['retired']);
  expect(
    await names(
      "query volume restrict by (zone.name = 'zone-1', vminstance.name = 'web-1') order by name asc",
    ),
  ).toEqual(['ROOT-for-web-1', 'web-1-data']);
  expect((await refusal("query image restrict by (accesskey.uuid = 'x')")).details).toBe(
    'org.zstack.zql.ast.visitors.ZQLError: invalid restrict by clause, inventory[ImageInventory] cannot reach entity[accesskey]',
  );
});

test('without a session nothing is answered', async () => {
  const path = '/zstack/v1/zql?zql=query%20zone';
  const { status, text } = await emulator.anonymous.get(path);
  expect([status, text]).toEqual([400, "missing header 'Authorization'"]);
  const unknown = await emulator.get(path, '0'.repeat(32));
  expect([unknown.status, unknown.body.error]).toMatchObject([
    503,
    { code: 'ID.1001', details: 'Session expired' },
  ]);
});

test('an account finds its own, what is shared with it and what is public', async () => {
  expect(await names('query vminstance', ALICE_SESSION)).toEqual(['alice-1']);
  expect(await result('count image', ALICE_SESSION)).toEqual({ total: 0 });
  expect(await result('count backupstorage', ALICE_SESSION)).toEqual({ total: 7 });
  const share = (resourceUuids: string[], to: object) =>
    emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids, ...to },
    });
  await share([SEED.images.linux], { accountUuids: ['a11ce000000040008000000000000001'] });
  await share([SEED.images.windows], { toPublic: true });
  const shared = ['centos-7.9', 'windows-2019'];
  expect(await names('query image order by name asc', ALICE_SESSION)).toEqual(shared);
  const all = 'query image.name return with (total) order by name asc limit 1';
  expect(await result(all, ALICE_SESSION)).toEqual({
    inventories: [{ name: shared[0] }],
    total: 2,
  });
  expect(await result('count image group by state', ALICE_SESSION)).toEqual({
    inventoryCounts: [[{ state: 'Enabled' }, 2]],
    total: 2,
  });
  expect(await result('sum image.size by state', ALICE_SESSION)).toEqual({
    inventories: [['Enabled', 120 * 2 ** 30]],
  });
  expect(await result('count distinct(image.name)', ALICE_SESSION)).toEqual({ total: 2 });
});

test('a subquery or a group does not tell an account what it may not see', async () => {
  const alice = (zql: string) => names(zql, ALICE_SESSION);
  expect(
    await alice("query zone where uuid in (query vminstance.zoneUuid where name = 'web-1')"),
  ).toEqual([]);
  expect(
    await alice("query zone where uuid in (query vminstance.zoneUuid where name = 'alice-1')"),
  ).toEqual(['zone-1']);
  expect(
    await alice("query zone where name not in (query account.name where name != 'alice')"),
  ).toEqual(['zone-1']);
  expect(await result('query distinct(vminstance.name)', ALICE_SESSION)).toEqual({
    inventories: [{ name: 'alice-1' }],
  });
});
