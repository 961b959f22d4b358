import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { images, vms, volumes, primaryStorages, backupStorages } = SEED;
const GIB = 2 ** 30;
const HOUR = 3_600_000;
/** What every new VM must be told. */
const SIZE = { cpuNum: 1, memorySize: GIB, zoneUuid: SEED.zone };
const actions = (uuid: string) => `/vm-instances/${uuid}/actions`;
const create = (params: object) =>
  ['POST', '/vm-instances', { params: { name: 'vm', ...SIZE, ...params } }] as const;

describe('a new VM', () => {
  test('runs on a root volume with the content of its image', async () => {
    const emulator = await TestEmulator.start();
    const vm = await emulator.make(
      ...create({
        imageUuid: images.windows,
        cpuNum: 2,
        memorySize: 4 * GIB,
        l3NetworkUuids: [SEED.l3Network],
        dataDiskSizes: [GIB, 2 * GIB],
        primaryStorageUuidForRootVolume: primaryStorages.nfs,
      }),
    );
    expect(vm).toMatchObject({
      state: 'Running',
      platform: 'Windows',
      guestOsType: 'Windows Server 2019',
      architecture: 'x86_64',
      cpuNum: 2,
      memorySize: 4 * GIB,
      imageUuid: images.windows,
      zoneUuid: SEED.zone,
      vmNics: [{ l3NetworkUuid: SEED.l3Network, deviceId: 0 }],
      defaultL3NetworkUuid: SEED.l3Network,
      vmCdRoms: [{ deviceId: 0, isoUuid: null }],
    });
    const kinds = vm.allVolumes.map((one: Json) => [one.type, one.deviceId, one.size]);
    expect(kinds).toEqual([
      ['Root', 0, 80 * GIB],
      ['Data', 1, GIB],
      ['Data', 2, 2 * GIB],
    ]);
    const template = await emulator.make(
      'POST',
      `/images/root-volume-templates/from/volumes/${vm.rootVolumeUuid}`,
      { params: { name: 't', backupStorageUuids: [backupStorages.imageStore] } },
    );
    const image = await emulator.find(`/images/${images.windows}`);
    expect(template.md5Sum).toBe(image.md5Sum);
    expect(template).toMatchObject({ size: image.size, actualSize: image.actualSize });
  });

  test('is made from the cache when no storage has its image any more', async () => {
    const emulator = await TestEmulator.start();
    const wanted = {
      imageUuid: images.windows,
      primaryStorageUuidForRootVolume: primaryStorages.local,
    };
    await emulator.make(...create(wanted));
    await emulator.call('PUT', `/backup-storage/${backupStorages.imageStore}/actions`, {
      changeBackupStorageState: { stateEvent: 'disable' },
    });
    const available = emulator.available('primary', primaryStorages.local);
    await emulator.make(...create(wanted));
    expect(emulator.available('primary', primaryStorages.local)).toBe(available - 80 * GIB);
  });

  test.each([
    ['CreateStopped', 'Stopped'],
    ['JustCreate', 'Created'],
  ])('by %s is %s and can be started', async (strategy, state) => {
    const emulator = await TestEmulator.start();
    const vm = await emulator.make(...create({ imageUuid: images.linux, strategy }));
    expect(vm.state).toBe(state);
    const started = await emulator.make('PUT', actions(vm.uuid), { startVmInstance: {} });
    expect(started.state).toBe('Running');
  });

  test('of an ISO has an empty disk, and the ISO in its drive', async () => {
    const emulator = await TestEmulator.start();
    const vm = await emulator.make(...create({ imageUuid: images.iso, rootDiskSize: 20 * GIB }));
    expect(vm.vmCdRoms).toMatchObject([{ isoUuid: images.iso }]);
    expect(vm.allVolumes).toMatchObject([{ size: 20 * GIB, actualSize: 0, rootImageUuid: null }]);
  });

  test('is Starting on its way', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const accepted = await emulator.call(...create({ imageUuid: images.linux }));
    expect(accepted.status).toBe(202);
    expect(await emulator.find('/vm-instances?q=name=vm')).toMatchObject({ state: 'Starting' });
    emulator.advance(10_000);
    expect(await emulator.find('/vm-instances?q=name=vm')).toMatchObject({ state: 'Running' });
  });

  test.each([
    [
      { imageUuid: images.disabled },
      'SYS.1006',
      `image[uuid:${images.disabled}] is Disabled, can't create vm from it`,
    ],
    [
      { imageUuid: images.deleted },
      'SYS.1006',
      `image[uuid:${images.deleted}] is not ready yet, can't create vm from it`,
    ],
    [
      { imageUuid: images.iso },
      'SYS.1007',
      'image mediaType is ISO but missing root disk settings',
    ],
    [{}, 'SYS.1007', 'when imageUuid is null, [platform] is required'],
    [{ imageUuid: images.linux, cpuNum: 0 }, 'SYS.1006', 'Unexpected CPU/memory settings'],
    [
      { imageUuid: images.linux, dataDiskSizes: [0] },
      'SYS.1006',
      'Unexpected data disk settings. dataDiskSizes need to be greater than 0',
    ],
    [
      { imageUuid: images.linux, instanceOfferingUuid: images.linux },
      'SYS.1003',
      'type:InstanceOfferingVO] not found',
    ],
    [{ imageUuid: images.linux, hostUuid: images.linux }, 'SYS.1003', 'type:HostVO] not found'],
    [
      { imageUuid: images.linux, dataDiskSizes: [2 ** 50] },
      'SYS.1006',
      `cannot find available primary storage[state: Enabled, status: Connected, available capacity ${2 ** 50 + 40 * 2 ** 30} bytes]`,
    ],
    [
      { imageUuid: images.linux, primaryStorageUuidForRootVolume: primaryStorages.inMaintenance },
      'SYS.1006',
      'cannot find available primary storage[state: Enabled',
    ],
    [
      {
        imageUuid: images.windows,
        primaryStorageUuidForRootVolume: primaryStorages.ceph,
        dataDiskSizes: [2 ** 50],
      },
      'SYS.1006',
      'cannot find available primary storage',
    ],
  ])('with %j is refused, and nothing is left', async (params, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...create(params));
    expect(error.code).toBe(code);
    expect(error.details).toContain(details);
  });

  test('of a data template is refused', async () => {
    const emulator = await TestEmulator.start();
    const path = `/images/data-volume-templates/from/volumes/${volumes.data}`;
    const { uuid } = await emulator.make('POST', path, { params: { name: 'd' } });
    const error = await emulator.refused(...create({ imageUuid: uuid }));
    expect(error.details).toContain('only RootVolumeTemplate and ISO can be used to create vm');
  });
});

