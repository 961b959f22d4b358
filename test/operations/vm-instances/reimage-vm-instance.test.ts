import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes, images, primaryStorages, backupStorages, hosts } = SEED;
const vm = vms.stoppedWindows;
const root = volumes.stoppedWindows;

const reimage = (of: string = vm) =>
  ['PUT', `/vm-instances/${of}/actions`, { reimageVmInstance: {} }] as const;
const physical = (emulator: TestEmulator, uuid: string): number =>
  emulator.environment.database
    .prepare<[string], number>(
      'select available_physical_capacity from primary_storages where uuid = ?',
    )
    .pluck()
    .get(uuid) as number;
const contentOf = (emulator: TestEmulator, table: string, uuid: string): string =>
  emulator.environment.database
    .prepare<[string], string>(`select content_id from ${table} where uuid = ?`)
    .pluck()
    .get(uuid) as string;
const snapshots = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', '/volume-snapshots')).body.inventories;
const trash = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorages.ceph}`)).body
    .inventories ?? [];

test('the root volume is what its image is, and what it held stays as a snapshot', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find(`/volumes/${root}`);
  const image = await emulator.find(`/images/${images.windows}`);
  await writeTo(emulator, GIB, root);
  const content = contentOf(emulator, 'volumes', root);
  const [virtually, physically] = [
    emulator.available('primary', primaryStorages.nfs),
    physical(emulator, primaryStorages.nfs),
  ];
  const answer = await emulator.make(...reimage());
  expect(answer).toMatchObject({
    uuid: vm,
    state: 'Stopped',
    imageUuid: images.windows,
    rootVolumeUuid: root,
  });
  const after = await emulator.find(`/volumes/${root}`);
  expect(after).toMatchObject({ size: image.size, actualSize: image.actualSize, type: 'Root' });
  expect(after.installPath).not.toBe(before.installPath);
  expect(after.installPath).toMatch(
    new RegExp(`/rootVolumes/acct-[0-9a-f]{32}/vol-${root}/[0-9a-f]{32}\\.qcow2$`),
  );
  expect(contentOf(emulator, 'volumes', root)).toBe(contentOf(emulator, 'images', images.windows));
  const [snapshot] = await snapshots(emulator);
  expect(snapshot).toMatchObject({
    name: expect.stringMatching(new RegExp(`^reimage-vm-point-${vm}-20171114\\d{6}$`)),
    description: `save snapshot for reimage vm [uuid:${vm}]`,
    volumeUuid: root,
    latest: false,
    status: 'Ready',
    type: 'Hypervisor',
    primaryStorageInstallPath: before.installPath,
    parentUuid: null,
  });
  expect(contentOf(emulator, 'volume_snapshots', snapshot.uuid)).toBe(content);
  const tree = await emulator.find(`/volume-snapshots/trees?q=uuid=${snapshot.treeUuid}`);
  expect(tree).toMatchObject({ current: false, volumeUuid: root });
  const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${snapshot.uuid}`);
  expect(tags.body.inventories).toMatchObject([{ tag: 'CreatedBySystem' }]);
  // The image has come to the storage; the snapshot holds what the volume held.
  expect(virtually - emulator.available('primary', primaryStorages.nfs)).toBe(
    image.actualSize + snapshot.size + (image.size - before.size),
  );
  expect(physically - physical(emulator, primaryStorages.nfs)).toBe(image.actualSize);
});

test('a template of it has the content of the image, and the snapshot brings back what was', async () => {
  const emulator = await TestEmulator.start();
  await writeTo(emulator, GIB, root);
  const content = contentOf(emulator, 'volumes', root);
  await emulator.make(...reimage());
  const template = await emulator.createTemplate(root, {
    name: 't',
    backupStorageUuids: [backupStorages.imageStore],
  });
  const image = await emulator.find(`/images/${images.windows}`);
  expect(template.body.inventory.md5Sum).toBe(image.md5Sum);
  const [snapshot] = await snapshots(emulator);
  await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, {
    revertVolumeFromSnapshot: {},
  });
  expect(contentOf(emulator, 'volumes', root)).toBe(content);
});

test('its next snapshot begins a tree, and the old one goes without touching it', async () => {
  const emulator = await TestEmulator.start();
  await writeTo(emulator, GIB, root);
  await emulator.make(...reimage());
  const [old] = await snapshots(emulator);
  const next = await takeSnapshot(emulator, 'next', root);
  expect(next.treeUuid).not.toBe(old.treeUuid);
  expect(next).toMatchObject({ latest: true, distance: 1, size: 0 });
  const free = physical(emulator, primaryStorages.nfs);
  await emulator.call('DELETE', `/volume-snapshots/${old.uuid}`);
  expect(physical(emulator, primaryStorages.nfs)).toBe(free + old.size);
  expect(contentOf(emulator, 'volumes', root)).toBe(contentOf(emulator, 'images', images.windows));
});

