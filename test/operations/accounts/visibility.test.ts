import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const SNAPSHOT = '5aa50000000040008000000000000001';
const LONG_JOB = '10b00000000040008000000000000001';
const ACCESS_KEY = 'acce5500000040008000000000000001';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
    params: { name: 'secret-snapshot', resourceUuid: SNAPSHOT },
  });
  await emulator.make('POST', '/longjobs', {
    params: {
      resourceUuid: LONG_JOB,
      jobName: 'APICreateDataVolumeTemplateFromVolumeMsg',
      jobData: JSON.stringify({ volumeUuid: SEED.volumes.data, name: 'secret-image' }),
    },
  });
  emulator.advance(1);
  await emulator.make('POST', '/accesskeys', {
    params: {
      resourceUuid: ACCESS_KEY,
      accountUuid: ADMIN_ACCOUNT,
      userUuid: ADMIN_ACCOUNT,
      AccessKeyID: 'admins-own-key',
      AccessKeySecret: 'admins-own-secret',
    },
  });
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'ImageVO', resourceUuid: SEED.images.linux, tag: 'secret-tag' },
  });
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'secret-vm',
      imageUuid: SEED.images.linux,
      l3NetworkUuids: ['13000000000040008000000000000001'],
      cpuNum: 1,
      memorySize: 1024,
      primaryStorageUuidForRootVolume: SEED.primaryStorages.local,
    },
  });
});

const ask = (path: string, session?: string) => emulator.call('GET', path, undefined, session);
const zql = (text: string, session?: string) =>
  ask(`/zql?zql=${encodeURIComponent(text)}`, session);
const share = (uuid: string) =>
  emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [uuid], accountUuids: [ALICE] },
  });

/** Kinds of which admin has some that alice must not see: path, ZQL's name, one of admin's, hers. */
const KINDS = [
  ['/images', 'image', SEED.images.linux, 0],
  ['/volumes', 'volume', SEED.volumes.data, 1],
  ['/volume-snapshots', 'volumesnapshot', SNAPSHOT, 0],
  ['/volume-snapshots/trees', 'volumesnapshottree', undefined, 0],
  ['/vm-instances', 'vminstance', SEED.vms.runningLinux, 1],
  ['/longjobs', 'longjob', LONG_JOB, 0],
  ['/accounts', 'account', ADMIN_ACCOUNT, 1],
  ['/accesskeys', 'accesskey', ACCESS_KEY, 0],
] as const;

describe.each(KINDS)('%s', (path, entity, uuid, own) => {
  test('shows a normal account its own only, however it asks', async () => {
    expect((await ask(path)).body.inventories.length).toBeGreaterThan(own);
    expect((await ask(path, ALICE_SESSION)).body.inventories).toHaveLength(own);
    expect((await ask(`${path}?count=true`, ALICE_SESSION)).body.total).toBe(own);
    expect((await ask(`${path}?replyWithCount=true`, ALICE_SESSION)).body.total).toBe(own);
    const [query, count, distinct] = (
      await zql(
        `query ${entity} return with (total); count ${entity}; query distinct(${entity}.uuid)`,
        ALICE_SESSION,
      )
    ).body.results;
    expect(query).toMatchObject({ inventories: { length: own }, total: own });
    expect(count.total).toBe(own);
    expect(distinct?.inventories ?? []).toHaveLength(own);
  });

  if (uuid === undefined) return;
  test("does not show another's by its uuid, in any way", async () => {
    const finds = async (search: string, session?: string) =>
      (await ask(search, session)).body.inventories.length;
    const searches = [
      `${path}?q=uuid=${uuid}`,
      `${path}?q=uuid?=${uuid},x`,
      `${path}?q=uuid~=%25${uuid.slice(2)}`,
      `${path}?q=uuid=${uuid}&fields=uuid`,
    ];
    if (!path.includes('trees')) searches.push(`${path}/${uuid}`);
    for (const search of searches) {
      expect(await finds(search)).toBeGreaterThan(0);
      expect(await finds(search, ALICE_SESSION)).toBe(0);
    }
    const either = `query ${entity} where uuid = '${uuid}' or uuid is not null and uuid = '${uuid}'`;
    expect((await zql(either)).body.results[0].inventories).toHaveLength(1);
    expect((await zql(either, ALICE_SESSION)).body.results[0].inventories).toEqual([]);
  });
});

test.each([
  ['/images', SEED.images.linux],
  ['/volumes', SEED.volumes.data],
  ['/volume-snapshots', SNAPSHOT],
  ['/vm-instances', SEED.vms.runningLinux],
  ['/longjobs', LONG_JOB],
])('%s shows what is shared', async (path, uuid) => {
  await share(uuid);
  expect((await ask(`${path}/${uuid}`, ALICE_SESSION)).body.inventories).toMatchObject([{ uuid }]);
  expect((await ask(`${path}?q=uuid=${uuid}&count=true`, ALICE_SESSION)).body.total).toBe(1);
});

/** Conditions that look at admin's things from what everybody sees. */
const LOOKS = [
  '/zones?q=vmInstance.name=web-1',
  '/zones?q=vmInstance.name~=secret%25',
  '/zones?q=vmInstance.rootVolume.name=ROOT-for-web-1',
  '/zones?q=primaryStorage.volume.name=spare',
  '/primary-storage?q=volume.name=spare',
  '/primary-storage?q=volumeSnapshot.name=secret-snapshot',
  '/primary-storage?q=volumeSnapshot.tree.uuid not null',
  `/primary-storage?q=imageCache.imageUuid=${SEED.images.linux}`,
  '/backup-storage?q=image.name=centos-7.9',
  '/backup-storage?q=image.__userTag__=secret-tag',
  '/backup-storage?q=image.__systemTag__=bootMode::UEFI',
  `/backup-storage?q=imageRef.imageUuid=${SEED.images.linux}`,
  '/backup-storage?q=imageRef.status=Deleted',
  '/backup-storage/image-store?q=image.name=windows-2019',
];

