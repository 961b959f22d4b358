import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  ["description = 'It''s back'", []],
  [
    "name != 'centos-7.9' and state = 'Enabled' and status = 'Ready'",
    ['ubuntu-22.04-live.iso', 'windows-2019'],
  ],
  ['size > 42949672960', ['windows-2019']],
  ['size >= 42949672960', ['centos-7.9', 'windows-2019']],
  ['actualSize < 800000000', ['retired']],
  ["actualSize <= '734003200'", ['retired']],
  ["name in ('retired', 'windows-2019', 'none')", ['retired', 'windows-2019']],
  ["name in ('retired', ('windows-2019'))", ['retired']],
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
  // No storage has two names; an image has two refs.
  ["backupStorage.name has ('sftp-1', 'imagestore-1')", []],
  [
    `backupStorageRefs.backupStorageUuid has ('${SEED.backupStorages.sftp}', '${SEED.backupStorages.imageStore}')`,
    ['centos-7.9'],
  ],
  [
    `backupStorage.uuid has ('${SEED.backupStorages.sftp}', '${SEED.backupStorages.imageStore}')`,
    ['centos-7.9'],
  ],
  ["backupStorage.name has ('sftp-1', 'SFTP-1')", []],
  ["backupStorage.name has ('sftp-1')", ['centos-7.9', 'ubuntu-22.04-live.iso']],
  [
    "backupStorage.name not has ('imagestore-1') and status = 'Ready'",
    ['centos-7.9', 'ubuntu-22.04-live.iso'],
  ],
  // Tags have a text, all of them: none is null.
  ['__systemTag__ is null', []],
  ['__systemTag__ is not null', ['windows-2019']],
  ['__userTag__ is not null', []],
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
  // As `retired or (centos and of no size)`, which is what SQL says, too.
  ["name = 'retired' or name = 'centos-7.9' and size = 0", ['retired']],
  // As `none and (centos or retired)`: in SQL, `retired` would be found.
  ["name = 'none' and name = 'centos-7.9' or name = 'retired'", []],
  [
    "name = 'retired' and state = 'Disabled' or name = 'centos-7.9' and size = 0 or size > 0",
    ['retired'],
  ],
  ["(name = 'none' and name = 'centos-7.9') or name = 'retired'", ['retired']],
  ["(name = 'retired' or name = 'centos-7.9') and size = 0", []],
  ["(name = 'retired' or name = 'centos-7.9') and (size > 0)", ['centos-7.9', 'retired']],
  ["((name = 'retired'))", ['retired']],
  ["size = 0 or (state = 'Disabled' and (status = 'Ready' or status = 'Error'))", ['retired']],
  ["image.actualSize < image.size and name = 'centos-7.9'", ['centos-7.9']],
  ['image.actualSize > image.size', []],
])('and and or have one rank, and go on to the right: %s', async (where, expected) => {
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
    "uuid != (query vmInstance.imageUuid where name = 'web-1') and mediaType = 'ISO'",
    ['ubuntu-22.04-live.iso'],
  ],
  ["size > (query image.size where name = 'centos-7.9')", ['windows-2019']],
  // As in SQL: what is compared with nothing is not found.
  ["size > (query image.size where name = 'none')", []],
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

test.each(['count zone', ' \n\tcount zone', 'count zone \n', 'count zone;', ' count zone; \r\n'])(
  'blanks around %j, and one semicolon at its end, say nothing',
  async (zql) => {
    expect(await results(zql)).toEqual([{ total: 1 }]);
  },
);

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
  // Of several the first is counted, and only where there is one.
  expect(await result('count distinct(image.state,status)')).toEqual({ total: 2 });
  expect(await result('count image.description')).toEqual({ total: 2 });
  expect(await result('count upper(image.name)')).toEqual({ total: 5 });
  expect(await result('count image group by description order by groupCount asc limit 1')).toEqual({
    inventoryCounts: [[{ description: null }, 0]],
    total: 2,
  });
});

test('an inventory that a join finds several times is answered once where it is to be distinct', async () => {
  const join = 'inner join volume on volume.vmInstanceUuid = vminstance.uuid';
  const all = await names(`query vminstance ${join} order by name asc`);
  const each = await names(`query distinct(vminstance) ${join} order by name asc`);
  expect(all.length).toBeGreaterThan(each.length);
  expect(each).toEqual([...new Set(all)]);
});

test('query distinct and group by', async () => {
  const distinct = await result('query distinct(image.virtio) order by virtio asc');
  expect(distinct.inventories).toEqual([{ virtio: false }, { virtio: true }]);
  const grouped = await results(
    `query image group by state order by state asc;
     query image.name group by state order by name asc;
     query image.size return with (total) group by description,state limit 1`,
  );
  expect(grouped).toEqual([
    { inventories: [{ state: 'Disabled' }, { state: 'Enabled' }] },
    {
      inventories: [
        { name: 'centos-7.9', state: 'Enabled' },
        { name: 'retired', state: 'Disabled' },
      ],
    },
    {
      inventories: [{ state: 'Enabled', size: 42_949_672_960, description: null }],
      total: 2,
    },
  ]);
  // The values of both change places in the real system.
  expect(await result("query distinct(image.name) where name = 'retired' group by state")).toEqual({
    inventories: [{ state: 'retired', name: 'Disabled' }],
  });
});

