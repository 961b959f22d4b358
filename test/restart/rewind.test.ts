import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { done, environmentOf } from '../support/environments';
import { temporaryFolder } from '../support/process';
import { stateOf } from '../support/states';
import { openUpload, upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

let folder: string;
let emulator: TestEmulator;
const open = async (dataDir = folder, more = {}) => {
  emulator = await TestEmulator.start({ settings: { dataDir, rewind: 'on', ...more } });
};
const again = async (more = {}) => {
  await emulator.stop();
  await open(folder, more);
};
beforeEach(async () => {
  folder = temporaryFolder();
  await open();
});

const create = (name: string) =>
  emulator.createTemplate(runningLinux, { name, backupStorageUuids: [imageStore] });
const history = async (): Promise<Json[]> =>
  (await emulator.control('GET', '/history')).body.inventories;
const ids = async () => (await history()).map(({ id }) => id);
const rewind = (to: string) => emulator.control('POST', '/rewind', { to });
const state = () => stateOf(emulator.environment);

test('the history of a world in a file outlasts a restart, and so does what was taken back', async () => {
  await create('one');
  const before = state();
  await create('two');
  await create('three');
  await rewind('w3');
  const known = await history();

  await again();

  const found = await history();
  expect(found).toEqual(known.map((write) => ({ ...write, request: null })));
  await create('four');
  expect(await ids()).toEqual(['w1', 'w2', 'w4']);
  await rewind('w2');
  expect(state()).toEqual(before);
});

test('its file is its owner’s alone, and goes with the environment', async () => {
  await done(emulator, 'POST', '/environments', { name: 'other', storage: 'file' });
  const path = join(folder, 'environments', 'other.rewind');
  await fetch(`${emulator.url}/environments/other/zstack/v1/images/${SEED.images.windows}`, {
    method: 'DELETE',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
  });
  expect(environmentOf(emulator, 'other').writes).toHaveLength(1);
  for (const file of [path, join(folder, 'default.rewind')]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }

  await done(emulator, 'DELETE', '/environments/other');

  expect(existsSync(path)).toBe(false);
});

test('after a kill at any write the history is that of what is there', async () => {
  const states: object[] = [state()];
  const copies: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    await create(name);
    states.push(state());
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    copies.push(copy);
  }
  await emulator.stop();
  for (const [i, copy] of copies.entries()) {
    // The next write was written down, and its commit was cut off.
    const next = copies[i + 1];
    if (next) cpSync(join(next, 'default.rewind'), join(copy, 'default.rewind'));
    const killed = await TestEmulator.start({ settings: { dataDir: copy, rewind: 'on' } });
    expect(killed.environment.writes).toHaveLength(i + 1);
    expect(stateOf(killed.environment)).toEqual(states[i + 1]);
    await killed.control('POST', '/rewind', { to: 'w1' });
    expect(stateOf(killed.environment)).toEqual(states[0]);
    await killed.stop();
  }
});

test.each<[string, (path: string) => void]>([
  ['has lost its end', (path) => writeFileSync(path, readFileSync(path).subarray(0, -100))],
  ['is no log', (path) => writeFileSync(path, readFileSync(path, 'utf8').replaceAll('{"w"', '}'))],
  ['is of another world', (path) => writeFileSync(path, '{"log":"0","tables":[]}\n')],
])(
  'where the log %s, the history begins anew, and the world is what it was',
  async (_what, harm) => {
    await create('one');
    await create('two');
    const before = state();
    await emulator.stop();
    harm(join(folder, 'default.rewind'));

    await open();

    expect(state()).toEqual(before);
    expect(await history()).toEqual([]);
    await create('three');
    expect(await history()).toHaveLength(1);
  },
);

test('what was written while nothing was kept ends the history', async () => {
  await create('one');
  await again({ rewind: 'off' });
  await create('two');
  await again();
  expect(await history()).toEqual([]);
});

/** Writes so often, 2 KB each; answers the statuses. */
async function write(times: number): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let i = 0; i < times; i++) {
    const body = { updateImage: { description: `${TEXT}${i}` } };
    const { status } = await fetch(
      `${emulator.url}/zstack/v1/images/${SEED.images.linux}/actions`,
      {
        method: 'PUT',
        headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
        body: JSON.stringify(body),
      },
    );
    statuses.add(status);
  }
  return statuses;
}
const TEXT = 'x'.repeat(2000);

