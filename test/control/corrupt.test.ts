import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';
import { temporaryFolder } from '../support/process';
import { openUpload, upload } from '../support/upload';

const { imageStore, sftp } = SEED.backupStorages;
const { linux } = SEED.images;
const MIB = 2 ** 20;
const POINT = 'add-image/take-room';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

const fault = async (emulator: TestEmulator, params: object): Promise<Json> => {
  const answer = await emulator.control('POST', '/faults', { kind: 'corrupt', ...params });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventory;
};

const adding = (url: string, backupStorageUuids: readonly string[] = [imageStore]) =>
  ['POST', '/images', { params: { name: 'a', url, format: 'qcow2', backupStorageUuids } }] as const;

/** How many bytes of two files of one length differ. */
function differences(one: Buffer, other: Buffer): number {
  expect(one).toHaveLength(other.length);
  return one.filter((byte, at) => byte !== other[at]).length;
}

describe('bytes that a storage downloads', () => {
  const url = 'http://m/a.qcow2#size=1G';

  test('are others, and have another sum', async () => {
    const emulator = await TestEmulator.start();
    const right = await emulator.make(...adding(url));
    const { uuid } = await fault(emulator, { point: POINT, times: 1 });
    const wrong = await emulator.make(...adding(url));
    expect(wrong).toMatchObject({
      status: 'Ready',
      size: right.size,
      actualSize: right.actualSize,
    });
    expect(wrong.md5Sum).not.toBe(right.md5Sum);
    const artifact = await emulator.anonymous
      .get(`/emulator/v1/images/${wrong.uuid}/artifact`)
      .responseType('blob');
    expect(md5(artifact.body)).toBe(wrong.md5Sum);
    expect((await emulator.make(...adding(url))).md5Sum).toBe(right.md5Sum);
    const { body } = await emulator.control('GET', '/faults');
    expect(body.inventories).toMatchObject([{ uuid, hits: 1 }]);
  });

  test('are no image where the url promises a sum; another storage is not touched', async () => {
    const emulator = await TestEmulator.start();
    const { md5Sum } = await emulator.make(...adding(url));
    await fault(emulator, { point: POINT, resourceUuid: sftp });
    const promised = `${url}&md5=${md5Sum}`;
    const { body } = await emulator.call(...adding(promised, [sftp]));
    expect(body.error.cause.details).toContain(`md5 not match, expected: ${md5Sum}`);
    expect((await emulator.make(...adding(promised))).md5Sum).toBe(md5Sum);
  });

  test('differ by one byte where they are real', async () => {
    const root = temporaryFolder({ readable: true });
    const bytes = randomBytes(2 * MIB);
    writeFileSync(join(root, 'a.raw'), bytes);
    const settings = { fetch: 'allow', fetchRoots: root };
    const emulator = await TestEmulator.start({ settings });
    await fault(emulator, { point: POINT, times: 1 });
    const { uuid, md5Sum } = await emulator.make(...adding(`${root}/a.raw`));
    const { body } = await emulator.anonymous
      .get(`/emulator/v1/images/${uuid}/artifact`)
      .responseType('blob');
    expect([differences(body, bytes), md5(body)]).toEqual([1, md5Sum]);
    expect((await emulator.make(...adding(`${root}/a.raw`))).md5Sum).toBe(md5(bytes));
  });
});

test.each(['DownloadExport', 'DownloadArtifact'])(
  'bytes that a client downloads by %s differ by one, once',
  async (operation) => {
    const emulator = await TestEmulator.start();
    const { body } = await emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
      exportImageFromBackupStorage: { imageUuid: linux },
    });
    const path =
      operation === 'DownloadExport'
        ? (body.imageUrl as string).slice(emulator.url.length)
        : `/emulator/v1/images/${linux}/artifact`;
    const get = async (headers: Record<string, string> = {}): Promise<Buffer> =>
      (await emulator.anonymous.get(path).set(headers).responseType('blob')).body;
    // What hurts any call is not about these.
    await emulator.control('POST', '/faults', { kind: 'dropAfter' });
    await fault(emulator, { operation, resourceUuid: linux, times: 2 });
    const wrong = await get();
    const part = await get({ Range: 'bytes=10-19' });
    const right = await get();
    expect(md5(right)).toBe(body.exportMd5Sum);
    expect(differences(wrong, right)).toBe(1);
    expect(differences(part, right.subarray(10, 20))).toBe(1);
    const rules = await emulator.control('GET', '/faults');
    expect(rules.body.inventories).toMatchObject([{ matched: 0 }, { hits: 2 }]);
  },
);

describe('bytes that a client uploads', () => {
  const bytes = randomBytes(MIB);

  test('are refused where it sends their sum, and taken when it sends them again', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, addresses } = await openUpload(emulator, [imageStore]);
    await fault(emulator, { operation: 'UploadImageSlice', resourceUuid: uuid, times: 1 });
    const headers = {
      'X-IMAGE-UUID': uuid,
      'X-IMAGE-SIZE': bytes.length,
      'X-SLICE-MD5': md5(bytes),
    };
    const send = () => upload(addresses[0] ?? '', { bytes, headers });
    expect(await send()).toMatchObject({ status: 406 });
    expect(await send()).toMatchObject({ status: 200 });
    expect((await emulator.find(`/images/${uuid}`)).md5Sum).toBe(md5(bytes));
  });

  test('are others where it does not', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, addresses } = await openUpload(emulator, [imageStore]);
    await fault(emulator, { operation: 'UploadImageSlice' });
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    expect(await upload(addresses[0] ?? '', { bytes, headers })).toMatchObject({ status: 200 });
    const image = await emulator.find(`/images/${uuid}`);
    expect(image).toMatchObject({ status: 'Ready', actualSize: bytes.length });
    expect(image.md5Sum).not.toBe(md5(bytes));
  });

  const withSum = async (hint: string) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const { uuid, addresses } = await openUpload(emulator, [imageStore], {
      url: `upload://image#${hint}`,
    });
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    const answer = await upload(addresses[0] ?? '', { bytes, headers });
    return { emulator, before, uuid, answer };
  };
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  test.each([`md5=${md5(bytes)}`, `sha256=${sha256}`])('are taken with %s', async (hint) => {
    const { answer } = await withSum(hint);
    expect(answer).toMatchObject({ status: 200 });
  });

  test.each([
    ['md5', '0'.repeat(32)],
    ['sha256', '0'.repeat(64)],
  ])('are no image when the url promises another %s', async (name, sum) => {
    const { emulator, before, uuid, answer } = await withSum(`${name}=${sum}`);
    expect(answer).toMatchObject({
      status: 400,
      text: expect.stringContaining(`${name} not match`),
    });
    expect(await emulator.find(`/images/${uuid}`)).toBeUndefined();
    expect(emulator.world()).toEqual(before);
  });
});

test.each([
  [{}, 'corrupt happens where bytes move'],
  [{ operation: 'QueryImage' }, 'corrupt happens where bytes move'],
  [{ operation: 'DownloadNothing' }, 'is no operation of ZStack'],
  [{ point: 'add-image/finish-download' }, 'at the point add-image/take-room'],
  [{ point: POINT, atProgress: 50 }, 'atProgress goes with'],
  [{ operation: 'DownloadExport', accountUuid: SEED.images.linux }, 'it has no account'],
  [{ kind: 'fail', operation: 'DownloadExport' }, 'is no operation of ZStack'],
])('a rule that could never fire is refused: %j', async (params, words) => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.control('POST', '/faults', { kind: 'corrupt', ...params });
  expect(ownError(answer)).toEqual({ code: 'invalid', details: expect.stringContaining(words) });
});
