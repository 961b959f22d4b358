import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { volumes, primaryStorages, vms, images, backupStorages } = SEED;
const GIB = 2 ** 30;
const HOUR = 3_600_000;
const actions = (uuid: string) => `/volumes/${uuid}/actions`;
const create = (params: object) => ['POST', '/volumes/data', { params }] as const;

async function md5OfVolume(emulator: TestEmulator, volume: string): Promise<string> {
  const image = await emulator.make(
    'POST',
    `/images/data-volume-templates/from/volumes/${volume}`,
    {
      params: { name: 'look', backupStorageUuids: [backupStorages.imageStore] },
    },
  );
  return image.md5Sum;
}

describe('an empty volume', () => {
  test('lies nowhere until it is attached, and then beside the root volume', async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.available('primary', primaryStorages.local);
    const volume = await emulator.make(...create({ name: 'v', diskSize: GIB, description: 'd' }));
    expect(volume).toMatchObject({
      status: 'NotInstantiated',
      format: null,
      state: 'Enabled',
      type: 'Data',
      primaryStorageUuid: null,
      installPath: null,
      size: GIB,
      actualSize: 0,
    });
    const path = `/volumes/${volume.uuid}/vm-instances/${vms.runningLinux}`;
    const attached = await emulator.make('POST', path, { params: {} });
    expect(attached).toMatchObject({
      status: 'Ready',
      format: 'qcow2',
      installPath: `/zstack_ps/dataVolumes/acct-36c27e8ff05c4780bf6d2fa65700f22e/vol-${volume.uuid}/${volume.uuid}.qcow2`,
      primaryStorageUuid: primaryStorages.local,
      vmInstanceUuid: vms.runningLinux,
      deviceId: 2,
    });
    expect(emulator.available('primary', primaryStorages.local)).toBe(before - GIB);
    const detached = await emulator.make('DELETE', `/volumes/${volume.uuid}/vm-instances`);
    expect(detached).toMatchObject({
      vmInstanceUuid: null,
      deviceId: null,
      lastVmInstanceUuid: vms.runningLinux,
      lastDetachDate: 'Nov 14, 2017 10:20:57 PM',
    });
  });

  test('on a named storage is Ready at once', async () => {
    const emulator = await TestEmulator.start();
    const volume = await emulator.make(
      ...create({ name: 'v', diskSize: GIB, primaryStorageUuid: primaryStorages.ceph }),
    );
    expect(volume).toMatchObject({ status: 'Ready', format: 'raw' });
    expect(volume.installPath).toBe(`ceph://pool-vms/${volume.uuid}`);
  });
});

test('a volume of a template or a snapshot has its content', async () => {
  const emulator = await TestEmulator.start();
  const original = await md5OfVolume(emulator, volumes.data);
  const template = await emulator.find('/images?q=name=look');
  const { uuid: snapshot } = await emulator.make(
    'POST',
    `/volumes/${volumes.data}/volume-snapshots`,
    { params: { name: 's' } },
  );
  await emulator.control('POST', `/volumes/${volumes.data}/writes`, { bytes: 1 });
  expect(await md5OfVolume(emulator, volumes.data)).not.toBe(original);
  const params = { name: 'copy', primaryStorageUuid: primaryStorages.nfs };
  const ofTemplate = await emulator.make(
    'POST',
    `/volumes/data/from/data-volume-templates/${template.uuid}`,
    { params },
  );
  const ofSnapshot = await emulator.make(
    'POST',
    `/volumes/data/from/volume-snapshots/${snapshot}`,
    { params: { name: 'copy' } },
  );
  expect(ofTemplate).toMatchObject({ size: 100 * GIB, actualSize: 12 * GIB, status: 'Ready' });
  expect(ofSnapshot).toMatchObject({ size: 100 * GIB, primaryStorageUuid: primaryStorages.local });
  expect(await md5OfVolume(emulator, ofTemplate.uuid)).toBe(original);
  expect(await md5OfVolume(emulator, ofSnapshot.uuid)).toBe(original);
});

describe('a template that cannot be used', () => {
  const make = (image: string) =>
    [
      'POST',
      `/volumes/data/from/data-volume-templates/${image}`,
      { params: { name: 'v', primaryStorageUuid: primaryStorages.local } },
    ] as const;

  test('is refused by its kind, state and status, and when it is nowhere', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...make(images.linux))).toMatchObject({
      code: 'SYS.1007',
      details: `image[uuid:${images.linux}] is not DataVolumeTemplate, it's RootVolumeTemplate`,
    });
    await md5OfVolume(emulator, volumes.data);
    const { uuid } = await emulator.find('/images?q=name=look');
    const name = `the image[uuid:${uuid}, name:look]`;
    await emulator.call('PUT', `/images/${uuid}/actions`, {
      changeImageState: { stateEvent: 'disable' },
    });
    expect((await emulator.refused(...make(uuid))).details).toBe(
      `image[uuid:${uuid}] is not Enabled, it's Disabled`,
    );
    await emulator.call('PUT', `/images/${uuid}/actions`, {
      changeImageState: { stateEvent: 'enable' },
    });
    await emulator.control('PUT', `/backup-storage/${backupStorages.imageStore}/agent`, {
      reachable: false,
    });
    expect((await emulator.refused(...make(uuid))).details).toContain(
      `cannot find a backup storage on which the image[uuid:${uuid}] is that satisfies all conditions of: 1. has state Enabled`,
    );
    await emulator.call('DELETE', `/images/${uuid}`);
    expect((await emulator.refused(...make(uuid))).details).toBe(
      `image[uuid:${uuid}] is not Ready, it's Deleted`,
    );
    emulator.environment.database
      .prepare("update images set status = 'Ready' where uuid = ?")
      .run(uuid);
    const answer = await emulator.anonymous
      .post(`/zstack/v1/volumes/data/from/data-volume-templates/${uuid}`)
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .send({ params: { name: 'v', primaryStorageUuid: primaryStorages.local } });
    expect(answer.body.error.details).toBe(`${name} has been deleted on all backup storage`);
  });
});