test('functions of all, of groups and of each', async () => {
  const gib = 2 ** 30;
  expect(await result('query max(image.size)')).toEqual({
    inventoryAggregateFunctions: [[{ size: 80 * gib }, 80 * gib]],
  });
  expect(await result('query MIN(image.size,actualSize) named as "least"')).toEqual({
    inventoryAggregateFunctions: [[{ size: 1_469_054_976, actualSize: 734_003_200 }, 734_003_200]],
    name: 'least',
  });
  expect(
    await result('query avg(image.size) where size > 0 group by state order by state asc'),
  ).toEqual({
    inventoryAggregateFunctions: [
      [{ state: 'Disabled', size: 10 * gib }, 10 * gib],
      [{ state: 'Enabled', size: expect.any(Number) }, (130 * gib + 1_469_054_976) / 4],
    ],
  });
  expect(await result("query max(image.name) where name = 'none'")).toEqual({
    inventoryAggregateFunctions: [[{ name: null }, null]],
  });
  expect(await result("query max(image.name) where name = 'none' group by state")).toEqual({
    inventoryAggregateFunctions: {},
  });
  // The outermost one counts.
  expect(await result('query max(distinct(image.name))')).toEqual({
    inventoryAggregateFunctions: [[{ name: 'windows-2019' }, 'windows-2019']],
  });
  expect(
    await result("query upper(image.name) where name = 'retired' return with (total)"),
  ).toEqual({ inventories: [{ name: 'RETIRED' }], total: 1 });
  expect(await result("query length(image.name,uuid) where name = 'retired'")).toEqual({
    inventories: [{ name: 7, uuid: 32 }],
  });
});

test('order by what a function, signs, or a joined inventory say', async () => {
  const byName = [
    'retired',
    'centos-7.9',
    'windows-2019',
    'deleted-yesterday',
    'ubuntu-22.04-live.iso',
  ];
  expect(await names('query image order by length(image.name) asc')).toEqual(byName);
  expect(await names('query image order by image.name desc limit 2')).toEqual([
    'windows-2019',
    'ubuntu-22.04-live.iso',
  ]);
  expect(await names('query image where size > 0 order by size - actualSize desc limit 2')).toEqual(
    ['windows-2019', 'centos-7.9'],
  );
  expect(
    await names(
      'query image where size > 0 order by (size + actualSize) * size -- size desc limit 1',
    ),
  ).toEqual(['windows-2019']);
  // Of several fields of an inventory the direction is that of the last.
  const { inventories } = await result('query image');
  const byFormat = (inventories as { name: string; format: string }[])
    .toSorted((a, b) => (a.name < b.name ? 1 : -1))
    .toSorted((a, b) => (a.format === b.format ? 0 : a.format < b.format ? -1 : 1))
    .map(({ name }) => name);
  expect(await names('query image order by image.format,name desc')).toEqual(byFormat);
  const joined = `query vminstance inner join image on image.uuid = vminstance.imageUuid
    order by image.name desc, vminstance.name asc limit 1`;
  expect(await names(joined)).toEqual(['win-1']);
});

test('joins', async () => {
  const vms = (await names('query vminstance')).length;
  const withImage = (await names('query vminstance where imageUuid is not null')).length;
  const join = (kind: string) => `${kind} join image on image.uuid = vminstance.imageUuid`;
  expect(await result(`count vminstance ${join('inner')}`)).toEqual({ total: withImage });
  expect(await result(`count vminstance ${join('left')}`)).toEqual({ total: vms });
  expect((await names(`query vminstance ${join('left')}`)).length).toBe(vms);
  // Each image once more for each VM of it; once where they are to be different.
  const images = await results(
    `query image inner join vminstance on vminstance.imageUuid = image.uuid;
     query distinct(image) inner join vminstance on vminstance.imageUuid = image.uuid;
     query image.mediaType inner join vminstance on vminstance.imageUuid = image.uuid limit 1`,
  );
  expect(images[0].inventories).toHaveLength(withImage);
  expect(images[2].inventories).toEqual([{ mediaType: 'RootVolumeTemplate' }]);
  expect(new Set(images[0].inventories.map(({ name }: Json) => name))).toEqual(
    new Set(images[1].inventories.map(({ name }: Json) => name)),
  );
  // A value in `on` is not looked at, unless it stands beside a comparison of fields.
  expect(await result("count zone inner join image on name = 'none'")).toEqual({ total: 5 });
  expect(
    await result("count zone inner join image on zone.uuid != image.uuid and name = 'none'"),
  ).toEqual({ total: 0 });
});