test('a VM is stopped, started, and refused what its state does not allow', async () => {
  const emulator = await TestEmulator.start();
  const put = (action: string, params: object = {}) =>
    ['PUT', actions(vms.runningLinux), { [action]: params }] as const;
  expect(await emulator.make(...put('startVmInstance'))).toMatchObject({ state: 'Running' });
  const stopped = await emulator.make(...put('stopVmInstance', { type: 'grace', stopHA: 'true' }));
  expect(stopped).toMatchObject({ state: 'Stopped', hostUuid: null });
  expect(stopped.lastHostUuid).not.toBeNull();
  expect(await emulator.make(...put('stopVmInstance'))).toMatchObject({ state: 'Stopped' });
  const started = await emulator.make(...put('startVmInstance'));
  expect(started).toMatchObject({ state: 'Running', hostUuid: stopped.lastHostUuid });
  const changed = await emulator.make(
    ...put('updateVmInstance', { name: 'n', platform: 'Other', reservedMemorySize: 1024 }),
  );
  expect(changed).toMatchObject({ name: 'n', platform: 'Other', reservedMemorySize: 1024 });
  expect(await emulator.make(...put('updateVmInstance', { state: 'Stopped' }))).toMatchObject({
    state: 'Stopped',
  });
  await emulator.call('DELETE', `/vm-instances/${vms.stoppedWindows}`);
  const destroyed = await emulator.refused('PUT', actions(vms.stoppedWindows), {
    updateVmInstance: { state: 'Running' },
  });
  expect(destroyed.details).toContain("current vm instance state[Destroyed] doesn't allow");
  const many = await emulator.refused(...put('updateVmInstance', { cpuNum: 2000 }));
  expect(many.details).toBe('field[cpuNum] must be in range of [1, 1024]');
});

describe('a destroyed VM', () => {
  const destroyed = async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    await emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
    return { emulator, before };
  };

  test('loses its data volumes, keeps its root volume and comes back stopped', async () => {
    const { emulator } = await destroyed();
    expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toMatchObject({
      state: 'Destroyed',
      allVolumes: [{ type: 'Root', status: 'Deleted' }],
    });
    expect(await emulator.find(`/volumes/${volumes.data}`)).toMatchObject({
      vmInstanceUuid: null,
      status: 'Ready',
    });
    const vm = await emulator.make('PUT', actions(vms.runningLinux), { recoverVmInstance: {} });
    expect(vm).toMatchObject({ state: 'Stopped', allVolumes: [{ status: 'Ready' }] });
    const again = await emulator.refused('PUT', actions(vms.runningLinux), {
      recoverVmInstance: {},
    });
    expect(again.details).toContain('allowed states are [Destroyed]');
  });

  test('is expunged by request or by the clock, with its root volume and no image', async () => {
    for (const end of ['request', 'clock']) {
      const { emulator, before } = await destroyed();
      await emulator.configure('image/expungePeriod', String(30 * 24 * 3600));
      if (end === 'clock') emulator.advance(7 * 24 * HOUR + 2 * HOUR);
      else await emulator.call('PUT', actions(vms.runningLinux), { expungeVmInstance: {} });
      expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toBeUndefined();
      expect(await emulator.find(`/volumes/${volumes.runningLinux}`)).toBeUndefined();
      expect(emulator.world()['images']).toEqual(before['images']);
    }
  });

  test('by Direct is gone at once, and absent ones are no error', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('vm/deletionPolicy', 'Direct');
    await emulator.call('DELETE', `/vm-instances/${vms.stoppedWindows}`);
    expect(await emulator.find(`/vm-instances/${vms.stoppedWindows}`)).toBeUndefined();
    const again = await emulator.call('DELETE', `/vm-instances/${vms.stoppedWindows}`);
    expect(again.status).toBe(200);
    const running = await emulator.refused('PUT', actions(vms.runningLinux), {
      expungeVmInstance: {},
    });
    expect(running.details).toContain('allowed states are [Destroyed]');
  });
});