test('name, description and state of a volume change, and its size is asked for', async () => {
  const emulator = await TestEmulator.start();
  const put = (action: string, params: object) =>
    emulator.make('PUT', actions(volumes.data), { [action]: params });
  expect(await put('updateVolume', { name: 'n' })).toMatchObject({ name: 'n', description: null });
  expect(await put('changeVolumeState', { stateEvent: 'disable' })).toMatchObject({
    state: 'Disabled',
  });
  expect(await put('syncVolumeSize', {})).toMatchObject({ actualSize: 12 * GIB });
  const lying = await emulator.make('PUT', actions(volumes.notInstantiated), {
    syncVolumeSize: {},
  });
  expect(lying).toMatchObject({ status: 'NotInstantiated', actualSize: 0 });
});

describe('deleting', () => {
  const remove = (emulator: TestEmulator, uuid: string) =>
    emulator.call('DELETE', `/volumes/${uuid}`);

  test('by Delay detaches, keeps the bytes, and can be taken back', async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.available('primary', primaryStorages.local);
    await remove(emulator, volumes.data);
    expect(await emulator.find(`/volumes/${volumes.data}`)).toMatchObject({
      status: 'Deleted',
      vmInstanceUuid: null,
      lastVmInstanceUuid: vms.runningLinux,
    });
    expect(emulator.available('primary', primaryStorages.local)).toBe(before);
    const recovered = await emulator.make('PUT', actions(volumes.data), { recoverDataVolume: {} });
    expect(recovered.status).toBe('Ready');
    await remove(emulator, volumes.data);
    await emulator.call('PUT', actions(volumes.data), { expungeDataVolume: {} });
    expect(await emulator.find(`/volumes/${volumes.data}`)).toBeUndefined();
    expect(emulator.available('primary', primaryStorages.local)).toBe(before + 100 * GIB);
  });

  test('by Delay is expunged by the clock, by Never it is not', async () => {
    const emulator = await TestEmulator.start();
    await remove(emulator, volumes.data);
    emulator.advance(71 * HOUR);
    expect(await emulator.find(`/volumes/${volumes.data}`)).toBeDefined();
    emulator.advance(2 * HOUR);
    expect(await emulator.find(`/volumes/${volumes.data}`)).toBeUndefined();
    await emulator.configure('volume/deletionPolicy', 'Never');
    await remove(emulator, volumes.spareData);
    emulator.advance(500 * HOUR);
    expect(await emulator.find(`/volumes/${volumes.spareData}`)).toMatchObject({
      status: 'Deleted',
    });
  });

  test('by Direct is at once, with the snapshots', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volume/deletionPolicy', 'Direct');
    await emulator.make('POST', `/volumes/${volumes.data}/volume-snapshots`, {
      params: { name: 's' },
    });
    await remove(emulator, volumes.data);
    const world = emulator.world();
    expect([world['volume_snapshots'], world['volume_snapshot_trees']]).toEqual([[], []]);
    expect(await emulator.find(`/volumes/${volumes.data}`)).toBeUndefined();
  });
});

test('writing needs a Ready volume and room on its storage', async () => {
  const emulator = await TestEmulator.start();
  const write = (uuid: string, bytes: unknown) =>
    emulator.control('POST', `/volumes/${uuid}/writes`, { bytes });
  const { body } = await write(volumes.data, 5 * GIB);
  expect(body.inventory.actualSize).toBe(17 * GIB);
  // A disk is full at its size.
  expect((await write(volumes.data, 500 * GIB)).body.inventory.actualSize).toBe(100 * GIB);
  expect((await write(volumes.notInstantiated, 1)).body.error.details).toContain('is not Ready');
  expect((await write(volumes.data, 0)).body.error.details).toContain(
    "the field 'bytes' is 0: expected a whole number of at least 1",
  );
});

test('what another account owns is not for alice', async () => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(
    'PUT',
    actions(volumes.data),
    { updateVolume: { name: 'mine' } },
    ALICE_SESSION,
  );
  expect(error).toMatchObject({
    code: 'SYS.1006',
    details: `permission denied, the account[uuid:a11ce000000040008000000000000001] is not the owner of the resource[uuid:${volumes.data}, type:VolumeVO]`,
  });
});

test('an update without anything new changes nothing', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  emulator.advance(60_000);
  await emulator.make('PUT', actions(volumes.data), { updateVolume: {} });
  expect(emulator.world()).toEqual(before);
});
