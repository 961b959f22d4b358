import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** Names that a query of images finds. */
async function names(...q: string[]): Promise<string[]> {
  const search = q.map((condition) => `q=${encodeURIComponent(condition)}`).join('&');
  const answer = await emulator.get(`/zstack/v1/images?${search}&sort=name`);
  return answer.body.inventories.map((image: { name: string }) => image.name);
}

test.each([
  [['name=centos-7.9'], ['centos-7.9']],
  [['name=CENTOS-7.9'], ['centos-7.9']],
  [['name==centos-7.9'], ['centos-7.9']],
  [['name ='], []],
  [
    ['name!=centos-7.9', 'status=Ready', 'state=Enabled'],
    ['ubuntu-22.04-live.iso', 'windows-2019'],
  ],
  [['name~=%RE%'], ['retired']],
  [['name~=cent_s%'], ['centos-7.9']],
  [['name!~=%e%'], ['windows-2019']],
  [['name?=retired,windows-2019,nothing'], ['retired', 'windows-2019']],
  [['name!?=retired,windows-2019,centos-7.9'], ['deleted-yesterday', 'ubuntu-22.04-live.iso']],
  [['size>=42949672960'], ['centos-7.9', 'windows-2019']],
  [['size>42949672960'], ['windows-2019']],
  [['actualSize<800000000'], ['retired']],
  [['actualSize<=734003200'], ['retired']],
  [['description is null'], ['centos-7.9', 'ubuntu-22.04-live.iso', 'windows-2019']],
  [['description not null'], ['deleted-yesterday', 'retired']],
  [['virtio=false'], ['windows-2019']],
  [['system=true'], []],
  [['uuid=1A000000000040008000000000000002'], ['windows-2019']],
  [['createDate>2017-11-14T00:00:00Z', 'mediaType=ISO'], ['ubuntu-22.04-live.iso']],
])('%j finds %j', async (conditions, expected) => {
  expect(await names(...conditions)).toEqual(expected);
});

test.each([
  ['/zstack/v1/images', SEED.image],
  ['/zstack/v1/volumes', SEED.volumes.data],
  ['/zstack/v1/backup-storage', SEED.backupStorages.sftp],
  ['/zstack/v1/zones', SEED.zone],
  ['/zstack/v1/vm-instances', 'a0000000000040008000000000000001'],
])('%s lists all and gives one by its uuid, or an empty list', async (path, uuid) => {
  const all = await emulator.get(path);
  expect(all.body.inventories.map((row: { uuid: string }) => row.uuid)).toContain(uuid);
  const one = await emulator.get(`${path}/${uuid}?q=nonsense`);
  expect(one.body.inventories).toMatchObject([{ uuid }]);
  const none = await emulator.get(`${path}/${'0'.repeat(32)}`);
  expect([none.status, none.body]).toEqual([
    200,
    { success: true, error: null, inventories: [], schema: {} },
  ]);
});

test('primary storages are found by a condition only', async () => {
  const answer = await emulator.get('/zstack/v1/primary-storage?q=type=Ceph');
  expect(answer.body.inventories).toMatchObject([
    { name: 'ceph-1', attachedClusterUuids: ['c1005700000040008000000000000001'] },
  ]);
});

test('a VM comes with its volumes, its root volume first by uuid', async () => {
  const answer = await emulator.get(
    `/zstack/v1/vm-instances?q=rootVolumeUuid=${SEED.volumes.runningLinux}`,
  );
  expect(answer.body.inventories).toMatchObject([
    { name: 'web-1', rootVolumeUuid: SEED.volumes.runningLinux, allVolumes: [{}, {}] },
  ]);
});

test('pages, counts and chosen fields', async () => {
  const page = await emulator.get(
    '/zstack/v1/images?sort=-name&start=1&limit=2&replyWithCount=true&fields=name,status',
  );
  expect(page.body.total).toBe(5);
  expect(page.body.inventories).toEqual([
    { name: 'ubuntu-22.04-live.iso', status: 'Ready' },
    { name: 'retired', status: 'Ready' },
  ]);
  const count = await emulator.get('/zstack/v1/images?count=true&q=status=Ready');
  expect(count.body).toEqual({ success: true, error: null, total: 4, schema: {} });
});

