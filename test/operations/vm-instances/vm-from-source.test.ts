import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { vms, volumes, primaryStorages, hosts, offerings } = SEED;
const spare = volumes.spareData;

const VM = { name: 'made', cpuNum: 1, memorySize: GIB, zoneUuid: SEED.zone };
const ofVolume = (params: object = {}) =>
  [
    'POST',
    '/vm-instances/from/volume',
    { params: { ...VM, volumeUuid: spare, ...params } },
  ] as const;
const ofSnapshot = (uuid: string, params: object = {}) =>
  [
    'POST',
    `/vm-instances/from/volume-snapshots/${uuid}`,
    { params: { ...VM, ...params } },
  ] as const;
const contentOf = (emulator: TestEmulator, table: string, uuid: string): string =>
  emulator.environment.database
    .prepare<[string], string>(`select content_id from ${table} where uuid = ?`)
    .pluck()
    .get(uuid) as string;
const dated = (emulator: TestEmulator) => {
  const world = emulator.world();
  const rows = world['volumes'] as Json[];
  return {
    ...world,
    faults: undefined,
    volumes: rows.map((row) => ({ ...row, last_op_date: 0, last_attach_date: 0 })),
  };
};

describe('a VM of a volume', () => {
  test('has it as its root volume, with its snapshots, and takes it along when it goes', async () => {
    const emulator = await TestEmulator.start();
    const snapshot = await takeSnapshot(emulator, 's');
    const free = emulator.available('primary', primaryStorages.nfs);
    const content = contentOf(emulator, 'volumes', spare);
    const vm = await emulator.make(
      ...ofVolume({ instanceOfferingUuid: offerings.small, platform: 'Windows' }),
    );
    expect(vm).toMatchObject({
      name: 'made',
      state: 'Running',
      rootVolumeUuid: spare,
      platform: 'Windows',
      instanceOfferingUuid: offerings.small,
      clusterUuid: SEED.clusters.used,
      imageUuid: null,
    });
    expect(await emulator.find(`/volumes/${spare}`)).toMatchObject({
      type: 'Root',
      deviceId: 0,
      vmInstanceUuid: vm.uuid,
      installPath: expect.stringContaining('/rootVolumes/'),
    });
    expect(await emulator.find(`/volume-snapshots/${snapshot.uuid}`)).toMatchObject({
      volumeType: 'Root',
      primaryStorageInstallPath: expect.stringContaining('/rootVolumes/'),
    });
    expect(contentOf(emulator, 'volumes', spare)).toBe(content);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free);
    await emulator.call('DELETE', `/vm-instances/${vm.uuid}`);
    await emulator.call('PUT', `/vm-instances/${vm.uuid}/actions`, { expungeVmInstance: {} });
    expect(await emulator.find(`/volumes/${spare}`)).toBeUndefined();
  });

  test('can be made without being started, and started later', async () => {
    const emulator = await TestEmulator.start();
    const vm = await emulator.make(...ofVolume({ strategy: 'CreateStopped' }));
    expect(vm.state).toBe('Stopped');
    const started = await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, {
      startVmInstance: {},
    });
    expect(started).toMatchObject({ state: 'Running', rootVolumeUuid: spare });
  });

  test('is the guest that the VM was which had the volume', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make('POST', `/volumes/${spare}/vm-instances/${vms.stoppedWindows}`, {
      params: {},
    });
    await emulator.make('DELETE', `/volumes/${spare}/vm-instances`);
    expect(await emulator.make(...ofVolume())).toMatchObject({
      platform: 'Windows',
      guestOsType: 'Windows Server 2019',
      architecture: 'x86_64',
    });
  });

  test('runs on the host of a local volume', async () => {
    const emulator = await TestEmulator.start();
    const { uuid: volumeUuid } = await emulator.make('POST', '/volumes/data', {
      params: { name: 'd', diskSize: GIB, primaryStorageUuid: primaryStorages.local },
      systemTags: [`localStorage::hostUuid::${hosts.linux}`],
    });
    expect(await emulator.refused(...ofVolume({ volumeUuid, hostUuid: hosts.arm }))).toMatchObject({
      code: 'SYS.1006',
      details: `the host of the vm[hostUuid:${hosts.arm}] is different from that of the volume[hostUuid:${hosts.linux}]. the volume cannot attach to the vm.`,
    });
    expect(await emulator.make(...ofVolume({ volumeUuid }))).toMatchObject({
      hostUuid: hosts.linux,
      rootVolumeUuid: volumeUuid,
    });
  });

  test('is refused for a volume that is shared, attached, not Ready or Disabled', async () => {
    const emulator = await TestEmulator.start();
    const refused = async (volumeUuid: string) => emulator.refused(...ofVolume({ volumeUuid }));
    expect(await refused(volumes.data)).toMatchObject({
      code: 'SYS.1006',
      details: 'could not create vm instance from a attached volume.',
    });
    const conditions = (uuid: string) =>
      `volume[uuid:${uuid}] could not satisfy conditions[state:Enabled status:Ready]`;
    expect((await refused(volumes.notInstantiated)).details).toBe(
      conditions(volumes.notInstantiated),
    );
    put(emulator, `update volumes set state = 'Disabled' where uuid = '${spare}'`);
    expect((await refused(spare)).details).toBe(conditions(spare));
    put(emulator, `update volumes set is_shareable = 1 where uuid = '${spare}'`);
    expect((await refused(spare)).details).toBe(
      'cannot create vm instance from a shareable volume.',
    );
  });

  test('is refused as any new VM is, and on another storage than its volume', async () => {
    const emulator = await TestEmulator.start();
    expect((await emulator.refused(...ofVolume({ cpuNum: null }))).details).toBe(
      'Missing CPU/memory settings',
    );
    expect((await emulator.refused(...ofVolume({ zoneUuid: null }))).details).toContain(
      'at least one of field (l3NetworkUuids,zoneUuid,clusterUuid,hostUuid) should be set',
    );
    expect(
      (await emulator.refused(...ofVolume({ primaryStorageUuid: primaryStorages.ceph }))).details,
    ).toContain(`is on the primary storage[uuid:${primaryStorages.nfs}]`);
    expect((await emulator.refused(...ofVolume(), ALICE_SESSION)).code).toMatch(/^(ID|SYS)\./);
  });

  test('that fails on its way gives the volume back as it was', async () => {
    const emulator = await TestEmulator.start();
    await takeSnapshot(emulator, 's');
    const before = dated(emulator);
    for (const step of ['create-volumes', 'start-vm']) {
      const point = `create-vm-instance/${step}`;
      await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
      expect((await emulator.call(...ofVolume())).status).toBe(503);
      expect([step, dated(emulator)]).toEqual([step, before]);
    }
  });
});

