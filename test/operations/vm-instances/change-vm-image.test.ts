import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { makePattern } from '../../support/tag-patterns';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes, images, primaryStorages, backupStorages, hosts } = SEED;
const vm = vms.stoppedWindows;
const root = volumes.stoppedWindows;

const change = (imageUuid: string, params: object = {}, of: string = vm) =>
  ['PUT', `/vm-instances/${of}/actions`, { changeVmImage: { imageUuid, ...params } }] as const;
const contentOf = (emulator: TestEmulator, table: string, uuid: string): string =>
  emulator.environment.database
    .prepare<[string], string>(`select content_id from ${table} where uuid = ?`)
    .pluck()
    .get(uuid) as string;
const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );
const template = async (emulator: TestEmulator, of: string): Promise<Json> =>
  (
    await emulator.createTemplate(of, {
      name: 't',
      backupStorageUuids: [backupStorages.imageStore],
    })
  ).body.inventory;
const TRANSIENT = 'cd0000000000400080000000000000cd';
const PLATFORM = { platform: 'Linux', virtio: true };

test('the root volume is of the new image, and the VM, too', async () => {
  const emulator = await TestEmulator.start();
  const image = await emulator.find(`/images/${images.linux}`);
  const before = await emulator.find(`/volumes/${root}`);
  const vmBefore = await emulator.find(`/vm-instances/${vm}`);
  await writeTo(emulator, GIB, root);
  const answer = await emulator.make(...change(images.linux));
  expect(answer).toMatchObject({
    uuid: vm,
    imageUuid: images.linux,
    rootVolumeUuid: root,
    state: 'Stopped',
    platform: image.platform,
    guestOsType: image.guestOsType,
    vmNics: vmBefore.vmNics,
    vmCdRoms: vmBefore.vmCdRoms,
  });
  const after = await emulator.find(`/volumes/${root}`);
  expect(after).toMatchObject({
    name: before.name,
    rootImageUuid: images.linux,
    size: image.size,
    actualSize: image.actualSize,
    primaryStorageUuid: before.primaryStorageUuid,
  });
  expect(after.installPath).not.toBe(before.installPath);
  expect(contentOf(emulator, 'volumes', root)).toBe(contentOf(emulator, 'images', images.linux));
  expect((await template(emulator, root)).md5Sum).toBe(image.md5Sum);
  expect(await emulator.find(`/vm-instances/${vm}`)).toEqual(answer);
  const [cache] = (await emulator.call('GET', '/primary-storage/imagecache')).body.inventories;
  expect(cache).toMatchObject({ imageUuid: images.linux, primaryStorageUuid: primaryStorages.nfs });
});

test('what it took is the new volume and the image that came, and what it had is free', async () => {
  const emulator = await TestEmulator.start();
  const { size, actualSize } = await emulator.find(`/images/${images.linux}`);
  const { size: had } = await emulator.find(`/volumes/${root}`);
  const free = emulator.available('primary', primaryStorages.nfs);
  await emulator.make(...change(images.linux));
  expect(emulator.available('primary', primaryStorages.nfs)).toBe(free + had - size - actualSize);
  // The second time the image is there.
  const now = emulator.available('primary', primaryStorages.nfs);
  await emulator.make(...change(images.linux));
  expect(emulator.available('primary', primaryStorages.nfs)).toBe(now);
});

test('its snapshots stay, and bring back what it held; its next one begins a tree', async () => {
  const emulator = await TestEmulator.start();
  await writeTo(emulator, GIB, root);
  const content = contentOf(emulator, 'volumes', root);
  const snapshot = await takeSnapshot(emulator, 's', root);
  await emulator.make(...change(images.linux));
  expect(await emulator.find(`/volume-snapshots/${snapshot.uuid}`)).toMatchObject({
    volumeUuid: root,
    latest: false,
  });
  const next = await takeSnapshot(emulator, 'next', root);
  expect(next.treeUuid).not.toBe(snapshot.treeUuid);
  await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, {
    revertVolumeFromSnapshot: {},
  });
  expect(contentOf(emulator, 'volumes', root)).toBe(content);
});

