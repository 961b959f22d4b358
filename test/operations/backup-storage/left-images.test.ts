import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { backupStorages, images } = SEED;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const addStore = async (name: string, more: object = {}): Promise<string> => {
  const params = {
    name,
    hostname: '10.0.0.9',
    username: 'u',
    password: 'p',
    url: '/left',
    ...more,
  };
  return (await emulator.make('POST', '/backup-storage/image-store', { params })).uuid;
};
const addImage = async (name: string, storage: string, more: object = {}): Promise<string> => {
  const url = `http://x/${name}.qcow2#size=4G&actualSize=1G`;
  const params = { name, url, format: 'qcow2', backupStorageUuids: [storage], ...more };
  return (await emulator.make('POST', '/images', { params })).uuid;
};
const cloneOf = async (image: string, name: string): Promise<string> => {
  const { uuid } = await emulator.make('POST', `/image/clone/${image}`, { params: {} });
  await emulator.make('PUT', `/images/${uuid}/actions`, { updateImage: { name } });
  return uuid;
};
const remove = (storage: string) => emulator.make('DELETE', `/backup-storage/${storage}`);
const sync = async (storage: string): Promise<void> => {
  const path = `/backup-storage/image-store/${storage}/actions`;
  await emulator.make('PUT', path, { syncImage: {} });
};
const left = (): Json[] =>
  emulator.environment.database
    .prepare('select image_uuid from unclaimed_images order by image_uuid')
    .pluck()
    .all();
/** Which of the images a storage has, with the bytes that each takes there. */
const held = (storage: string): Record<string, number> =>
  Object.fromEntries(
    emulator.environment.database
      .prepare<[string], [string, number]>(
        'select i.name, r.taken_bytes from image_backup_storage_refs r join images i on i.uuid = r.image_uuid where r.backup_storage_uuid = ? order by i.name',
      )
      .raw()
      .all(storage),
  );

test('what is on its way, deleted, or on a simulated storage is not left', async () => {
  const store = await addStore('first');
  const kept = await addImage('kept', store);
  await emulator.make('DELETE', `/images/${await addImage('deleted', store)}`);
  const simulated = await emulator.make('POST', '/backup-storage/simulators', {
    params: { name: 's', url: '/left', totalCapacity: 9 * GIB },
  });
  await addImage('simulated', simulated.uuid);
  await remove(simulated.uuid);
  expect(left()).toEqual([]);
  await remove(store);
  expect(left()).toEqual([kept]);
});

test('what does not fit stays, with its clones, and comes once there is room', async () => {
  const first = await addStore('first');
  const original = await addImage('original', first);
  const clone = await cloneOf(original, 'clone');
  const small = '#size=4G&actualSize=10M';
  const other = await addImage('small', first, { url: `http://x/small.qcow2${small}` });
  await remove(first);
  expect(left()).toEqual([original, clone, other].toSorted());
  const second = await addStore('second');
  const full = `total_capacity = ${GIB - 1}, available_capacity = ${GIB - 1}`;
  put(emulator, `update backup_storages set ${full} where uuid = '${second}'`);
  await sync(second);
  expect(held(second)).toEqual({ small: 10 * 2 ** 20 });
  expect(left()).toEqual([original, clone].toSorted());
  put(
    emulator,
    `update backup_storages set total_capacity = total_capacity + ${GIB}, available_capacity = available_capacity + ${GIB} where uuid = '${second}'`,
  );
  await sync(second);
  expect(held(second)).toEqual({ clone: 0, original: GIB, small: 10 * 2 ** 20 });
  expect(left()).toEqual([]);
  // Once more there is nothing to do.
  const before = emulator.world();
  await sync(second);
  expect(emulator.world()).toEqual(before);
});

test('of an image that was expunged its clone has the bytes, wherever it comes back', async () => {
  const first = await addStore('first');
  const original = await addImage('original', first);
  await cloneOf(original, 'clone');
  await cloneOf(original, 'second clone');
  await emulator.make('DELETE', `/images/${original}`);
  await emulator.make('PUT', `/images/${original}/actions`, { expungeImage: {} });
  await remove(first);
  const second = await addStore('second', { importImages: true });
  const bytes = held(second);
  expect(Object.keys(bytes)).toEqual(['clone', 'second clone']);
  expect(Object.values(bytes).toSorted((a, b) => a - b)).toEqual([0, GIB]);
});

test('an image that is Deleted elsewhere is Ready again, as it was', async () => {
  await remove(backupStorages.sftp);
  await emulator.make('DELETE', `/images/${images.linux}`);
  const deleted = await emulator.find(`/images/${images.linux}`);
  expect(deleted.status).toBe('Deleted');
  emulator.advance(60_000);
  const { uuid } = await emulator.make('POST', '/backup-storage/sftp', {
    params: {
      name: 'again',
      url: '/zstack_sftp',
      hostname: '192.168.1.31',
      username: 'root',
      password: 'p',
      importImages: true,
    },
  });
  const image = await emulator.find(`/images/${images.linux}`);
  const refs = image.backupStorageRefs.map((ref: Json) => [ref.backupStorageUuid, ref.status]);
  expect(refs).toEqual([
    [backupStorages.imageStore, 'Deleted'],
    [uuid, 'Ready'],
  ]);
  expect({ ...image, backupStorageRefs: [] }).toEqual({
    ...deleted,
    status: 'Ready',
    backupStorageRefs: [],
  });
});

test('a uuid that is another image’s by now stays that one’s', async () => {
  const first = await addStore('first');
  const uuid = await addImage('former', first);
  await remove(first);
  await addImage('latter', backupStorages.sftp, { resourceUuid: uuid });
  const second = await addStore('second', { importImages: true });
  expect(held(second)).toEqual({});
  expect(left()).toEqual([uuid]);
  // Where the same bytes have come there by another way, there is nothing to bring.
  await emulator.make('DELETE', `/images/${uuid}`);
  await emulator.make('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  await addImage('former', second, { resourceUuid: uuid });
  await sync(second);
  expect(held(second)).toEqual({ former: GIB });
});

test('an ImageStore tells of what it holds without an owner, or without a sum', async () => {
  const store = await addStore('first');
  const uuid = await addImage('plain', store);
  put(emulator, `update images set md5_sum = 'not calculated' where uuid = '${uuid}'`);
  put(emulator, `delete from account_resource_refs where resource_uuid = '${uuid}'`);
  const body = { getImagesFromImageStoreBackupStorage: {} };
  const path = `/backup-storage/${store}/image-store`;
  const answer = await emulator.anonymous
    .put(`/zstack/v1${path}`)
    .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
    .send(body);
  expect(answer.body.infos).toMatchObject([{ name: uuid, author: null, blobsum: null, size: GIB }]);
});

test('a storage may hold exactly as much as it holds already', async () => {
  const store = await addStore('first');
  await addImage('held', store);
  const limit = (maxCapacity: number) =>
    [
      'PUT',
      '/backup-storage/image-store/actions',
      { setImageStoreBackupStorageQuota: { maxCapacity, uuids: [store] } },
    ] as const;
  expect(await emulator.refused(...limit(GIB - 1))).toMatchObject({
    code: 'SYS.1006',
    details: `failed to set max capacity on image store[uuid:${store}], because: ${GIB} bytes of it are used`,
  });
  await emulator.make(...limit(GIB));
  expect(emulator.available('backup', store)).toBe(0);
});
