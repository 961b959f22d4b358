import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { done, host } from '../support/environments';
import { runCommand, temporaryFolder } from '../support/process';
import { stateOf } from '../support/states';
import { upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

let folder: string;
let emulator: TestEmulator;
const open = async (dataDir = folder, more = {}) => {
  emulator = await TestEmulator.start({ settings: { dataDir, rewind: 'on', ...more } });
};
const again = async (dataDir = folder, more = {}) => {
  await emulator.stop();
  await open(dataDir, more);
};
beforeEach(async () => {
  folder = temporaryFolder();
  await open();
});

/** A word that stands in requests only: it is looked for wherever it must not be. */
const SECRET = 'a-word-that-only-requests-have';
const create = (name: string) =>
  emulator
    .createTemplate(runningLinux, { name, backupStorageUuids: [imageStore] })
    .set('X-Client', SECRET);
const rewind = (to: string, replay = 'end') => emulator.control('POST', '/rewind', { to, replay });
const state = () => stateOf(emulator.environment);
const sentFiles = () => readdirSync(join(folder, 'blobs')).filter((name) => name.endsWith('.sent'));

async function bring(uuid = '1a00000000004000800000000000000a'): Promise<void> {
  const bytes = Buffer.alloc(5000, 'real bytes');
  const { backupStorageRefs } = await emulator.make('POST', '/images', {
    params: {
      name: 'sent',
      resourceUuid: uuid,
      url: 'upload://x',
      format: 'raw',
      backupStorageUuids: [imageStore],
    },
  });
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
  expect(await upload(backupStorageRefs[0].installPath, { bytes, headers })).toMatchObject({
    status: 200,
  });
}

async function expectSame(): Promise<Json[]> {
  const before = state();
  const { body } = await rewind('w1');
  expect(body.replay).toMatchObject({ stopped: null, different: [] });
  expect(state()).toEqual(before);
  expect(emulator.environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
  return body.replay.requests;
}

test('requests are made again after a restart, uploads by what they had sent, with the same answers', async () => {
  await create('one');
  await bring();
  await emulator.control('POST', '/clock/advance', { by: '1h' });
  const [file = ''] = sentFiles();
  expect(statSync(join(folder, 'blobs', file)).mode & 0o777).toBe(0o600);

  await again();

  const requests = await expectSame();
  expect(requests.map(({ what, isSame }: Json) => [what, isSame])).toEqual([
    ['CreateRootVolumeTemplateFromRootVolume', true],
    ['AddImage', true],
    ['UploadImageSlice', true],
    ['AdvanceClock', true],
  ]);
  // What was made again is kept as what came is.
  await again();
  const [first] = (await emulator.control('GET', '/history')).body.inventories;
  await emulator.control('POST', '/rewind', { to: first.id });
  expect(sentFiles()).toEqual([]);
});

test('after a kill the record and the world are of the same moment', async () => {
  await create('one');
  await bring();
  const now = state();
  // What lies on the disk right now is what a kill leaves.
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  await create('two');
  await emulator.stop();
  folder = copy;
  await open();
  expect(state()).toEqual(now);

  const requests = await expectSame();

  expect(requests).toHaveLength(3);
});

test('only the history has requests: neither the world, its copies and archives, nor what is said of it', async () => {
  await create('one');
  await bring();
  await done(emulator, 'POST', '/environments', { name: 'copy', storage: 'file' });
  await done(emulator, 'POST', '/environments/default/snapshots', { name: 'kept' });
  const told = [
    (await host(emulator, 'GET', '/history')).text,
    (await rewind('w1')).text,
    (await host(emulator, 'GET', '/events?limit=1000')).text,
  ];
  const exported = await fetch(`${emulator.url}/emulator/v1/environments/default/export`);
  told.push(Buffer.from(await exported.arrayBuffer()).toString('latin1'));
  await emulator.stop();

  const holding = filesIn(folder).filter((path) => readFileSync(path, 'latin1').includes(SECRET));

  expect(holding.map((path) => path.slice(folder.length + 1))).toEqual(['default.rewind']);
  expect(statSync(join(folder, 'default.rewind')).mode & 0o777).toBe(0o600);
  expect(told.filter((text) => text.includes(SECRET))).toEqual([]);
  const { stdout, stderr } = await runCommand(['doctor', folder]);
  expect(stdout + stderr).not.toMatch(new RegExp(`${SECRET}|[.]sent`));
});

const filesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)],
  );

test('what was sent counts with the rest, and goes with the writes that it belongs to', async () => {
  await again(folder, { rewind: '24K' });
  await bring();
  expect(sentFiles()).toHaveLength(1);
  for (let i = 0; i < 30; i++) await create(`t${i}`);
  expect(sentFiles()).toEqual([]);
  const writes = emulator.environment.writes ?? [];
  expect(writes.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(24 * 1024);
});

test('what a refused upload sends is not kept, whole or not', async () => {
  const address = `${emulator.url}/emulator/v1/backup-storage/${imageStore}/image-uploads/none`;
  const headers = { 'X-IMAGE-UUID': '1a00000000004000800000000000000c', 'X-IMAGE-SIZE': 50_000 };
  const bytes = Buffer.alloc(50_000, 'refused');
  const answer = await upload(address, { bytes, headers });
  expect(answer).toMatchObject({ status: expect.any(Number) });
  await upload(address, { bytes, headers, cutAfter: 20_000 });
  while (emulator.environment.lease.isHeld) await emulator.control('GET', '/clock');
  const left = () => (existsSync(join(folder, 'blobs')) ? readdirSync(join(folder, 'blobs')) : []);
  expect(left()).toEqual([]);
});

test('nothing is kept where rewinding is off, and what was goes', async () => {
  await bring();
  await again(folder, { rewind: 'off' });
  expect(sentFiles()).toEqual([]);
  await bring('1a00000000004000800000000000000b');
  expect(sentFiles()).toEqual([]);
  expect(existsSync(join(folder, 'default.rewind'))).toBe(false);
});