test('joins show an account nothing that it does not see', async () => {
  const zql = (kind: string) =>
    `count vminstance ${kind} join image on image.uuid = vminstance.imageUuid;
     count zone ${kind} join vminstance on zone.uuid = vminstance.zoneUuid;
     count vminstance where vminstance.imageUuid = vminstance.uuid or uuid in (query image.uuid)`;
  expect(await results(zql('inner'), ALICE_SESSION)).toEqual([
    { total: 0 },
    { total: 1 },
    { total: 0 },
  ]);
  expect(await results(zql('right'), ALICE_SESSION)).toEqual([
    { total: 0 },
    { total: 1 },
    { total: 0 },
  ]);
});

test('search finds resources by parts of their names, and by uuids', async () => {
  expect(await result("search 'OS-7'")).toEqual({
    inventories: [{ uuid: SEED.images.linux, resourceName: 'centos-7.9', resourceType: 'ImageVO' }],
    total: 1,
  });
  const kinds = (found: Json) =>
    new Set(found.inventories.map(({ resourceType }: Json) => resourceType));
  expect(kinds(await result("search 'web-1'"))).toEqual(new Set(['VmInstanceVO', 'VolumeVO']));
  expect(kinds(await result("search 'web-1' from volume limit 1"))).toEqual(new Set(['VolumeVO']));
  expect((await result(`search '${SEED.images.linux}'`)).total).toBe(1);
  // No part of a name is longer in the index.
  expect((await result(`search '${'x'.repeat(33)}'`)).total).toBe(0);
  expect((await result("search '%'")).total).toBe(0);
  // A null character ends no text.
  expect((await result("search '\u0000'")).total).toBe(0);
  expect(await names("query image where name like '%\u0000%'")).toEqual([]);
  expect(
    (await result("search 'centos' restrict by (backupstorage.name = 'none')")).inventories,
  ).toEqual([]);
  expect((await result("search 'alice-1' from vminstance", ALICE_SESSION)).total).toBe(1);
  expect((await result("search 'web-1'", ALICE_SESSION)).total).toBe(0);
});

test('a quote in a text is written twice, a backslash once', async () => {
  for (const name of ["it's", "'", 'a\\b', 'say "x"']) {
    await emulator.make('PUT', `/images/${SEED.images.linux}/actions`, { updateImage: { name } });
    const zql = `query image where name = '${name.replaceAll("'", "''")}'`;
    expect(await names(zql)).toEqual([name]);
  }
});

test('the statements of docs/zql.md are answered', async () => {
  const page = readFileSync(join(__dirname, '../../../docs/zql.md'), 'utf8');
  const [, statements = ''] = /```\n([^`]+)```/.exec(page) ?? [];
  const answers = await results(statements);
  expect(answers.map((answer) => Object.keys(answer))).toEqual([
    ['inventories'],
    ['inventoryCounts', 'total'],
    ['inventories', 'name'],
    ['inventoryAggregateFunctions'],
    ['inventories', 'total'],
  ]);
});

test('tags of a pattern are found by its uuid', async () => {
  const tag = await emulator.make('POST', '/tags', {
    params: { name: 'pattern', value: 'p', type: 'simple' },
  });
  const { uuid } = tag;
  await emulator.make('POST', `/tags/${uuid}/resources`, {
    params: { resourceUuids: [SEED.images.linux] },
  });
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'ImageVO', resourceUuid: SEED.images.windows, tag: 'plain' },
  });
  const found = (where: string) => names(`query image where ${where} order by name asc`);
  expect(await found(`__tagUuid__ = '${uuid}'`)).toEqual(['centos-7.9']);
  expect(await found(`__tagUuid__ in ('${uuid}','x')`)).toEqual(['centos-7.9']);
  expect(await found(`__tagUuid__ has ('${uuid}')`)).toEqual(['centos-7.9']);
  expect(await found(`__tagUuid__ has ('${uuid}','x')`)).toEqual([]);
  expect(await found(`__tagUuid__ != '${uuid}'`)).toHaveLength(4);
  expect(await found(`__tagUuid__ not has ('${uuid}') and __userTag__ = 'plain'`)).toEqual([
    'windows-2019',
  ]);
  expect(await found('__tagUuid__ is null')).toEqual(['windows-2019']);
  expect(await found('__tagUuid__ is not null')).toEqual(['centos-7.9']);
  const { body } = await emulator.get(`/zstack/v1/images?q=__tagUuid__=${uuid}`);
  expect(body.inventories.map(({ name }: Json) => name)).toEqual(['centos-7.9']);
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
  expect(await names("query image restrict by (__systemTag__ = 'bootMode::UEFI')")).toEqual([
    'windows-2019',
  ]);
  expect(
    await names(
      "query volume restrict by (zone.name = 'zone-1', vminstance.name = 'web-1') order by name asc",
    ),
  ).toEqual(['ROOT-for-web-1', 'web-1-data']);
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
