import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELD, type Task } from '../../src/domain/task/task';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { bytesOf, Client, until } from '../support/environments';
import { Pool } from '../support/pool';
import { temporaryFolder } from '../support/process';
import { bytesNamed, md5, partOf, sendSlice, type Sending, type Sliced } from '../support/slices';
import { openUpload } from '../support/upload';

const { imageStore } = SEED.backupStorages;
const SLICE = 100_000;

/** An upload of `slices` slices that has begun, and what can be done with it. */
async function begun(slices = 3, settings: Record<string, string> = {}) {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir, ...settings } });
  return { dataDir, emulator, ...(await another(emulator, 'image', slices * SLICE - 10_000)) };
}

async function another(emulator: TestEmulator, name: string, length: number) {
  const { uuid, addresses } = await openUpload(emulator, [imageStore]);
  const [address = ''] = addresses;
  const image: Sliced = { uuid, bytes: bytesNamed(name, length), sliceSize: SLICE };
  const client = new Client(emulator, 'default');
  return {
    image,
    address,
    send: (slice: number, how?: Sending) => sendSlice(address, image, slice, how),
    offset: async () =>
      (await client.call('GET', `/images/upload-job/details/${uuid}`)).body.existingJobDetails?.[0]
        ?.offset,
    expectReady: async () => {
      expect(await emulator.find(`/images/${uuid}`)).toMatchObject({
        status: 'Ready',
        actualSize: length,
        md5Sum: md5(image.bytes),
      });
      const bytes = await bytesOf(client, uuid);
      expect(bytes.equals(image.bytes)).toBe(true);
      expect(emulator.environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
    },
  };
}

/** A request that brings a slice of other bytes, all but the last one, and waits to be finished. */
async function slowly(emulator: TestEmulator, address: string, image: Sliced, slice: number) {
  const { length } = partOf(image, slice);
  const slow = new Pool(emulator.url, 1).slowUpload(address, image.uuid, length, {
    'X-IMAGE-SIZE': image.bytes.length,
    'X-SLICE-SIZE': SLICE,
    'X-SLICE-OFFSET': slice * SLICE,
  });
  const { blobs } = emulator.environment;
  await until(
    () => existsSync(blobs) && readdirSync(blobs).some((name) => name.endsWith('.arriving')),
  );
  return slow;
}

const isNotHeld = ({ dueDate }: Task) => dueDate !== HELD;

/** How often uploads were looked at in a jump of the clock. */
const looksIn = ({ chores }: Json): number =>
  chores.find(({ chore }: Json) => chore === 'watch-upload')?.count ?? 0;

const OTHERS = bytesNamed('others', SLICE);

test.each<[string, Sending, number | 'cut']>([
  ['damaged on its way', { as: OTHERS, headers: { 'X-SLICE-MD5': 'f'.repeat(32) } }, 406],
  ['with other bytes', { as: OTHERS }, 409],
  ['with other bytes and their sum', { as: OTHERS, headers: { 'X-SLICE-MD5': md5(OTHERS) } }, 409],
  ['too short', { as: OTHERS.subarray(0, 60_000) }, 400],
  ['too long', { as: Buffer.concat([OTHERS, OTHERS]) }, 400],
  ['cut off in the middle', { as: OTHERS, cutAfter: 60_000 }, 'cut'],
])('a repeat of an acknowledged slice, %s, changes no byte', async (_what, how, status) => {
  const { send, offset, expectReady, dataDir } = await begun();
  for (let i = 0; i < 2; i++) {
    // Whoever sends one again is told the same, and not that all is there.
    const text = expect.stringContaining('"completed":false');
    expect(await send(0)).toMatchObject({ status: 200, text });
  }
  const answer = await send(0, how);
  expect(answer === 'cut' ? answer : answer.status).toBe(status);
  expect(await offset()).toBe(SLICE);
  for (const slice of [1, 2]) expect(await send(slice)).toMatchObject({ status: 200 });
  await expectReady();
  expect(readdirSync(join(dataDir, 'blobs'))).toHaveLength(1);
});

test('what was begun of a slice that never was whole is nothing, zeros included', async () => {
  const { emulator, send, image, offset, expectReady } = await begun();
  // The last slice is shorter: its bytes lie where zeros are expected in another order.
  image.bytes.fill(0, SLICE, 2 * SLICE);
  expect(await send(1, { as: OTHERS, cutAfter: 90_000 })).toBe('cut');
  const wrong = { as: OTHERS, headers: { 'X-SLICE-MD5': 'f'.repeat(32) } };
  expect(await send(1, wrong)).toMatchObject({ status: 406 });
  for (const slice of [2, 1]) expect(await send(slice)).toMatchObject({ status: 200 });
  expect(await offset()).toBe(0);
  expect(await send(0)).toMatchObject({ status: 200 });
  await expectReady();
  expect(emulator.brokenLaws()).toEqual({});
});

test('a slow request that ends too late never writes into what is finished', async () => {
  const { emulator, image, address, send, expectReady } = await begun(1);
  const slow = await slowly(emulator, address, image, 0);
  expect(await send(0)).toMatchObject({ status: 200 });
  const same = await another(emulator, 'image', image.bytes.length);
  expect(await same.send(0)).toMatchObject({ status: 200 });
  slow.finish();
  const { status, text } = await slow.answer;
  expect([status, text]).toEqual([409, `image[uuid: ${image.uuid}] upload has completed`]);
  await expectReady();
  await same.expectReady();
});

test('a finished file can be written by nobody, and is one file for equal bytes', async () => {
  const { dataDir, send, expectReady } = await begun(2);
  for (const slice of [1, 0]) await send(slice);
  await expectReady();
  const blobs = join(dataDir, 'blobs');
  const [name = '', ...others] = readdirSync(blobs);
  expect(others).toEqual([]);
  expect(statSync(join(blobs, name)).mode & 0o777).toBe(0o400);
});

test('of many that send one image at once, one is told that it is done and the others that it was', async () => {
  const { image, send, expectReady, dataDir } = await begun(1);
  const answers = await Promise.all(Array.from({ length: 24 }, () => send(0)));
  const counts = new Map<string, number>();
  for (const answer of answers) {
    const told = answer === 'cut' ? answer : `${answer.status} ${answer.text}`;
    counts.set(told, (counts.get(told) ?? 0) + 1);
  }
  const completed = `409 image[uuid: ${image.uuid}] upload has completed`;
  expect(counts.get(completed)).toBe(23);
  expect([...counts.keys()].find((told) => told !== completed)).toMatch(/^200 .*"completed":true/);
  await expectReady();
  expect(readdirSync(join(dataDir, 'blobs'))).toHaveLength(1);
});

test('an image’s uuid finds its upload as well as the key of its url', async () => {
  const emulator = await TestEmulator.start();
  const key = 'c0ffee00000040008000000000000001';
  const bytes = bytesNamed('keyed', 2 * SLICE);
  const opened = await emulator.make('POST', '/images', {
    params: {
      name: 'keyed',
      url: `upload://${key}/x`,
      format: 'raw',
      backupStorageUuids: [imageStore],
    },
  });
  const address = opened.backupStorageRefs[0].installPath;
  const by = (uuid: string, slice: number) =>
    sendSlice(address, { uuid, bytes, sliceSize: SLICE }, slice);
  expect(await by(opened.uuid, 0)).toMatchObject({ status: 200 });
  expect(await by(key, 1)).toMatchObject({ status: 200 });
  for (const uuid of [key, opened.uuid]) {
    const completed = { status: 409, text: `image[uuid: ${uuid}] upload has completed` };
    expect(await by(uuid, 1)).toEqual(completed);
  }
  await emulator.call('DELETE', `/images/${opened.uuid}`);
  await emulator.call('PUT', `/images/${opened.uuid}/actions`, { expungeImage: {} });
  expect(await by(key, 1)).toEqual({ status: 404, text: `image not found ${key}` });
});

test('a world without room refuses the last slice, keeps the others, and goes on when there is some', async () => {
  const { emulator, send, offset, expectReady } = await begun(4);
  for (const slice of [0, 1, 2]) expect(await send(slice)).toMatchObject({ status: 200 });
  const { database } = emulator.environment;
  const before = emulator.world();
  // What the commit that finishes the image writes needs more pages than the database may have.
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.exec('create table filler (bytes)');
  database.exec(
    'create trigger fills after insert on blobs begin insert into filler values (zeroblob(100000)); end',
  );
  database.pragma(`max_page_count = ${pages + 4}`);
  for (let i = 0; i < 3; i++) expect(await send(3)).toMatchObject({ status: 507 });
  expect(await offset()).toBe(3 * SLICE);
  database.pragma('max_page_count = 1000000');
  database.exec('drop trigger fills; drop table filler');
  expect(emulator.world()).toEqual(before);
  expect(await send(3)).toMatchObject({ status: 200 });
  await expectReady();
});

test('while bytes come, a jump of ten years takes a handful of chores, and the upload goes on', async () => {
  const { emulator, image, address, send, expectReady } = await begun(2);
  expect(await send(0)).toMatchObject({ status: 200 });
  const slow = await slowly(emulator, address, image, 1);
  const jump = () => emulator.control('POST', '/clock/advance', { by: '87600h' });
  const { body } = await jump();
  expect([looksIn(body), body.count < 100]).toEqual([1, true]);
  expect(looksIn((await jump()).body)).toBe(0);
  // It stands still from the end of the slow request on, not from the last slice.
  slow.cut();
  await until(() => emulator.environment.world.repositories.tasks.list(100).every(isNotHeld));
  emulator.advance(20_000);
  expect(await send(1)).toMatchObject({ status: 200 });
  await expectReady();
});

test('an upload whose bytes came while the clock went far ends when it stands still', async () => {
  const { emulator, image, address, send } = await begun(2);
  expect(await send(0)).toMatchObject({ status: 200 });
  const slow = await slowly(emulator, address, image, 1);
  emulator.advance(365 * 86_400_000);
  slow.cut();
  await until(() => emulator.environment.world.repositories.tasks.list(100).every(isNotHeld));
  expect(await emulator.find(`/images/${image.uuid}`)).toBeDefined();
  const { body } = await emulator.control('POST', '/clock/advance', { by: '1h' });
  expect(looksIn(body)).toBe(1);
  expect(await emulator.find(`/images/${image.uuid}`)).toBeUndefined();
  expect(emulator.brokenLaws()).toEqual({});
});

test('an image whose file is gone is told of, by its address, by the law, and heals when it comes again', async () => {
  const { dataDir, emulator, image, send } = await begun(1);
  await send(0);
  const path = join(dataDir, 'blobs', `${md5(image.bytes)}-${image.bytes.length.toString(16)}`);
  rmSync(path);
  const artifact = await emulator.anonymous.get(`/emulator/v1/images/${image.uuid}/artifact`);
  expect(artifact.status).toBe(409);
  expect(artifact.body.error.details).toContain('is not there or has another length');
  const broken = () =>
    emulator.environment.verdicts().flatMap(({ law, holds }) => (holds ? [] : [law]));
  expect(broken()).toEqual(['real bytes lie in files of their length']);
  const again = await another(emulator, 'image', image.bytes.length);
  expect(await again.send(0)).toMatchObject({ status: 200 });
  expect(broken()).toEqual([]);
  await again.expectReady();
});

describe('at an upgrade', () => {
  /** What an earlier version left when it was ended between the last slice and the image. */
  test('an upload whose slices are all there is asked for the last one again, and ends with it', async () => {
    const { dataDir, emulator, image, send } = await begun(3);
    for (const slice of [0, 1]) await send(slice);
    const { database } = emulator.environment;
    database.prepare("update uploads set received = '0-2'").run();
    await emulator.stop();
    const [name = ''] = readdirSync(join(dataDir, 'blobs'));
    writeFileSync(join(dataDir, 'blobs', name), image.bytes);
    const next = await TestEmulator.start({ settings: { dataDir } });
    const { body } = await next.call('GET', `/images/upload-job/details/${image.uuid}`);
    const [{ offset, imageUploadUrl }] = body.existingJobDetails;
    expect(offset).toBe(2 * SLICE);
    const address = `${next.url}${new URL(imageUploadUrl).pathname}`;
    expect(await sendSlice(address, image, 2)).toMatchObject({ status: 200 });
    expect(await next.find(`/images/${image.uuid}`)).toMatchObject({
      status: 'Ready',
      md5Sum: md5(image.bytes),
    });
  });

  test('slices that its file does not hold are asked for again', async () => {
    const { dataDir, emulator, image, send } = await begun(3);
    for (const slice of [0, 1]) await send(slice);
    await emulator.stop();
    const [name = ''] = readdirSync(join(dataDir, 'blobs'));
    writeFileSync(join(dataDir, 'blobs', name), partOf(image, 0));
    const next = await TestEmulator.start({ settings: { dataDir } });
    const { body } = await next.call('GET', `/images/upload-job/details/${image.uuid}`);
    expect(body.existingJobDetails[0].offset).toBe(SLICE);
  });
});