test('the tags of the former image go, those of the new one come, its own stay', async () => {
  const emulator = await TestEmulator.start();
  const make = async (name: string, bootMode: string) =>
    (
      await emulator.make('POST', '/images', {
        params: {
          name,
          ...PLATFORM,
          url: `http://x/${name}.qcow2`,
          format: 'qcow2',
          architecture: 'x86_64',
          backupStorageUuids: [backupStorages.imageStore],
        },
        systemTags: [`bootMode::${bootMode}`],
      })
    ).uuid as string;
  const [one, two] = [await make('one', 'UEFI'), await make('two', 'Legacy')];
  const made = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      imageUuid: one,
      cpuNum: 1,
      memorySize: GIB,
      zoneUuid: SEED.zone,
      primaryStorageUuidForRootVolume: primaryStorages.nfs,
      strategy: 'CreateStopped',
    },
    systemTags: ['hostname::mine'],
  });
  await emulator.make(...change(two, { resourceUuid: TRANSIENT }, made.uuid));
  const tags = await tagsOf(emulator, made.uuid);
  expect(tags).toEqual(expect.arrayContaining(['bootMode::Legacy', 'hostname::mine']));
  expect(tags).not.toContain('bootMode::UEFI');
  expect(await tagsOf(emulator, made.rootVolumeUuid)).toContain(
    `overwriteBy::volume::${TRANSIENT}`,
  );
  expect(await emulator.find(`/volumes/${TRANSIENT}`)).toBeUndefined();
});

test('tags of the call are tags of the root volume', async () => {
  const emulator = await TestEmulator.start();
  const wrong = { ...change(images.linux)[2], systemTags: ['uploadImage::x'] };
  expect((await emulator.refused('PUT', `/vm-instances/${vm}/actions`, wrong)).details).toContain(
    'no system tag matches[uploadImage::x] for resourceType[',
  );
  const pattern = await makePattern(emulator);
  await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
    changeVmImage: { imageUuid: images.linux, tagUuids: [pattern.uuid] },
    systemTags: ['capability::virtio-scsi'],
    userTags: ['changed'],
  });
  expect(await tagsOf(emulator, root)).toContain('capability::virtio-scsi');
  const { inventories } = (await emulator.call('GET', `/user-tags?q=resourceUuid=${root}`)).body;
  expect(inventories.map(({ tag }: Json) => tag).toSorted()).toEqual(['changed', 'production']);
});

test('on Ceph it lies in the pool that the call names, and snapshots keep what they lie in', async () => {
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
  const ceph = volumes.runningArmOnCeph;
  put(emulator, `update vm_instances set state = 'Stopped' where uuid = '${vms.runningArmOnCeph}'`);
  const snapshot = await takeSnapshot(emulator, 's', ceph);
  const content = contentOf(emulator, 'volumes', ceph);
  const call = (pool: string) =>
    [
      'PUT',
      `/vm-instances/${vms.runningArmOnCeph}/actions`,
      { changeVmImage: { imageUuid: image.uuid }, systemTags: [`ceph::rootPoolName::${pool}`] },
    ] as const;
  expect((await emulator.refused(...call('none'))).details).toBe(
    'cannot find cephPrimaryStorage pool[poolName=none]',
  );
  const { rootVolumePool } = { rootVolumePool: 'pool-vms' };
  await emulator.make(...call(rootVolumePool));
  const { installPath, actualSize } = await emulator.find(`/volumes/${ceph}`);
  expect([installPath.startsWith('ceph://pool-vms/'), actualSize]).toEqual([true, 2 * GIB]);
  expect(installPath).not.toContain(ceph);
  await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, {
    revertVolumeFromSnapshot: {},
  });
  expect((await emulator.find(`/volumes/${ceph}`)).installPath).toBe(`ceph://pool-vms/${ceph}`);
  expect(contentOf(emulator, 'volumes', ceph)).toBe(content);
});

