import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, backupStorages, primaryStorages } = SEED;
const volume = volumes.runningArmOnCeph;

const names = async (emulator: TestEmulator) =>
  (await emulator.call('GET', '/volume-snapshots')).body.inventories.map(({ name }: Json) => name);
const makeTemplate = (emulator: TestEmulator, storages: string[] = [backupStorages.ceph]) =>
  emulator.createTemplate(volume, { name: 't', backupStorageUuids: storages });

test('each snapshot on Ceph stands alone: deleting one leaves the others', async () => {
  const emulator = await TestEmulator.start();
  const taken = [];
  for (const name of ['one', 'two', 'three'])
    taken.push(await takeSnapshot(emulator, name, volume));
  expect(new Set(taken.map(({ treeUuid }) => treeUuid)).size).toBe(3);
  for (const one of taken) {
    expect(one).toMatchObject({
      type: 'Storage',
      format: 'raw',
      parentUuid: null,
      latest: true,
      distance: 1,
      primaryStorageInstallPath: `ceph://pool-vms/${volume}@${one.uuid}`,
    });
  }
  expect((await emulator.find(`/volumes/${volume}`)).installPath).toBe(`ceph://pool-vms/${volume}`);
  await emulator.call('DELETE', `/volume-snapshots/${taken[0].uuid}`);
  expect(await names(emulator)).toEqual(['two', 'three']);
  const path = '/volume-snapshots/batch-delete';
  const uuids = [taken[1].uuid, taken[2].uuid];
  const { body } = await emulator.call('PUT', path, { batchDeleteVolumeSnapshot: { uuids } });
  expect(body.results).toEqual(uuids.map((snapshotUuid) => ({ snapshotUuid, success: true })));
  expect(await names(emulator)).toEqual([]);
});

test('what snapshots hold of the volume stays its own when they go, what it has left is free', async () => {
  const emulator = await TestEmulator.start();
  const physical = () =>
    emulator.environment.database
      .prepare('select available_physical_capacity from primary_storages where uuid = ?')
      .pluck()
      .get(primaryStorages.ceph) as number;
  put(emulator, "update vm_instances set state = 'Stopped' where name = 'arm-1'");
  const one = await takeSnapshot(emulator, 'one', volume);
  await writeTo(emulator, GIB, volume);
  const two = await takeSnapshot(emulator, 'two', volume);
  const before = physical();
  await emulator.make('PUT', `/volume-snapshots/${one.uuid}/actions`, {
    revertVolumeFromSnapshot: {},
  });
  await emulator.call('DELETE', `/volume-snapshots/${two.uuid}`);
  expect(physical()).toBe(before + GIB);
  await emulator.call('DELETE', `/volume-snapshots/${one.uuid}`);
  expect(physical()).toBe(before + GIB);
});

test('a revert on Ceph keeps the path, leaves no trash, and makes its tree the current one', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, "update vm_instances set state = 'Stopped' where name = 'arm-1'");
  const one = await takeSnapshot(emulator, 'one', volume);
  await takeSnapshot(emulator, 'two', volume);
  await writeTo(emulator, GIB, volume);
  await emulator.make('PUT', `/volume-snapshots/${one.uuid}/actions`, {
    revertVolumeFromSnapshot: {},
  });
  expect(await emulator.find(`/volumes/${volume}`)).toMatchObject({
    installPath: `ceph://pool-vms/${volume}`,
    actualSize: 5 * GIB,
  });
  const trash = await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorages.ceph}`);
  expect(trash.body.inventories ?? []).toEqual([]);
  const trees = (await emulator.call('GET', '/volume-snapshots/trees?q=current=true')).body;
  expect(trees.inventories.map(({ uuid }: Json) => uuid)).toEqual([one.treeUuid]);
});

describe('a template of a volume on Ceph', () => {
  test('leaves the snapshot that it was made of', async () => {
    const emulator = await TestEmulator.start();
    expect((await makeTemplate(emulator)).status).toBe(200);
    await emulator.make('POST', `/images/data-volume-templates/from/volumes/${volume}`, {
      params: { name: 'd', backupStorageUuids: [backupStorages.ceph] },
    });
    const { inventories } = (await emulator.call('GET', '/volume-snapshots')).body;
    expect(inventories).toHaveLength(2);
    expect(inventories[0]).toMatchObject({
      name: `Snapshot-${volume}`,
      description: `Take snapshot for ${volume}`,
      status: 'Ready',
      type: 'Storage',
      format: 'raw',
      volumeUuid: volume,
    });
  });

  test('takes it back where the storage is configured so', async () => {
    const emulator = await TestEmulator.start();
    const path = `/resource-configurations/primaryStorage/undo.tempSnapshot/${primaryStorages.ceph}/actions`;
    await emulator.make('PUT', path, { updateResourceConfig: { value: 'true' } });
    const before = emulator.world();
    expect((await makeTemplate(emulator)).status).toBe(200);
    expect(await names(emulator)).toEqual([]);
    expect(emulator.world()['volumes']).toEqual(before['volumes']);
  });

  test('leaves it when the copy fails, and takes none where no bytes can go', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('POST', '/faults', {
      kind: 'fail',
      point: 'create-root-volume-template/start-creating-template',
      times: 1,
    });
    expect((await makeTemplate(emulator)).status).toBe(503);
    expect(await names(emulator)).toEqual([`Snapshot-${volume}`]);
    expect((await makeTemplate(emulator, [backupStorages.sftp])).status).toBe(503);
    put(emulator, "update primary_storages set state = 'Disabled'");
    expect((await makeTemplate(emulator)).status).toBe(503);
    expect(await names(emulator)).toEqual([`Snapshot-${volume}`]);
  });

  test("fails when its volume's owner may have no more snapshots", async () => {
    const emulator = await TestEmulator.start();
    const alice = 'a11ce000000040008000000000000001';
    put(
      emulator,
      `update account_resource_refs set account_uuid = '${alice}' where resource_uuid = '${volume}'`,
    );
    await emulator.make('PUT', '/accounts/quotas/actions', {
      updateQuota: { identityUuid: alice, name: 'snapshot.volume.num', value: 0 },
    });
    const { body } = await makeTemplate(emulator);
    expect(body.error.cause.cause).toMatchObject({ code: 'ID.1003' });
    expect(await names(emulator)).toEqual([]);
  });

  test('of a volume elsewhere leaves none', async () => {
    const emulator = await TestEmulator.start();
    const made = await emulator.createTemplate(volumes.runningLinux, {
      name: 't',
      backupStorageUuids: [backupStorages.imageStore],
    });
    expect(made.status).toBe(200);
    expect(await names(emulator)).toEqual([]);
  });
});
