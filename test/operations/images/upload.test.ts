import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { temporaryFolder } from '../../support/process';
import * as disks from '../../support/disk-files';
import { openUpload, upload } from '../../support/upload';

const { imageStore, ceph, sftp, nearlyFull } = SEED.backupStorages;
const MIB = 2 ** 20;

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

/** Bytes that begin as a qcow2 of this virtual size does. */
function qcow2(length: number, virtualSize: number, backing = 0): Buffer {
  const bytes = randomBytes(length);
  disks.qcow2(virtualSize, 512, backing).copy(bytes);
  return bytes;
}

const whole = (uuid: string, bytes: Buffer) => ({
  bytes,
  headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length },
});

const slice = (uuid: string, bytes: Buffer, offset: number, size: number, more: object = {}) => ({
  bytes: bytes.subarray(offset, offset + size),
  headers: {
    'X-IMAGE-UUID': uuid,
    'X-IMAGE-SIZE': bytes.length,
    'X-SLICE-OFFSET': offset,
    'X-SLICE-SIZE': size,
    ...more,
  },
});

async function opened(storages: readonly string[] = [imageStore], settings = {}) {
  const emulator = await TestEmulator.start({ settings });
  const before = emulator.world();
  const { uuid, addresses } = await openUpload(emulator, storages);
  const [address = ''] = addresses;
  const image = () => emulator.find(`/images/${uuid}`);
  const send = async (request: Parameters<typeof upload>[1]) => {
    const answer = await upload(address, request);
    if (answer === 'cut') throw new Error('cut');
    return answer;
  };
  const offset = async () =>
    (await emulator.call('GET', `/images/upload-job/details/${uuid}`)).body.existingJobDetails?.[0]
      ?.offset;
  return { emulator, before, uuid, address, addresses, image, send, offset };
}

test('an upload opens with the image Downloading, and its ref is the address', async () => {
  const { emulator, uuid, address, image } = await opened();
  expect(await image()).toMatchObject({
    status: 'Downloading',
    size: 0,
    actualSize: 0,
    md5Sum: null,
    backupStorageRefs: [{ status: 'Downloading', installPath: address }],
  });
  const place = `${emulator.url}/emulator/v1/backup-storage/${imageStore}/image-uploads/`;
  expect(address.startsWith(place)).toBe(true);
  expect(address.slice(place.length)).toMatch(/^[0-9a-f]{32}$/);
  const details = await emulator.call('GET', `/images/upload-job/details/${uuid}`);
  expect(details.body).toMatchObject({
    success: true,
    existingJobDetails: [
      { longJobState: 'Running', imageUuid: uuid, imageUploadUrl: address, offset: 0 },
    ],
  });
  const none = await emulator.call('GET', '/images/upload-job/details/nothing');
  expect(none.body.existingJobDetails).toBeUndefined();
  expect(none.text).toBe('{"success":true,"error":null}');
});

test('a whole image is what its bytes say, and the same bytes come back', async () => {
  const { emulator, uuid, image, send } = await opened();
  const before = emulator.available('backup', imageStore);
  const bytes = qcow2(3 * MIB + 1, 40 * 2 ** 30);
  expect(await send(whole(uuid, bytes))).toMatchObject({ status: 200 });
  expect(await image()).toMatchObject({
    status: 'Ready',
    size: 40 * 2 ** 30,
    actualSize: bytes.length,
    md5Sum: md5(bytes),
    format: 'qcow2',
    backupStorageRefs: [{ status: 'Ready', installPath: `zstore://${uuid}/${uuid}` }],
  });
  expect(emulator.available('backup', imageStore)).toBe(before - bytes.length);
  const back = await emulator.anonymous
    .get(`/emulator/v1/images/${uuid}/artifact`)
    .responseType('blob');
  expect(md5(back.body)).toBe(md5(bytes));
  // A template of a VM of it is the same content.
  const copied = await emulator.make('POST', '/vm-instances', {
    params: { name: 'v', imageUuid: uuid, cpuNum: 1, memorySize: 2 ** 30, zoneUuid: SEED.zone },
  });
  const template = await emulator.make(
    'POST',
    `/images/root-volume-templates/from/volumes/${copied.rootVolumeUuid}`,
    { params: { name: 't', backupStorageUuids: [imageStore] } },
  );
  expect(template.md5Sum).toBe(md5(bytes));
});