describe('the candidates', () => {
  const candidates = async (emulator: TestEmulator, of: string = vm, session?: string) =>
    (await emulator.call('GET', `/vm-instances/${of}/image-candidates`, undefined, session)).body;

  test('are root volume templates that a VM can be changed to, and no others', async () => {
    const emulator = await TestEmulator.start();
    const found = (await candidates(emulator)).inventories;
    expect(found.map(({ uuid }: Json) => uuid).toSorted()).toEqual([images.linux, images.windows]);
    expect(found[0]).toEqual(await emulator.find(`/images/${found[0].uuid}`));
    put(emulator, `update images set system = 1 where uuid = '${images.linux}'`);
    put(emulator, `update images set architecture = 'aarch64' where uuid = '${images.windows}'`);
    expect((await candidates(emulator)).inventories).toEqual([]);
    for (const image of [
      images.linux,
      images.windows,
      images.iso,
      images.disabled,
      images.deleted,
    ]) {
      const answer = await emulator.call(...change(image));
      expect([image, answer.status]).toEqual([image, 503]);
    }
  });

  test('of a VM on Ceph lie on its Ceph; none for a storage that is lost', async () => {
    const emulator = await TestEmulator.start();
    expect((await candidates(emulator, vms.runningArmOnCeph)).inventories).toEqual([]);
    put(emulator, `update backup_storages set status = 'Disconnected'`);
    expect((await candidates(emulator)).inventories).toEqual([]);
  });

  test('are those that the caller sees', async () => {
    const emulator = await TestEmulator.start();
    expect((await candidates(emulator, vm, ALICE_SESSION)).inventories).toEqual([]);
    expect((await candidates(emulator, 'f'.repeat(32))).error.code).toBe('SYS.1003');
  });
});

