import { createHash, randomBytes } from 'node:crypto';
import { Client, create, worldOf } from '../../support/environments';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import * as disks from '../../support/disk-files';
import { openUpload, upload } from '../../support/upload';

const { imageStore, sftp, ceph } = SEED.backupStorages;
const MIB = 2 ** 20;

const exportOf = async (
  emulator: TestEmulator,
  imageUuid: string,
  { storage = imageStore, format }: { storage?: string; format?: string } = {},
): Promise<{ imageUrl: string; exportMd5Sum: string }> => {
  const { body } = await emulator.call('PUT', `/backup-storage/${storage}/actions`, {
    exportImageFromBackupStorage: { imageUuid, exportFormat: format },
  });
  return body;
};

const adding = (url: string, params: object = {}) =>
  [
    'POST',
    '/images',
    {
      params: { name: 'again', url, format: 'qcow2', backupStorageUuids: [imageStore], ...params },
    },
  ] as const;

const template = (emulator: TestEmulator, params: object = {}) =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, {
    name: 'made',
    backupStorageUuids: [imageStore],
    ...params,
  }) as Promise<{ body: Json }>;

const bytesOf = async (emulator: TestEmulator, uuid: string): Promise<Buffer> =>
  (await emulator.anonymous.get(`/emulator/v1/images/${uuid}/artifact`).responseType('blob')).body;

const MODES = [
  ['made up', {}],
  ['fetched where they are really', { fetch: 'allow', fetchHosts: 'elsewhere.test' }],
] as const;

describe.each(MODES)('where bytes are %s', (_mode, settings) => {
  test('an export that is added is the same image: sizes, format, bytes', async () => {
    const emulator = await TestEmulator.start({ settings });
    const made = (await template(emulator)).body.inventory;
    const { imageUrl, exportMd5Sum } = await exportOf(emulator, made.uuid);
    const added = await emulator.make(...adding(imageUrl));
    expect(added).toMatchObject({
      status: 'Ready',
      size: made.size,
      actualSize: made.actualSize,
      format: made.format,
      md5Sum: made.md5Sum,
    });
    expect(exportMd5Sum).toBe(made.md5Sum);
    const original = await bytesOf(emulator, made.uuid);
    expect((await bytesOf(emulator, added.uuid)).equals(original)).toBe(true);
  });

  test('bytes that came from outside are the same, and stored once', async () => {
    const emulator = await TestEmulator.start({ settings });
    const bytes = randomBytes(2 * MIB);
    disks.qcow2(7 * 2 ** 30, 512).copy(bytes);
    const { uuid, addresses } = await openUpload(emulator, [imageStore]);
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    expect(await upload(addresses[0] ?? '', { headers, bytes })).toMatchObject({ status: 200 });
    const { imageUrl } = await exportOf(emulator, uuid);
    const added = await emulator.make(...adding(imageUrl, { backupStorageUuids: [sftp] }));
    expect(added).toMatchObject({ status: 'Ready', size: 7 * 2 ** 30, actualSize: bytes.length });
    expect(added.md5Sum).toBe(createHash('md5').update(bytes).digest('hex'));
    expect((await bytesOf(emulator, added.uuid)).equals(bytes)).toBe(true);
    expect(emulator.environment.blobNames).toHaveLength(1);
  });

  test('one that has ended is not there any more', async () => {
    const emulator = await TestEmulator.start({ settings });
    const { imageUrl } = await exportOf(emulator, SEED.images.linux);
    await emulator.call(
      'DELETE',
      `/backup-storage/${imageStore}/exported-images/${SEED.images.linux}`,
    );
    const error = await emulator.refused(...adding(imageUrl));
    expect(error.cause?.details).toBe(
      `failed to get header of image url ${imageUrl}: the server answered 404`,
    );
  });

  test('a wrong key opens nothing', async () => {
    const emulator = await TestEmulator.start({ settings });
    const { imageUrl } = await exportOf(emulator, SEED.images.linux);
    const guessed = imageUrl.replace(/image-[0-9a-f]{8}/, 'image-00000000');
    const { cause } = await emulator.refused(...adding(guessed));
    expect(cause?.details).toContain(`failed to get header of image url ${guessed}: `);
  });
});

test.each([
  ['qcow2', 'raw'],
  ['raw', 'qcow2'],
])('a %s that was exported as %s has the bytes of the export, and back', async (from, to) => {
  const emulator = await TestEmulator.start();
  const url = `http://x/disk.${from}#size=3G&actualSize=2M`;
  const original = await emulator.make(...adding(url, { format: from }));
  const { imageUrl, exportMd5Sum } = await exportOf(emulator, original.uuid, { format: to });
  expect(imageUrl).toMatch(new RegExp(`[.]${to}$`));
  const added = await emulator.make(...adding(imageUrl, { format: from }));
  expect(added).toMatchObject({ format: to, md5Sum: exportMd5Sum, size: 3 * 2 ** 30 });
  const back = await exportOf(emulator, added.uuid, { format: from });
  expect(back.exportMd5Sum).toBe(original.md5Sum);
  const again = await emulator.make(...adding(back.imageUrl, { format: to }));
  expect(again).toMatchObject({ format: from, md5Sum: original.md5Sum });
});

test('an ISO that is exported keeps its suffix, and is an ISO again', async () => {
  const emulator = await TestEmulator.start();
  const url = 'http://x/os.iso#size=700M';
  const { uuid } = await emulator.make(...adding(url, { mediaType: 'ISO' }));
  const { imageUrl } = await exportOf(emulator, uuid);
  expect(imageUrl.endsWith('.iso')).toBe(true);
  const added = await emulator.make(...adding(imageUrl));
  expect(added).toMatchObject({ format: 'iso', mediaType: 'ISO', actualSize: 700 * MIB });
});