test.each(LOOKS)('%s tells admin something, and alice nothing', async (search) => {
  const [path = '', condition = ''] = search.split('?q=');
  const found = async (session?: string) =>
    (await ask(`${path}?q=${encodeURIComponent(decodeURIComponent(condition))}`, session)).body
      .inventories;
  expect((await found()).length).toBeGreaterThan(0);
  expect(await found(ALICE_SESSION)).toEqual([]);
});

test.each([
  "query zone where vmInstance.name = 'web-1'",
  "query zone where '20ae0000000040008000000000000001' = uuid and uuid in (query vminstance.zoneUuid where name = 'web-1')",
  "query zone where name not in (query vminstance.name) and uuid in (query volume.uuid) or vmInstance.name = 'web-1'",
  "query globalconfig where name = 'deletionPolicy' and category in (query accesskey.AccessKeySecret)",
  'query backupstorage where uuid in (query imagecache.imageUuid)',
  "query backupstorage restrict by (image.name = 'centos-7.9')",
  "query zone restrict by (vminstance.name = 'web-1')",
])('%s tells alice nothing', async (text) => {
  const { body } = await zql(text, ALICE_SESSION);
  expect(body.results?.[0].inventories ?? []).toEqual([]);
});

test('a subquery looks only at what its caller sees', async () => {
  const text = `query backupstorage where uuid != (query accesskey.uuid where AccessKeySecret like 'admins%') and name in (query image.name)`;
  expect((await zql(text, ALICE_SESSION)).body.results[0].inventories).toEqual([]);
  const zones = `query zone where uuid in (query vminstance.zoneUuid where name = 'NAME')`;
  const count = async (name: string, session?: string) =>
    (await zql(zones.replace('NAME', name), session)).body.results[0].inventories.length;
  expect([await count('web-1'), await count('web-1', ALICE_SESSION)]).toEqual([1, 0]);
  expect(await count('alice-1', ALICE_SESSION)).toBe(1);
});

test('tags are seen with what they are on: own, shared, or of nobody', async () => {
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'ZoneVO', resourceUuid: SEED.zone, tag: 'of-the-zone' },
  });
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'AccountVO', resourceUuid: ADMIN_ACCOUNT, tag: 'of-admin' },
  });
  const tags = async (path: string, session?: string): Promise<string[]> =>
    (await ask(`${path}?sort=tag`, session)).body.inventories.map(({ tag }: Json) => tag);
  expect(await tags('/user-tags')).toEqual(['of-admin', 'of-the-zone', 'secret-tag']);
  expect(await tags('/user-tags', ALICE_SESSION)).toEqual(['of-the-zone']);
  expect(await tags('/system-tags', ALICE_SESSION)).toEqual([]);
  expect((await ask('/system-tags?count=true', ALICE_SESSION)).body.total).toBe(0);
  await share(SEED.images.linux);
  await share(SEED.images.windows);
  expect(await tags('/user-tags', ALICE_SESSION)).toEqual(['of-the-zone', 'secret-tag']);
  expect(await tags('/system-tags', ALICE_SESSION)).toEqual(['bootMode::UEFI']);
  const found = await ask('/images?q=__userTag__=secret-tag', ALICE_SESSION);
  expect(found.body.inventories).toMatchObject([{ name: 'centos-7.9' }]);
});

test("image caches are the admin's affair", async () => {
  const caches = async (session?: string) =>
    (await ask('/primary-storage/imagecache', session)).body.inventories;
  expect((await caches()).length).toBeGreaterThan(0);
  const { body } = await ask('/primary-storage/imagecache', ALICE_SESSION);
  expect([body.inventories, body.error.code]).toEqual([undefined, 'ID.1002']);
});

test('quotas and owners are those of the account', async () => {
  await share(SEED.images.linux);
  const { body } = await ask('/accounts/quotas', ALICE_SESSION);
  expect(new Set(body.inventories.map((quota: Json) => quota.identityUuid))).toEqual(
    new Set([ALICE]),
  );
  const refs = await ask('/accounts/resources/refs', ALICE_SESSION);
  expect(new Set(refs.body.inventories.map((ref: Json) => ref.accountUuid))).toEqual(
    new Set([ALICE]),
  );
});

test('what everybody sees, alice sees', async () => {
  for (const path of ['/zones', '/backup-storage', '/primary-storage', '/global-configurations']) {
    const all = (await ask(`${path}?count=true`)).body.total;
    expect((await ask(`${path}?count=true`, ALICE_SESSION)).body.total).toBe(all);
  }
  const { body } = await ask('/zones?q=vmInstance.name=alice-1', ALICE_SESSION);
  expect(body.inventories).toHaveLength(1);
});

test('candidates for an ISO are the VMs and the images that the caller sees', async () => {
  const { iso } = SEED.images;
  const hers = 'a0000000000040008000000000000007';
  const isos = async () =>
    (await ask(`/vm-instances/${hers}/iso-candidates`, ALICE_SESSION)).body.inventories;
  expect(await isos()).toEqual([]);
  await share(iso);
  expect(await isos()).toMatchObject([{ uuid: iso }]);
  const vms = (await ask(`/images/iso/${iso}/vm-candidates`, ALICE_SESSION)).body.inventories;
  expect(vms).toMatchObject([{ uuid: hers }]);
});
