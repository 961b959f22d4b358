import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { linux, windows, iso, disabled } = SEED.images;

let emulator: TestEmulator;
/**
 * In alphabetical order: centos has the user tags `prod` and `a=b`, retired `Prod-old`, windows the
 * system tag `bootMode::UEFI`, the ISO both `prod` and `temporary`.
 */
beforeEach(async () => {
  emulator = await TestEmulator.start();
  await tag('user', linux, 'prod');
  await tag('user', linux, 'a=b');
  await tag('user', disabled, 'Prod-old');
  await tag('user', iso, 'prod');
  await tag('system', iso, 'temporary');
});

const tag = (kind: 'user' | 'system', resourceUuid: string, text: string, type = 'ImageVO') =>
  emulator.make('POST', `/${kind}-tags`, {
    params: { resourceType: type, resourceUuid, tag: text },
  });

async function names(path: string, ...q: string[]): Promise<string[]> {
  const search = q.map((condition) => `q=${encodeURIComponent(condition)}`).join('&');
  const answer = await emulator.get(`/zstack/v1${path}?${search}&sort=name`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventories.map((inventory: { name: string }) => inventory.name);
}

const CENTOS = 'centos-7.9';
const DELETED = 'deleted-yesterday';
const RETIRED = 'retired';
const ISO = 'ubuntu-22.04-live.iso';
const WINDOWS = 'windows-2019';
const ALL = [CENTOS, DELETED, RETIRED, ISO, WINDOWS];
const without = (...gone: string[]) => ALL.filter((name) => !gone.includes(name));

test.each([
  ['=prod', [CENTOS, ISO]],
  ['=PROD', [CENTOS, ISO]],
  ['==prod', [CENTOS, ISO]],
  ['=a=b', [CENTOS]],
  ['=none', []],
  ['!=prod', without(CENTOS, ISO)],
  ['!=none', ALL],
  ['~=prod%', [CENTOS, RETIRED, ISO]],
  ['~=%old', [RETIRED]],
  ['!~=prod%', without(CENTOS, RETIRED, ISO)],
  ['?=prod,prod-old', [CENTOS, RETIRED, ISO]],
  ['!?=prod,prod-old', without(CENTOS, RETIRED, ISO)],
  ['>prod', [RETIRED]],
  ['>=prod', [CENTOS, RETIRED, ISO]],
  ['<b', [CENTOS]],
  ['<=a=b', [CENTOS]],
  [' is null', []],
  [' not null', [CENTOS, RETIRED, ISO]],
])('__userTag__%s finds %j', async (condition, expected) => {
  expect(await names('/images', `__userTag__${condition}`)).toEqual(expected);
});

test.each([
  ['=bootMode::UEFI', [WINDOWS]],
  ['=BOOTMODE::uefi', [WINDOWS]],
  ['!=bootMode::UEFI', without(WINDOWS)],
  ['~=bootMode::%', [WINDOWS]],
  ['!~=bootMode::%', without(WINDOWS)],
  ['?=bootMode::UEFI,temporary', [ISO, WINDOWS]],
  ['!?=bootMode::UEFI,temporary', without(ISO, WINDOWS)],
  // There is no tag that is null: only `!=` and the like ask for what has none.
  [' is null', []],
  [' not null', [ISO, WINDOWS]],
])('__systemTag__%s finds %j', async (condition, expected) => {
  expect(await names('/images', `__systemTag__${condition}`)).toEqual(expected);
});

test('conditions on tags hold together, each of some tag', async () => {
  expect(await names('/images', '__userTag__=prod', '__userTag__=a=b')).toEqual([CENTOS]);
  expect(await names('/images', '__userTag__=prod', '__systemTag__=temporary')).toEqual([ISO]);
  expect(await names('/images', '__userTag__=prod', '__userTag__!=a=b')).toEqual([ISO]);
  expect(await names('/images', '__userTag__=prod', 'mediaType=ISO')).toEqual([ISO]);
  expect(await names('/images', '__userTag__ is null', '__userTag__ not null')).toEqual([]);
});

test('a tag of one kind is not found as the other', async () => {
  expect(await names('/images', '__systemTag__=prod')).toEqual([]);
  expect(await names('/images', '__userTag__=bootMode::UEFI')).toEqual([]);
});

test('tags are asked for over relations and on every kind of resource', async () => {
  expect(await names('/vm-instances', '__systemTag__=qemuga')).toEqual(['web-1']);
  expect(await names('/images', 'volume.vmInstance.__systemTag__=qemuga')).toEqual([CENTOS]);
  await tag('user', SEED.backupStorages.sftp, 'fast', 'BackupStorageVO');
  expect(await names('/backup-storage', '__userTag__=fast')).toEqual(['sftp-1']);
  expect(await names('/images', 'backupStorage.__userTag__=fast')).toEqual([CENTOS, ISO]);
  expect(await names('/volumes', 'image.__userTag__=prod')).toEqual(['ROOT-for-web-1']);
});

test('a tag that is removed, changed or gone with its resource is not found any more', async () => {
  const { body } = await emulator.get('/zstack/v1/user-tags?q=tag=Prod-old');
  await emulator.make('DELETE', `/tags/${body.inventories[0].uuid}`);
  expect(await names('/images', '__userTag__=Prod-old')).toEqual([]);
  await emulator.make('PUT', `/images/${windows}/actions`, {
    setImageBootMode: { bootMode: 'Legacy' },
  });
  expect(await names('/images', '__systemTag__=bootMode::Legacy')).toEqual([WINDOWS]);
  expect(await names('/images', '__systemTag__=bootMode::UEFI')).toEqual([]);
  await emulator.configure('image/deletionPolicy', 'Direct');
  await emulator.make('DELETE', `/images/${iso}`);
  expect(await names('/images', '__userTag__=prod')).toEqual([CENTOS]);
});

test('an account finds by tags only what it may see', async () => {
  const find = async () =>
    (await emulator.get('/zstack/v1/images?q=__userTag__=prod', ALICE_SESSION)).body.inventories;
  expect(await find()).toEqual([]);
  await emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [linux], toPublic: true },
  });
  expect(await find()).toMatchObject([{ name: CENTOS }]);
});

test('a tag has no fields', async () => {
  const error = await emulator.refused('GET', '/images?q=__userTag__.tag=prod');
  expect(error).toMatchObject({
    code: 'SYS.1000',
    details:
      'org.zstack.header.exception.CloudRuntimeException: invalid nested query condition[__userTag__.tag] on class org.zstack.header.image.ImageInventory,the expanded target[ImageInventory] have no expanded query[__userTag__]',
  });
});