test('Ceph has an address with the name of the image and a token, and it is known, too', async () => {
  const emulator = await TestEmulator.start();
  const url = 'http://x/a.raw#size=2G&actualSize=1G';
  const name = 'a b/c#d';
  const made = await emulator.make(
    ...adding(url, { name, format: 'raw', backupStorageUuids: [ceph] }),
  );
  const { imageUrl } = await exportOf(emulator, made.uuid, { storage: ceph });
  expect(imageUrl).toContain(`/exports/${encodeURIComponent(name)}-${made.uuid}?token=`);
  const added = await emulator.make(...adding(imageUrl));
  expect(added).toMatchObject({ format: 'raw', md5Sum: made.md5Sum, size: made.size });
});

test('a promise of the export’s sum is kept, and a wrong one fails', async () => {
  const emulator = await TestEmulator.start();
  const { imageUrl, exportMd5Sum } = await exportOf(emulator, SEED.images.linux);
  await emulator.make(...adding(`${imageUrl}#md5=${exportMd5Sum}`));
  const { cause } = await emulator.refused(...adding(`${imageUrl}#md5=${'0'.repeat(32)}`));
  expect(cause?.details).toContain(`expected: ${'0'.repeat(32)}, actual: ${exportMd5Sum}`);
});

test('an emulator that is called by another name knows its exports all the same', async () => {
  const emulator = await TestEmulator.start();
  const { imageUrl, exportMd5Sum } = await exportOf(emulator, SEED.images.linux);
  const other = `https://emulator.test${new URL(imageUrl).pathname}`;
  expect((await emulator.make(...adding(other))).md5Sum).toBe(exportMd5Sum);
});

test('nobody makes up what another emulator exports', async () => {
  const emulator = await TestEmulator.start();
  const url = `http://other.test:8080/emulator/v1/backup-storage/${imageStore}/exports/${SEED.images.linux}/image-${'0'.repeat(40)}.qcow2`;
  const { cause } = await emulator.refused(...adding(url));
  expect(cause?.details).toContain('those of others are read with EMULATOR_FETCH=allow');
});

test('the address that a seed gave to an export leads to it', async () => {
  const emulator = await TestEmulator.start();
  const { exportMd5Sum } = await exportOf(emulator, SEED.images.linux);
  const address = 'http://172.20.0.1:8001/imagestore/download/image-0123.qcow2';
  emulator.environment.database
    .prepare('update image_backup_storage_refs set export_url = ? where export_url is not null')
    .run(address);
  expect((await exportOf(emulator, SEED.images.linux)).imageUrl).toBe(address);
  expect((await emulator.make(...adding(address))).md5Sum).toBe(exportMd5Sum);
});

describe('from another environment of the process', () => {
  test('made-up bytes are the same image', async () => {
    const emulator = await TestEmulator.start();
    await create(emulator, { name: 'b', from: { seed: 'default' } });
    const other = new Client(emulator, 'b');
    const made = (await template(emulator)).body.inventory;
    const { imageUrl } = await exportOf(emulator, made.uuid);
    const { body } = await other.call(...adding(imageUrl));
    expect(body.inventory).toMatchObject({ md5Sum: made.md5Sum, size: made.size });
    // And the way back: what b exports is known here.
    const back = await other.call('PUT', `/backup-storage/${imageStore}/actions`, {
      exportImageFromBackupStorage: { imageUuid: body.inventory.uuid },
    });
    expect(back.body.imageUrl).toContain('/emulator/v1/environments/b/backup-storage/');
    const again = await emulator.make(...adding(back.body.imageUrl));
    expect(again).toMatchObject({ md5Sum: made.md5Sum, actualSize: made.actualSize });
    expect(worldOf(emulator, 'b')).toBeDefined();
  });

  test('bytes that came from outside are copied', async () => {
    const emulator = await TestEmulator.start();
    await create(emulator, { name: 'b', from: { seed: 'default' } });
    const bytes = randomBytes(2 * MIB);
    const { uuid, addresses } = await openUpload(emulator, [imageStore]);
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    await upload(addresses[0] ?? '', { headers, bytes });
    const { imageUrl } = await exportOf(emulator, uuid);
    const { body } = await new Client(emulator, 'b').call(...adding(imageUrl));
    expect(body.inventory.md5Sum).toBe(createHash('md5').update(bytes).digest('hex'));
    // They outlive the image that they came from.
    await emulator.configure('image/deletionPolicy', 'Direct');
    await emulator.call('DELETE', `/images/${uuid}`);
    const artifact = await emulator.anonymous
      .get(`/emulator/v1/environments/b/images/${body.inventory.uuid}/artifact`)
      .responseType('blob');
    expect(bytes.equals(artifact.body)).toBe(true);
  });

  test('one that is removed exports nothing', async () => {
    const emulator = await TestEmulator.start();
    await create(emulator, { name: 'b', from: { seed: 'default' } });
    const { body } = await new Client(emulator, 'b').call(
      'PUT',
      `/backup-storage/${imageStore}/actions`,
      { exportImageFromBackupStorage: { imageUuid: SEED.images.linux } },
    );
    await emulator.anonymous.delete('/emulator/v1/environments/b');
    const { cause } = await emulator.refused(...adding(body.imageUrl));
    expect(cause?.details).toContain('no environment of this emulator exports anything there');
  });
});
