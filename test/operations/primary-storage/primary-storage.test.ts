import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { local, nfs, ceph } = SEED.primaryStorages;
const actions = (uuid: string) => `/primary-storage/${uuid}/actions`;
const GIB = 2 ** 30;
const CLUSTER = SEED.clusters.used;

test.each([
  ['local-storage', { url: '/ps' }, { type: 'LocalStorage', mountPath: '/ps' }],
  ['nfs', { url: '10.0.0.1:/export' }, { type: 'NFS' }],
  ['smp', { url: '/mnt/shared' }, { type: 'SharedMountPoint' }],
  [
    'ceph',
    { monUrls: ['root:p@mon'], rootVolumePoolName: 'roots' },
    { type: 'Ceph', url: 'not used', mountPath: 'Ceph' },
  ],
  [
    'simulators',
    {
      url: 'x',
      totalCapacity: 100,
      availableCapacity: 90,
      totalPhysicalCapacity: 50,
      availablePhysicalCapacity: 40,
    },
    { type: 'SimulatorPrimaryStorage', availableCapacity: 90, systemUsedCapacity: 10 },
  ],
  [
    'simulators',
    { url: 'x' },
    {
      type: 'SimulatorPrimaryStorage',
      totalCapacity: 100_000_000,
      availableCapacity: 10_000_000,
      totalPhysicalCapacity: 100_000_000,
      availablePhysicalCapacity: 10_000_000,
    },
  ],
])(
  'a %s storage is added, and connected unless hosts are to mount it',
  async (type, params, expected) => {
    const emulator = await TestEmulator.start();
    const storage = await emulator.make('POST', `/primary-storage/${type}`, {
      params: { name: 'new', zoneUuid: SEED.zone, ...params },
    });
    const status = ['nfs', 'smp'].includes(type) ? 'Disconnected' : 'Connected';
    expect(storage).toMatchObject({ state: 'Enabled', status, ...expected });
    const found = await emulator.find(`/primary-storage?q=uuid=${storage.uuid}`);
    expect(found).toMatchObject(expected);
  },
);

test.each([
  ['smp', { url: '/x', zoneUuid: SEED.images.linux }, 'invalid field[zoneUuid], resource'],
  [
    'simulators',
    { url: 'x', availableCapacity: 5, totalCapacity: 1 },
    'capacities contradict each other',
  ],
])('a %s storage with %j is refused', async (type, params, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused('POST', `/primary-storage/${type}`, {
    params: { name: 'new', zoneUuid: SEED.zone, ...params },
  });
  expect(error.details).toContain(details);
});

test('state, name and url change', async () => {
  const emulator = await TestEmulator.start();
  const change = (stateEvent: string) =>
    ['PUT', actions(nfs), { changePrimaryStorageState: { stateEvent } }] as const;
  for (const [event, state] of [
    ['disable', 'Disabled'],
    ['maintain', 'Maintenance'],
    ['enable', 'Enabled'],
    ['deleting', 'Deleting'],
    ['enable', 'Enabled'],
  ] as const) {
    expect(await emulator.make(...change(event))).toMatchObject({ state });
  }
  const update = { updatePrimaryStorage: { name: 'moved', url: '10.0.0.2:/other' } };
  expect(await emulator.make('PUT', actions(nfs), update)).toMatchObject({
    name: 'moved',
    url: '10.0.0.2:/other',
  });
});

test('a storage is reconnected, and says when its agent is silent', async () => {
  const emulator = await TestEmulator.start();
  const reconnect = { reconnectPrimaryStorage: {} };
  expect(await emulator.make('PUT', actions(local), reconnect)).toMatchObject({
    status: 'Connected',
  });
  emulator.environment.database.prepare('update primary_storages set is_reachable = 0').run();
  const answer = await emulator.call('PUT', actions(local), reconnect);
  expect(answer.body.error.details).toContain('unable to connect to the agent');
  expect(await emulator.find(`/primary-storage?q=uuid=${local}`)).toMatchObject({
    status: 'Disconnected',
  });
});

test('deleting a storage takes VMs, volumes and snapshots on it, and no image', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
    params: { name: 's' },
  });
  const images = emulator.world()['images'];
  await emulator.make('DELETE', `/clusters/${CLUSTER}/primary-storage/${local}`);
  await emulator.call('DELETE', `/primary-storage/${local}`);
  const names = emulator.environment.database
    .prepare('select name from vm_instances order by rowid')
    .pluck();
  expect(names.all()).toEqual(['win-1', 'arm-1', 'in-maintenance']);
  expect(await emulator.find(`/volumes/${SEED.volumes.data}`)).toBeUndefined();
  expect(await emulator.find('/volume-snapshots?q=name=s')).toBeUndefined();
  expect(emulator.world()['images']).toEqual(images);
  const again = await emulator.call('DELETE', `/primary-storage/${local}`);
  expect(again.status).toBe(200);
});

