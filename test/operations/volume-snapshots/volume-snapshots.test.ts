import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { volumes, backupStorages, primaryStorages } = SEED;
const GIB = 2 ** 30;
const volume = volumes.spareData;

const take = (emulator: TestEmulator, name: string, of: string = volume): Promise<Json> =>
  emulator.make('POST', `/volumes/${of}/volume-snapshots`, { params: { name } });
const write = (emulator: TestEmulator, bytes: number, to: string = volume) =>
  emulator.control('POST', `/volumes/${to}/writes`, { bytes });
const revert = (emulator: TestEmulator, uuid: string) =>
  emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} });
const names = async (emulator: TestEmulator) =>
  (await emulator.call('GET', '/volume-snapshots')).body.inventories.map(
    ({ name }: { name: string }) => name,
  );

async function md5Of(emulator: TestEmulator, of: string = volume): Promise<string> {
  const image = await emulator.make('POST', `/images/data-volume-templates/from/volumes/${of}`, {
    params: { name: 'look', backupStorageUuids: [backupStorages.imageStore] },
  });
  return image.md5Sum;
}

test('a snapshot takes over what was written, so that nothing more is occupied', async () => {
  const emulator = await TestEmulator.start();
  const physical = () =>
    emulator.environment.database
      .prepare('select available_physical_capacity from primary_storages where uuid = ?')
      .pluck()
      .get(primaryStorages.nfs);
  await write(emulator, GIB);
  const before = physical();
  const snapshot = await take(emulator, 'one');
  expect(snapshot).toMatchObject({
    type: 'Hypervisor',
    volumeUuid: volume,
    volumeType: 'Data',
    parentUuid: null,
    primaryStorageUuid: primaryStorages.nfs,
    latest: true,
    size: GIB + 200 * 1024,
    state: 'Enabled',
    status: 'Ready',
    format: 'qcow2',
  });
  expect(physical()).toBe(before);
  await write(emulator, 4096);
  const second = await take(emulator, 'two');
  expect(second).toMatchObject({
    parentUuid: snapshot.uuid,
    size: 4096,
    treeUuid: snapshot.treeUuid,
  });
  expect(await emulator.find(`/volume-snapshots/${snapshot.uuid}`)).toMatchObject({
    latest: false,
  });
  const { body } = await emulator.call('PUT', `/volume-snapshots/${second.uuid}/actions`, {
    getVolumeSnapshotSize: {},
  });
  expect(body).toMatchObject({ size: 50 * GIB, actualSize: 4096 });
});

test('on Ceph a snapshot is one of the storage', async () => {
  const emulator = await TestEmulator.start();
  const snapshot = await take(emulator, 's', volumes.runningArmOnCeph);
  expect(snapshot).toMatchObject({ type: 'Storage', format: 'raw' });
  expect(snapshot.primaryStorageInstallPath).toContain(`@${snapshot.uuid}`);
});

test('a revert brings the content back, and the next snapshot makes a branch', async () => {
  const emulator = await TestEmulator.start();
  const one = await take(emulator, 'one');
  const atOne = await md5Of(emulator);
  await write(emulator, 4096);
  const two = await take(emulator, 'two');
  expect(await md5Of(emulator)).not.toBe(atOne);
  await revert(emulator, one.uuid);
  expect(await md5Of(emulator)).toBe(atOne);
  const three = await take(emulator, 'three');
  expect(three.parentUuid).toBe(one.uuid);
  const tree = await emulator.find(`/volume-snapshots/trees/${one.treeUuid}`);
  expect(tree).toMatchObject({ volumeUuid: volume, current: true });
  const children = tree.tree.children.map((leaf: Json) => leaf.inventory.name);
  expect([tree.tree.inventory.name, children.toSorted()]).toEqual(['one', ['three', 'two']]);
  await revert(emulator, two.uuid);
  expect(await md5Of(emulator)).not.toBe(atOne);
});

test('deleting one deletes what descends from it, and the volume keeps its content', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  await take(emulator, 'one');
  await write(emulator, GIB);
  const two = await take(emulator, 'two');
  await write(emulator, GIB);
  await take(emulator, 'three');
  await write(emulator, GIB);
  const content = await md5Of(emulator);
  await emulator.call('DELETE', `/volume-snapshots/${two.uuid}`);
  expect(await names(emulator)).toEqual(['one']);
  expect(await md5Of(emulator)).toBe(content);
  const one = await emulator.find('/volume-snapshots?q=name=one');
  expect(one.latest).toBe(true);
  await emulator.call('DELETE', `/volume-snapshots/${one.uuid}`);
  expect(await names(emulator)).toEqual([]);
  expect(await md5Of(emulator)).toBe(content);
  // Only what was written is more than before.
  const [row, old] = [emulator.world(), before].map((world) =>
    (world['primary_storages'] as Json[]).find(({ uuid }) => uuid === primaryStorages.nfs),
  );
  expect(row.available_capacity).toBe(old.available_capacity);
  expect(row.available_physical_capacity).toBe(old.available_physical_capacity - 3 * GIB);
});

