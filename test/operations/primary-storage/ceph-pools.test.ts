import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { capture, load } from '../../support/capture';
import { GIB, put } from '../../support/volumes';

const { ceph, nfs } = SEED.primaryStorages;
const POOLS = '/primary-storage/ceph/pools';
const add = (params: object = {}, storage: string = ceph) =>
  [
    'POST',
    `/primary-storage/ceph/${storage}/pools`,
    { params: { poolName: 'fast', type: 'Data', ...params } },
  ] as const;
const poolsOf = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', `${POOLS}?q=primaryStorageUuid=${ceph}`)).body.inventories;
const usual = async (emulator: TestEmulator, type: string): Promise<Json> =>
  (await poolsOf(emulator)).find((pool) => pool.type === type);
const dataVolume = (systemTags: string[] = [], primaryStorageUuid: string | undefined = ceph) =>
  [
    'POST',
    '/volumes/data',
    { params: { name: 'v', diskSize: GIB, primaryStorageUuid }, systemTags },
  ] as const;
/** A VM of an image that Ceph can get. */
const vm = (imageUuid: string, more: object = {}) =>
  [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: GIB,
        imageUuid,
        clusterUuid: SEED.clusters.used,
        primaryStorageUuidForRootVolume: ceph,
        ...more,
      },
    },
  ] as const;
const imageOnCeph = async (emulator: TestEmulator): Promise<string> => {
  const params = {
    name: 'image',
    url: 'http://example.com/image.qcow2',
    format: 'qcow2',
    backupStorageUuids: [SEED.backupStorages.ceph],
  };
  return (await emulator.make('POST', '/images', { params })).uuid;
};
const poolOf = ({ installPath }: Json) => /^ceph:\/\/(.*)\/\w{32}$/.exec(installPath)?.[1];

test('a pool is added, and is one of its storage', async () => {
  const emulator = await TestEmulator.start();
  const before = await poolsOf(emulator);
  const storage = await emulator.find(`/primary-storage/ceph/${ceph}`);
  const params = { aliasName: 'Fast', description: 'SSDs', isCreate: true };
  const pool = await emulator.make(...add(params));
  expect(pool).toMatchObject({
    poolName: 'fast',
    type: 'Data',
    aliasName: 'Fast',
    description: 'SSDs',
    primaryStorageUuid: ceph,
    totalCapacity: storage.totalPhysicalCapacity,
    availableCapacity: storage.availablePhysicalCapacity,
  });
  expect(await poolsOf(emulator)).toEqual([...before, pool]);
  expect(await emulator.find(`/primary-storage/ceph/${ceph}`)).toEqual({
    ...storage,
    pools: [...storage.pools, pool],
  });
});

test('a pool is changed beside its name, and forgotten', async () => {
  const emulator = await TestEmulator.start();
  const before = await poolsOf(emulator);
  const pool = await emulator.make(...add({ aliasName: 'a', description: 'd' }));
  const update = (change: object) =>
    ['PUT', `${POOLS}/${pool.uuid}/actions`, { updateCephPrimaryStoragePool: change }] as const;
  expect(await emulator.make(...update({ aliasName: 'b' }))).toMatchObject({
    ...pool,
    aliasName: 'b',
    lastOpDate: expect.anything(),
  });
  expect(await emulator.make(...update({ description: 'e' }))).toMatchObject({
    aliasName: 'b',
    description: 'e',
  });
  expect((await emulator.call('DELETE', `${POOLS}/${pool.uuid}`)).status).toBe(200);
  expect(await poolsOf(emulator)).toEqual(before);
  // A pool that is not there is deleted already.
  expect((await emulator.call('DELETE', `${POOLS}/${pool.uuid}`)).status).toBe(200);
  expect(await emulator.refused(...update({ aliasName: 'c' }))).toMatchObject({ code: 'SYS.1003' });
});

test('a pool may have the name of one of another kind, and is then there in the cluster', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...add());
  expect(await emulator.make(...add({ type: 'Root' }))).toMatchObject({
    poolName: 'fast',
    type: 'Root',
  });
});

test('a name twice is refused in words of its own, whether it is to be made or not', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make(...add());
  expect(await emulator.refused(...add({ isCreate: true }))).toMatchObject({
    code: 'SYS.1007',
    details: `creation failure, duplicate poolName[fast]. There has been a pool[uuid:${uuid}] with the same name existing.`,
  });
  expect(await emulator.refused(...add({ poolName: 'FAST' }))).toMatchObject({
    code: 'SYS.1007',
  });
  expect(await emulator.refused(...add())).toMatchObject({
    code: 'SYS.1007',
    details: `Ceph pool[uuid:${uuid}] with this name is already added into ZStack and used elsewhere, cannot reuse the ceph pool.`,
  });
});

