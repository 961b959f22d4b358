import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { brokenLaws } from '../../src/persistence/laws';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  exported,
  imported,
  uploadIn,
  worldOf,
} from '../support/environments';
import { temporaryFolder } from '../support/process';

const { stoppedWindows } = SEED.volumes;
const { linux } = SEED.images;
const { imageStore } = SEED.backupStorages;
const hex = (n: number) => n.toString(16).padStart(32, '0');
const countOf = (emulator: TestEmulator, name: string, table: string): number =>
  Number(
    environmentOf(emulator, name).database.prepare(`select count(*) from ${table}`).pluck().get(),
  );

/** Calls that each leave a job; the first one has the job 1. */
async function makeHistory(client: Client, jobs: number): Promise<void> {
  for (let i = 1; i <= jobs; i++) {
    const body = { updateImage: { description: `d${i}` } };
    const headers = { 'X-Job-UUID': hex(i) };
    const { status } = await client.call('PUT', `/images/${linux}/actions`, body, headers);
    expect(status).toBe(202);
  }
}

/** Everything that goes on in a world: a long job, an upload, slow work, a web hook that waits. */
async function makeWork(client: Client): Promise<void> {
  await uploadIn(client, Buffer.alloc(1000, 'u'));
  await client.control('PUT', '/progression', { mode: 'timed' });
  const slow = {
    name: 'slow',
    url: 'http://x/slow.qcow2',
    format: 'qcow2',
    backupStorageUuids: [imageStore],
  };
  await client.make('POST', '/longjobs', {
    params: { jobName: 'APIAddImageMsg', jobData: JSON.stringify(slow) },
  });
  await client.call(
    'POST',
    '/images',
    { params: slow },
    {
      'X-Job-UUID': 'f'.repeat(32),
      'X-Web-Hook': 'http://127.0.0.1:1/',
    },
  );
  await client.call(
    'POST',
    '/images',
    {
      params: { ...slow, url: 'upload://mine', name: 'upload' },
    },
    { 'X-Job-UUID': 'e'.repeat(32) },
  );
}

describe.each([':memory:', 'a file'])('a world with a long history in %s', (place) => {
  let emulator: TestEmulator;
  let world: Client;
  beforeEach(async () => {
    const dataDir = place === ':memory:' ? place : temporaryFolder();
    emulator = await TestEmulator.start({ settings: { dataDir } });
    world = new Client(emulator, 'default');
    // Work begins first: what is old and still needed goes along.
    await makeWork(world);
    await makeHistory(world, 1100);
  });

  const tablesBut = (name: string, ...left: string[]) =>
    Object.entries(worldOf(emulator, name)).filter(([table]) => !left.includes(table));

  test('is copied with all rows of its state and what is under way, without its old jobs', async () => {
    await create(emulator, { name: 'copy' });
    const plain = (rows: object) => JSON.stringify(rows).replaceAll('/environments/copy', '');
    const left = ['jobs', 'events', 'settings'];
    expect(plain(tablesBut('copy', ...left))).toBe(plain(tablesBut('default', ...left)));
    // The last 200, and those of the long job, the slow image, the upload.
    expect(countOf(emulator, 'copy', 'jobs')).toBe(203);
    expect(brokenLaws(environmentOf(emulator, 'copy').database)).toEqual({});
    expect(countOf(emulator, 'default', 'jobs')).toBeGreaterThan(1100);

    const copy = new Client(emulator, 'copy');
    expect((await copy.call('GET', `/api-jobs/${hex(1100)}`)).status).toBe(200);
    // As after the time for which results are kept: what became of it stands in the image.
    expect((await copy.call('GET', `/api-jobs/${hex(1)}`)).status).toBe(404);
    expect((await world.call('GET', `/api-jobs/${hex(1)}`)).status).toBe(200);

    // What was under way ends as in the source.
    for (const client of [world, copy]) {
      await client.control('POST', '/clock/advance', { by: '1h' });
      const names = (await client.list('/images?q=status=Ready&q=name=slow')).length;
      const [longJob] = await client.list('/longjobs');
      expect([names, longJob.state]).toEqual([2, 'Succeeded']);
      expect((await client.call('GET', `/api-jobs/${'f'.repeat(32)}`)).status).toBe(200);
    }
    expect(brokenLaws(environmentOf(emulator, 'copy').database)).toEqual({});
    // A reset leads back to the copy as it was.
    const { bytes } = await done(emulator, 'POST', '/environments/copy/reset');
    expect(bytes).toBeLessThan(1_000_000);
    expect(countOf(emulator, 'copy', 'jobs')).toBe(203);
  });

  test('is kept so in snapshots, and whole where that is asked for and in exports', async () => {
    await done(emulator, 'POST', '/environments/default/snapshots', { name: 'short' });
    await done(emulator, 'POST', '/environments/default/snapshots', {
      name: 'long',
      history: 'all',
    });
    await create(emulator, { name: 'from-short', from: { snapshot: 'short' } });
    await create(emulator, { name: 'from-long', from: { snapshot: 'long' } });
    await create(emulator, { name: 'whole', history: 'all' });
    const jobs = countOf(emulator, 'default', 'jobs');
    expect(countOf(emulator, 'from-short', 'jobs')).toBe(203);
    for (const name of ['from-long', 'whole']) expect(countOf(emulator, name, 'jobs')).toBe(jobs);

    const file = await exported(emulator, 'default');
    await imported(emulator, 'again', file);
    expect(countOf(emulator, 'again', 'jobs')).toBe(jobs);
    const answer = await fetch(
      `${emulator.url}/emulator/v1/environments/default/export?history=recent`,
    );
    await imported(emulator, 'again', Buffer.from(await answer.arrayBuffer()));
    expect(countOf(emulator, 'again', 'jobs')).toBe(203);
    expect(brokenLaws(environmentOf(emulator, 'again').database)).toEqual({});
  });
});

