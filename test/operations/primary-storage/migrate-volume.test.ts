import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { local, nfs, ceph, inMaintenance } = SEED.primaryStorages;
const { linux } = SEED.images;

/** A second NFS in the cluster of the first one. */
const second = (emulator: TestEmulator): Promise<string> => secondNfs(emulator, 2);
async function secondNfs(emulator: TestEmulator, n: number): Promise<string> {
  const { uuid } = await emulator.make('POST', '/primary-storage/nfs', {
    params: { name: `nfs-${n}`, url: `10.9.0.${n}:/vms`, zoneUuid: SEED.zone },
  });
  await emulator.make('POST', `/clusters/${SEED.clusters.used}/primary-storage/${uuid}`);
  return uuid;
}
const secondCeph = async (emulator: TestEmulator): Promise<string> => {
  const { uuid } = await emulator.make('POST', '/primary-storage/ceph', {
    params: { name: 'ceph-2', monUrls: ['root:x@10.9.0.2'], zoneUuid: SEED.zone },
  });
  await emulator.make('POST', `/clusters/${SEED.clusters.used}/primary-storage/${uuid}`);
  return uuid;
};
const newVolume = (emulator: TestEmulator, on: string): Promise<Json> =>
  emulator.make('POST', '/volumes/data', {
    params: { name: 'moved', diskSize: 10 * GIB, primaryStorageUuid: on },
  });
const migrate = (volume: string, to: string) =>
  [
    'PUT',
    `/primary-storage/volumes/${volume}/actions`,
    { primaryStorageMigrateVolume: { dstPrimaryStorageUuid: to } },
  ] as const;
const contentOf = (emulator: TestEmulator, uuid: string): unknown =>
  emulator.environment.database
    .prepare('select content_id, actual_size, size, layer_size from volumes where uuid = ?')
    .get(uuid);
const trashOf = async (emulator: TestEmulator, uuid: string): Promise<Json[]> =>
  (await emulator.call('GET', `/primary-storage/trash?uuid=${uuid}`)).body.inventories;
const clean = (emulator: TestEmulator, uuid: string) =>
  emulator.call('PUT', `/primary-storage/${uuid}/trash/actions`, {
    cleanUpTrashOnPrimaryStorage: {},
  });

describe.each([
  ['NFS', nfs, second, /\/vol-[0-9a-f]{32}\/[0-9a-f]{32}\.qcow2$/],
  ['Ceph', ceph, secondCeph, /^ceph:\/\/\S+\/[0-9a-f]{32}@[0-9a-f]{32}$/],
] as const)('on %s', (_type, from, make, place) => {
  test('a data volume moves with its snapshots and what it holds', async () => {
    const emulator = await TestEmulator.start();
    const to = await make(emulator);
    const volume = await newVolume(emulator, from);
    await writeTo(emulator, GIB, volume.uuid);
    const snapshot = await takeSnapshot(emulator, 's', volume.uuid);
    await writeTo(emulator, GIB, volume.uuid);
    const held = contentOf(emulator, volume.uuid);
    const [here, there] = [emulator.available('primary', from), emulator.available('primary', to)];
    const moved = await emulator.make(...migrate(volume.uuid, to));
    expect(moved).toMatchObject({
      uuid: volume.uuid,
      status: 'Ready',
      primaryStorageUuid: to,
      size: 10 * GIB,
    });
    expect(moved.installPath).toContain(volume.uuid);
    expect(moved.installPath).not.toBe(volume.installPath);
    expect(contentOf(emulator, volume.uuid)).toEqual(held);
    expect(emulator.available('primary', to)).toBe(there - 11 * GIB);
    // Its bytes are trash there now; what was only promised is free.
    expect(emulator.available('primary', from)).toBe(here + 11 * GIB - 2 * GIB);
    const [left] = await trashOf(emulator, from);
    expect(left).toMatchObject({
      resourceUuid: volume.uuid,
      trashType: 'MigrateVolume',
      size: 2 * GIB,
    });
    const its = await emulator.find(`/volume-snapshots/${snapshot.uuid}`);
    expect(its).toMatchObject({ primaryStorageUuid: to, volumeUuid: volume.uuid });
    expect(its.primaryStorageInstallPath).toMatch(place);
    await clean(emulator, from);
    expect(emulator.available('primary', from)).toBe(here + 11 * GIB);
    // It comes back to its snapshot where it is now.
    await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, {
      revertVolumeFromSnapshot: {},
    });
    expect(await emulator.find(`/volumes/${volume.uuid}`)).toMatchObject({
      primaryStorageUuid: to,
      actualSize: GIB,
    });
  });

  test('it comes back only when what it left there is cleaned up', async () => {
    const emulator = await TestEmulator.start();
    const to = await make(emulator);
    const volume = await newVolume(emulator, from);
    await emulator.make(...migrate(volume.uuid, to));
    expect((await emulator.refused(...migrate(volume.uuid, from))).details).toMatch(
      new RegExp(`^found trashId\\(\\d+\\) in PrimaryStorage \\[${from}\\]`),
    );
    await clean(emulator, from);
    const back = await emulator.make(...migrate(volume.uuid, from));
    expect(back).toMatchObject({
      primaryStorageUuid: from,
      installPath: volume.installPath,
    });
  });
});

