import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ADMIN_SESSION, ROOT, SEED, TestEmulator } from '../support/emulator';
import { bytesOf, Client } from '../support/environments';
import { EmulatorProcess, runCommand, temporaryFolder } from '../support/process';
import { bytesNamed, md5, sendSlice, type Sending, type Sliced } from '../support/slices';

/** So many steps are chosen to die at; `npm run uploads -- kills` takes every one. */
const SPREAD = process.env['UPLOADS_EVERY_STEP'] === '1' ? Infinity : 6;
const { imageStore, ceph } = SEED.backupStorages;

const SLICED: Sliced = {
  uuid: 'feed0000000040008000000000000001',
  bytes: Buffer.concat([bytesNamed('sliced', 250_000), Buffer.alloc(130_000)]),
  sliceSize: 100_000,
};
const WHOLE: Sliced = {
  uuid: 'feed0000000040008000000000000002',
  bytes: bytesNamed('whole', 150_000),
  sliceSize: 150_000,
};
const FETCHED = { uuid: 'feed0000000040008000000000000003', bytes: bytesNamed('fetched', 2 ** 21) };
/** Equal bytes that come to another storage, too. */
const SAME: Sliced = { ...WHOLE, uuid: 'feed0000000040008000000000000004' };

const OTHERS = bytesNamed('others', SLICED.sliceSize);
const SCRIPT: readonly (readonly [Sliced, slice: number, how?: Sending])[] = [
  [SLICED, 0],
  [SLICED, 2],
  [SLICED, 0, { as: OTHERS, headers: { 'X-SLICE-MD5': 'f'.repeat(32) } }],
  [SLICED, 1, { as: OTHERS, headers: { 'X-SLICE-MD5': 'f'.repeat(32) } }],
  [SLICED, 1],
  [WHOLE, 0],
  [SLICED, 3],
  [SAME, 0],
];

let server: Server;
let fetchUrl = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Content-Length', FETCHED.bytes.length);
    response.end(request.method === 'HEAD' ? undefined : FETCHED.bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  fetchUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.raw`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Where the bytes of each image go, without the origin. */
const paths = new Map<string, string>();

/** A directory in which three uploads have been opened and nothing of them has come. */
async function prepare(): Promise<string> {
  const folder = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  await emulator.control('PUT', '/clock', { mode: 'stopped' });
  for (const [{ uuid }, storage] of [
    [SLICED, imageStore],
    [WHOLE, imageStore],
    [SAME, ceph],
  ] as const) {
    const url = `upload://${uuid}/x`;
    const params = { name: uuid, resourceUuid: uuid, url, format: 'raw' };
    const { backupStorageRefs } = await emulator.make('POST', '/images', {
      params: { ...params, backupStorageUuids: [storage] },
    });
    paths.set(uuid, new URL(backupStorageRefs[0].installPath).pathname);
  }
  await emulator.stop();
  return folder;
}

/** What a client was told before the process ended. */
interface Told {
  readonly acknowledged: Map<string, Set<number>>;
  readonly completed: Set<string>;
}

const FETCHING = { EMULATOR_FETCH: 'allow', EMULATOR_FETCH_HOSTS: '127.0.0.1' };

const addressOf = (url: string, { uuid }: Sliced) => `${new URL(url).origin}${paths.get(uuid)}`;

async function bringAll(url: string): Promise<Told> {
  const told: Told = { acknowledged: new Map(), completed: new Set() };
  for (const [image, slice, how] of SCRIPT) {
    const answer = await sendSlice(addressOf(url, image), image, slice, how).catch(() => undefined);
    if (answer === undefined || answer === 'cut') return told;
    expect([image.uuid, slice, answer.status]).toEqual([image.uuid, slice, how ? 406 : 200]);
    if (how) continue;
    const slices = told.acknowledged.get(image.uuid) ?? new Set();
    told.acknowledged.set(image.uuid, slices.add(slice));
    if (answer.text.includes('"completed":true')) told.completed.add(image.uuid);
  }
  const { uuid } = FETCHED;
  const params = { name: 'fetched', resourceUuid: uuid, url: fetchUrl, format: 'raw' };
  const answer = await fetch(`${url}/v1/images`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({ params: { ...params, backupStorageUuids: [imageStore] } }),
  }).catch(() => undefined);
  if (answer?.ok === true) told.completed.add(uuid);
  return told;
}

