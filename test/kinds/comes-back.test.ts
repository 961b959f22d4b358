import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { action, longJob, submit, worldWithoutLongJobs } from '../support/long-jobs';
import { temporaryFolder } from '../support/process';

/*
 * A real download is under way when its job ends in some other way: what it brings then is wanted by nobody. Nothing
 * of it stays, the answer of the job is what it was, and the job is asked for nothing more.
 */

const { imageStore, sftp } = SEED.backupStorages;
const MIB = 2 ** 20;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that brings an image once it is told to; and a world that downloads from it. */
async function downloading() {
  let go: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (go = resolve));
  let began: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (began = resolve));
  server = createServer((request, response) => {
    response.setHeader('Content-Length', MIB);
    if (request.method === 'HEAD') response.end();
    else {
      began();
      void told.then(() => response.end(Buffer.alloc(MIB)));
    }
  });
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server?.listen(0, '127.0.0.1', () => resolve(server?.address() as AddressInfo));
  });
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({
    settings: { dataDir, fetch: 'allow', fetchHosts: '127.0.0.1' },
  });
  await emulator.configure('longJob/longJob.api.timeout', '10800');
  await emulator.configure('apiTimeout/org.zstack.header.image.APIAddImageMsg', '3h');
  const before = worldWithoutLongJobs(emulator);
  const files = () =>
    existsSync(join(dataDir, 'blobs')) ? readdirSync(join(dataDir, 'blobs')) : [];
  const url = `http://127.0.0.1:${port}/a.raw`;
  const data = { url, format: 'raw', backupStorageUuids: [imageStore, sftp] };
  const job = await submit(emulator, 'APIAddImageMsg', data);
  await begun;
  /** Lets the bytes come, and waits until the world has heard of it. */
  const comes = async () => {
    go();
    while (emulator.environment.runner.isBusyOutside) await pause(5);
  };
  return { emulator, before, files, job, comes };
}

const ENDS: readonly (readonly [
  what: string,
  end: (emulator: TestEmulator, job: Json) => unknown,
  state: string,
])[] = [
  ['canceled', (emulator, { uuid }) => emulator.call(...action(uuid, 'cancelLongJob')), 'Canceled'],
  ['timed out', (emulator) => emulator.advance(3 * 3_600_000), 'Failed'],
  [
    'failed by hand',
    async (emulator) => {
      const { inventories } = (await emulator.control('GET', '/tasks')).body;
      const task = inventories.find(({ jobUuid }: Json) => jobUuid !== null);
      // It is answered when nothing is under way any more.
      void emulator.control('POST', `/tasks/${task.id}/fail`, { details: 'a rat' });
    },
    'Failed',
  ],
];

test.each(ENDS)('a job that was %s meanwhile stays so', async (_what, end, state) => {
  const { emulator, before, files, job, comes } = await downloading();
  await end(emulator, job);
  let ended = await longJob(emulator, job.uuid);
  while (ended.state === 'Running') ended = await longJob(emulator, job.uuid);
  expect(ended.state).toBe(state);
  expect(worldWithoutLongJobs(emulator)).toEqual(before);
  const { database } = emulator.environment;
  const jobs = () => database.prepare("select * from jobs where operation = 'AddImage'").all();
  const records = jobs();
  await comes();
  expect(jobs()).toEqual(records);
  expect(await longJob(emulator, job.uuid)).toEqual(ended);
  expect(worldWithoutLongJobs(emulator)).toEqual(before);
  expect(files()).toEqual([]);
  const { inventories } = (await emulator.control('GET', '/tasks')).body;
  expect(inventories.filter(({ jobUuid }: Json) => jobUuid !== null)).toEqual([]);
});

test.each([
  ['one storage', [sftp], 'Failed'],
  ['both storages', [sftp, imageStore], 'Failed'],
])('a job that lost %s meanwhile fails, and leaves nothing', async (_what, lost, state) => {
  const { emulator, files, job, comes } = await downloading();
  for (const uuid of lost) await emulator.call('DELETE', `/backup-storage/${uuid}`);
  await comes();
  expect((await longJob(emulator, job.uuid)).state).toBe(state);
  expect(await emulator.find('/images?q=name=made')).toBeUndefined();
  expect(files()).toEqual([]);
  expect(emulator.brokenLaws()).toEqual({});
});