test('what the cluster has already cannot be made there', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...add());
  const backup = await emulator.find(`/backup-storage/ceph/${SEED.backupStorages.ceph}`);
  for (const [poolName, type] of [
    ['fast', 'Root'],
    [backup.poolName, 'Data'],
  ]) {
    expect(await emulator.refused(...add({ poolName, type, isCreate: true }))).toMatchObject({
      code: 'SYS.1006',
      details: `operation error, because:have pool named[${poolName}] in the ceph cluster, can't create new pool with same name`,
    });
  }
});

test.each([
  [
    { poolName: '中文' },
    'operation failure, because the poolName[poolName:中文] can not include unprintable ascii characters.',
  ],
  [{ poolName: null }, 'field[poolName] of message'],
  [{ type: 'ImageCache' }, 'valid value for field[type]'],
  [{ aliasName: 'a'.repeat(256) }, 'field[aliasName]'],
])('a pool that is none is refused (%#)', async (params, words) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...add(params));
  expect(refusal.code).toBe('SYS.1007');
  expect(refusal.details).toContain(words);
});

test('storages that have no pools, or cannot be asked, take none', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...add({}, nfs))).toMatchObject({ code: 'SYS.1008' });
  expect(await emulator.refused(...add({}, SEED.zone))).toMatchObject({ code: 'SYS.1003' });
  put(emulator, `update primary_storages set status = 'Disconnected' where uuid = '${ceph}'`);
  expect(await emulator.refused(...add())).toMatchObject({
    code: 'SYS.1006',
    details: `all ceph mons of primary storage[uuid:${ceph}] are not in Connected state`,
  });
});

test('pools are the admin’s', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await usual(emulator, 'Data');
  for (const [method, path, body] of [
    add(),
    ['PUT', `${POOLS}/${uuid}/actions`, { updateCephPrimaryStoragePool: {} }] as const,
    ['DELETE', `${POOLS}/${uuid}`, undefined] as const,
    ['GET', '/primary-storage/ceph/osdgroups', undefined] as const,
  ]) {
    expect((await emulator.call(method, path, body, ALICE_SESSION)).status).not.toBe(200);
  }
});

test('volumes lie in the pool that a tag names, and else in the usual one of their kind', async () => {
  const emulator = await TestEmulator.start();
  for (const poolName of ['fast', 'slow']) await emulator.make(...add({ poolName }));
  await emulator.make(...add({ poolName: 'roots', type: 'Root' }));
  expect(poolOf(await emulator.make(...dataVolume(['ceph::pool::fast'])))).toBe('fast');
  // A tag names a pool of whatever kind.
  expect(poolOf(await emulator.make(...dataVolume(['ceph::pool::roots'])))).toBe('roots');
  const usualData = (await usual(emulator, 'Data')).poolName;
  expect(poolOf(await emulator.make(...dataVolume()))).toBe(usualData);
  // That is a tag of root volumes.
  expect(poolOf(await emulator.make(...dataVolume(['ceph::rootPoolName::roots'])))).toBe(usualData);
  const { allVolumes } = await emulator.make(
    ...vm(await imageOnCeph(emulator), {
      dataDiskSizes: [GIB],
      rootVolumeSystemTags: ['ceph::rootPoolName::roots'],
      dataVolumeSystemTags: ['ceph::pool::slow'],
    }),
  );
  expect(allVolumes.map((one: Json) => [one.type, poolOf(one)]).toSorted()).toEqual([
    ['Data', 'slow'],
    ['Root', 'roots'],
  ]);
});

test('a volume that lies nowhere yet goes to the pool of its tag when it is attached', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...add());
  const { uuid } = await emulator.make('POST', '/volumes/data', {
    params: { name: 'v', diskSize: GIB },
    systemTags: ['ceph::pool::fast'],
  });
  const machine = await emulator.make(...vm(await imageOnCeph(emulator)));
  await emulator.make('POST', `/volumes/${uuid}/vm-instances/${machine.uuid}`, { params: {} });
  expect(poolOf(await emulator.find(`/volumes/${uuid}`))).toBe('fast');
});