test('a branch that the volume does not follow is deleted without a trace in it', async () => {
  const emulator = await TestEmulator.start();
  const one = await take(emulator, 'one');
  await write(emulator, GIB);
  const two = await take(emulator, 'two');
  await revert(emulator, one.uuid);
  const content = await md5Of(emulator);
  await emulator.call('DELETE', `/volume-snapshots/${two.uuid}`);
  expect(await names(emulator)).toEqual(['one']);
  expect(await md5Of(emulator)).toBe(content);
});

test('several are deleted in one call, those that went with others included', async () => {
  const emulator = await TestEmulator.start();
  const one = await take(emulator, 'one');
  const two = await take(emulator, 'two');
  const path = '/volume-snapshots/batch-delete';
  const uuids = [one.uuid, two.uuid];
  const { body } = await emulator.call('PUT', path, { batchDeleteVolumeSnapshot: { uuids } });
  expect(body.results).toEqual(uuids.map((snapshotUuid) => ({ snapshotUuid, success: true })));
  expect(await names(emulator)).toEqual([]);
  const empty = await emulator.refused('PUT', path, { batchDeleteVolumeSnapshot: { uuids: [] } });
  expect(empty.details).toBe('field[uuids] must be a nonempty list');
  const gone = await emulator.refused('PUT', path, { batchDeleteVolumeSnapshot: { uuids } });
  expect(gone.details).toBe(
    `invalid field[uuids], resource[uuids:[${uuids.join(', ')}], type:VolumeSnapshotVO] not found`,
  );
  expect((await emulator.call('DELETE', `/volume-snapshots/${one.uuid}`)).status).toBe(200);
});

test('a snapshot is renamed', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await take(emulator, 'one');
  const renamed = await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, {
    updateVolumeSnapshot: { name: 'better', description: 'd' },
  });
  expect(renamed).toMatchObject({ name: 'better', description: 'd' });
});

test('it is Creating on its way, and a volume that is not fit is refused', async () => {
  const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
  const accepted = await emulator.call('POST', `/volumes/${volume}/volume-snapshots`, {
    params: { name: 'slow' },
  });
  expect(accepted.status).toBe(202);
  expect(await emulator.find('/volume-snapshots?q=name=slow')).toMatchObject({
    status: 'Creating',
  });
  emulator.advance(10_000);
  expect(await emulator.find('/volume-snapshots?q=name=slow')).toMatchObject({ status: 'Ready' });
  const refusals = [
    [
      volumes.notInstantiated,
      "is not in status Ready, current is NotInstantiated, can't create snapshot",
    ],
    [volumes.disabled, "is not in state Enabled, current is Disabled, can't create snapshot"],
  ] as const;
  for (const [uuid, details] of refusals) {
    const error = await emulator.refused('POST', `/volumes/${uuid}/volume-snapshots`, {
      params: { name: 's' },
    });
    expect([error.code, error.details]).toEqual(['SYS.1006', `volume[uuid:${uuid}] ${details}`]);
  }
});

test('a volume of a running VM is not reverted', async () => {
  const emulator = await TestEmulator.start();
  const one = await take(emulator, 'one', volumes.data);
  const path = `/volume-snapshots/${one.uuid}/actions`;
  const running = await emulator.refused('PUT', path, { revertVolumeFromSnapshot: {} });
  expect(running.details).toBe(
    `unable to reset volume[uuid:${volumes.data}] to snapshot[uuid:${one.uuid}], the vm[uuid:${SEED.vms.runningLinux}] volume attached to is not in Stopped state, current state is Running`,
  );
});

test('a storage that has no room left takes no snapshot', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('primaryStorage/reservedCapacity', '0');
  await write(emulator, GIB);
  const params = {
    name: 'all the rest',
    primaryStorageUuid: primaryStorages.nfs,
    diskSize: emulator.available('primary', primaryStorages.nfs) - 4096,
  };
  await emulator.make('POST', '/volumes/data', { params });
  const left = emulator.available('primary', primaryStorages.nfs);
  expect(left).toBeLessThan(GIB);
  const body = { params: { name: 'one' } };
  expect(await emulator.refused('POST', `/volumes/${volume}/volume-snapshots`, body)).toMatchObject(
    {
      code: 'SYS.1006',
      details: `cannot reserve ${GIB + 200 * 1024} bytes on the primary storage[uuid:${primaryStorages.nfs}], it's short of available capacity`,
    },
  );
});