describe('a root volume', () => {
  async function withVm() {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const vm = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'moved',
        imageUuid: linux,
        cpuNum: 1,
        memorySize: GIB,
        zoneUuid: SEED.zone,
        primaryStorageUuidForRootVolume: nfs,
      },
    });
    return { emulator, to, vm, root: vm.rootVolumeUuid as string };
  }
  const stop = (emulator: TestEmulator, vm: Json) =>
    emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, {
      stopVmInstance: { type: 'grace' },
    });

  test('moves at rest, its image with it, and its VM starts there', async () => {
    const { emulator, to, vm, root } = await withVm();
    expect((await emulator.refused(...migrate(root, to))).details).toBe(
      'Cannot migrate root volume when vm instance is not stopped.',
    );
    const group = await emulator.make('POST', '/volume-snapshots/group', {
      params: { name: 'g', rootVolumeUuid: root },
    });
    await stop(emulator, vm);
    const held = contentOf(emulator, root);
    const moved = await emulator.make(...migrate(root, to));
    expect(moved).toMatchObject({ primaryStorageUuid: to, status: 'Ready' });
    expect(contentOf(emulator, root)).toEqual(held);
    const [snapshot] = (await emulator.call('GET', `/volume-snapshots?q=volumeUuid=${root}`)).body
      .inventories;
    const told = await emulator.find(`/volume-snapshots/group?q=uuid=${group.uuid}`);
    expect(told.volumeSnapshotRefs).toMatchObject([
      { volumeSnapshotInstallPath: snapshot.primaryStorageInstallPath },
    ]);
    const caches = await emulator.call(
      'GET',
      `/primary-storage/imagecache?q=primaryStorageUuid=${to}`,
    );
    expect(caches.body.inventories).toMatchObject([{ imageUuid: linux }]);
    expect((await emulator.find(`/vm-instances/${vm.uuid}`)).state).toBe('Stopped');
    await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, { startVmInstance: {} });
    expect((await emulator.find(`/vm-instances/${vm.uuid}`)).state).toBe('Running');
  });

  test('moves with the cache of an image that is gone, and not without both', async () => {
    const { emulator, to, vm, root } = await withVm();
    await stop(emulator, vm);
    await emulator.call('DELETE', `/images/${linux}`);
    await emulator.call('PUT', `/images/${linux}/actions`, { expungeImage: {} });
    const third = await secondNfs(emulator, 3);
    await emulator.make(...migrate(root, to));
    const cached = await emulator.find(`/primary-storage/imagecache?q=primaryStorageUuid=${to}`);
    expect(cached).toMatchObject({ imageUuid: linux });
    put(
      emulator,
      `update primary_storages set system_used_capacity = system_used_capacity + ${cached.size} where uuid = '${to}';
       delete from image_caches where primary_storage_uuid = '${to}'`,
    );
    expect((await emulator.refused(...migrate(root, third))).details).toBe(
      `both image ${linux} and its cache is missing`,
    );
  });

  test('moves alone, and to where its networks are', async () => {
    const { emulator, to, vm, root } = await withVm();
    await stop(emulator, vm);
    const data = await newVolume(emulator, nfs);
    await emulator.make('POST', `/volumes/${data.uuid}/vm-instances/${vm.uuid}`);
    expect((await emulator.refused(...migrate(root, to))).details).toBe(
      'Cannot migrate root volume when there are data volumes attached to the vm instance.',
    );
    expect((await emulator.refused(...migrate(data.uuid, to))).details).toBe(
      `the volume[uuid:${data.uuid}] is still attached on vm[uuid:${vm.uuid}], please detach it before migration.`,
    );
    await emulator.make('DELETE', `/volumes/${data.uuid}/vm-instances`);
    const path = `/clusters/${SEED.clusters.used}/primary-storage/${to}`;
    await emulator.make('DELETE', path);
    await emulator.make('POST', `/clusters/${SEED.clusters.empty}/primary-storage/${to}`);
    expect((await emulator.refused(...migrate(root, to))).details).toBe(
      'The destination primary storage is not attached to any cluster that has the same L2 networks as source cluster.',
    );
  });

  test('holds its VM meanwhile', async () => {
    const { emulator, to, vm, root } = await withVm();
    await stop(emulator, vm);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await emulator.call(...migrate(root, to));
    expect((await emulator.find(`/vm-instances/${vm.uuid}`)).state).toBe('VolumeMigrating');
    expect((await emulator.find(`/volumes/${root}`)).status).toBe('Migrating');
    const start = { startVmInstance: {} };
    const refused = await emulator.call('PUT', `/vm-instances/${vm.uuid}/actions`, start);
    expect(refused.status).toBe(503);
    emulator.advance(60_000);
    expect((await emulator.find(`/vm-instances/${vm.uuid}`)).state).toBe('Stopped');
    expect((await emulator.find(`/volumes/${root}`)).primaryStorageUuid).toBe(to);
  });
});

