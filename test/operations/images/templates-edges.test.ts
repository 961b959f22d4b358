import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put, takeSnapshot } from '../../support/volumes';

const { backupStorages, volumes, vms } = SEED;
const { imageStore, sftp, ceph, nearlyFull, disconnected } = backupStorages;
const { stoppedWindows, runningArmOnCeph } = volumes;

const dataTemplate = (volume: string, params: object) =>
  [
    'POST',
    `/images/data-volume-templates/from/volumes/${volume}`,
    { params: { name: 't', ...params } },
  ] as const;
const snapshotTemplate = (kind: 'root' | 'data', uuid: string, params: object = {}) =>
  [
    'POST',
    `/images/${kind}-volume-templates/from/volume-snapshots/${uuid}`,
    { params: { name: 't', backupStorageUuids: [imageStore], ...params } },
  ] as const;

test.each([
  [nearlyFull, disconnected],
  [disconnected, nearlyFull],
])(
  'of two storages that cannot be had, %s and %s, the last gives the reason',
  async (...backupStorageUuids) => {
    const reasonOf = async (uuid: string | undefined) => {
      const emulator = await TestEmulator.start();
      const { body } = await emulator.createTemplate(stoppedWindows, {
        name: 't',
        backupStorageUuids: [uuid],
      });
      return body.error.cause;
    };
    const reasons = [await reasonOf(backupStorageUuids[0]), await reasonOf(backupStorageUuids[1])];
    expect(reasons[0]).not.toEqual(reasons[1]);
    const emulator = await TestEmulator.start();
    const { error } = (
      await emulator.createTemplate(stoppedWindows, { name: 't', backupStorageUuids })
    ).body;
    expect(error.cause).toEqual(reasons[1]);
    expect(error.details).toMatch(
      `unable to allocate backup storage specified by uuids[${backupStorageUuids.join(', ')}], list errors are: [{"code":`,
    );
    const ofData = await emulator.refused(...dataTemplate(volumes.data, { backupStorageUuids }));
    expect(ofData.cause).toMatchObject({
      code: 'BS.1003',
      cause: { details: expect.stringContaining(`[uuid:${backupStorageUuids[1]}]`) },
    });
    expect(ofData.details).toMatch(
      `failed to allocate all backup storage[uuid:${backupStorageUuids.join(', ')}], a list of error: [{"code":`,
    );
  },
);

describe('a template of a root volume fails on its way', () => {
  test.each([
    [
      `update vm_instances set state = 'Stopping' where uuid = '${vms.stoppedWindows}'`,
      "current vm instance state[Stopping] doesn't allow to proceed message[org.zstack.header.vm.CreateTemplateFromRootVolumeVmMsg]",
    ],
    [
      `update volumes set vm_instance_uuid = null where uuid = '${stoppedWindows}'`,
      `cannot find the vm of the root volume[uuid:${stoppedWindows}]`,
    ],
  ])('after %s', async (change, details) => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body } = await emulator.createTemplate(stoppedWindows, {
      name: 't',
      backupStorageUuids: [imageStore],
    });
    put(emulator, change);
    emulator.environment.advance(600_000);
    const answer = await emulator.anonymous.get(new URL(body.location).pathname);
    expect(answer.body.error.details).toBe(
      `failed to create image from root volume[uuid:${stoppedWindows}] on all backup storage, see cause for one of errors`,
    );
    expect(answer.body.error.cause.details).toContain(details);
  });

  test('when the VM is gone for good', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'timed', kind: 'template' });
    const { body } = await emulator.createTemplate(stoppedWindows, {
      name: 't',
      backupStorageUuids: [imageStore],
    });
    await emulator.make('DELETE', `/vm-instances/${vms.stoppedWindows}`);
    await emulator.make('PUT', `/vm-instances/${vms.stoppedWindows}/actions`, {
      expungeVmInstance: {},
    });
    emulator.advance(600_000);
    const answer = await emulator.anonymous.get(new URL(body.location).pathname);
    expect(answer.body.error.cause).toMatchObject({
      code: 'SYS.1000',
      details: `cannot find the volume[uuid:${stoppedWindows}]`,
    });
  });
});

describe('of a volume that is written while its template is made', () => {
  test.each(['root', 'data'])('the template is what it was: %s', async (kind) => {
    const emulator = await TestEmulator.start();
    const make = (): Promise<Json> =>
      kind === 'root'
        ? emulator.call('POST', `/images/root-volume-templates/from/volumes/${stoppedWindows}`, {
            params: { name: 't', backupStorageUuids: [imageStore] },
          })
        : emulator.call(...dataTemplate(volumes.data, { backupStorageUuids: [imageStore] }));
    const { md5Sum } = (await make()).body.inventory;
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { body } = await make();
    const volume = kind === 'root' ? stoppedWindows : volumes.data;
    await emulator.control('POST', `/volumes/${volume}/writes`, { bytes: 4096 });
    emulator.advance(600_000);
    const answer = await emulator.anonymous.get(new URL(body.location).pathname);
    expect(answer.body.inventory.md5Sum).toBe(md5Sum);
  });
});