test('capacities are summed over what is named', async () => {
  const emulator = await TestEmulator.start();
  const sum = async (query: string) =>
    (await emulator.call('GET', `/primary-storage/capacities?${query}`)).body;
  expect(await sum(`primaryStorageUuids=${local}`)).toMatchObject({
    totalCapacity: 4 * 2 ** 40,
    availableCapacity: emulator.available('primary', local),
    totalPhysicalCapacity: 4 * 2 ** 40,
  });
  const all = (await sum('all=true')).totalCapacity;
  expect((await sum(`zoneUuids=${SEED.zone}`)).totalCapacity).toBe(all);
  expect((await sum('clusterUuids=c1005700000040008000000000000001')).totalCapacity).toBe(all);
  // The narrowest of what is named counts.
  const { empty } = SEED.clusters;
  const named = `primaryStorageUuids=${local}&clusterUuids=${empty}&zoneUuids=${SEED.zone}`;
  expect((await sum(named)).totalCapacity).toBe(4 * 2 ** 40);
  const inCluster = await sum(`clusterUuids=${empty}&zoneUuids=${SEED.zone}`);
  expect(inCluster.totalCapacity).toBe(0);
  const error = await emulator.refused('GET', '/primary-storage/capacities');
  expect(error.details).toContain('must have at least one be none-empty list');
});

test('types are named, and Ceph storages have their fsid', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/primary-storage/types');
  expect(body.types).toEqual(['Ceph', 'LocalStorage', 'NFS', 'SharedMountPoint']);
  const chosen = await emulator.call('GET', '/primary-storage/allocators/strategies');
  expect(chosen.body.strategies.toSorted()).toEqual([
    'CustomOrderPrimaryStorageAllocationStrategy',
    'DefaultPrimaryStorageAllocationStrategy',
    'LeastVolumePrimaryStorageAllocationStrategy',
    'LocalPrimaryStorageStrategy',
    'MaximumAvailableCapacityAllocationStrategy',
  ]);
  const fsid = '7ff218d9-f525-435f-8a40-3618d1772a64';
  expect(await emulator.find(`/primary-storage/ceph?q=fsid=${fsid}`)).toMatchObject({ uuid: ceph });
  expect(await emulator.find(`/primary-storage/ceph/${local}`)).toBeUndefined();
});

describe('the cache of an image', () => {
  const clean = (force: boolean) =>
    ['PUT', actions(local), { cleanUpImageCacheOnPrimaryStorage: { force } }] as const;
  const withVm = async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.world()['primary_storages'];
    const vm = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: SEED.images.windows,
        primaryStorageUuidForRootVolume: local,
        cpuNum: 1,
        memorySize: 2 ** 30,
        zoneUuid: SEED.zone,
      },
    });
    const caches = async () =>
      (await emulator.call('GET', `/primary-storage/imagecache?q=primaryStorageUuid=${local}`)).body
        .inventories;
    const expungeVm = async () => {
      await emulator.call('DELETE', `/vm-instances/${vm.uuid}`);
      await emulator.call('PUT', `/vm-instances/${vm.uuid}/actions`, { expungeVmInstance: {} });
    };
    return { emulator, caches, expungeVm, before };
  };

  test('stays while a volume stands on it, and then while its image is there', async () => {
    const { emulator, caches, expungeVm, before } = await withVm();
    expect(await caches()).toMatchObject([{ imageUuid: SEED.images.windows, size: 11 * GIB }]);
    await emulator.call(...clean(true));
    expect(await caches()).toHaveLength(1);
    await expungeVm();
    await emulator.call(...clean(false));
    expect(await caches()).toHaveLength(1);
    await emulator.call(...clean(true));
    expect(await caches()).toEqual([]);
    expect(emulator.world()['primary_storages']).toEqual(before);
  });

  test('goes without force when its image is gone', async () => {
    const { emulator, caches, expungeVm } = await withVm();
    await expungeVm();
    await emulator.configure('image/deletionPolicy', 'Direct');
    await emulator.call('DELETE', `/images/${SEED.images.windows}`);
    await emulator.call(...clean(false));
    expect(await caches()).toEqual([]);
  });
});

test('what a revert leaves is trash until it is cleaned up', async () => {
  const emulator = await TestEmulator.start();
  const volume = SEED.volumes.spareData;
  const before = emulator.available('primary', nfs);
  const { uuid } = await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, {
    params: { name: 's' },
  });
  await emulator.control('POST', `/volumes/${volume}/writes`, { bytes: GIB });
  await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
  const list = async (query = '') =>
    (await emulator.call('GET', `/primary-storage/trash?uuid=${nfs}${query}`)).body.inventories;
  expect(await list('&trashType=RevertVolume')).toMatchObject([
    { resourceUuid: volume, resourceType: 'VolumeVO', size: GIB },
  ]);
  expect(await list('&trashType=VolumeSnapshot')).toEqual([]);
  expect(emulator.available('primary', nfs)).toBe(before - GIB - 200 * 1024);
  const cleaned = await emulator.call('PUT', `/primary-storage/${nfs}/trash/actions`, {
    cleanUpTrashOnPrimaryStorage: {},
  });
  expect(cleaned.body.result).toMatchObject({ size: GIB, resourceUuids: [volume] });
  expect(emulator.available('primary', nfs)).toBe(before - 200 * 1024);
});

test('primary storages are for admin only', async () => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(
    'DELETE',
    `/primary-storage/${local}`,
    undefined,
    ALICE_SESSION,
  );
  expect(error.code).toBe('ID.1002');
});

test('capacities of a cloud without zones are none', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('DELETE', `/zones/${SEED.zone}`);
  const { body } = await emulator.call('GET', '/primary-storage/capacities?all=true');
  expect(body).toMatchObject({ totalCapacity: 0, availableCapacity: 0 });
});