describe('an ISO', () => {
  const attach = (vm: string, iso: string) =>
    ['POST', `/vm-instances/${vm}/iso/${iso}`, {}] as const;

  test('is put into a drive and taken out', async () => {
    const emulator = await TestEmulator.start();
    const vm = await emulator.make(...attach(vms.runningLinux, images.iso));
    expect(vm.vmCdRoms).toMatchObject([{ isoUuid: images.iso, deviceId: 0 }]);
    const twice = await emulator.refused(...attach(vms.runningLinux, images.iso));
    expect(twice.details).toContain('already has an ISO');
    const out = await emulator.make('DELETE', `/vm-instances/${vms.runningLinux}/iso`);
    expect(out.vmCdRoms).toMatchObject([{ isoUuid: null }]);
    const again = await emulator.make('DELETE', `/vm-instances/${vms.runningLinux}/iso`);
    expect(again.vmCdRoms).toMatchObject([{ isoUuid: null }]);
  });

  test('of several must be named, and another one has no drive', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('vm/vmDefaultCdRomNum', '3');
    const { uuid } = await emulator.make(...create({ imageUuid: images.linux }));
    const isos: string[] = [];
    for (let i = 0; i < 4; i++) {
      const iso = await emulator.make('POST', '/images', {
        params: {
          name: `iso-${i}`,
          url: `http://x/${i}.iso`,
          mediaType: 'ISO',
          backupStorageUuids: [backupStorages.imageStore],
        },
      });
      isos.push(iso.uuid);
    }
    for (const iso of isos.slice(0, 3)) await emulator.make(...attach(uuid, iso));
    const full = await emulator.refused(...attach(uuid, String(isos[3])));
    expect(full.details).toBe(`All vm[uuid:${uuid}] CD-ROMs have mounted ISO`);
    const which = await emulator.refused('DELETE', `/vm-instances/${uuid}/iso`);
    expect(which.details).toContain('has multiple ISOs attached, specify the isoUuid');
    const path = `/vm-instances/${uuid}/iso?isoUuid=${isos[1]}`;
    const held = (await emulator.make('DELETE', path)).vmCdRoms.map((one: Json) => one.isoUuid);
    expect(held).toEqual([isos[0], null, isos[2]]);
  });

  test.each([
    [vms.runningLinux, images.linux, 'Unsupported Image Media Type: [RootVolumeTemplate] '],
    [vms.runningArmOnCeph, images.iso, 'is on backup storage that is not compatible'],
    ['a0000000000040008000000000000005', images.iso, 'current vm instance state[Starting]'],
  ])('is refused for %s: %s', async (vm, iso, details) => {
    const emulator = await TestEmulator.start();
    expect((await emulator.refused(...attach(vm, iso))).details).toContain(details);
  });

  test('that is gone comes into a VM that is off, and into none that is on', async () => {
    const emulator = await TestEmulator.start();
    await emulator.call('DELETE', `/images/${images.iso}`);
    const refused = await emulator.refused(...attach(vms.runningLinux, images.iso));
    expect(refused).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringMatching(
        /^cannot find the iso\[uuid:\w+\] in any connected backup storage attached to the zone/,
      ),
    });
    await emulator.call('PUT', `/vm-instances/${vms.runningLinux}/actions`, { stopVmInstance: {} });
    const vm = await emulator.make(...attach(vms.runningLinux, images.iso));
    expect(vm.vmCdRoms).toMatchObject([{ isoUuid: images.iso }]);
  });

  test('that no storage of the zone has keeps its VM from starting', async () => {
    const emulator = await TestEmulator.start();
    const path = `/vm-instances/${vms.runningLinux}/actions`;
    await emulator.make(...attach(vms.runningLinux, images.iso));
    await emulator.make('PUT', path, { stopVmInstance: {} });
    const { backupStorageRefs } = await emulator.find(`/images/${images.iso}`);
    for (const { backupStorageUuid } of backupStorageRefs) {
      await emulator.call('DELETE', `/zones/${SEED.zone}/backup-storage/${backupStorageUuid}`);
    }
    const details = `no backup storage attached to the zone[uuid:${SEED.zone}] contains the ISO[uuid:${images.iso}]`;
    expect(await emulator.refused('PUT', path, { startVmInstance: {} })).toMatchObject({
      code: 'VM.1001',
      details,
      cause: { code: 'SYS.1006', details },
    });
  });
});
