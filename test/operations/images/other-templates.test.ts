import { SEED, TestEmulator } from '../../support/emulator';

const { volumes, backupStorages } = SEED;
const { imageStore, sftp, ceph, elsewhere, nearlyFull } = backupStorages;
const GIB = 2 ** 30;

const dataTemplate = (volume: string, params: object) =>
  ['POST', `/images/data-volume-templates/from/volumes/${volume}`, { params }] as const;
const ofSnapshot = (kind: 'root' | 'data', snapshot: string, params: object) =>
  [
    'POST',
    `/images/${kind}-volume-templates/from/volume-snapshots/${snapshot}`,
    { params },
  ] as const;

async function withSnapshot(volume: string, settings: Record<string, string> = {}) {
  const emulator = await TestEmulator.start({ settings });
  const accepted = await emulator.call('POST', `/volumes/${volume}/volume-snapshots`, {
    params: { name: 'frozen' },
  });
  if (accepted.status === 202) emulator.advance(10_000);
  const snapshot = await emulator.find('/volume-snapshots?q=name=frozen');
  return { emulator, snapshot: snapshot.uuid as string };
}

describe('a data volume template of a volume', () => {
  test('knows nothing of a guest, and the allocator finds its storage', async () => {
    const emulator = await TestEmulator.start();
    const image = await emulator.make(...dataTemplate(volumes.data, { name: 'data' }));
    expect(image).toMatchObject({
      mediaType: 'DataVolumeTemplate',
      status: 'Ready',
      format: 'qcow2',
      size: 100 * GIB,
      actualSize: 12 * GIB,
      platform: null,
      guestOsType: null,
      architecture: null,
      virtio: false,
      system: false,
      url: `volume://${volumes.data}`,
    });
    expect(image.backupStorageRefs).toMatchObject([{ status: 'Ready' }]);
  });

  test('of a volume on Ceph goes to the storage of the same cluster or an ImageStore', async () => {
    const emulator = await TestEmulator.start();
    for (let i = 0; i < 5; i++) {
      const { backupStorageRefs } = await emulator.make(
        ...dataTemplate(volumes.runningArmOnCeph, { name: `data-${i}` }),
      );
      expect([imageStore, ceph]).toContain(backupStorageRefs[0].backupStorageUuid);
    }
  });

  test.each([
    ['strict', ['Ready']],
    ['native', ['Ready', 'Creating']],
  ])('with %s checks the refs are %j when one of two storages fails', async (checks, statuses) => {
    const emulator = await TestEmulator.start({ settings: { checks } });
    const image = await emulator.make(
      ...dataTemplate(volumes.data, { name: 'data', backupStorageUuids: [imageStore, ceph] }),
    );
    expect(image.status).toBe('Ready');
    const found = image.backupStorageRefs.map((ref: { status: string }) => ref.status);
    expect(found).toEqual(statuses);
  });

  test.each([
    [
      volumes.notInstantiated,
      {},
      {
        code: 'SYS.1006',
        details: `volume[uuid:${volumes.notInstantiated}] is not Ready, it's NotInstantiated`,
      },
    ],
    [
      volumes.disabled,
      {},
      {
        code: 'SYS.1006',
        details: `volume[uuid:${volumes.disabled}] is not Enabled, it's Disabled`,
      },
    ],
    [
      volumes.data,
      { backupStorageUuids: [elsewhere, nearlyFull] },
      {
        code: 'SYS.1006',
        location: 'select-backup-storage',
        details: expect.stringContaining('failed to allocate all backup storage[uuid:'),
        cause: { code: 'BS.1003' },
      },
    ],
    [
      volumes.data,
      { backupStorageUuids: [ceph] },
      {
        code: 'SYS.1006',
        details: `failed to create data volume template from volume[uuid:${volumes.data}] on all backup storage[${ceph}]. See cause for one of errors`,
      },
    ],
  ])('of %s with %j is refused', async (volume, params, expected) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...dataTemplate(volume, { name: 'data', ...params }));
    expect(error).toMatchObject(expected);
  });

  test('says when no storage can be found at all', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('backupStorage/reservedCapacity', '100T');
    const error = await emulator.refused(...dataTemplate(volumes.data, { name: 'data' }));
    expect(error).toMatchObject({
      details: 'cannot find proper backup storage',
      cause: { code: 'BS.1003' },
    });
  });
});

