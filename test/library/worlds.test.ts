import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator, type Environment } from '../../src';
import { SEED } from '../support/emulator';

let emulator: Emulator;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-test-'));
  emulator = await startEmulator({ auth: 'off', rewind: 'on' });
});

afterEach(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes an image as a client does; answers its uuid. */
async function make(environment: { readonly url: string }, name: string): Promise<string> {
  const { url } = environment;
  const answer = await fetch(
    `${url}/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`,
    { method: 'POST', body: JSON.stringify({ params: { name } }) },
  );
  const body = (await answer.json()) as { inventory: { uuid: string } };
  return body.inventory.uuid;
}

const namesOf = (environments: readonly Environment[]) => environments.map(({ name }) => name);
const madeIn = (environment: Pick<Environment, 'images'>) =>
  environment.images.list('name~=made-%').map(({ name }) => name);

test('a fork begins as the environment is, has an address of its own, and goes its own way', async () => {
  await make(emulator, 'made-before');
  const fork = await emulator.fork({ name: 'mine' });
  expect(fork.name).toBe('mine');
  expect(fork.url).toBe(emulator.url.replace('/zstack', '/environments/mine/zstack'));
  expect(fork.controlUrl).toBe(`${emulator.controlUrl}/environments/mine`);
  await make(fork, 'made-in-fork');
  await make(emulator, 'made-after');
  expect(madeIn(fork)).toEqual(['made-before', 'made-in-fork']);
  expect(madeIn(emulator)).toEqual(['made-after', 'made-before']);
});

test('a fork, and what is made of a seed, has a port of its own on request', async () => {
  const fork = await emulator.fork({ name: 'mine', port: 0 });
  expect(fork.portUrl).toBe(`http://127.0.0.1:${fork.port}/zstack`);
  await make({ url: fork.portUrl ?? '' }, 'made-there');
  expect([madeIn(fork), madeIn(emulator)]).toEqual([['made-there'], []]);
  expect(emulator.environment('mine').port).toBe(fork.port);
  const made = await emulator.create({ seed: { version: 1, port: 0 } });
  expect(made.port).toBeGreaterThan(0);
  expect([emulator.port, emulator.portUrl]).toEqual([null, null]);
  await expect(emulator.fork({ port: fork.port ?? 0 })).rejects.toThrow(
    `port ${fork.port} is that of the environment 'mine'`,
  );
  // No port stays open after the end.
  await emulator.stop();
  await expect(fetch(`${fork.portUrl}/v1/zones`)).rejects.toThrow('fetch failed');
});

test('forks without a name get one, and each can be found by it', async () => {
  const forks = await Promise.all([emulator.fork(), emulator.fork()]);
  expect(new Set(namesOf(forks)).size).toBe(2);
  expect(namesOf(emulator.environments())).toEqual(['default', ...namesOf(forks)]);
  const [first] = forks;
  if (!first) throw new Error('no fork');
  await make(first, 'made-here');
  expect(madeIn(emulator.environment(first.name))).toEqual(['made-here']);
  expect(() => emulator.environment('nowhere')).toThrow("there is no environment 'nowhere'");
});

test('a reset leads back to the seed, that of a fork to what it was forked from', async () => {
  const fork = await emulator.fork();
  await make(emulator, 'made-1');
  const late = await emulator.fork();
  for (const each of [emulator, fork, late]) await make(each, 'made-2');
  for (const each of [emulator, fork, late]) await each.reset();
  expect([emulator, fork, late].map(madeIn)).toEqual([[], [], ['made-1']]);
});

test('a snapshot can be restored again and again, forked, and removed', async () => {
  await make(emulator, 'made-1');
  await emulator.snapshot('one');
  expect(emulator.snapshots()).toMatchObject([{ name: 'one', environment: 'default' }]);
  for (let i = 0; i < 2; i++) {
    await make(emulator, 'made-2');
    await emulator.restore('one');
    expect(madeIn(emulator)).toEqual(['made-1']);
  }
  await make(emulator, 'made-3');
  expect(madeIn(await emulator.fork({ snapshot: 'one' }))).toEqual(['made-1']);
  await emulator.removeSnapshot('one');
  expect(emulator.snapshots()).toEqual([]);
  await expect(emulator.restore('one')).rejects.toThrow(
    "the environment 'default' has no snapshot 'one'",
  );
});

test('writes are told, and taken back to a write, a request, a job or a moment', async () => {
  const fork = await emulator.fork();
  const before = fork.images.list();
  await make(fork, 'one');
  const [write] = fork.history();
  expect(write).toMatchObject({ id: 'w1', request: 1, jobUuid: fork.jobs.list().at(-1)?.uuid });
  for (const to of ['w1', 2, fork.jobs.list().at(-1)?.uuid ?? '', new Date(0)]) {
    const undone = await fork.rewind(to);
    expect(undone.map(({ what }) => what)).toEqual([write?.what]);
    expect(fork.images.list()).toEqual(before);
    expect(fork.history()).toEqual([]);
    await make(fork, 'one');
  }
  const made = fork.images.list();
  const first = fork.history()[0]?.id ?? '';
  const { undone, requests, different, stopped } = await fork.replay(first);
  expect(undone).toHaveLength(1);
  expect(requests).toMatchObject([{ what: write?.what, status: 200, isSame: true }]);
  expect([different, stopped, fork.images.list()]).toEqual([[], null, made]);
  expect((await fork.replay(new Date(0), fork.history()[0]?.id)).requests).toEqual([]);
  expect(fork.images.list()).toEqual(before);
  await make(fork, 'one');
  expect(emulator.history()).toEqual([]);
  expect(await fork.bisect({ zql: "query image where name='one'", finds: 'nothing' })).toEqual({
    first: fork.history()[0],
    holds: false,
    held: true,
    count: 1,
  });
  expect(await fork.bisect({ law: 'capacity of backup storages' })).toMatchObject({ holds: true });
});

test('an environment has all that the emulator has: forks, snapshots and a reset of its own', async () => {
  const fork = await emulator.fork({ name: 'a' });
  await make(fork, 'made-1');
  await fork.snapshot('one');
  const child = await fork.fork({ name: 'b' });
  await fork.reset();
  expect([madeIn(fork), madeIn(child)]).toEqual([[], ['made-1']]);
  await fork.restore('one');
  expect(madeIn(fork)).toEqual(['made-1']);
  expect(emulator.snapshots()).toEqual([]);
});

test('an environment can be made of a seed: its name, its text or itself', async () => {
  const named = await emulator.create({ seed: 'none', name: 'empty' });
  const text = await emulator.create({ seed: 'version: 1\nzones:\n  - name: of-text\n' });
  const itself = await emulator.create({ seed: { version: 1, zones: [{ name: 'of-object' }] } });
  expect(named.name).toBe('empty');
  const zones = [named, text, itself].map((each) => each.zones.list().map(({ name }) => name));
  expect(zones).toEqual([[], ['of-text'], ['of-object']]);
  await expect(emulator.create({ seed: 'no-such-seed' })).rejects.toThrow('no-such-seed');
});

test('a removed environment is gone: its address, its handle, its name; to remove it again is fine', async () => {
  const fork = await emulator.fork({ name: 'gone' });
  await fork.remove();
  expect((await fetch(`${fork.url}/v1/images`)).status).toBe(404);
  expect(() => fork.images.list()).toThrow("there is no environment 'gone'");
  expect(namesOf(emulator.environments())).toEqual(['default']);
  await expect(fork.remove()).resolves.toBeUndefined();
  await expect(emulator.environment('default').remove()).rejects.toThrow(
    'the default environment cannot be deleted; it can be reset',
  );
});

test('a world is exported to one file and imported elsewhere', async () => {
  const file = join(folder, 'world.sqlite');
  await make(emulator, 'made-1');
  await emulator.export(file);
  expect(readdirSync(folder)).toEqual(['world.sqlite']);
  const other = await startEmulator({ auth: 'off' });
  try {
    await other.import(file);
    expect(other.images.list()).toEqual(emulator.images.list());
    expect(other.laws()).toEqual([]);
  } finally {
    await other.stop();
  }
});

test('a file that is none or that is not there is refused, and the world stays as it is', async () => {
  const file = join(folder, 'odd.sqlite');
  writeFileSync(file, 'no database');
  await make(emulator, 'made-1');
  await expect(emulator.import(file)).rejects.toThrow('the file cannot be imported');
  await expect(emulator.import(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(madeIn(emulator)).toEqual(['made-1']);
  await expect(emulator.export(join(folder, 'no', 'such', 'folder'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
  expect(existsSync(join(folder, 'no'))).toBe(false);
});

test('a world in files is there again at the next start', async () => {
  const dataDir = join(folder, 'data');
  for (const expected of [['made-1'], ['made-1', 'made-1']]) {
    await using kept = await startEmulator({ dataDir, auth: 'off' });
    await make(kept, 'made-1');
    expect(madeIn(kept)).toEqual(expected);
  }
});

test('while a world is changed as a whole, looking at it says so, and waiting for it works', async () => {
  const fork = await emulator.fork();
  fork.images.list();
  const reset = fork.reset();
  // It begins when nobody is inside any more: at once here.
  await expect(fork.settle()).resolves.toBeUndefined();
  await reset;
  expect(madeIn(fork)).toEqual([]);
});
