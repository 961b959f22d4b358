import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { backupStorages, images, zone } = SEED;
const sftp = (more: object) =>
  [
    'POST',
    '/backup-storage/sftp',
    {
      params: {
        name: 'again',
        url: '/zstack_sftp',
        hostname: '192.168.1.31',
        username: 'root',
        password: 'p',
        ...more,
      },
    },
  ] as const;
const refsOf = async (emulator: TestEmulator, uuid: string) =>
  (await emulator.find(`/images/${uuid}`))?.backupStorageRefs ?? [];

test('images come back with the storage that they lay on, as they were', async () => {
  const emulator = await TestEmulator.start();
  const iso = await emulator.find(`/images/${images.iso}`);
  const taken = emulator.available('backup', backupStorages.sftp);
  await emulator.call('DELETE', `/backup-storage/${backupStorages.sftp}`);
  expect(await emulator.find(`/images/${images.iso}`)).toBeUndefined();
  expect(await refsOf(emulator, images.linux)).toHaveLength(1);
  const storage = await emulator.make(...sftp({ importImages: true }));
  await emulator.make('POST', `/zones/${zone}/backup-storage/${storage.uuid}`, { params: {} });
  const [ref] = iso.backupStorageRefs;
  expect(await emulator.find(`/images/${images.iso}`)).toEqual({
    ...iso,
    backupStorageRefs: [{ ...ref, id: expect.any(Number), backupStorageUuid: storage.uuid }],
  });
  expect(await refsOf(emulator, images.linux)).toHaveLength(2);
  const held = taken - emulator.available('backup', storage.uuid);
  expect(storage.totalCapacity - storage.availableCapacity).toBeGreaterThan(0);
  expect(held).not.toBe(0);
});

test('without importImages nothing comes back, and later it still can', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call('DELETE', `/backup-storage/${backupStorages.sftp}`);
  const empty = await emulator.make(...sftp({}));
  expect(await emulator.find(`/images/${images.iso}`)).toBeUndefined();
  await emulator.call('DELETE', `/backup-storage/${empty.uuid}`);
  await emulator.make(...sftp({ importImages: true }));
  expect(await emulator.find(`/images/${images.iso}`)).toBeDefined();
});

test.each([
  ['another directory', { url: '/other' }],
  ['another server', { hostname: '192.168.9.9' }],
])('in %s lie other images', async (_where, change) => {
  const emulator = await TestEmulator.start();
  await emulator.call('DELETE', `/backup-storage/${backupStorages.sftp}`);
  await emulator.make(...sftp({ ...change, importImages: true }));
  expect(await emulator.find(`/images/${images.iso}`)).toBeUndefined();
});

test('an image of another account comes back as the admin’s, with its bytes and tags', async () => {
  const emulator = await TestEmulator.start();
  const made = await emulator.anonymous
    .post('/zstack/v1/images')
    .set('Authorization', `OAuth ${ALICE_SESSION}`)
    .send({
      params: {
        name: 'of-alice',
        url: 'http://192.168.1.20/a.qcow2',
        format: 'qcow2',
        mediaType: 'RootVolumeTemplate',
        backupStorageUuids: [backupStorages.ceph],
      },
      systemTags: ['bootMode::UEFI'],
    });
  const { uuid } = made.body.inventory;
  const before = await emulator.find(`/images/${uuid}`);
  const pool = await emulator.find(`/backup-storage/ceph/${backupStorages.ceph}`);
  await emulator.call('DELETE', `/backup-storage/${backupStorages.ceph}`);
  const mon = 'root:p@192.168.1.41';
  const again = await emulator.make('POST', '/backup-storage/ceph', {
    params: { name: 'c', monUrls: [mon], poolName: pool.poolName, importImages: true },
  });
  // A primary storage has the same monitor: it is the same cluster.
  expect(again.fsid).toBe(pool.fsid);
  const after = await emulator.find(`/images/${uuid}`);
  expect(after).toMatchObject({
    ...before,
    backupStorageRefs: [{ backupStorageUuid: again.uuid }],
  });
  const owner = await emulator.find(`/accounts/resources/refs?q=resourceUuid=${uuid}`);
  expect(owner.accountUuid).toBe('36c27e8ff05c4780bf6d2fa65700f22e');
  const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`);
  expect(tags.body.inventories).toMatchObject([{ tag: 'bootMode::UEFI' }]);
});

test('a clone comes back with the bytes of an original that is gone, or beside it without any', async () => {
  for (const isGone of [true, false]) {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make('POST', `/image/clone/${images.iso}`, { params: {} });
    const { actualSize } = await emulator.find(`/images/${uuid}`);
    if (isGone) await emulator.make('DELETE', `/images/${images.iso}`);
    const held = (storage: string) =>
      emulator.environment.database
        .prepare(
          'select sum(taken_bytes) from image_backup_storage_refs join images i on i.uuid = image_uuid where backup_storage_uuid = ? and i.uuid in (?, ?)',
        )
        .pluck()
        .get(storage, uuid, images.iso);
    expect(held(backupStorages.sftp)).toBe(actualSize);
    await emulator.call('DELETE', `/backup-storage/${backupStorages.sftp}`);
    const storage = await emulator.make(...sftp({ importImages: true }));
    expect(await refsOf(emulator, uuid)).toHaveLength(1);
    expect(held(storage.uuid)).toBe(actualSize);
    await emulator.stop();
  }
});