test('a copy says where its history begins', async () => {
  const emulator = await TestEmulator.start();
  const world = new Client(emulator, 'default');
  const story = async (client: Client): Promise<string[]> =>
    (await client.control('GET', `/explain/${linux}`)).body.inventory.story;
  const { database } = emulator.environment;
  expect((await story(world))[0]).toContain('by the seed');
  // 6,000 changes of a state.
  for (let i = 0; i < 3000; i++) {
    for (const [before, after] of [
      ['Enabled', 'Disabled'],
      ['Disabled', 'Enabled'],
    ]) {
      database
        .prepare(
          "insert into events (date, resource_type, resource_uuid, field, before, after, cause_kind, cause) values (?, 'ImageVO', ?, 'state', ?, ?, 'hand', 'x')",
        )
        .run(Date.UTC(2026, 0, 1) + i, SEED.images.iso, before, after);
    }
  }
  await create(emulator, { name: 'copy' });
  expect(countOf(emulator, 'copy', 'events')).toBe(2000);
  const copy = new Client(emulator, 'copy');
  expect((await story(copy))[0]).toBe(
    'what happened before 2026-01-01T00:00:02.000Z is not known here: of a long history the last events are kept, and a copy takes the last 2,000',
  );
  const unknown = await fetch(`${emulator.url}/emulator/v1/environments/copy/explain/${hex(7)}`);
  expect(((await unknown.json()) as Json).error.details).toContain(
    'or was since 2026-01-01T00:00:02.000Z, where its history begins',
  );
  // Numbers go on where they were.
  await copy.template(stoppedWindows, { name: 'later' });
  const last = (client: string) =>
    environmentOf(emulator, client).database.prepare('select max(id) from events').pluck().get();
  expect(last('copy')).toBeGreaterThan(Number(last('default')));
});

test('an export leaves sessions, keys and passwords out, unless they are wanted', async () => {
  const emulator = await TestEmulator.start();
  const world = new Client(emulator, 'default');
  const key = await world.make('POST', '/accesskeys', {
    params: {
      accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      userUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
    },
  });
  await world.call('POST', '/backup-storage/sftp', {
    params: {
      name: 's',
      url: '/s',
      hostname: '127.0.0.9',
      username: 'root',
      password: 'open-sesame',
    },
  });
  await world.call(
    'PUT',
    `/images/${linux}/actions`,
    { updateImage: { name: 'n' } },
    {
      'X-Web-Hook': 'http://joe:hook-secret@127.0.0.1:1/',
    },
  );
  const get = async (search: string) => {
    const answer = await fetch(`${emulator.url}/emulator/v1/environments/default/export${search}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const secrets = [ADMIN_SESSION, key.AccessKeySecret, 'open-sesame', 'hook-secret'];
  const file = await get('');
  for (const secret of secrets) expect(file.includes(secret)).toBe(false);
  const whole = await get('?secrets=keep');
  expect(whole.includes(ADMIN_SESSION)).toBe(true);
  const path = join(temporaryFolder(), 'world.sqlite');
  writeFileSync(path, file);
  const database = new Database(path, { readonly: true });
  expect(brokenLaws(database)).toEqual({});
  database.close();

  await imported(emulator, 'shared', file);
  const shared = new Client(emulator, 'shared');
  expect((await shared.call('GET', '/images')).status).toBe(503);
  const logIn = (accountName: string) =>
    shared.call('PUT', '/accounts/login', {
      logInByAccount: {
        accountName,
        password:
          'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86',
      },
    });
  // The admin begins anew; nobody else comes in before the admin says so.
  expect((await logIn('admin')).status).toBe(200);
  expect((await logIn('alice')).status).toBe(503);
});