test('an ISO is recognised whatever it was called', async () => {
  const { uuid, image, send } = await opened();
  const bytes = Buffer.alloc(MIB, 1);
  bytes.write('CD001', 32_769);
  await send(whole(uuid, bytes));
  expect(await image()).toMatchObject({ format: 'iso', mediaType: 'ISO', size: MIB });
});

test('slices come in any order, and the last one makes it Ready', async () => {
  const { uuid, image, send, offset } = await opened();
  const bytes = qcow2(5 * MIB + 77, 2 ** 30);
  for (const [number, expected] of [
    [3, 0],
    [0, 2 * MIB],
    [2, 2 * MIB],
  ] as const) {
    // The last slice is shorter.
    const at = number === 3 ? 4 * MIB : number * MIB * 2 > 4 * MIB ? 4 * MIB : number * 2 * MIB;
    await send(slice(uuid, bytes, at, 2 * MIB));
    expect(await offset()).toBe(number === 2 ? 2 * MIB : expected);
  }
  expect(await image()).toMatchObject({ status: 'Downloading', actualSize: bytes.length });
  const last = await send(slice(uuid, bytes, 2 * MIB, 2 * MIB));
  expect(JSON.parse(last.text)).toMatchObject({ completed: true, offset: bytes.length });
  expect(await image()).toMatchObject({ status: 'Ready', md5Sum: md5(bytes) });
});

test('an interrupted slice is brought again, also after a restart', async () => {
  const dataDir = temporaryFolder();
  const { emulator, uuid, address, offset, send } = await opened([imageStore], { dataDir });
  const bytes = qcow2(3 * MIB, 2 ** 30);
  await send(slice(uuid, bytes, 0, MIB));
  expect(await upload(address, { ...slice(uuid, bytes, MIB, MIB), cutAfter: 500_000 })).toBe('cut');
  expect(await offset()).toBe(MIB);
  await emulator.stop();
  const again = await TestEmulator.start({ settings: { dataDir } });
  const moved = `${again.url}${new URL(address).pathname}`;
  await upload(moved, slice(uuid, bytes, MIB, MIB));
  await upload(moved, slice(uuid, bytes, 2 * MIB, MIB));
  expect(await again.find(`/images/${uuid}`)).toMatchObject({
    status: 'Ready',
    md5Sum: md5(bytes),
  });
});

test('two storages need their bytes each; equal bytes are one file', async () => {
  const dataDir = temporaryFolder();
  const { emulator, uuid, addresses, image } = await opened([imageStore, ceph], {
    dataDir,
    rewind: 'off',
  });
  const bytes = qcow2(MIB, 2 ** 30);
  await upload(String(addresses[0]), whole(uuid, bytes));
  expect(await image()).toMatchObject({ status: 'Downloading' });
  await upload(String(addresses[1]), whole(uuid, bytes));
  expect(await image()).toMatchObject({ status: 'Ready', md5Sum: md5(bytes) });
  const files = () => readdirSync(join(dataDir, 'blobs'));
  expect(files()).toHaveLength(1);
  const other = await openUpload(emulator, [imageStore]);
  await upload(String(other.addresses[0]), whole(other.uuid, bytes));
  expect(files()).toHaveLength(1);
  const expunge = async (image: string) => {
    await emulator.call('DELETE', `/images/${image}`);
    await emulator.call('PUT', `/images/${image}/actions`, { expungeImage: {} });
  };
  await expunge(uuid);
  const artifact = await emulator.anonymous.get(`/emulator/v1/images/${other.uuid}/artifact`);
  expect([artifact.status, artifact.headers['content-length']]).toEqual([200, String(MIB)]);
  await expunge(other.uuid);
  expect(files()).toEqual([]);
});