describe('what is said of a guest', () => {
  test.each([
    ['strict', { virtio: true, architecture: 'aarch64' }],
    ['native', { virtio: false, architecture: 'x86_64' }],
  ])('holds by the checks: %s', async (checks, said) => {
    const emulator = await TestEmulator.start({ settings: { checks } });
    const params = {
      name: 't',
      backupStorageUuids: [imageStore],
      virtio: true,
      architecture: 'aarch64',
    };
    const { inventory } = (await emulator.createTemplate(stoppedWindows, params)).body;
    expect(inventory).toMatchObject(said);
  });

  test.each([
    ['strict', true],
    ['native', false],
  ])('of a template of a snapshot, too: %s', async (checks, virtio) => {
    const emulator = await TestEmulator.start({ settings: { checks } });
    const { uuid } = await takeSnapshot(emulator, 's', stoppedWindows);
    expect((await emulator.make(...snapshotTemplate('root', uuid, { virtio: true }))).virtio).toBe(
      virtio,
    );
    // Without a VM what is said holds in any case.
    put(emulator, `update volume_snapshots set volume_uuid = null where uuid = '${uuid}'`);
    expect((await emulator.make(...snapshotTemplate('root', uuid, { virtio: true }))).virtio).toBe(
      true,
    );
  });
});

test('an image that is deleted while its first bits come is Deleted with them', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await takeSnapshot(emulator, 's', stoppedWindows);
  await emulator.control('PUT', '/progression', { mode: 'timed', resourceUuid: sftp });
  const both = { backupStorageUuids: [imageStore, sftp] };
  await emulator.call(...snapshotTemplate('root', uuid, both));
  const image = await emulator.find('/images?q=name=t');
  await emulator.make('DELETE', `/images/${image.uuid}`);
  emulator.advance(600_000);
  const { status, backupStorageRefs } = await emulator.find(`/images/${image.uuid}`);
  expect([status, backupStorageRefs.map((ref: Json) => ref.status)]).toEqual([
    'Deleted',
    ['Deleted', 'Deleted'],
  ]);
});

describe('of a volume on Ceph', () => {
  const snapshotsOf = async (emulator: TestEmulator): Promise<Json[]> =>
    (await emulator.call('GET', `/volume-snapshots?q=volumeUuid=${runningArmOnCeph}`)).body
      .inventories;
  const make = (emulator: TestEmulator, backupStorageUuids: string[]) =>
    emulator.createTemplate(runningArmOnCeph, { name: 't', backupStorageUuids });

  test.each([
    ['true', 0],
    ['false', 1],
  ])('the snapshot goes where undo.tempSnapshot is %s: %i stay', async (value, left) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('primaryStorage/undo.tempSnapshot', value);
    expect((await make(emulator, [ceph])).status).toBe(200);
    expect(await snapshotsOf(emulator)).toHaveLength(left);
  });

  test('one is taken only for storages that it can come to', async () => {
    const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
    put(emulator, "update vm_instances set state = 'Stopped', host_uuid = null");
    expect((await make(emulator, [ceph, sftp])).status).toBe(200);
    expect(await snapshotsOf(emulator)).toHaveLength(1);
    expect((await make(emulator, [sftp])).body.error.cause.details).toBe(
      `failed to create template from root volume[uuid:${runningArmOnCeph}] on primary storage[uuid:${SEED.primaryStorages.ceph}]`,
    );
    expect(await snapshotsOf(emulator)).toHaveLength(1);
  });

  test('none is taken on a storage that takes no templates, or beyond a quota', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `update primary_storages set state = 'Maintenance' where uuid = '${SEED.primaryStorages.ceph}'`,
    );
    expect((await make(emulator, [ceph])).status).toBe(503);
    expect(await snapshotsOf(emulator)).toEqual([]);
  });

  test('nor is it made up for when the storage takes templates again', async () => {
    const emulator = await TestEmulator.start();
    const set = (state: string) =>
      put(
        emulator,
        `update primary_storages set state = '${state}' where uuid = '${SEED.primaryStorages.ceph}'`,
      );
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    set('Disabled');
    const { body } = await make(emulator, [ceph]);
    set('Enabled');
    emulator.advance(600_000);
    const answer = await emulator.anonymous.get(new URL(body.location).pathname);
    expect(answer.body.error.cause).toMatchObject({
      details: `failed to create template from root volume[uuid:${runningArmOnCeph}] on primary storage[uuid:${SEED.primaryStorages.ceph}]`,
      cause: { code: 'PS.1000' },
    });
  });
});