test('a volume that had grown is as large as its image again', async () => {
  const emulator = await TestEmulator.start();
  const image = await emulator.find(`/images/${images.windows}`);
  await emulator.make('PUT', `/volumes/resize/${root}/actions`, {
    resizeRootVolume: { size: 100 * GIB },
  });
  await emulator.make(...reimage());
  expect(await emulator.find(`/volumes/${root}`)).toMatchObject({ size: image.size });
});

describe('on Ceph', () => {
  const onCeph = async () => {
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
    const made = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: image.uuid,
        cpuNum: 1,
        memorySize: GIB,
        hostUuid: hosts.arm,
        primaryStorageUuidForRootVolume: primaryStorages.ceph,
        strategy: 'CreateStopped',
      },
    });
    await writeTo(emulator, GIB, made.rootVolumeUuid);
    return { emulator, image, made, uuid: made.rootVolumeUuid as string };
  };

  test('it goes on in a new volume, and the old one waits in the trash for its snapshot', async () => {
    const { emulator, image, made, uuid } = await onCeph();
    const path = `ceph://pool-vms/${uuid}`;
    await emulator.make(...reimage(made.uuid));
    expect((await emulator.find(`/volumes/${uuid}`)).installPath).toMatch(
      new RegExp(`^ceph://pool-vms/reset-image-${uuid}-\\d+$`),
    );
    expect(contentOf(emulator, 'volumes', uuid)).toBe(contentOf(emulator, 'images', image.uuid));
    const [snapshot] = await snapshots(emulator);
    expect(snapshot).toMatchObject({
      type: 'Storage',
      primaryStorageInstallPath: `${path}@${snapshot.uuid}`,
    });
    const [item] = await trash(emulator);
    expect(item).toMatchObject({ trashType: 'ReimageVolume', installPath: path });
    const clean = await emulator.call(
      'PUT',
      `/primary-storage/${primaryStorages.ceph}/trash/actions`,
      { cleanUpTrashOnPrimaryStorage: {} },
    );
    expect(clean.body.results).toMatchObject([{ success: false }]);
    const held = physical(emulator, primaryStorages.ceph);
    await emulator.call('DELETE', `/volume-snapshots/${snapshot.uuid}`);
    // What was only the snapshot's is nobody's now.
    expect(physical(emulator, primaryStorages.ceph)).toBe(held + GIB);
    expect(await emulator.find(`/volumes/${uuid}`)).toMatchObject({ actualSize: 2 * GIB });
    const free = physical(emulator, primaryStorages.ceph);
    await emulator.call('PUT', `/primary-storage/${primaryStorages.ceph}/trash/actions`, {
      cleanUpTrashOnPrimaryStorage: {},
    });
    expect(await trash(emulator)).toEqual([]);
    expect(physical(emulator, primaryStorages.ceph)).toBe(free);
  });

  test('a revert to the snapshot goes back to the old volume, which is no trash then', async () => {
    const { emulator, made, uuid } = await onCeph();
    const content = contentOf(emulator, 'volumes', uuid);
    await emulator.make(...reimage(made.uuid));
    const [snapshot] = await snapshots(emulator);
    await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, {
      revertVolumeFromSnapshot: {},
    });
    expect((await emulator.find(`/volumes/${uuid}`)).installPath).toBe(`ceph://pool-vms/${uuid}`);
    expect(contentOf(emulator, 'volumes', uuid)).toBe(content);
    expect(await trash(emulator)).toEqual([]);
    const free = physical(emulator, primaryStorages.ceph);
    await emulator.call('DELETE', `/volume-snapshots/${snapshot.uuid}`);
    expect(physical(emulator, primaryStorages.ceph)).toBe(free);
  });

  test('with its VM all of it goes', async () => {
    const { emulator, made } = await onCeph();
    await emulator.make(...reimage(made.uuid));
    await emulator.call('DELETE', `/vm-instances/${made.uuid}`);
    await emulator.call('PUT', `/vm-instances/${made.uuid}/actions`, { expungeVmInstance: {} });
    expect([await trash(emulator), await snapshots(emulator)]).toEqual([[], []]);
  });
});