describe('refused, with what had arrived before still there', () => {
  const bytes = qcow2(3 * MIB, 2 ** 30);

  test.each([
    [{ 'X-IMAGE-UUID': '' }, 400, 'missing header X-IMAGE-UUID'],
    [{ 'X-IMAGE-UUID': 'f'.repeat(32) }, 404, `image not found ${'f'.repeat(32)}`],
    [{ 'X-IMAGE-SIZE': 0 }, 400, `invalid slice offset header: ${MIB}, image_size: 0`],
    [{ 'X-IMAGE-SIZE': '' }, 400, 'missing header X-IMAGE-SIZE'],
    [{ 'X-IMAGE-SIZE': '1e3' }, 400, 'the header x-image-size must be a number of bytes, not 1e3'],
    [{ 'X-IMAGE-SIZE': '9'.repeat(30) }, 400, 'must be a number of bytes'],
    [{ 'X-IMAGE-SIZE': 4 * MIB }, 400, 'should has the same slice size and image size'],
    [{ 'X-SLICE-SIZE': 2 * MIB }, 400, 'should has the same slice size and image size'],
    [{ 'X-SLICE-SIZE': 0 }, 400, 'X-SLICE-SIZE must be a number of bytes from 1'],
    [{ 'X-SLICE-OFFSET': 5 }, 400, `invalid slice offset header: 5, image_size: ${3 * MIB}`],
    [{ 'X-SLICE-OFFSET': 3 * MIB }, 400, 'invalid slice offset header'],
    [{ 'X-SLICE-INDEX': 2 }, 400, 'invalid slice offset header'],
    [
      { 'X-SLICE-MD5': 'f'.repeat(32) },
      406,
      `content md5 not match, expected: ${'f'.repeat(32)}, actual: ${md5(bytes.subarray(MIB, 2 * MIB))}`,
    ],
    [{ 'Content-Type': 'application/octet-stream' }, 400, 'unexpected post form'],
    [{ 'Content-Type': 'multipart/form-data; boundary=other' }, 400, 'unexpected post form'],
  ])('%j', async (headers, status, text) => {
    const { uuid, send, offset, emulator } = await opened();
    await send(slice(uuid, bytes, 0, MIB));
    const world = emulator.world();
    const answer = await send(slice(uuid, bytes, MIB, MIB, headers));
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)]);
    expect(emulator.world()).toEqual(world);
    expect(await offset()).toBe(MIB);
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('a slice that is too long or too short', async () => {
    const { uuid, send, offset } = await opened();
    const short = { ...slice(uuid, bytes, 0, MIB), bytes: bytes.subarray(0, 10) };
    expect(await send(short)).toEqual({
      status: 400,
      text: `the slice at 0 has 10 bytes, expected: ${MIB}`,
    });
    const long = { ...slice(uuid, bytes, 0, MIB), bytes: bytes.subarray(0, MIB + 10) };
    expect((await send(long)).status).toBe(400);
    expect(await offset()).toBe(0);
  });

  test('a right sum is taken, and a complete upload is complete', async () => {
    const { uuid, send } = await opened();
    const sum = md5(bytes).toUpperCase();
    const right = { ...whole(uuid, bytes).headers, 'X-SLICE-MD5': sum };
    expect((await send({ bytes, headers: right })).status).toBe(200);
    expect(await send(whole(uuid, bytes))).toEqual({
      status: 409,
      text: `image[uuid: ${uuid}] upload has completed`,
    });
  });

  test.each([
    ['more than the storage has', [nearlyFull], {}, 3 * 2 ** 30],
    ['more than the operator allows', [imageStore], { largestImage: '1M' }, 2 * MIB],
  ])('%s', async (_what, storages, settings, size) => {
    const { uuid, send, emulator } = await opened(storages, settings);
    const answer = await send({
      bytes,
      headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': size, 'X-SLICE-SIZE': 3 * MIB },
    });
    expect(answer).toEqual({ status: 507, text: `capacity not enough for size: ${size}` });
    expect(emulator.brokenLaws()).toEqual({});
  });
});

test('a qcow2 that needs another file is no image', async () => {
  const { emulator, uuid, image, send, before } = await opened();
  const answer = await send(whole(uuid, qcow2(MIB, 2 ** 30, 1024)));
  expect(answer).toEqual({ status: 400, text: `Qcow2 image ${uuid} has backing file` });
  expect(await image()).toBeUndefined();
  expect(emulator.world()).toEqual(before);
});