describe('a template of a snapshot', () => {
  test('takes platform, guest and architecture from the VM unless they are given', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.stoppedWindows);
    const backupStorageUuids = [imageStore];
    const image = await emulator.make(
      ...ofSnapshot('root', snapshot, { name: 'a', backupStorageUuids }),
    );
    expect(image).toMatchObject({
      mediaType: 'RootVolumeTemplate',
      platform: 'Windows',
      guestOsType: 'Windows Server 2019',
      architecture: 'x86_64',
      url: `volumeSnapshot://${snapshot}`,
      size: 80 * GIB,
      actualSize: 17 * GIB,
      status: 'Ready',
    });
    const given = { platform: 'Other', guestOsType: 'BeOS', architecture: 'aarch64' };
    const other = await emulator.make(
      ...ofSnapshot('root', snapshot, { name: 'b', backupStorageUuids, ...given }),
    );
    expect(other).toMatchObject(given);
    const tags = emulator.environment.world.repositories.tags.listSystemTags(image.uuid);
    expect(tags.toSorted()).toEqual(['GuestTools::2.4.0', 'bootMode::UEFI']);
  });

  test('has the content that the volume had then', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.data);
    const then = await emulator.make(...dataTemplate(volumes.data, { name: 'then' }));
    await emulator.control('POST', `/volumes/${volumes.data}/writes`, { bytes: 4096 });
    const now = await emulator.make(...dataTemplate(volumes.data, { name: 'now' }));
    const frozen = await emulator.make(
      ...ofSnapshot('data', snapshot, { name: 'frozen', backupStorageUuids: [imageStore] }),
    );
    expect(frozen.md5Sum).toBe(then.md5Sum);
    expect(now.md5Sum).not.toBe(then.md5Sum);
  });

  test('appears on a storage only when it is ready there', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.stoppedWindows, {
      progression: 'timed',
    });
    const backupStorageUuids = [imageStore, sftp];
    const accepted = await emulator.call(
      ...ofSnapshot('root', snapshot, { name: 'a', backupStorageUuids }),
    );
    expect(accepted.status).toBe(202);
    const during = await emulator.find('/images?q=name=a');
    expect(during).toMatchObject({ status: 'Creating', size: 0, backupStorageRefs: [] });
    emulator.advance(600_000);
    const after = await emulator.find('/images?q=name=a');
    expect(after.backupStorageRefs).toHaveLength(2);
  });

  test('is made where it can; where it cannot, nothing is left', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.data);
    const backupStorageUuids = [ceph, nearlyFull, imageStore];
    const image = await emulator.make(
      ...ofSnapshot('data', snapshot, { name: 'a', backupStorageUuids }),
    );
    expect(image.backupStorageRefs).toMatchObject([{ backupStorageUuid: imageStore }]);
  });

  test('that fails everywhere says why for each storage', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.data);
    const backupStorageUuids = [ceph, nearlyFull];
    const error = await emulator.refused(
      ...ofSnapshot('data', snapshot, { name: 'a', backupStorageUuids }),
    );
    expect(error).toMatchObject({
      code: 'SYS.1006',
      details: `failed to create template from the volume snapshot[uuid:${snapshot}] on backup storage[uuids:[${ceph}, ${nearlyFull}]]`,
      causes: [{ code: 'SYS.1006' }, { code: 'BS.1003' }],
    });
    const unnamed = await emulator.refused(...ofSnapshot('root', snapshot, { name: 'a' }));
    expect(unnamed.details).toContain('field[backupStorageUuids]');
  });

  test('of a snapshot that is not Ready is refused early or late', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.data);
    emulator.environment.database
      .prepare("update volume_snapshots set status = 'Creating' where uuid = ?")
      .run(snapshot);
    const params = { name: 'a', backupStorageUuids: [imageStore] };
    const early = await emulator.refused(...ofSnapshot('data', snapshot, params));
    expect(early.details).toBe(`volume snapshot[uuid:${snapshot}] is not Ready, it's Creating`);
    emulator.environment.database
      .prepare("update volume_snapshots set status = 'Ready', state = 'Disabled' where uuid = ?")
      .run(snapshot);
    const disabled = await emulator.refused(...ofSnapshot('data', snapshot, params));
    expect(disabled.details).toBe(
      `volume snapshot[uuid:${snapshot}] is not Enabled, it's Disabled`,
    );
    emulator.environment.database
      .prepare("update volume_snapshots set status = 'Creating' where uuid = ?")
      .run(snapshot);
    const late = await emulator.refused(...ofSnapshot('root', snapshot, params));
    expect(late.causes).toMatchObject([{ code: 'VOLUME_SNAPSHOT.1000' }]);
  });

  test('whose storage is deleted meanwhile fails, and capacity adds up', async () => {
    const { emulator, snapshot } = await withSnapshot(volumes.stoppedWindows, {
      progression: 'timed',
    });
    await emulator.call(...ofSnapshot('root', snapshot, { name: 'a', backupStorageUuids: [sftp] }));
    await emulator.call('DELETE', `/backup-storage/${sftp}`);
    emulator.advance(600_000);
    expect(await emulator.find('/images?q=name=a')).toBeUndefined();
    expect(emulator.brokenLaws()).toEqual({});
  });
});
