/** @jest-environment-options { "modules": "own" } */
import { once } from 'node:events';
import { connect } from 'node:net';
import { InvalidConfig, startEmulator, type Emulator } from '../../src';
// Its hook comes before those that stop emulators.
import { stopMachineTime } from '../support/machine-time';
import { ADMIN_SESSION, SEED } from '../support/emulator';
import { until } from '../support/environments';

const started: Emulator[] = [];
async function start(...options: Parameters<typeof startEmulator>): Promise<Emulator> {
  const emulator = await startEmulator(...options);
  started.push(emulator);
  return emulator;
}
afterEach(() => Promise.all(started.splice(0).map((emulator) => emulator.stop())));

const get = async (url: string) => {
  const answer = await fetch(url, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  return { status: answer.status, body: (await answer.json()) as { inventories: object[] } };
};

test('without options an emulator listens on any free port of loopback, in memory, with the default world', async () => {
  const emulator = await start();
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/zstack$/);
  const base = emulator.url.slice(0, -'/zstack'.length);
  expect(emulator.controlUrl).toBe(`${base}/emulator/v1`);
  expect(emulator.describe()).toMatchObject({
    name: 'default',
    storage: 'memory',
    origin: 'seed default',
  });
  expect((await get(`${emulator.url}/v1/images`)).body.inventories).toHaveLength(
    emulator.images.count(),
  );
  expect((await get(`${emulator.controlUrl}/clock`)).status).toBe(200);
});

test('environment variables of the process have no say', async () => {
  process.env['EMULATOR_AUTH'] = 'off';
  try {
    const emulator = await start();
    expect((await fetch(`${emulator.url}/v1/images`)).status).not.toBe(200);
  } finally {
    delete process.env['EMULATOR_AUTH'];
  }
});

test('every setting is an option, as text or as what the text stands for', async () => {
  const emulator = await start({
    auth: 'off',
    wire: 'native',
    waitSeconds: 1.5,
    largestImage: '1G',
    environmentSize: 2 ** 28,
    environmentIdle: '30m',
    webHookHosts: ['Hooks.Example'],
    maxEnvironments: 2,
    journalSize: 0,
    seed: undefined,
  });
  const answer = await fetch(`${emulator.url}/v1/images?limit=1`);
  const body = (await answer.json()) as { inventories: object[] };
  // In the real system's own form nulls are left out.
  expect(body.inventories[0]).not.toHaveProperty('guestOsType', null);
  expect((await emulator.fork()).describe().idleLimit).toBe(1_800_000);
  await expect(emulator.fork()).rejects.toThrow('there are 2 environments');
  expect(emulator.journal.list()).toEqual([]);
});

test.each<[object, string]>([
  [{ port: 65_536 }, "port is '65536': expected a number from 0 to 65535"],
  [{ apiMode: 'quick' }, "apiMode is 'quick': expected one of auto, sync, async"],
  [
    { largestImage: 'huge', waitSeconds: -1 },
    "waitSeconds is '-1': expected a number of seconds from 0 to 86400\nlargestImage is 'huge': expected bytes, or a size such as 512M or 64G",
  ],
  [{ seeds: 'default' }, "there is no option 'seeds'"],
  [{ apiMode: 'snyc' }, "expected one of auto, sync, async (did you mean 'sync'?)"],
  [
    { host: '0.0.0.0' },
    "host is '0.0.0.0', which others can reach: the emulator's own API needs a token there. Set controlToken, or control: 'open' to do without.",
  ],
])('wrong options are named: %j', async (options, message) => {
  const refused = startEmulator(options);
  await expect(refused).rejects.toThrow(InvalidConfig);
  await expect(refused).rejects.toThrow(message);
});

test('a port that is taken is an error, and nothing stays behind', async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  await expect(startEmulator({ port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `port ${port} of 127.0.0.1 is in use (EADDRINUSE): choose another one, or 0 for any free one`,
  });
});

test('the same seed of chance makes the same uuids', async () => {
  const names = async (chance: number) => {
    const emulator = await start({ chance, clock: '2026-11-24T12:00:00Z' });
    await fetch(`${emulator.url}/v1/zones`, {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ params: { name: 'made' } }),
    });
    return emulator.zones.list({ name: 'made' });
  };
  const [first] = await names(7);
  expect(first).toMatchObject({ name: 'made' });
  expect(await names(7)).toEqual([first]);
  expect(await names(8)).not.toEqual([first]);
});

test('several emulators in one process have nothing in common', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  expect(one.url).not.toBe(other.url);
  await one.fork({ name: 'mine' });
  expect(one.environments().map(({ name }) => name)).toEqual(['default', 'mine']);
  expect(other.environments().map(({ name }) => name)).toEqual(['default']);
  await one.stop();
  expect((await get(`${other.url}/v1/images`)).status).toBe(200);
  expect(other.laws()).toEqual([]);
});

test('stopping ends everything, twice as well as once, and says so to who comes later', async () => {
  const emulator = await start();
  const fork = await emulator.fork();
  await Promise.all([emulator.stop(), emulator.stop()]);
  await emulator.stop();
  await expect(get(`${emulator.url}/v1/images`)).rejects.toThrow('fetch failed');
  expect(() => emulator.images.list()).toThrow('the emulator was stopped');
  expect(() => emulator.environments()).toThrow('the emulator was stopped');
  await expect(emulator.create({ seed: 'none' })).rejects.toThrow('the emulator was stopped');
  await expect(fork.reset()).rejects.toThrow('the emulator was stopped');
  await expect(fork.remove()).resolves.toBeUndefined();
});

test('whoever waits for a job at the stop gets its address', async () => {
  const emulator = await start({ progression: 'manual', waitSeconds: 60, auth: 'off' });
  const waiting = fetch(
    `${emulator.url}/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`,
    { method: 'POST', body: JSON.stringify({ params: { name: 'slow' } }) },
  ).then(({ status }) => status);
  while (emulator.jobs.unfinished().length === 0) await new Promise(setImmediate);
  await emulator.stop();
  expect(await waiting).toBe(202);
});

test('a request that never ends holds the stop up for two seconds at most', async () => {
  const emulator = await start();
  const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.write('POST /zstack/v1/zones HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{');
  await once(socket, 'connect');
  stopMachineTime();
  let isStopped = false;
  void emulator.stop().then(() => (isStopped = true));
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  jest.advanceTimersByTime(1_999);
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(isStopped).toBe(false);
  jest.advanceTimersByTime(1);
  await until(() => isStopped);
  await closed;
});

test('await using stops an emulator and removes an environment', async () => {
  let fork = '';
  await using other = await startEmulator();
  {
    await using environment = await other.fork();
    fork = environment.name;
    expect(other.environments().map(({ name }) => name)).toContain(fork);
  }
  expect(other.environments().map(({ name }) => name)).toEqual(['default']);
  expect(typeof other[Symbol.asyncDispose]).toBe('function');
});

test('a world begins as seeds in a list, or as a seed itself', async () => {
  const listed = await startEmulator({ seed: ['none'] });
  expect(listed.zones.list()).toEqual([]);
  await listed.stop();
  const itself = await startEmulator({ seed: { version: 1, zones: [{ name: 'mine' }] } });
  expect(itself.zones.list().map(({ name }) => name)).toEqual(['mine']);
  await itself.reset();
  expect(itself.zones.list().map(({ name }) => name)).toEqual(['mine']);
  await itself.stop();
});
