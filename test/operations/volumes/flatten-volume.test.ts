import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes, images, primaryStorages, hosts, backupStorages } = SEED;

const flatten = (volume: string, params: object = {}) =>
  ['PUT', `/volumes/${volume}/actions`, { flattenVolume: params }] as const;
const flattenVm = (vm: string, params: object = {}) =>
  ['PUT', `/vm-instances/${vm}/actions`, { flattenVmInstance: params }] as const;
const one = (emulator: TestEmulator, sql: string): Json =>
  emulator.environment.database.prepare(sql).get();
const rowOf = (emulator: TestEmulator, uuid: string) =>
  one(emulator, `select * from volumes where uuid = '${uuid}'`);
const physical = (emulator: TestEmulator, uuid: string): number =>
  one(
    emulator,
    `select available_physical_capacity as a from primary_storages where uuid='${uuid}'`,
  ).a;

/** A VM whose root volume is a thin layer over the image that its storage has cached. */
const vmOf = (emulator: TestEmulator, imageUuid: string, params: object = {}): Promise<Json> =>
  emulator.make('POST', '/vm-instances', {
    params: {
      name: 'thin',
      imageUuid,
      cpuNum: 1,
      memorySize: GIB,
      zoneUuid: SEED.zone,
      primaryStorageUuidForRootVolume: primaryStorages.nfs,
      strategy: 'CreateStopped',
      ...params,
    },
  });

test('a root volume takes what it had of its image itself, and has the same content', async () => {
  const emulator = await TestEmulator.start();
  const { rootVolumeUuid: uuid } = await vmOf(emulator, images.linux);
  await writeTo(emulator, GIB, uuid);
  const before = rowOf(emulator, uuid);
  expect(before.layer_size).toBeLessThan(before.actual_size);
  const free = [
    emulator.available('primary', primaryStorages.nfs),
    physical(emulator, primaryStorages.nfs),
  ];
  const answer = await emulator.make(...flatten(uuid));
  expect(answer).toEqual(await emulator.find(`/volumes/${uuid}`));
  const added = before.actual_size - before.layer_size;
  expect(rowOf(emulator, uuid)).toEqual({
    ...before,
    layer_size: before.actual_size,
    last_op_date: expect.any(Number),
  });
  expect([
    emulator.available('primary', primaryStorages.nfs),
    physical(emulator, primaryStorages.nfs),
  ]).toEqual([free[0], (free[1] ?? 0) - added]);
  // Once more changes nothing.
  const world = emulator.world();
  await emulator.make(...flatten(uuid));
  expect(emulator.world()).toEqual(world);
});

test('a volume leaves its snapshots: they go without it, and the next one begins a tree', async () => {
  const emulator = await TestEmulator.start();
  const uuid = volumes.spareData;
  await writeTo(emulator, GIB, uuid);
  const first = await takeSnapshot(emulator, 'first');
  await writeTo(emulator, GIB, uuid);
  const second = await takeSnapshot(emulator, 'second');
  await emulator.make(...flatten(uuid));
  expect(await emulator.find(`/volume-snapshots/${second.uuid}`)).toMatchObject({ latest: false });
  expect(await emulator.find(`/volume-snapshots/trees?q=uuid=${first.treeUuid}`)).toMatchObject({
    current: false,
  });
  const flat = rowOf(emulator, uuid);
  expect(flat.layer_size).toBe(flat.actual_size);
  const free = physical(emulator, primaryStorages.nfs);
  const { size } = await emulator.find(`/volume-snapshots/${first.uuid}`);
  const { size: more } = await emulator.find(`/volume-snapshots/${second.uuid}`);
  await emulator.call('DELETE', `/volume-snapshots/${first.uuid}`);
  expect(physical(emulator, primaryStorages.nfs)).toBe(free + size + more);
  expect(rowOf(emulator, uuid)).toEqual(flat);
  const third = await takeSnapshot(emulator, 'third');
  expect(third).toMatchObject({ parentUuid: null, latest: true, distance: 1 });
});

test('on Ceph it copies what it has of its image, and goes on to share with its snapshots', async () => {
  const emulator = await TestEmulator.start();
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'arm',
      url: 'http://x/arm.raw#size=20G&actualSize=2G',
      format: 'raw',
      architecture: 'aarch64',
      backupStorageUuids: [backupStorages.ceph],
    },
  });
  const { rootVolumeUuid: uuid } = await vmOf(emulator, image.uuid, {
    hostUuid: hosts.arm,
    primaryStorageUuidForRootVolume: primaryStorages.ceph,
  });
  await writeTo(emulator, GIB, uuid);
  const snapshot = await takeSnapshot(emulator, 's', uuid);
  await emulator.make(...flatten(uuid));
  expect(rowOf(emulator, uuid)).toMatchObject({ actual_size: 3 * GIB, layer_size: 2 * GIB });
  await emulator.call('DELETE', `/volume-snapshots/${snapshot.uuid}`);
  expect(rowOf(emulator, uuid)).toMatchObject({ actual_size: 3 * GIB, layer_size: 3 * GIB });
});