describe('is refused', () => {
  test('unless the VM is Stopped', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...change(images.linux, {}, vms.runningLinux))).toMatchObject({
      code: 'SYS.1006',
      details:
        "current vm instance state[Running] doesn't allow to proceed message[org.zstack.header.vm.APIChangeVmImageMsg], allowed states are [Stopped]",
      cause: { code: 'VM.1010' },
    });
  });

  test('for an image that is none for it', async () => {
    const emulator = await TestEmulator.start();
    const details = async (uuid: string) => (await emulator.refused(...change(uuid))).details;
    expect(await details(images.disabled)).toBe(
      `image[uuid:${images.disabled}] is Disabled, can't change vm to it`,
    );
    expect(await details(images.deleted)).toBe(
      `image[uuid:${images.deleted}] is not ready yet, can't change vm to it`,
    );
    expect(await details(images.iso)).toContain('is of mediaType: ISO');
    put(emulator, `update images set architecture = 'aarch64' where uuid = '${images.linux}'`);
    expect(await details(images.linux)).toContain('is no candidate for the vm');
  });

  test('where its local host cannot be used, or its storage has no room', async () => {
    const emulator = await TestEmulator.start();
    const made = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'v',
        imageUuid: images.linux,
        cpuNum: 1,
        memorySize: GIB,
        hostUuid: hosts.linux,
        primaryStorageUuidForRootVolume: primaryStorages.local,
        strategy: 'CreateStopped',
      },
    });
    await emulator.make('PUT', `/hosts/${hosts.linux}/actions`, {
      changeHostState: { stateEvent: 'disable' },
    });
    expect((await emulator.refused(...change(images.windows, {}, made.uuid))).code).toMatch(
      /^(HOST_ALLOCATION.1000|SYS.1006)$/,
    );
    await emulator.make('PUT', `/hosts/${hosts.linux}/actions`, {
      changeHostState: { stateEvent: 'enable' },
    });
    await emulator.make('POST', '/volumes/data', {
      params: {
        name: 'big',
        diskSize: emulator.available('primary', primaryStorages.local) - 5 * GIB,
        primaryStorageUuid: primaryStorages.local,
      },
      systemTags: [`localStorage::hostUuid::${hosts.linux}`],
    });
    expect((await emulator.refused(...change(images.windows, {}, made.uuid))).details).toContain(
      'cannot find primary storage satisfying conditions[',
    );
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
      .send({ changeVmImage: { imageUuid: images.linux, resourceUuid: TRANSIENT } });
    expect(answer.status).toBe(202);
    const job = String(answer.body.location).split('/').at(-1);
    const end = async () => {
      emulator.advance(7_200_000);
      return emulator.anonymous.get(`/zstack/v1/api-jobs/${job}`);
    };
    return { emulator, before, end };
  };
  test('the new volume is there, and its room is taken', async () => {
    const { emulator, end } = await held();
    expect(await emulator.find(`/volumes/${TRANSIENT}`)).toMatchObject({
      status: 'Creating',
      rootImageUuid: images.linux,
    });
    expect((await end()).status).toBe(200);
    expect(await emulator.find(`/volumes/${TRANSIENT}`)).toBeUndefined();
    expect(await emulator.find(`/vm-instances/${vm}`)).toMatchObject({ imageUuid: images.linux });
  });

  test('a VM that starts, or an image that goes, ends it, and nothing has changed', async () => {
    for (const [disturb, repair] of [
      [
        `update vm_instances set state = 'Running' where uuid = '${vm}'`,
        `update vm_instances set state = 'Stopped' where uuid = '${vm}'`,
      ],
      [
        `update images set state = 'Disabled' where uuid = '${images.linux}'`,
        `update images set state = 'Enabled' where uuid = '${images.linux}'`,
      ],
    ] as const) {
      const { emulator, before, end } = await held();
      put(emulator, disturb);
      expect((await end()).status).toBe(503);
      put(emulator, repair);
      expect(emulator.world()).toEqual(before);
      await emulator.stop();
    }
  });

  test('a VM that is expunged, and a storage that is deleted, leave nothing of it', async () => {
    const first = await held();
    await first.emulator.call('DELETE', `/vm-instances/${vm}`);
    await first.emulator.call('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
    expect((await first.end()).status).toBe(503);
    expect(await first.emulator.find(`/volumes/${TRANSIENT}`)).toBeUndefined();
    const second = await held();
    await second.emulator.make(
      'DELETE',
      `/clusters/${SEED.clusters.used}/primary-storage/${primaryStorages.nfs}`,
    );
    const gone = await second.emulator.call('DELETE', `/primary-storage/${primaryStorages.nfs}`);
    expect(gone.status).toBe(200);
    expect((await second.end()).status).toBe(503);
    expect(second.emulator.brokenLaws()).toEqual({});
  });
});

test('at each of its steps a fault leaves the world as it was', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.control('GET', '/faults/points');
  const points = (body.inventories as Json[])
    .map(({ point }) => String(point))
    .filter((point) => point.startsWith('change-vm-image/'));
  expect(points).toHaveLength(4);
  for (const point of points) {
    // An image that has come to the storage stays there.
    put(emulator, `delete from image_caches`);
    put(
      emulator,
      `update primary_storages set available_capacity = total_capacity - system_used_capacity - (select coalesce(sum(size), 0) from volumes where primary_storage_uuid = primary_storages.uuid), available_physical_capacity = total_physical_capacity - system_used_capacity - (select coalesce(sum(layer_size), 0) from volumes where primary_storage_uuid = primary_storages.uuid)`,
    );
    const before: Json = { ...emulator.world(), faults: undefined };
    await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
    const answer = await emulator.call(...change(images.linux));
    expect([point, answer.status]).toEqual([point, 503]);
    const { image_caches: came, primary_storages: rooms, ...after } = emulator.world();
    expect([point, before]).toMatchObject([point, { ...after, faults: undefined }]);
    const isKept = !['allocate-volume', 'download-image'].includes(point.split('/')[1] ?? '');
    expect([point, (came as Json[]).length]).toEqual([point, isKept ? 1 : 0]);
    expect([point, JSON.stringify(rooms) === JSON.stringify(before.primary_storages)]).toEqual([
      point,
      !isKept,
    ]);
  }
});
