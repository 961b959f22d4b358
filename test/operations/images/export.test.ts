import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator } from '../../support/emulator';
import { temporaryFolder } from '../../support/process';
import { needs } from '../../support/tools';

const { imageStore, sftp, ceph } = SEED.backupStorages;
const { linux, iso } = SEED.images;

const exporting = (storage: string, imageUuid: string, exportFormat?: string) =>
  [
    'PUT',
    `/backup-storage/${storage}/actions`,
    { exportImageFromBackupStorage: { imageUuid, exportFormat } },
  ] as const;

async function exported(format?: string) {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call(...exporting(imageStore, linux, format));
  const path = body.imageUrl.slice(emulator.url.length) as string;
  const get = (headers: Record<string, string> = {}) =>
    emulator.anonymous.get(path).set(headers).responseType('blob');
  return { emulator, body, path, get };
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

test('the bytes at the address have the MD5 that was answered', async () => {
  const { emulator, body, get } = await exported();
  const bytes = await get();
  expect(body).toMatchObject({ success: true, exportMd5Sum: md5(bytes.body) });
  const image = await emulator.find(`/images/${linux}`);
  expect(body.exportMd5Sum).toBe(image.md5Sum);
  expect(image.backupStorageRefs[0]).toMatchObject({
    exportUrl: body.imageUrl,
    exportMd5Sum: body.exportMd5Sum,
  });
  expect(body.imageUrl).toMatch(new RegExp(`/exports/${linux}/image-[0-9a-f]{40}[.]qcow2$`));
});

test('an export holds as much as its image, and gives it back', async () => {
  const { emulator, path } = await exported();
  const during = emulator.available('backup', imageStore);
  const again = await emulator.call(...exporting(imageStore, linux));
  // As a real Ceph storage: the same address, no sum.
  expect(again.body).toMatchObject({ exportMd5Sum: null });
  expect(emulator.available('backup', imageStore)).toBe(during);
  const end = `/backup-storage/${imageStore}/exported-images/${linux}`;
  await emulator.call('DELETE', end);
  expect(emulator.available('backup', imageStore)).toBe(during + 2 ** 30);
  const gone = await emulator.anonymous.get(path);
  expect([gone.status, gone.text]).toEqual([404, 'Image not found.']);
  const image = await emulator.find(`/images/${linux}`);
  expect(image.backupStorageRefs[0].exportUrl).toBeNull();
  expect(image.backupStorageRefs[0].exportMd5Sum).not.toBeNull();
  const twice = await emulator.call('DELETE', end);
  expect(twice.status).toBe(200);
});

test('ranges are served, and only those that there are', async () => {
  const { get } = await exported();
  const all = (await get()).body as Buffer;
  for (const [range, from, to] of [
    ['bytes=0-99', 0, 100],
    ['bytes=1000-1999', 1000, 2000],
    [`bytes=${all.length - 5}-`, all.length - 5, all.length],
    ['bytes=-7', all.length - 7, all.length],
    ['bytes=10-99999999', 10, all.length],
  ] as const) {
    const part = await get({ Range: range });
    expect([range, part.status]).toEqual([range, 206]);
    expect(part.headers['content-range']).toBe(`bytes ${from}-${to - 1}/${all.length}`);
    expect(part.body).toEqual(all.subarray(from, to));
  }
  const beyond = await get({ Range: `bytes=${all.length}-` });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${all.length}`]);
  // What is no range of bytes is ignored.
  expect((await get({ Range: 'lines=1-2' })).status).toBe(200);
});

test('HEAD tells the length, a wrong key tells nothing', async () => {
  const { emulator, path, get } = await exported();
  const head = await emulator.anonymous.head(path);
  expect([head.status, head.headers['content-length']]).toEqual([
    200,
    String((await get()).body.length),
  ]);
  const keyless = path.replace(/image-.*/, '');
  for (const wrong of [
    path.replace(/image-[0-9a-f]/, (start) => (start === 'image-0' ? 'image-1' : 'image-0')),
    `${keyless.slice(0, -33)}centos-7.9-${linux}`,
    `${keyless.slice(0, -33)}centos-7.9-${linux}?token=x`,
  ]) {
    const answer = await emulator.anonymous.get(wrong);
    expect([answer.status, answer.text]).toEqual([403, 'Forbidden']);
  }
  const odd = await emulator.anonymous.get(
    `/emulator/v1/backup-storage/${imageStore}/exports/..%2f..%2fetc%2fpasswd`,
  );
  expect(odd.status).toBe(404);
});

test.each([
  ['an ImageStore', imageStore],
  ['Ceph', ceph],
])('a name in any script is no harm to an address of %s', async (_type, storage) => {
  const emulator = await TestEmulator.start();
  const name = '镜像 a/b?#"';
  const { uuid } = await emulator.make('POST', '/images', {
    params: { name, url: 'http://x/a.raw', format: 'raw', backupStorageUuids: [storage] },
  });
  const { body } = await emulator.call(...exporting(storage, uuid));
  const answer = await emulator.anonymous.get(body.imageUrl.slice(emulator.url.length));
  expect(answer.status).toBe(200);
  expect(decodeURIComponent(answer.headers['content-disposition'] as string)).toContain(name);
});

const qemuImg = needs('qemu-img');

describe('a conversion keeps what a guest reads', () => {
  test('from qcow2 to raw', async () => {
    const { body, get } = await exported('raw');
    const raw = (await get()).body as Buffer;
    expect(md5(raw)).toBe(body.exportMd5Sum);
    const { get: original } = await exported();
    const qcow2 = (await original()).body as Buffer;
    expect(raw.subarray(0, 16_384)).toEqual(qcow2.subarray(qcow2.length - 16_384));
    expect(raw.subarray(16_384).every((byte) => byte === 0)).toBe(true);
  });

  async function rawAsQcow2(): Promise<{ original: Buffer; converted: Buffer }> {
    const emulator = await TestEmulator.start();
    const image = await emulator.make('POST', '/images', {
      params: {
        name: 'disk',
        url: 'http://x/disk.raw#size=64M&actualSize=2M',
        format: 'raw',
        backupStorageUuids: [imageStore],
      },
    });
    const artifact = await emulator.anonymous
      .get(`/emulator/v1/images/${image.uuid}/artifact`)
      .responseType('blob');
    const { body } = await emulator.call(...exporting(imageStore, image.uuid, 'qcow2'));
    const converted = await emulator.anonymous
      .get(body.imageUrl.slice(emulator.url.length))
      .responseType('blob');
    expect(md5(converted.body)).toBe(body.exportMd5Sum);
    return { original: artifact.body as Buffer, converted: converted.body as Buffer };
  }

  test('from raw to qcow2', async () => {
    const { original, converted } = await rawAsQcow2();
    expect(converted.subarray(converted.length - 2 ** 20)).toEqual(original);
  });

  qemuImg.test(`from raw to qcow2, as qemu-img reads it ${qemuImg.note}`, async () => {
    const { original, converted } = await rawAsQcow2();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.qcow2'), converted);
    execFileSync('qemu-img', ['check', join(folder, 'a.qcow2')]);
    execFileSync('qemu-img', ['convert', '-O', 'raw', join(folder, 'a.qcow2'), join(folder, 'b')]);
    const head = execFileSync('head', ['-c', String(2 ** 20), join(folder, 'b')], {
      maxBuffer: 2 ** 22,
    });
    expect(head).toEqual(original);
  });
});

test.each([
  [sftp, linux, undefined, 'SYS.1008', 'No service deals with message'],
  [
    imageStore,
    iso,
    undefined,
    'SYS.1006',
    `image[${iso}] not found on backup storage[${imageStore}]`,
  ],
  [
    ceph,
    linux,
    undefined,
    'SYS.1006',
    `image[uuid: ${linux}] is not on backup storage[uuid:${ceph}, name:ceph-bs-1]`,
  ],
  [imageStore, linux, 'vmdk', 'SYS.1007', 'are [raw, qcow2], but vmdk found'],
])('from %s of %s as %s is refused', async (storage, image, format, code, details) => {
  const emulator = await TestEmulator.start();
  const error = await emulator.refused(...exporting(storage, image, format));
  expect(error.code).toBe(code);
  expect(error.details).toContain(details);
});

test('without room there is no export', async () => {
  const emulator = await TestEmulator.start();
  const { repositories } = emulator.environment.world;
  const left = emulator.available('backup', imageStore);
  // Something else takes all but a byte too few.
  const taken = left - 2 ** 30 + 1;
  repositories.backupStorages.changeAvailableCapacity(imageStore, -taken);
  emulator.environment.database
    .prepare(
      'update backup_storages set system_used_capacity = system_used_capacity + ? where uuid = ?',
    )
    .run(taken, imageStore);
  const error = await emulator.refused(...exporting(imageStore, linux));
  expect(error.details).toBe(
    `the backup storage[uuid:${imageStore}] has not enough capacity[1073741824] to export`,
  );
});

test('an export ends with its image', async () => {
  const { emulator, path } = await exported();
  await emulator.configure('image/deletionPolicy', 'Direct');
  await emulator.call('DELETE', `/images/${linux}`);
  expect((await emulator.anonymous.get(path)).status).toBe(404);
});