test.each<[string, string, string | undefined, string]>([
  ['select 1', nfs, nfs, 'is already in PS'],
  [
    'select 1',
    nfs,
    inMaintenance,
    'Source PS and Destination PS must not be Disabled or Maintenance',
  ],
  [
    "update volumes set status = 'Migrating' where name = 'moved'",
    nfs,
    undefined,
    'is not in status Ready, cannot migrate it.',
  ],
  [
    "update volumes set is_shareable = 1 where name = 'moved'",
    nfs,
    undefined,
    'do not support storage migration while shared volume[uuid: ',
  ],
  ['select 1', nfs, ceph, 'Cannot migrate volume from NFS to Ceph.'],
  ['select 1', nfs, local, 'Cannot migrate volume from NFS to LocalStorage.'],
  [
    "update volumes set state = 'Disabled' where name = 'moved'",
    nfs,
    undefined,
    'because volume state is Disabled',
  ],
])('after `%s` from %s to %s it is refused', async (change, from, to, details) => {
  const emulator = await TestEmulator.start();
  const other = to ?? (await second(emulator));
  const { uuid } = await newVolume(emulator, from);
  if (change !== 'select 1') put(emulator, change);
  const refusal = await emulator.refused(...migrate(uuid, other));
  expect(refusal).toMatchObject({ code: 'SYS.1007', details: expect.stringContaining(details) });
  expect((await emulator.refused(...migrate(uuid, other), ALICE_SESSION)).code).toBe('ID.1002');
});