describe('is refused', () => {
  test('for a VM that is not Stopped', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...reimage(vms.runningLinux))).toMatchObject({
      code: 'VM.1014',
      details: `unable to reset volume[uuid:${volumes.runningLinux}] to origin image[uuid:${images.linux}], the vm[uuid:${vms.runningLinux}] volume attached to is not in Stopped state, current state is Running`,
    });
  });

  test('for a VM of an ISO, and where image and cache are gone', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, `update volumes set root_image_uuid = null where uuid = '${root}'`);
    put(emulator, `update vm_instances set image_uuid = '${images.iso}' where uuid = '${vm}'`);
    expect(await emulator.refused(...reimage())).toMatchObject({
      code: 'VM.1015',
      details: `unable to reset volume[uuid:${root}] to origin image[uuid:${images.iso}], for image type is ISO`,
    });
    const gone = 'f'.repeat(32);
    put(emulator, `update volumes set root_image_uuid = '${gone}' where uuid = '${root}'`);
    expect(await emulator.refused(...reimage())).toMatchObject({
      code: 'VM.1016',
      details: `unable to reset volume[uuid:${root}] to origin image[uuid:${gone}], cannot find image cache.`,
    });
  });

  test('where only a cache is left of the image', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make(...reimage());
    await emulator.call('DELETE', `/images/${images.windows}`);
    await emulator.call('PUT', `/images/${images.windows}/actions`, { expungeImage: {} });
    expect(await emulator.refused(...reimage())).toMatchObject({
      code: 'SYS.1006',
      details: 'root image has been deleted, cannot reimage now',
    });
  });

  test('where the storage has no room for the image', async () => {
    const emulator = await TestEmulator.start();
    const nfs = primaryStorages.nfs;
    const take = `available_capacity - ${2 * GIB}`;
    put(
      emulator,
      `update primary_storages set system_used_capacity = system_used_capacity + ${take}, available_capacity = ${2 * GIB} where uuid = '${nfs}'`,
    );
    put(
      emulator,
      `update primary_storages set available_physical_capacity = total_physical_capacity - system_used_capacity - (select sum(layer_size) from volumes where primary_storage_uuid = '${nfs}') where uuid = '${nfs}'`,
    );
    expect(await emulator.refused(...reimage())).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining('cannot find primary storage satisfying conditions['),
    });
  });

  test('where the storage is Disabled, or somebody else asks', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, `update primary_storages set state = 'Disabled'`);
    expect((await emulator.refused(...reimage())).code).toBe('SYS.1006');
    expect((await emulator.refused(...reimage(), ALICE_SESSION)).code).toMatch(/^(ID|SYS)\./);
  });
});

describe('while it is under way', () => {
  const held = async () => {
    const emulator = await TestEmulator.start();
    await writeTo(emulator, GIB, root);
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const before = emulator.world();
    const answer = await emulator.anonymous
      .put(`/zstack/v1/vm-instances/${vm}/actions`)
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .set('Prefer', 'respond-async')
      .send({ reimageVmInstance: {} });
    expect(answer.status).toBe(202);
    const job = String(answer.body.location).split('/').at(-1);
    const end = async () => {
      emulator.advance(3_600_000);
      return emulator.anonymous.get(`/zstack/v1/api-jobs/${job}`);
    };
    return { emulator, before, end };
  };

  test('a VM that starts keeps its disk, and no snapshot stays', async () => {
    const { emulator, before, end } = await held();
    put(emulator, `update vm_instances set state = 'Running' where uuid = '${vm}'`);
    const answer = await end();
    expect(answer.status).toBe(503);
    expect(answer.body.error).toMatchObject({ code: 'VM.1014' });
    put(emulator, `update vm_instances set state = 'Stopped' where uuid = '${vm}'`);
    expect(emulator.world()).toEqual(before);
  });

  test('a snapshot that somebody takes on top keeps the one below', async () => {
    const { emulator, end } = await held();
    const content = contentOf(emulator, 'volumes', root);
    await emulator.control('PUT', '/progression', { mode: 'immediate' });
    await takeSnapshot(emulator, 'mine', root);
    put(emulator, `update vm_instances set state = 'Running' where uuid = '${vm}'`);
    expect((await end()).status).toBe(503);
    expect(await snapshots(emulator)).toHaveLength(2);
    expect(contentOf(emulator, 'volumes', root)).toBe(content);
  });

  test('a VM that is destroyed and expunged leaves nothing', async () => {
    const { emulator, end } = await held();
    await emulator.call('DELETE', `/vm-instances/${vm}`);
    await emulator.call('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
    expect((await end()).status).toBe(503);
    expect([await snapshots(emulator), emulator.brokenLaws()]).toEqual([[], {}]);
  });
});

test('at each of its steps a fault leaves the world as it was', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.control('GET', '/faults/points');
  const points = (body.inventories as Json[])
    .map(({ point }) => String(point))
    .filter((point) => point.startsWith('reset-root-volume-from-image/'));
  expect(points).toHaveLength(5);
  // An image that has come to the storage stays there.
  await emulator.make(...reimage());
  await writeTo(emulator, GIB, root);
  for (const point of points) {
    const before = { ...emulator.world(), faults: undefined };
    await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
    const answer = await emulator.call(...reimage());
    expect([point, answer.status, answer.body.error.location]).toEqual([
      point,
      503,
      point.split('/')[1],
    ]);
    expect([point, { ...emulator.world(), faults: undefined }]).toEqual([point, before]);
  }
});