test.each([
  ['another version', qcow2(MIB, 2 ** 30).fill(9, 4, 8), 'Unsupported qcow2 version 151587081'],
  ['more bytes than there are numbers', qcow2(MIB, 2 ** 30).fill(0xff, 24, 32), 'Image is too big'],
  ['a header that is cut', qcow2(MIB, 2 ** 30).subarray(0, 20), 'Unsupported cluster size: 2\\^0'],
])('a qcow2 with %s is no image', async (_what, bytes, reason) => {
  const { emulator, uuid, image, send, before } = await opened();
  const answer = await send(whole(uuid, bytes));
  expect([answer.status, answer.text]).toEqual([
    400,
    expect.stringMatching(new RegExp(`^upload image ${uuid} failed: .*${reason}`)),
  ]);
  expect(await image()).toBeUndefined();
  expect(emulator.world()).toEqual(before);
});

test('a client finds its upload by the id that it gave to its long job', async () => {
  const emulator = await TestEmulator.start();
  const id = 'disk-2026.raw';
  const key = 'feedfeedfeed4eedaeedfeedfeedfee0';
  const jobData = {
    name: 'x',
    url: `upload://${key}/x`,
    format: 'raw',
    backupStorageUuids: [imageStore],
  };
  const { uuid: longJobUuid } = await emulator.make('POST', '/longjobs', {
    params: { jobName: 'APIAddImageMsg', jobData: JSON.stringify(jobData) },
    systemTags: [`uploadImage::${id}`],
  });
  const details = async () => (await emulator.call('GET', `/images/upload-job/details/${id}`)).text;
  await emulator.control('POST', '/clock/advance', { by: '1s' });
  const [{ imageUuid, imageUploadUrl, ...found }, ...others] = JSON.parse(await details())
    .existingJobDetails as Json[];
  expect(others).toEqual([]);
  expect(found).toEqual({ longJobUuid, longJobState: 'Running', offset: 0 });
  const bytes = Buffer.alloc(1000, 1);
  expect(await upload(imageUploadUrl, whole(key, bytes))).toMatchObject({ status: 200 });
  expect(await emulator.find(`/images/${imageUuid}`)).toMatchObject({ status: 'Ready' });
  // It has ended; and no key stands twice in an answer.
  expect(await details()).toBe('{"success":true,"error":null}');
});

test('an upload that stands still ends, and its image and room go', async () => {
  const { emulator, uuid, image, send, before } = await opened();
  await send(slice(uuid, qcow2(3 * MIB, 2 ** 30), 0, MIB));
  emulator.advance(25_000);
  await send(slice(uuid, qcow2(3 * MIB, 2 ** 30), MIB, MIB));
  emulator.advance(25_000);
  expect(await image()).toBeDefined();
  emulator.advance(6_000);
  expect(await image()).toBeUndefined();
  expect(emulator.world()).toEqual(before);
});

test('an image that is deleted during its upload is gone for the client too', async () => {
  const { emulator, uuid, send, before } = await opened();
  await send(slice(uuid, qcow2(3 * MIB, 2 ** 30), 0, MIB));
  await emulator.call('DELETE', `/images/${uuid}`);
  expect(emulator.world()).toEqual(before);
  const answer = await send(slice(uuid, qcow2(3 * MIB, 2 ** 30), MIB, MIB));
  expect(answer).toEqual({ status: 404, text: `image not found ${uuid}` });
});

test('Sftp takes no uploads', async () => {
  const emulator = await TestEmulator.start();
  const uuid = '0123456789ab4def8123456789abcdef';
  const error = await emulator.refused('POST', '/images', {
    params: {
      name: 'x',
      url: `upload://${uuid}/x`,
      format: 'qcow2',
      backupStorageUuids: [sftp],
    },
  });
  expect(error.cause?.details).toBe(
    `SftpBackupStorage doesn't support scheme[upload] in url[upload://${uuid}/x]`,
  );
});

test('a large image is never held in memory', async () => {
  const { uuid, image, send } = await opened();
  const size = 192 * MIB;
  const chunk = randomBytes(MIB);
  function* chunks() {
    for (let i = 0; i < 192; i++) yield chunk;
  }
  const before = process.memoryUsage.rss();
  await send({ bytes: chunks(), headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': size } });
  expect(await image()).toMatchObject({ status: 'Ready', actualSize: size, format: 'raw' });
  expect(process.memoryUsage.rss() - before).toBeLessThan(120 * MIB);
});