describe('on its way', () => {
  async function begun(as: 'call' | 'long job') {
    const emulator = await TestEmulator.start();
    const to = await second(emulator);
    const volume = await newVolume(emulator, nfs);
    const free = emulator.available('primary', to);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const params = {
      jobName: 'APIPrimaryStorageMigrateVolumeMsg',
      jobData: JSON.stringify({ volumeUuid: volume.uuid, dstPrimaryStorageUuid: to }),
    };
    const job =
      as === 'call'
        ? (await emulator.call(...migrate(volume.uuid, to))).body.location
        : (await emulator.make('POST', '/longjobs', { params })).uuid;
    expect((await emulator.find(`/volumes/${volume.uuid}`)).status).toBe('Migrating');
    return { emulator, to, volume, free, job: String(job) };
  }

  test.each<[string, (emulator: TestEmulator, to: string, volume: string) => unknown, object]>([
    [
      'the first storage is lost',
      (emulator) =>
        put(emulator, `update primary_storages set status = 'Disconnected' where uuid = '${nfs}'`),
      { status: 'Ready', primaryStorageUuid: nfs },
    ],
    [
      'the second one is lost',
      (emulator, to) =>
        put(emulator, `update primary_storages set status = 'Disconnected' where uuid = '${to}'`),
      { status: 'Ready', primaryStorageUuid: nfs },
    ],
    [
      'the second one is full',
      (emulator, to) =>
        put(
          emulator,
          `update primary_storages set system_used_capacity = total_capacity, available_capacity = 0, available_physical_capacity = 0 where uuid = '${to}'`,
        ),
      { status: 'Ready', primaryStorageUuid: nfs },
    ],
    [
      'the volume is deleted',
      (emulator, _to, volume) => emulator.call('DELETE', `/volumes/${volume}`),
      { status: 'Deleted', primaryStorageUuid: nfs },
    ],
  ])('it fails when %s', async (_what, disturb, left) => {
    const { emulator, to, volume, job } = await begun('call');
    await disturb(emulator, to, volume.uuid);
    emulator.advance(60_000);
    const { status, body } = await emulator.get(new URL(job).pathname);
    expect([status, body.error?.code]).toEqual([503, expect.stringMatching(/^SYS\.100[06]$/)]);
    expect(emulator.brokenLaws()).toEqual({});
    const found = await emulator.find(`/volumes/${volume.uuid}`);
    expect(found).toMatchObject(left);
    expect(await trashOf(emulator, to)).toEqual([]);
  });

  test('it fails in the same words when the volume is gone for good', async () => {
    const { emulator, volume, job } = await begun('call');
    const path = `/volumes/${volume.uuid}`;
    await emulator.call('DELETE', path);
    await emulator.call('PUT', `${path}/actions`, { expungeDataVolume: {} });
    emulator.advance(60_000);
    const { body } = await emulator.get(new URL(job).pathname);
    expect(body.error).toMatchObject({
      code: 'SYS.1006',
      details: `volume[uuid:${volume.uuid}] has been deleted`,
    });
  });

  test('it can be called off as a long job', async () => {
    const { emulator, to, volume, free, job } = await begun('long job');
    await emulator.call('PUT', `/longjobs/${job}/actions`, { cancelLongJob: {} });
    expect(await emulator.find(`/longjobs/${job}`)).toMatchObject({ state: 'Canceled' });
    expect(await emulator.find(`/volumes/${volume.uuid}`)).toMatchObject({
      status: 'Ready',
      primaryStorageUuid: nfs,
    });
    expect(emulator.available('primary', to)).toBe(free);
  });
});

test('the candidates are storages of its type that have room', async () => {
  const emulator = await TestEmulator.start();
  const to = await second(emulator);
  const { uuid } = await newVolume(emulator, nfs);
  const path = `/primary-storage/volumes/${uuid}/migration-candidates`;
  const candidates = async () =>
    (await emulator.call('GET', path)).body.inventories.map((one: Json) => one.uuid);
  expect(await candidates()).toEqual([to]);
  const free = (bytes: number) =>
    put(
      emulator,
      `update primary_storages set available_capacity = ${bytes}, available_physical_capacity = ${bytes}, system_used_capacity = total_capacity - ${bytes} where uuid = '${to}'`,
    );
  free(10 * GIB);
  expect(await candidates()).toEqual([]);
  expect((await emulator.refused(...migrate(uuid, to))).details).toContain(
    'cannot find primary storage satisfying conditions',
  );
  free(100 * GIB);
  expect(await candidates()).toEqual([to]);
  put(emulator, `update primary_storages set status = 'Disconnected' where uuid = '${to}'`);
  expect(await candidates()).toEqual([]);
  expect((await emulator.refused('GET', path, undefined, ALICE_SESSION)).code).toBe('ID.1002');
  const nowhere = `/primary-storage/volumes/${'f'.repeat(32)}/migration-candidates`;
  expect((await emulator.refused('GET', nowhere)).code).toBe('SYS.1003');
});
