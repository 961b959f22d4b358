import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestEmulator } from '../support/emulator';
import {
  bytesOf,
  Client,
  create,
  done,
  environmentOf,
  exported,
  imported,
  openUploadIn,
  uploadIn,
} from '../support/environments';
import { temporaryFolder } from '../support/process';
import { upload } from '../support/upload';

const PLACES = ['memory', 'file'] as const;
const BYTES = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) % 251));

/** An environment `x` with an image whose bytes were uploaded. */
async function started(storage: string) {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  await create(emulator, { name: 'x', storage });
  const image = await uploadIn(new Client(emulator, 'x'), BYTES);
  return { emulator, dataDir, image };
}

const remove = (emulator: TestEmulator, name: string) =>
  emulator.anonymous.delete(`/emulator/v1/environments/${name}`);

/** Deletes an image for good, so that its bytes go. */
async function expunge(client: Client, image: string) {
  await client.call('DELETE', `/images/${image}`);
  await client.make('PUT', `/images/${image}/actions`, { expungeImage: {} });
}

async function expectBytes(emulator: TestEmulator, name: string, image: string) {
  const bytes = await bytesOf(new Client(emulator, name), image);
  expect([name, bytes.equals(BYTES)]).toEqual([name, true]);
}

test.each(PLACES)(
  'a copy in a file has the bytes, whatever becomes of its source while it is made (%s)',
  async (storage) => {
    const { emulator, image } = await started(storage);
    const client = new Client(emulator, 'x');
    for (let round = 0; round < 5; round++) {
      const from = { environment: 'x' };
      await client.make('POST', '/zones', { params: { name: `zone-${round}` } });
      await Promise.all([
        create(emulator, { name: `copy-${round}`, storage: 'file', from }),
        client
          .make('POST', '/zones', { params: { name: `other-${round}` } })
          .then(() => create(emulator, { name: `other-${round}`, from })),
        done(emulator, 'POST', '/environments/x/snapshots', { name: `s-${round}` }),
      ]);
      await expectBytes(emulator, `copy-${round}`, image);
      await done(emulator, 'POST', `/environments/copy-${round}/reset`);
      await expectBytes(emulator, `copy-${round}`, image);
    }
  },
);

test('an export is as of one moment while images go', async () => {
  const { emulator } = await started('file');
  const client = new Client(emulator, 'x');
  for (let round = 0; round < 5; round++) {
    const [image] = (await client.list('/images?q=name=uploaded')) as { uuid: string }[];
    const [bytes] = await Promise.all([
      exported(emulator, 'x'),
      expunge(client, image?.uuid ?? ''),
    ]);
    await imported(emulator, `of-${round}`, Uint8Array.from(bytes));
    const images = await new Client(emulator, `of-${round}`).list('/images?q=name=uploaded');
    // Before it went or after it.
    for (const { uuid } of images) await expectBytes(emulator, `of-${round}`, uuid);
    expect(images.length).toBeLessThanOrEqual(1);
    await uploadIn(client, BYTES, `feedfeedfeed4eedaeedfeedfeed000${round}`);
  }
});

test.each(PLACES)(
  'uploaded bytes are there in copies, and stay when their source goes (%s)',
  async (storage) => {
    const { emulator, image } = await started(storage);
    for (const kind of PLACES) {
      await create(emulator, { name: `first-${kind}`, storage: kind, from: { environment: 'x' } });
      await create(emulator, { name: `second-${kind}`, storage: kind, from: { environment: 'x' } });
      await create(emulator, { name: `of-${kind}`, from: { environment: `first-${kind}` } });
    }
    await remove(emulator, 'x');
    for (const kind of PLACES) await remove(emulator, `first-${kind}`);
    for (const kind of PLACES) {
      for (const name of [`second-${kind}`, `of-${kind}`]) {
        await expectBytes(emulator, name, image);
        await expunge(new Client(emulator, name), image);
        await done(emulator, 'POST', `/environments/${name}/reset`);
        await expectBytes(emulator, name, image);
      }
    }
  },
);