test('a dry run tells what it would be, of a volume and of a VM, and changes nothing', async () => {
  const emulator = await TestEmulator.start();
  const vm = await vmOf(emulator, images.linux);
  const before = emulator.world();
  const { actualSize } = await emulator.find(`/images/${images.linux}`);
  expect(await emulator.make(...flatten(vm.rootVolumeUuid, { dryRun: true }))).toMatchObject({
    actualSize,
  });
  const answer = await emulator.make(...flattenVm(vm.uuid, { dryRun: true }));
  expect(answer.allVolumes).toMatchObject([{ actualSize }]);
  expect(emulator.world()).toEqual(before);
});

describe('of a VM', () => {
  test('all volumes are flattened, of one that runs, too', async () => {
    const emulator = await TestEmulator.start();
    const vm = await vmOf(emulator, images.linux, { strategy: 'InstantStart' });
    const answer = await emulator.make(...flattenVm(vm.uuid, { full: false }));
    expect(answer).toMatchObject({ uuid: vm.uuid, state: 'Running' });
    const row = rowOf(emulator, vm.rootVolumeUuid);
    expect(row.layer_size).toBe(row.actual_size);
    // The image that nothing stands on any more is still the one that the volume was made of.
    expect(answer.allVolumes).toMatchObject([{ rootImageUuid: images.linux }]);
  });

  test('what is flattened stays so when the next one fails', async () => {
    const emulator = await TestEmulator.start();
    const vm = await vmOf(emulator, images.linux);
    await writeTo(emulator, GIB);
    await takeSnapshot(emulator, 's');
    await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vm.uuid}`, {
      params: {},
    });
    await emulator.control('POST', '/faults', {
      kind: 'fail',
      point: 'flatten-vm-instance/flatten',
      resourceUuid: volumes.spareData,
      times: 1,
    });
    const answer = await emulator.call(...flattenVm(vm.uuid));
    expect(answer.status).toBe(503);
    const root = rowOf(emulator, vm.rootVolumeUuid);
    const data = rowOf(emulator, volumes.spareData);
    expect(root.layer_size).toBe(root.actual_size);
    expect(data.layer_size).toBeLessThan(data.actual_size);
    await emulator.make(...flattenVm(vm.uuid));
    expect(rowOf(emulator, volumes.spareData).layer_size).toBe(data.actual_size);
  });

  test('one in another state is refused', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, `update vm_instances set state = 'Crashed' where uuid = '${vms.runningLinux}'`);
    expect(await emulator.refused(...flattenVm(vms.runningLinux))).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining(
        "state[Crashed] doesn't allow to proceed message[org.zstack.header.vm.FlattenVmInstanceMsg]",
      ),
      cause: { code: 'VM.1010' },
    });
    expect(await emulator.refused(...flatten(volumes.runningLinux))).toMatchObject({
      code: 'VOLUME.1001',
      details: `failed to flatten volume[uuid:${volumes.runningLinux}]`,
      cause: {
        details: `the volume[uuid;${volumes.runningLinux}] is attached to a VM[uuid:${vms.runningLinux}] which is in state of Crashed, cannot do the snapshot merge`,
      },
    });
  });
});

test('what cannot be flattened is refused', async () => {
  const emulator = await TestEmulator.start();
  for (const dryRun of [true, false]) {
    put(emulator, `update volumes set is_shareable = 1 where uuid = '${volumes.spareData}'`);
    expect(await emulator.refused(...flatten(volumes.spareData, { dryRun }))).toMatchObject({
      code: 'SYS.1007',
      details: `cannot flatten a shareable volume[uuid:${volumes.spareData}]`,
    });
  }
  expect(await emulator.refused(...flatten(volumes.notInstantiated))).toMatchObject({
    code: 'VOLUME.1001',
    cause: { code: 'SYS.1006' },
  });
  expect((await emulator.refused(...flatten(volumes.notInstantiated, { dryRun: true }))).code).toBe(
    'SYS.1006',
  );
  expect(await emulator.refused(...flatten(volumes.inMaintenance))).toMatchObject({
    code: 'VOLUME.1001',
    cause: { code: 'PS.1000' },
  });
});

test('there must be room for the copy', async () => {
  const emulator = await TestEmulator.start();
  const { rootVolumeUuid: uuid } = await vmOf(emulator, images.linux);
  const nfs = primaryStorages.nfs;
  const less = `available_physical_capacity - ${2 ** 20}`;
  put(
    emulator,
    `update primary_storages set total_physical_capacity = total_physical_capacity - (${less}), available_physical_capacity = ${2 ** 20} where uuid = '${nfs}'`,
  );
  expect(await emulator.refused(...flatten(uuid))).toMatchObject({
    code: 'VOLUME.1001',
    cause: { details: expect.stringContaining("it's short of available capacity") },
  });
});