test('a pool that is not there is refused, of root volumes, data volumes and new VMs', async () => {
  const emulator = await TestEmulator.start();
  const details = 'cannot find cephPrimaryStorage pool[poolName=none]';
  const image = await imageOnCeph(emulator);
  expect(await emulator.refused(...dataVolume(['ceph::pool::none']))).toMatchObject({
    code: 'SYS.1006',
    details,
  });
  for (const more of [
    { rootVolumeSystemTags: ['ceph::rootPoolName::none'] },
    { dataDiskSizes: [GIB], dataVolumeSystemTags: ['ceph::pool::none'] },
  ]) {
    expect(JSON.stringify(await emulator.refused(...vm(image, more)))).toContain(details);
  }
});

type Making = (image: string) => readonly ['POST', string, object];
test.each<readonly [string, Making, Making]>([
  ['Root', (image: string) => vm(image), () => dataVolume()],
  ['ImageCache', (image: string) => vm(image), () => dataVolume()],
  ['Data', () => dataVolume(), (image: string) => vm(image)],
])(
  'without the usual pool for %s nothing of its kind is made, and the rest is',
  async (type, refused, made) => {
    const emulator = await TestEmulator.start();
    const gone = await usual(emulator, type);
    const image = await imageOnCeph(emulator);
    await emulator.call('DELETE', `${POOLS}/${gone.uuid}`);
    const refusal = await emulator.refused(...refused(image));
    expect(JSON.stringify(refusal)).toContain(
      `cannot find cephPrimaryStorage pool[poolName=${gone.poolName}]`,
    );
    await emulator.make(...made(image));
  },
);

test('what lies in a pool stays when the pool is forgotten', async () => {
  const emulator = await TestEmulator.start();
  const pool = await emulator.make(...add());
  const volume = await emulator.make(...dataVolume(['ceph::pool::fast']));
  await emulator.call('DELETE', `${POOLS}/${pool.uuid}`);
  expect(await emulator.find(`/volumes/${volume.uuid}`)).toEqual(volume);
  expect(emulator.brokenLaws()).toEqual({});
});

test('all pools of a storage share one group of disks', async () => {
  const emulator = await TestEmulator.start();
  const groups = async (query = '') =>
    (await emulator.call('GET', `/primary-storage/ceph/osdgroups${query}`)).body.inventories;
  const [group, ...others] = await groups();
  expect(others).toEqual([]);
  const storage = await emulator.find(`/primary-storage/ceph/${ceph}`);
  expect(group).toMatchObject({
    primaryStorageUuid: ceph,
    osds: 'osd.0,osd.1,osd.2',
    availableCapacity: storage.availableCapacity,
    availablePhysicalCapacity: storage.availablePhysicalCapacity,
    totalPhysicalCapacity: storage.totalPhysicalCapacity,
  });
  expect(group.uuid).toMatch(/^\w{32}$/);
  expect(group.uuid).not.toBe(ceph);
  expect(await groups(`/${group.uuid}`)).toEqual([group]);
  expect(await groups(`?q=primaryStorageUuid=${nfs}`)).toEqual([]);
  await emulator.make(...dataVolume());
  expect(await groups()).toEqual([{ ...group, availableCapacity: group.availableCapacity - GIB }]);
  const { uuid } = await emulator.make('POST', '/primary-storage/ceph', {
    params: { name: 'x', monUrls: ['root:p@elsewhere'], zoneUuid: SEED.zone },
  });
  const all = await groups();
  const storages = all.map((one: Json) => String(one.primaryStorageUuid));
  expect(new Set(storages)).toEqual(new Set([ceph, uuid]));
  expect(new Set(all.map((one: Json) => one.uuid)).size).toBe(2);
  const zql = encodeURIComponent(`query cephosdgroup.osds where primaryStorageUuid='${uuid}'`);
  const { body } = await emulator.call('GET', `/zql?zql=${zql}`);
  expect(body.results[0].inventories).toMatchObject([{ osds: 'osd.0,osd.1,osd.2' }]);
});

test('a captured world has the pools and monitors that were added', async () => {
  const emulator = await TestEmulator.start();
  const pool = await emulator.make(...add({ aliasName: 'Fast' }));
  await emulator.make('POST', `/primary-storage/ceph/${ceph}/mons`, {
    params: { monUrls: ['ceph:p@mon-2:23/?monPort=1'] },
  });
  const again = await load(await capture(emulator));
  const [, , , added] = await poolsOf(again);
  expect(added).toMatchObject({ uuid: pool.uuid, poolName: 'fast', aliasName: 'Fast' });
  const { mons } = await again.find(`/primary-storage/ceph/${ceph}`);
  expect(mons).toMatchObject([
    { hostname: '192.168.1.41' },
    { hostname: 'mon-2', sshUsername: 'ceph', sshPort: 23, monPort: 1 },
  ]);
});