test.each(PLACES)(
  'uploaded bytes come back with a snapshot, whatever was deleted meanwhile (%s)',
  async (storage) => {
    const { emulator, image } = await started(storage);
    await done(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
    await done(emulator, 'POST', '/environments/x/snapshots', { name: 'same' });
    await create(emulator, { name: 'y', from: { snapshot: 'x/s' } });
    await expunge(new Client(emulator, 'x'), image);
    await expect(bytesOf(new Client(emulator, 'x'), image)).rejects.toThrow(/: (404|503) /);
    await done(emulator, 'DELETE', '/environments/x/snapshots/same');
    await done(emulator, 'POST', '/environments/x/snapshots/s/restore');
    await expectBytes(emulator, 'x', image);
    await done(emulator, 'DELETE', '/environments/x/snapshots/s');
    await remove(emulator, 'x');
    await expectBytes(emulator, 'y', image);
  },
);

test.each(PLACES)(
  'uploaded bytes travel in an export, and a reset leads back to them (%s)',
  async (storage) => {
    const { emulator, image } = await started(storage);
    const file = await exported(emulator, 'x');
    const elsewhere = await TestEmulator.start({ settings: { dataDir: temporaryFolder() } });
    await create(elsewhere, { name: 'old', storage });
    for (const name of ['new', 'old']) {
      await imported(elsewhere, name, file);
      await expectBytes(elsewhere, name, image);
      await expunge(new Client(elsewhere, name), image);
      await done(elsewhere, 'POST', `/environments/${name}/reset`);
      await expectBytes(elsewhere, name, image);
    }
  },
);

test.each(PLACES)(
  'bytes of an image that is expunged in a copy stay in its source (%s)',
  async (storage) => {
    const { emulator, image } = await started(storage);
    await create(emulator, { name: 'y', storage, from: { environment: 'x' } });
    await expunge(new Client(emulator, 'y'), image);
    await expectBytes(emulator, 'x', image);
    const { blobs } = environmentOf(emulator, 'y');
    expect(existsSync(blobs) ? readdirSync(blobs) : []).toEqual([]);
  },
);

test.each(PLACES)(
  'an upload goes on in a copy where it stood, beside the one in the source (%s)',
  async (storage) => {
    const { emulator } = await started(storage);
    const x = new Client(emulator, 'x');
    const other = 'feedfeedfeed4eedaeedfeedfeedfee0';
    const { uuid, address } = await openUploadIn(x, other);
    const half = BYTES.length / 2;
    const slice = (to: string, offset: number, bytes: Buffer) =>
      upload(to, {
        bytes,
        headers: {
          'X-IMAGE-UUID': uuid,
          'X-IMAGE-SIZE': BYTES.length,
          'X-SLICE-OFFSET': offset,
          'X-SLICE-SIZE': half,
        },
      });
    expect(await slice(address, 0, BYTES.subarray(0, half))).toMatchObject({ status: 200 });
    await create(emulator, { name: 'y', storage, from: { environment: 'x' } });
    const y = new Client(emulator, 'y');
    const details = await y.call('GET', `/images/upload-job/details/${uuid}`);
    expect(details.body.existingJobDetails[0].offset).toBe(half);
    const others = Buffer.alloc(half, 'z');
    const there = address.replace('/environments/x/', '/environments/y/');
    expect(await slice(there, half, others)).toMatchObject({ status: 200 });
    expect(await slice(address, half, BYTES.subarray(half))).toMatchObject({ status: 200 });
    const whole = [BYTES, Buffer.concat([BYTES.subarray(0, half), others])];
    for (const [i, client] of [x, y].entries()) {
      const bytes = await bytesOf(client, uuid);
      expect(bytes.equals(whole[i] ?? Buffer.alloc(0))).toBe(true);
      expect(await client.list(`/images/${uuid}`)).toMatchObject([
        { status: 'Ready', md5Sum: createHash('md5').update(bytes).digest('hex') },
      ]);
    }
  },
);

test('an upload that was half done begins again after an export', async () => {
  const { emulator } = await started('memory');
  const x = new Client(emulator, 'x');
  const other = 'feedfeedfeed4eedaeedfeedfeedfee0';
  const { uuid, address } = await openUploadIn(x, other);
  const half = BYTES.length / 2;
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': BYTES.length };
  const first = { 'X-SLICE-OFFSET': 0, 'X-SLICE-SIZE': half, ...headers };
  await upload(address, { bytes: BYTES.subarray(0, half), headers: first });
  const file = await exported(emulator, 'x');
  await imported(emulator, 'y', file);
  const y = new Client(emulator, 'y');
  const details = await y.call('GET', `/images/upload-job/details/${uuid}`);
  expect(details.body.existingJobDetails[0].offset).toBe(0);
  const there = address.replace('/environments/x/', '/environments/y/');
  for (const offset of [0, half]) {
    const sent = { ...first, 'X-SLICE-OFFSET': offset };
    const bytes = BYTES.subarray(offset, offset + half);
    expect(await upload(there, { bytes, headers: sent })).toMatchObject({ status: 200 });
  }
  await expectBytes(emulator, 'y', uuid);
});

test('no bytes stay on the disk of what is gone', async () => {
  const { emulator, dataDir } = await started('memory');
  for (let i = 0; i < 3; i++) {
    await create(emulator, { name: 'y', storage: 'memory', from: { environment: 'x' } });
    await create(emulator, { name: 'z', storage: 'file', from: { environment: 'y' } });
    await done(emulator, 'POST', '/environments/y/snapshots', { name: 's' });
    await uploadIn(
      new Client(emulator, 'z'),
      Buffer.alloc(9_000, i),
      'feedfeedfeed4eedaeedfeedfeedfee0',
    );
    await done(emulator, 'POST', '/environments/z/reset');
    const file = await exported(emulator, 'z');
    await imported(emulator, 'y', file);
    await remove(emulator, 'y');
    await remove(emulator, 'z');
  }
  await remove(emulator, 'x');
  expect(readdirSync(join(dataDir, 'temporary'))).toEqual([]);
  expect(readdirSync(join(dataDir, 'environments'))).toEqual([]);
  expect(readdirSync(dataDir)).not.toContain('blobs');
});

test('bytes that are not those of their image leave by no export', async () => {
  const { emulator } = await started('memory');
  const { blobs } = environmentOf(emulator, 'x');
  const [name = ''] = readdirSync(blobs);
  const path = join(blobs, name);
  rmSync(path);
  for (const wrong of [undefined, Buffer.alloc(BYTES.length), BYTES.subarray(1)]) {
    if (wrong) writeFileSync(path, wrong);
    const answer = await fetch(`${emulator.url}/emulator/v1/environments/x/export`);
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.stringContaining(
        `the bytes of the image content ${name} are missing or wrong, so the world cannot be exported: 'zstack-emulator doctor' tells which images have them; delete these, or put the file back`,
      ),
    ]);
  }
  writeFileSync(path, BYTES);
  expect((await exported(emulator, 'x')).length).toBeGreaterThan(BYTES.length);
});