/** Goes on where a kill has left everything, until every image is there. */
async function goOn(folder: string, { acknowledged, completed }: Told): Promise<void> {
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  const client = new Client(emulator, 'default');
  const broken = () => emulator.environment.verdicts().filter(({ holds }) => !holds);
  expect(broken()).toEqual([]);
  const statusOf = async (uuid: string): Promise<string | undefined> =>
    (await emulator.find(`/images/${uuid}`))?.status;
  for (const uuid of completed) expect([uuid, await statusOf(uuid)]).toEqual([uuid, 'Ready']);
  for (const image of [SLICED, WHOLE, SAME]) {
    const told = acknowledged.get(image.uuid) ?? new Set<number>();
    if ((await statusOf(image.uuid)) !== 'Ready') {
      const details = await client.call('GET', `/images/upload-job/details/${image.uuid}`);
      const [{ offset }] = details.body.existingJobDetails;
      for (let slice = 0; told.has(slice); slice++) {
        expect(offset).toBeGreaterThan(slice * image.sliceSize);
      }
      const slices = Math.ceil(image.bytes.length / image.sliceSize);
      for (let slice = offset / image.sliceSize; slice < slices; slice++) {
        // Of what was acknowledged nothing needs to come again.
        if (told.has(slice)) continue;
        expect(await sendSlice(addressOf(emulator.url, image), image, slice)).toMatchObject({
          status: 200,
        });
      }
    }
    expect(await emulator.find(`/images/${image.uuid}`)).toMatchObject({
      status: 'Ready',
      md5Sum: md5(image.bytes),
    });
    expect((await bytesOf(client, image.uuid)).equals(image.bytes)).toBe(true);
  }
  if ((await statusOf(FETCHED.uuid)) === 'Ready') {
    expect((await bytesOf(client, FETCHED.uuid)).equals(FETCHED.bytes)).toBe(true);
  }
  expect(broken()).toEqual([]);
  await emulator.stop();
  const blobs = readdirSync(join(folder, 'blobs'));
  expect(blobs.filter((name) => !/^[0-9a-f]{32}-[0-9a-f]+$/.test(name))).toEqual([]);
  const doctor = await runCommand(['doctor', folder]);
  expect([doctor.code, doctor.stderr]).toEqual([0, '']);
}

/** Kills a process just before one of its steps (0: when it has done all), and goes on. */
async function killed(ground: string, at: number) {
  const folder = temporaryFolder();
  cpSync(ground, folder, { recursive: true });
  const file = join(temporaryFolder(), 'steps');
  const emulator = await EmulatorProcess.start(folder, {
    ...FETCHING,
    NODE_OPTIONS: `-r ${join(ROOT, 'test', 'support', 'kill-at-step.cjs')}`,
    STEPS_FILE: file,
    KILL_AT: String(at),
    KILL_STEPS: 'all',
  });
  const told = await bringAll(emulator.url);
  await emulator.end('SIGKILL');
  const steps = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').slice(0, -1);
  await goOn(folder, told);
  rmSync(folder, { recursive: true, force: true });
  return { steps, told };
}

test('a kill at any step of an upload or a download loses nothing that was acknowledged', async () => {
  const ground = await prepare();
  const { steps, told } = await killed(ground, 0);
  expect([...told.completed].toSorted()).toEqual(
    [SLICED, WHOLE, FETCHED, SAME].map(({ uuid }) => uuid),
  );
  const count = Math.min(SPREAD, steps.length);
  const chosen = new Set(
    Array.from({ length: count }, (_, i) => 1 + Math.floor((i * steps.length) / count)),
  );
  const acknowledged = new Set<number>();
  for (const at of chosen) {
    const { told: known } = await killed(ground, at);
    acknowledged.add([...known.acknowledged.values()].reduce((sum, { size }) => sum + size, 0));
  }
  // They died early and late.
  expect(acknowledged.size).toBeGreaterThan(3);
  if (SPREAD === Infinity) {
    console.log(`${chosen.size} kills, one before each step of ${new Set(steps).size} kinds`);
  }
}, 3_600_000);
