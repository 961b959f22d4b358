import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { linux, windows, iso, disabled } = SEED.images;
const { imageStore, sftp, ceph } = SEED.backupStorages;

const act = (uuid: string, action: string, params: object) =>
  ['PUT', `/images/${uuid}/actions`, { [action]: params }] as const;
const tagsOf = (emulator: TestEmulator, uuid: string) =>
  emulator.environment.world.repositories.tags.listSystemTags(uuid);

test('an image is disabled and enabled, as often as one likes', async () => {
  const emulator = await TestEmulator.start();
  for (const [stateEvent, state] of [
    ['disable', 'Disabled'],
    ['disable', 'Disabled'],
    ['enable', 'Enabled'],
  ]) {
    const image = await emulator.make(...act(linux, 'changeImageState', { stateEvent }));
    expect(image.state).toBe(state);
  }
  const error = await emulator.refused(...act(linux, 'changeImageState', { stateEvent: 'pause' }));
  expect(error.details).toContain('are [enable, disable], but pause found');
});

test('only what is given changes', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.find(`/images/${linux}`);
  emulator.advance(1000);
  const params = {
    name: 'renamed',
    guestOsType: 'Debian',
    platform: 'Other',
    virtio: false,
    system: true,
    mediaType: 'DataVolumeTemplate',
    format: 'raw',
  };
  const after = await emulator.make(...act(linux, 'updateImage', params));
  const { lastOpDate } = after;
  expect(after).toEqual({ ...before, ...params, lastOpDate });
  expect(lastOpDate).not.toBe(before.lastOpDate);
  expect(await emulator.find('/images?q=name=renamed&q=virtio=false')).toEqual(after);
});

test.each([
  [{ architecture: 'aarch64' }, ['bootMode::UEFI']],
  [{ architecture: 'x86_64', system: true }, ['bootMode::Legacy']],
  [{ architecture: 'x86_64' }, []],
])('an update with %j leaves the boot modes %j', async (params, tags) => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act(linux, 'updateImage', params));
  expect(tagsOf(emulator, linux)).toEqual(tags);
});

test('a boot mode replaces the one before; aarch64 refuses Legacy', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...act(windows, 'setImageBootMode', { bootMode: 'UEFI_WITH_CSM' }));
  expect(tagsOf(emulator, windows)).toEqual(['bootMode::UEFI_WITH_CSM']);
  await emulator.make(...act(windows, 'updateImage', { architecture: 'aarch64' }));
  const error = await emulator.refused(...act(windows, 'setImageBootMode', { bootMode: 'Legacy' }));
  expect(error).toMatchObject({
    code: 'SYS.1007',
    details: 'The aarch64 architecture does not support legacy.',
  });
});

test('the guest agent is noted and asked for', async () => {
  const emulator = await TestEmulator.start();
  const asked = async () => (await emulator.call('GET', `/images/${linux}/qga`)).body.enable;
  expect(await asked()).toBe(false);
  await emulator.make(...act(linux, 'setImageQga', { enable: true }));
  await emulator.make(...act(linux, 'setImageQga', { enable: true }));
  expect(await asked()).toBe(true);
  await emulator.make(...act(linux, 'setImageQga', { enable: false }));
  expect(tagsOf(emulator, linux)).toEqual([]);
  const error = await emulator.refused(...act(linux, 'setImageQga', {}));
  expect(error.details).toContain('field[enable]');
});

describe('SyncImageSize', () => {
  test('asks a Connected storage', async () => {
    const emulator = await TestEmulator.start();
    emulator.environment.database.prepare('update images set actual_size = 1').run();
    const image = await emulator.make(...act(linux, 'syncImageSize', {}));
    expect(image.actualSize).toBe(2 ** 30);
  });

  test('refuses when none is Connected', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', `/backup-storage/${imageStore}/agent`, { reachable: false });
    const error = await emulator.refused(...act(windows, 'syncImageSize', {}));
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `No connected backup storage found for image[uuid:${windows}, name:windows-2019]`,
    });
  });
});

describe('candidate storages', () => {
  test.each([
    [
      '?volumeUuid=',
      SEED.volumes.runningLinux,
      ['imagestore-1', 'sftp-1', 'imagestore-nearly-full'],
    ],
    [
      '?volumeUuid=',
      SEED.volumes.runningArmOnCeph,
      ['imagestore-1', 'ceph-bs-1', 'imagestore-nearly-full'],
    ],
    ['?volumeUuid=', SEED.volumes.notInstantiated, []],
  ])('%s%s', async (query, volume, names) => {
    const emulator = await TestEmulator.start();
    const ask = async (path: string) =>
      (await emulator.call('GET', path)).body.inventories.map(({ name }: { name: string }) => name);
    expect(await ask(`/images/candidate-backup-storage${query}${volume}`)).toEqual(names);
    expect(await ask(`/images/volumes/${volume}/candidate-backup-storage`)).toEqual(names);
  });

  test('of a snapshot, and a refusal when nothing is named', async () => {
    const emulator = await TestEmulator.start();
    const path = `/volumes/${SEED.volumes.runningArmOnCeph}/volume-snapshots`;
    const { uuid } = await emulator.make('POST', path, { params: { name: 's' } });
    const of = await emulator.call(
      'GET',
      `/images/volume-snapshots/${uuid}/candidate-backup-storage`,
    );
    expect(of.body.inventories.map((one: { uuid: string }) => one.uuid)).toContain(ceph);
    const error = await emulator.refused('GET', '/images/candidate-backup-storage');
    expect(error).toMatchObject({
      code: 'SYS.1007',
      details: 'either volumeUuid or volumeSnapshotUuid must be set',
    });
  });
});

test('candidates for an ISO: VMs that it reaches, ISOs that they do not hold yet', async () => {
  const emulator = await TestEmulator.start();
  const vms = async () =>
    (await emulator.call('GET', `/images/iso/${iso}/vm-candidates`)).body.inventories.map(
      ({ name }: { name: string }) => name,
    );
  // It lies on Sftp: not for Ceph, nor for a VM that is starting or paused.
  expect(await vms()).toEqual(['web-1', 'win-1', 'in-maintenance', 'alice-1', 'broken-1']);
  const isos = async () =>
    (
      await emulator.call('GET', `/vm-instances/${SEED.vms.runningLinux}/iso-candidates`)
    ).body.inventories.map(({ uuid }: { uuid: string }) => uuid);
  expect(await isos()).toEqual([iso]);
  await emulator.make('POST', `/vm-instances/${SEED.vms.runningLinux}/iso/${iso}`, {});
  expect(await isos()).toEqual([]);
  await emulator.call('PUT', `/backup-storage/${sftp}/actions`, {
    changeBackupStorageState: { stateEvent: 'disable' },
  });
  expect(await vms()).toEqual([]);
});

test('what another account owns is refused', async () => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(
    ...act(disabled, 'updateImage', { name: 'mine' }),
    ALICE_SESSION,
  );
  expect(error).toMatchObject({
    code: 'SYS.1006',
    details: `permission denied, the account[uuid:a11ce000000040008000000000000001] is not the owner of the resource[uuid:${disabled}, type:ImageVO]`,
  });
});
