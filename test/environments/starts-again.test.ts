import fs from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SEED, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  host,
  ownError,
  refusedByHost,
} from '../support/environments';
import { temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;

const start = (dataDir: string) => TestEmulator.start({ settings: { dataDir } });
const described = ({ environments }: TestEmulator) =>
  environments.list().map((one) => ({ ...one, lastUsedDate: 0, bytes: 0 }));
const fileOf = (dataDir: string, name: string) => join(dataDir, 'environments', `${name}.sqlite`);
const versionOf = (file: string, change: (version: number) => number) => {
  const database = new Database(file);
  database.pragma(
    `user_version = ${change(Number(database.pragma('user_version', { simple: true })))}`,
  );
  database.close();
};
const imagesOf = async (emulator: TestEmulator, name: string) =>
  (await new Client(emulator, name).list('/images?fields=name&sort=+name')).map((one) => one.name);

test('environments in files are after a restart what they were, and are reset and restored to what they were', async () => {
  const dataDir = temporaryFolder();
  const first = await start(dataDir);
  await create(first, { name: 'copy', storage: 'file', idle: '2h', release: '4.8' });
  await create(first, { name: 'memory' });
  const before = await imagesOf(first, 'copy');
  await new Client(first, 'copy').template(runningLinux, { name: 'zz1' });
  await done(first, 'POST', '/environments/copy/snapshots', { name: 's' });
  await new Client(first, 'copy').template(runningLinux, { name: 'zz2' });
  await create(first, {
    name: 'of-snapshot',
    storage: 'file',
    from: { snapshot: 'copy/s' },
    port: 0,
  });
  const seed = 'version: 1\nzones: [{ name: z }]\n';
  await create(first, { name: 'seeded', storage: 'file', from: { seed } });
  const told = described(first);
  expect(told).toMatchObject([
    { name: 'default', storage: 'file', origin: 'seed default', idleLimit: null },
    {
      name: 'copy',
      origin: 'environment default',
      snapshots: 1,
      idleLimit: 7_200_000,
      release: '4.8.22',
    },
    { name: 'memory', storage: 'memory' },
    { name: 'of-snapshot', origin: 'snapshot copy/s', port: expect.any(Number) },
    { name: 'seeded', storage: 'file', origin: 'seed given as text', port: null },
  ]);
  await first.stop();
  const again = await start(dataDir);
  expect(described(again)).toEqual(told.filter(({ name }) => name !== 'memory'));
  await done(again, 'POST', '/environments/copy/snapshots/s/restore');
  expect(await imagesOf(again, 'copy')).toEqual([...before, 'zz1']);
  await done(again, 'POST', '/environments/copy/reset');
  expect(await imagesOf(again, 'copy')).toEqual(before);
  await done(again, 'POST', '/environments/of-snapshot/reset');
  expect(await imagesOf(again, 'of-snapshot')).toEqual([...before, 'zz1']);
  const seeded = new Client(again, 'seeded');
  await seeded.control('PUT', '/progression', { mode: 'manual' });
  await done(again, 'POST', '/environments/seeded/reset');
  const { body } = await seeded.control('GET', '/progression');
  expect(body.inventory.mode).toBe('immediate');
});

test('what cannot be opened now stays and says why, and is what it was when it can be opened again', async () => {
  const dataDir = temporaryFolder();
  const first = await start(dataDir);
  for (const name of ['asked', 'reset', 'restored']) {
    await create(first, { name, storage: 'file', idle: '2h' });
    await done(first, 'POST', `/environments/${name}/snapshots`, { name: 's' });
    await new Client(first, name).template(runningLinux, { name: 'more' });
  }
  for (const name of ['text', 'unborn']) await create(first, { name, storage: 'file' });
  const told = described(first);
  await first.stop();
  for (const name of ['asked', 'reset', 'restored']) versionOf(fileOf(dataDir, name), (n) => n + 1);
  fs.writeFileSync(fileOf(dataDir, 'text'), 'no database');
  const unborn = new Database(fileOf(dataDir, 'unborn'));
  unborn.exec("delete from settings where name = 'birth'");
  unborn.close();

  const again = await start(dataDir);
  expect(
    fs.readdirSync(join(dataDir, 'set-aside')).filter((file) => /^\w+\.sqlite$/.test(file)),
  ).toEqual(['text.sqlite', 'unborn.sqlite']);
  const listed = again.environments.list();
  expect(listed.map(({ name }) => name)).toEqual(['default', 'asked', 'reset', 'restored']);
  const path = fileOf(dataDir, 'asked');
  const why = expect.stringMatching(
    new RegExp(`^${path} was written by a newer version of the emulator`),
  );
  expect(listed[1]).toEqual({
    name: 'asked',
    storage: 'file',
    origin: 'file asked',
    bytes: fs.statSync(path).size,
    images: 0,
    snapshots: 1,
    createDate: 0,
    lastUsedDate: expect.any(Number),
    idleLimit: null,
    port: null,
    release: told[0]?.release,
    problem: why,
  });
  const asked = await host(again, 'GET', '/environments/asked/clock');
  expect(ownError(asked)).toEqual({
    code: 'unavailable',
    details: `the environment 'asked' cannot be opened now: ${listed[1]?.problem}`,
  });
  for (const change of ['reset/reset', 'restored/snapshots/s/restore']) {
    expect((await host(again, 'POST', `/environments/${change}`)).status).toBe(503);
  }
  for (const name of ['asked', 'reset', 'restored']) versionOf(fileOf(dataDir, name), (n) => n - 1);
  expect(environmentOf(again, 'asked').damage).toBeUndefined();
  await done(again, 'POST', '/environments/reset/reset');
  await done(again, 'POST', '/environments/restored/snapshots/s/restore');
  const images = { asked: 6, reset: 5, restored: 5 };
  expect(described(again).slice(1)).toEqual(
    told
      .filter(({ name }) => name in images)
      .map((one) => ({ ...one, images: images[one.name as keyof typeof images] })),
  );
});

test('what is kept and cannot be opened changes nothing when it is asked for', async () => {
  const dataDir = temporaryFolder();
  const emulator = await start(dataDir);
  await create(emulator, { name: 'x', storage: 'file' });
  await done(emulator, 'POST', '/environments/x/snapshots', { name: 'newer' });
  await done(emulator, 'POST', '/environments/x/snapshots', { name: 'text' });
  const snapshot = (name: string) => join(dataDir, 'snapshots', 'x', `${name}.sqlite`);
  versionOf(snapshot('newer'), (n) => n + 1);
  fs.writeFileSync(snapshot('text'), 'no database');
  for (const [name, reason] of [
    ['newer', 'was written by a newer version'],
    ['text', 'it is damaged: the database of the environment is damaged'],
  ] as const) {
    const unopenable = {
      code: 'unavailable',
      details: expect.stringMatching(
        new RegExp(`^what is kept there cannot be opened, and nothing was changed: .*${reason}`),
      ),
    };
    const restore = `/environments/x/snapshots/${name}/restore`;
    expect(await refusedByHost(emulator, 'POST', restore)).toEqual(unopenable);
    const copy = { name: 'y', from: { snapshot: `x/${name}` } };
    expect(await refusedByHost(emulator, 'POST', '/environments', copy)).toEqual(unopenable);
  }
});
