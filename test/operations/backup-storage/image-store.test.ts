import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { imageStore, sftp } = SEED.backupStorages;
const { images, volumes } = SEED;

const list = (uuid: string) =>
  [
    'PUT',
    `/backup-storage/${uuid}/image-store`,
    { getImagesFromImageStoreBackupStorage: {} },
  ] as const;
const reclaim = (uuid: string) =>
  [
    'PUT',
    `/backup-storage/image-store/${uuid}/actions`,
    { reclaimSpaceFromImageStore: {} },
  ] as const;
const infos = async (emulator: TestEmulator, uuid: string = imageStore): Promise<Json[]> =>
  (await emulator.call(...list(uuid))).body.infos;
const garbage = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.control('GET', '/garbage-jobs')).body.inventories;

describe('the images on an ImageStore', () => {
  test('are told as they lie there, until they are expunged', async () => {
    const emulator = await TestEmulator.start();
    const { body } = await emulator.createTemplate(volumes.stoppedWindows, {
      name: 'made',
      description: 'of win-1',
      backupStorageUuids: [imageStore],
    });
    const image = body.inventory;
    const [ref] = image.backupStorageRefs;
    const told = (await infos(emulator)).find(({ name }) => name === image.uuid);
    expect(told).toEqual({
      id: ref.installPath.split('/').at(-1),
      name: image.uuid,
      parent: null,
      blobsum: image.md5Sum,
      created: ref.createDate,
      author: 'admin',
      arch: image.architecture,
      desc: 'of win-1',
      size: image.actualSize,
      virtualsize: image.size,
    });
    const names = async () => (await infos(emulator)).map(({ name }) => name);
    expect(await names()).toContain(images.deleted);
    // A clone has no bits of its own.
    const clone = await emulator.make('POST', `/image/clone/${image.uuid}`, { params: {} });
    expect(await names()).not.toContain(clone.uuid);
    await emulator.call('DELETE', `/images/${clone.uuid}`);
    await emulator.call('PUT', `/images/${clone.uuid}/actions`, { expungeImage: {} });
    await emulator.call('DELETE', `/images/${image.uuid}`);
    expect(await names()).toContain(image.uuid);
    await emulator.call('PUT', `/images/${image.uuid}/actions`, { expungeImage: {} });
    expect(await names()).not.toContain(image.uuid);
  });

  test('are not told while they are on their way', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    const before = await infos(emulator);
    await emulator.anonymous
      .post('/zstack/v1/images')
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .set('Prefer', 'respond-async')
      .send({
        params: {
          name: 'coming',
          url: 'http://x/a.qcow2',
          format: 'qcow2',
          backupStorageUuids: [imageStore],
        },
      });
    expect(await infos(emulator)).toEqual(before);
  });

  test('are told of those, too, that another storage has left at its place', async () => {
    const emulator = await TestEmulator.start();
    const server = { hostname: '10.0.0.9', username: 'root', password: 'x', url: '/left' };
    const add = async (name: string): Promise<string> =>
      (
        await emulator.make('POST', '/backup-storage/image-store', {
          params: { ...server, name },
        })
      ).uuid;
    const first = await add('first');
    const image = await emulator.make('POST', '/images', {
      params: {
        name: 'left',
        url: 'http://x/left.qcow2#size=2G&actualSize=1G',
        format: 'qcow2',
        backupStorageUuids: [first],
      },
    });
    const [before] = await infos(emulator, first);
    await emulator.call('DELETE', `/backup-storage/${first}`);
    const second = await add('second');
    const now = (await infos(emulator, second)).map(({ name, size }) => [name, size]);
    expect(now).toEqual([[image.uuid, before.size]]);
  });

  test('are told to admin alone, by an ImageStore that answers', async () => {
    const emulator = await TestEmulator.start();
    expect((await emulator.refused(...list(imageStore), ALICE_SESSION)).code).toBe('ID.1002');
    expect(await emulator.refused(...list(sftp))).toMatchObject({
      code: 'SYS.1007',
      details: `backup storage[uuid:${sftp}] is no ImageStore, it's SftpBackupStorage`,
    });
    expect((await emulator.refused(...list('f'.repeat(32)))).code).toBe('SYS.1003');
    const lost = SEED.backupStorages.disconnected;
    expect((await emulator.refused(...list(lost))).details).toContain(
      'because its status is Disconnected',
    );
  });
});

describe('reclaiming the space of an ImageStore', () => {
  /** An expunge that could not delete the bits, on two storages. */
  const withGarbage = async () => {
    const emulator = await TestEmulator.start();
    await emulator.call('DELETE', `/images/${images.linux}`);
    await emulator.control('POST', '/faults', { kind: 'fail', point: 'expunge-image/delete-bits' });
    await emulator.call('PUT', `/images/${images.linux}/actions`, { expungeImage: {} });
    expect((await garbage(emulator)).map(({ status }) => status)).toEqual(['Idle', 'Idle']);
    return emulator;
  };

  test('deletes what was left there, and nothing elsewhere', async () => {
    const emulator = await withGarbage();
    const free = emulator.available('backup', imageStore);
    const { body } = await emulator.call(...reclaim(imageStore));
    expect(body.gcResult).toEqual({
      freedSpaceInBytes: emulator.available('backup', imageStore) - free,
    });
    const ends = (await garbage(emulator)).map(({ backupStorageUuid, status }) => [
      backupStorageUuid,
      status,
    ]);
    expect(Object.fromEntries(ends)).toEqual({ [imageStore]: 'Done', [sftp]: 'Idle' });
    // Once more there is nothing to do.
    const before = emulator.world();
    expect((await emulator.call(...reclaim(imageStore))).status).toBe(200);
    expect(emulator.world()).toEqual(before);
  });

  test('is refused for other storages, for others than admin, and while it cannot delete', async () => {
    const emulator = await withGarbage();
    expect((await emulator.refused(...reclaim(sftp))).code).toBe('SYS.1007');
    expect((await emulator.refused(...reclaim(imageStore), ALICE_SESSION)).code).toBe('ID.1002');
    put(emulator, `update backup_storages set state = 'Disabled' where uuid = '${imageStore}'`);
    expect(await emulator.refused(...reclaim(imageStore))).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining('because its state is Disabled'),
    });
  });
});