describe('a VM of a snapshot', () => {
  test('has a whole copy of what it froze', async () => {
    const emulator = await TestEmulator.start();
    await writeTo(emulator, GIB);
    const snapshot = await takeSnapshot(emulator, 's');
    await writeTo(emulator, GIB);
    const free = emulator.available('primary', primaryStorages.nfs);
    const vm = await emulator.make(
      ...ofSnapshot(snapshot.uuid, { rootVolumeSystemTags: ['capability::virtio-scsi'] }),
    );
    expect(vm).toMatchObject({ state: 'Running', platform: 'Linux' });
    const { size } = await emulator.find(`/volumes/${spare}`);
    const root = await emulator.find(`/volumes/${vm.rootVolumeUuid}`);
    expect(root).toMatchObject({
      name: 'ROOT-for-made',
      type: 'Root',
      size,
      actualSize: GIB + 200 * 1024,
      primaryStorageUuid: primaryStorages.nfs,
    });
    expect(contentOf(emulator, 'volumes', root.uuid)).toBe(
      contentOf(emulator, 'volume_snapshots', snapshot.uuid),
    );
    expect(free - emulator.available('primary', primaryStorages.nfs)).toBe(size);
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${root.uuid}`);
    expect(tags.body.inventories).toMatchObject([{ tag: 'capability::virtio-scsi' }]);
    // It stands on nothing: the snapshot and its volume may go.
    await emulator.call('DELETE', `/volume-snapshots/${snapshot.uuid}`);
    expect(await emulator.find(`/volumes/${root.uuid}`)).toEqual(root);
    const template = await emulator.createTemplate(root.uuid, {
      name: 't',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    });
    expect(contentOf(emulator, 'images', template.body.inventory.uuid)).toBe(
      contentOf(emulator, 'volumes', root.uuid),
    );
  });

  test('is the guest that the snapshot is of, and can lie on another storage', async () => {
    const emulator = await TestEmulator.start();
    const snapshot = await takeSnapshot(emulator, 's', volumes.stoppedWindows);
    const vm = await emulator.make(
      ...ofSnapshot(snapshot.uuid, {
        primaryStorageUuid: primaryStorages.local,
        strategy: 'CreateStopped',
      }),
    );
    expect(vm).toMatchObject({ platform: 'Windows', state: 'Stopped' });
    expect(await emulator.find(`/volumes/${vm.rootVolumeUuid}`)).toMatchObject({
      primaryStorageUuid: primaryStorages.local,
      format: 'qcow2',
    });
  });

  test('is refused while the snapshot is not Ready', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    put(emulator, `update volume_snapshots set status = 'Deleting' where uuid = '${uuid}'`);
    expect((await emulator.refused(...ofSnapshot(uuid))).code).toBe('VOLUME_SNAPSHOT.1000');
    expect((await emulator.refused(...ofSnapshot('f'.repeat(32)))).code).toBe('SYS.1003');
  });

  test('that fails on its way leaves nothing', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    const before = dated(emulator);
    for (const step of ['create-volumes', 'start-vm']) {
      const point = `create-vm-instance/${step}`;
      await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
      expect((await emulator.call(...ofSnapshot(uuid))).status).toBe(503);
      expect([step, dated(emulator)]).toEqual([step, before]);
    }
  });
});

describe('a VM of a group of snapshots', () => {
  const vm = vms.stoppedWindows;
  const take = async (emulator: TestEmulator): Promise<Json> => {
    await emulator.make('POST', `/volumes/${spare}/vm-instances/${vm}`, { params: {} });
    await writeTo(emulator, GIB);
    const group = await emulator.make('POST', '/volume-snapshots/group', {
      params: { rootVolumeUuid: volumes.stoppedWindows, name: 'g' },
    });
    await writeTo(emulator, GIB);
    return group;
  };
  const of = (volumeUuid: string, { volumeSnapshotRefs }: Json): string =>
    volumeSnapshotRefs.find((ref: Json) => ref.volumeUuid === volumeUuid).volumeSnapshotUuid;
  const ofGroup = (uuid: string, params: object = {}) =>
    [
      'POST',
      `/vm-instances/from/volume-snapshots/group/${uuid}`,
      { params: { ...VM, ...params } },
    ] as const;

  test('has all disks that it froze, with tags for each', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator);
    const data = of(spare, group);
    const free = emulator.available('primary', primaryStorages.nfs);
    const made = await emulator.make(
      ...ofGroup(group.uuid, {
        rootVolumeSystemTags: ['packer'],
        dataVolumeSystemTags: { [data]: ['capability::virtio-scsi'] },
      }),
    );
    expect(made).toMatchObject({ state: 'Running', platform: 'Windows' });
    const [root, disk] = (made.allVolumes as Json[]).toSorted((a, b) => a.deviceId - b.deviceId);
    expect([root.type, root.uuid, disk.type, disk.deviceId, disk.name]).toEqual([
      'Root',
      made.rootVolumeUuid,
      'Data',
      1,
      'DATA-for-made',
    ]);
    for (const [volume, snapshot, tag] of [
      [root, of(volumes.stoppedWindows, group), 'packer'],
      [disk, data, 'capability::virtio-scsi'],
    ] as const) {
      expect(contentOf(emulator, 'volumes', volume.uuid)).toBe(
        contentOf(emulator, 'volume_snapshots', snapshot),
      );
      const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${volume.uuid}`);
      expect(tags.body.inventories).toMatchObject([{ tag }]);
    }
    expect(free - emulator.available('primary', primaryStorages.nfs)).toBe(root.size + disk.size);
  });

  test('has those that are left of it, and its root volume where the call says', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator);
    await emulator.call('DELETE', `/volume-snapshots/${of(spare, group)}`);
    const made = await emulator.make(
      ...ofGroup(group.uuid, {
        primaryStorageUuidForRootVolume: primaryStorages.local,
        strategy: 'CreateStopped',
      }),
    );
    expect(made.allVolumes).toMatchObject([
      { type: 'Root', primaryStorageUuid: primaryStorages.local },
    ]);
    put(emulator, `delete from volume_snapshot_group_refs where volume_type = 'Root'`);
    put(
      emulator,
      `update volume_snapshots set group_uuid = null where volume_uuid = '${volumes.stoppedWindows}'`,
    );
    expect((await emulator.refused(...ofGroup(group.uuid))).details).toContain(
      'the snapshot of the root volume is not in the group',
    );
  });

  test('that fails on its way leaves nothing', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator);
    const before = dated(emulator);
    for (const step of ['create-volumes', 'start-vm']) {
      const point = `create-vm-instance/${step}`;
      await emulator.control('POST', '/faults', { kind: 'fail', point, times: 1 });
      expect((await emulator.call(...ofGroup(group.uuid))).status).toBe(503);
      expect([step, dated(emulator)]).toEqual([step, before]);
    }
  });

  test('is refused where a disk cannot lie where its snapshot is', async () => {
    const emulator = await TestEmulator.start();
    const group = await take(emulator);
    put(emulator, `update primary_storages set state = 'Disabled' where type = 'NFS'`);
    expect(
      (
        await emulator.refused(
          ...ofGroup(group.uuid, { primaryStorageUuidForRootVolume: primaryStorages.local }),
        )
      ).code,
    ).toBe('SYS.1006');
  });
});
