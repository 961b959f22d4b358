/** @jest-environment-options { "modules": "own" } */
// Its hook comes before those that stop emulators.
import { stopMachineTime } from '../support/machine-time';
import fs from 'node:fs';
import { join } from 'node:path';
import { mostOpenWorlds, openFilesLimit } from '../../src/environment/open-files';
import { SEED, TEST_TIME, TestEmulator, type Json } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  host,
  ownError,
  until,
  worldOf,
} from '../support/environments';
import { JOB_DATA, submission } from '../support/long-jobs';
import { temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;

/** What the machine tells of how many files a process may have open; undefined: nothing. */
let told: string | undefined;
const limited = (limit: number) =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${limit}                 99999              files\n`;

beforeEach(() => {
  const real = fs.readFileSync;
  jest.spyOn(fs, 'readFileSync').mockImplementation(((path: string, ...more: []) => {
    if (path !== '/proc/self/limits') return real(path, ...more);
    if (told === undefined) throw new Error('no such file');
    return told;
  }) as typeof real);
  stopMachineTime(TEST_TIME);
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [limited(24), 24, 3],
  [limited(23), 23, 2],
  [limited(7), 7, 1],
  [limited(1), 1, 1],
  [limited(1_032), 1_032, 128],
  [limited(1_048_576), 1_048_576, 128],
  ['nothing of files', 1_024, 128],
  [undefined, 1_024, 128],
])('of all descriptors worlds take a quarter, two each: %j', (text, limit, most) => {
  told = text;
  expect([openFilesLimit(), mostOpenWorlds()]).toEqual([limit, most]);
});

const NAMES = ['a', 'b', 'c'] as const;

/** An emulator that keeps two worlds beside the default one open, and three worlds: the first one is closed. */
async function started(settings: Record<string, string> = {}) {
  told = limited(16);
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir, ...settings } });
  await create(emulator, { name: 'memory' });
  const worlds: Record<string, ReturnType<typeof environmentOf>> = {};
  for (const name of NAMES) {
    jest.advanceTimersByTime(10);
    await create(emulator, { name, storage: 'file' });
    worlds[name] = environmentOf(emulator, name);
  }
  const areOpen = () => NAMES.map((name) => worlds[name]?.database.open);
  const use = async (name: string) => {
    jest.advanceTimersByTime(10);
    await new Client(emulator, name).control('GET', '/clock');
    worlds[name] = environmentOf(emulator, name);
    return worlds[name];
  };
  return { emulator, dataDir, areOpen, use };
}

const descriptionOf = async (emulator: TestEmulator, name: string): Promise<Json> =>
  (await done(emulator, 'GET', `/environments/${name}`))[0];

test('who was used least lately is closed, is told of as it was, and goes on when it is used', async () => {
  const { emulator, areOpen, use } = await started();
  expect(areOpen()).toEqual([false, true, true]);
  expect(environmentOf(emulator, 'memory').database.open).toBe(true);
  await new Client(emulator, 'b').template(runningLinux, { name: 'more' });
  const b = await descriptionOf(emulator, 'b');
  expect(b.images).toBe(6);
  const world = worldOf(emulator, 'b');
  jest.advanceTimersByTime(10);
  await use('c');
  await new Client(emulator, 'c').list('/zones');
  expect(areOpen()).toEqual([false, true, true]);
  await use('a');
  expect(areOpen()).toEqual([true, false, true]);
  expect(await descriptionOf(emulator, 'b')).toEqual({
    ...b,
    bytes: expect.any(Number),
    lastUsedDate: expect.any(String),
  });
  expect(areOpen()).toEqual([true, false, true]);
  expect((await descriptionOf(emulator, 'b')).bytes).toBeGreaterThan(100_000);
  // Its requests are known all the same.
  const journal = await new Client(emulator, 'b').control('GET', '/journal');
  expect(journal.body.inventories.map(({ operation }: Json) => operation)).toEqual([
    'CreateRootVolumeTemplateFromRootVolume',
  ]);
  expect(worldOf(emulator, 'b')).toEqual(world);
  await new Client(emulator, 'b').list('/zones');
  expect(environmentOf(emulator, 'b').journal.lastId).toBe(2);
});

test('a world that somebody is inside of, or follows, stays open', async () => {
  const { areOpen, use } = await started();
  const ended: string[] = [];
  const nothing = () => undefined;
  const follower = { recorded: nothing, changed: nothing, ended: (why: string) => ended.push(why) };
  (await use('b')).follow(follower);
  (await use('c')).lease.enter();
  await use('a');
  expect(areOpen()).toEqual([true, true, true]);
  (await use('b')).follow(undefined);
  (await use('c')).lease.leave();
  await (await use('c')).close();
  expect(ended).toEqual([]);
});

test('work that falls due in a closed world is done at its time', async () => {
  const { emulator, areOpen, use } = await started();
  const c = new Client(emulator, 'c');
  await c.control('PUT', '/clock', { mode: 'real' });
  await c.control('PUT', '/progression', { mode: 'timed' });
  const { jobUuid, longJob } = await slowWork(c);
  // It has begun.
  await until(() => {
    jest.advanceTimersByTime(10);
    return (environmentOf(emulator, 'c').runner.nextDue ?? 0) > 1_000;
  });
  const due = environmentOf(emulator, 'c').runner.nextDue ?? 0;
  await use('a');
  await use('b');
  expect(areOpen()).toEqual([true, true, false]);
  expect((await descriptionOf(emulator, 'c')).images).toBe(7);
  jest.advanceTimersByTime(due - 100);
  expect(areOpen()).toEqual([true, true, false]);
  // It is opened by itself, in the place of another one.
  jest.advanceTimersByTime(100);
  expect(areOpen()).toEqual([false, true, false]);
  jest.advanceTimersByTime(600_000);
  const poll = await c.call('GET', `/api-jobs/${jobUuid}`);
  expect([poll.status, poll.body.inventory?.status]).toEqual([200, 'Ready']);
  const [ended] = await c.list(`/longjobs/${longJob}`);
  expect([ended?.state, ended?.jobResult]).toEqual(['Succeeded', expect.any(String)]);
});

test.each(['memory', 'file'])(
  'a long job goes on in a world that is restored, with none of it interrupted (%s)',
  async (storage) => {
    const { emulator } = await started();
    await create(emulator, { name: 'x', storage });
    const x = new Client(emulator, 'x');
    await x.control('PUT', '/progression', { mode: 'timed' });
    const { longJob } = await slowWork(x);
    await done(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
    await done(emulator, 'POST', '/environments/x/snapshots/s/restore');
    await x.control('POST', '/clock/advance', { by: '1h' });
    const [ended] = await x.list(`/longjobs/${longJob}`);
    expect([ended?.state, ended?.jobResult]).toEqual(['Succeeded', expect.any(String)]);
  },
);

/** A call and a long job that take their time. */
async function slowWork(client: Client): Promise<{ jobUuid: string; longJob: string }> {
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const headers = { Prefer: 'respond-async' };
  const { body } = await client.call('POST', path, { params: { name: 'later' } }, headers);
  const jobName = 'APICreateDataVolumeTemplateFromVolumeMsg';
  const { uuid } = await client.make('POST', '/longjobs', submission(jobName, JOB_DATA[jobName]));
  return { jobUuid: body.location.split('/').at(-1), longJob: uuid };
}

test('a closed world whose file cannot be opened tells why, and is tried again by whoever asks', async () => {
  const { emulator, dataDir, use } = await started();
  const file = join(dataDir, 'environments', 'a.sqlite');
  const before = emulator.environments.describe('a');
  fs.renameSync(file, `${file}.away`);
  fs.writeFileSync(file, 'no database');
  const refused = await host(emulator, 'GET', '/environments/a/clock');
  const { code, details } = ownError(refused);
  expect([code, details]).toEqual([
    'unavailable',
    expect.stringMatching(
      /^the environment 'a' cannot be opened now: \S+a\.sqlite is not a database or is damaged/,
    ),
  ]);
  const problem = details.replace("the environment 'a' cannot be opened now: ", '');
  expect(emulator.environments.describe('a')).toMatchObject({
    bytes: before.bytes,
    images: 5,
    problem,
  });
  fs.rmSync(file);
  fs.renameSync(`${file}.away`, file);
  expect((await use('a')).database.open).toBe(true);
  expect(emulator.environments.describe('a').problem).toBeNull();
});