test.each([
  ['limit=many', 400, "Invalid query parameter. 'limit' must be an integer"],
  ['start=x', 400, "Invalid query parameter. 'start' must be an integer"],
  [
    'q=name',
    400,
    "Invalid query parameter. The 'name' in the parameter[q] doesn't contain any query operator. Valid query operators are [!=, >=, <=, !?=, !~=, ~=, ?=, =, >, <, is null, not null]",
  ],
  [
    'q=%3Dfoo',
    400,
    "Invalid query parameter. The '=foo' in parameter[q] is not a key-value pair split by =",
  ],
])('%s is refused by the REST layer', async (search, status, text) => {
  const answer = await emulator.get(`/zstack/v1/images?${search}`);
  expect([answer.status, answer.text]).toEqual([status, text]);
});

test.each([
  [
    'q=nope=1',
    'SYS.1000',
    'org.zstack.header.exception.CloudRuntimeException: inventory class[class org.zstack.header.image.ImageInventory] not having field[nope]',
  ],
  [
    'q=contentId=1',
    'SYS.1000',
    'org.zstack.header.exception.CloudRuntimeException: inventory class[class org.zstack.header.image.ImageInventory] not having field[contentId]',
  ],
  [
    'q=constructor=1',
    'SYS.1000',
    'org.zstack.header.exception.CloudRuntimeException: inventory class[class org.zstack.header.image.ImageInventory] not having field[constructor]',
  ],
  [
    'sort=%2Bnope',
    'SYS.1000',
    "org.zstack.zql.ast.visitors.ZQLError: invalid order by clause, inventory[ImageInventory] doesn't have field[nope]",
  ],
  [
    'q=nowhere.name=x',
    'SYS.1000',
    'org.zstack.header.exception.CloudRuntimeException: invalid nested query condition[nowhere.name] on class org.zstack.header.image.ImageInventory,the expanded target[ImageInventory] have no expanded query[nowhere]',
  ],
  [
    'q=backupStorage.nope=x',
    'SYS.1000',
    'org.zstack.header.exception.CloudRuntimeException: inventory class[class org.zstack.header.storage.backup.BackupStorageInventory] not having field[nope]',
  ],
  ['filterName=x', 'SYS.1007', 'filterName must be formatted as [filterType:condition(s)]'],
])('%s is refused', async (search, code, details) => {
  const answer = await emulator.get(`/zstack/v1/images?${search}`);
  expect([answer.status, answer.body.error.code, answer.body.error.details]).toEqual([
    503,
    code,
    details,
  ]);
});

test.each([
  "q=name=x' or '1'='1",
  "q=name?=x') or 1=1 --",
  "q=name' or 1=1 --=x",
  'sort=name; drop table images',
  "fields=name' from accounts --",
  'limit=1; drop table images',
])('%s changes nothing and shows nothing', async (search) => {
  const before = emulator.world();
  const at = search.indexOf('=');
  const answer = await emulator.get(
    `/zstack/v1/images?${search.slice(0, at)}=${encodeURIComponent(search.slice(at + 1))}`,
  );
  const rows: object[] = answer.body.inventories ?? [];
  expect(rows.filter((row) => Object.keys(row).length > 0)).toEqual([]);
  expect(emulator.world()).toEqual(before);
});

test('an account sees its own VMs, volumes and images, and every storage', async () => {
  const mine = await emulator.get('/zstack/v1/vm-instances', ALICE_SESSION);
  expect(mine.body.inventories).toMatchObject([{ name: 'alice-1' }]);
  const volumes = await emulator.get('/zstack/v1/volumes?replyWithCount=true', ALICE_SESSION);
  expect(volumes.body.total).toBe(1);
  expect((await emulator.get('/zstack/v1/images', ALICE_SESSION)).body.inventories).toEqual([]);
  await emulator.createTemplate(SEED.volumes.alice, { name: 'hers' }, { session: ALICE_SESSION });
  const images = await emulator.get('/zstack/v1/images', ALICE_SESSION);
  expect(images.body.inventories).toMatchObject([{ name: 'hers' }]);
  expect(
    (await emulator.get('/zstack/v1/backup-storage', ALICE_SESSION)).body.inventories,
  ).toHaveLength(7);
});