test('where no shorter file of the history can be made, all goes on, and it is made when it can be', async () => {
  await again({ rewind: '2M' });
  const inTheWay = join(folder, 'default.rewind-new');
  const size = () => statSync(join(folder, 'default.rewind')).size;
  mkdirSync(inTheWay);
  expect([...(await write(1100))]).toEqual([200]);
  expect(size()).toBeGreaterThan(3 * 2 ** 20);
  rmdirSync(inTheWay);
  expect([...(await write(150))]).toEqual([200]);
  expect(size()).toBeLessThan(2 * 2 ** 20);
  const known = await ids();
  await again({ rewind: '2M' });
  expect(await ids()).toEqual(known);
});

test('a long history leaves behind what it needs no more, and outlasts that', async () => {
  await again({ rewind: '2M' });
  await write(1100);
  const known = await ids();
  expect(known).toHaveLength(200);
  expect(statSync(join(folder, 'default.rewind')).size).toBeLessThan(3 * 2 ** 20);
  await again({ rewind: '2M' });
  expect(await ids()).toEqual(known);
  expect((await rewind(known[0])).status).toBe(200);
  const { description } = await emulator.find(`/images/${SEED.images.linux}`);
  expect(description).toBe(`${TEXT}899`);
});

describe('real bytes', () => {
  const bytes = Buffer.alloc(5000, 'real bytes');
  const all = () => readdirSync(join(folder, 'blobs')).toSorted();
  // What was sent is kept beside them: test/restart/replay.test.ts
  const files = () => all().filter((name) => !name.endsWith('.sent'));
  const bring = async () => {
    const { uuid, addresses } = await openUpload(emulator, [imageStore], { format: 'raw' });
    const sent = await upload(addresses[0] ?? '', {
      bytes,
      headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length },
    });
    expect(sent).toMatchObject({ status: 200 });
    return uuid;
  };
  const remove = async (uuid: string) => {
    await emulator.call('DELETE', `/images/${uuid}`);
    await emulator.make('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  };

  test('that a deletion removed come back, also after a restart', async () => {
    const uuid = await bring();
    const [file = ''] = files();
    const before = state();
    const last = (await ids()).length;
    await remove(uuid);
    expect(files()).toEqual([`${file}.held`]);
    await again();
    expect(files()).toEqual([`${file}.held`]);

    await rewind(`w${last + 1}`);

    expect(state()).toEqual(before);
    expect(readFileSync(join(folder, 'blobs', file)).equals(bytes)).toBe(true);
    expect(emulator.environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
  });

  test('that came and went since go, and those that went before stay for who goes further back', async () => {
    await create('one');
    const first = await bring();
    const [file = ''] = files();
    await remove(first);
    const last = (await ids()).length;
    const other = Buffer.alloc(7000, 'others');
    const { uuid, addresses } = await openUpload(emulator, [imageStore], { format: 'raw' });
    await upload(addresses[0] ?? '', {
      bytes: other,
      headers: { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': other.length },
    });
    await remove(uuid);
    expect(files()).toHaveLength(2);
    await rewind(`w${last + 1}`);
    expect(files()).toEqual([`${file}.held`]);
    await rewind('w2');
    expect(files()).toEqual([]);
  });

  test('that came since go', async () => {
    await create('one');
    await bring();
    await rewind('w2');
    expect(all()).toEqual([]);
    expect(emulator.environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
  });

  test('that no state needs any more go, too', async () => {
    await again({ rewind: '16K' });
    const uuid = await bring();
    await remove(uuid);
    expect(files()).toHaveLength(1);
    for (let i = 0; i < 20; i++) await create(`t${i}`);
    expect(all()).toEqual([]);
  });

  test('larger than the bound are not kept: the history begins after their deletion', async () => {
    await again({ rewind: '4K' });
    const uuid = await bring();
    await remove(uuid);
    expect(files()).toEqual([]);
    expect(await history()).toEqual([]);
  });
});
