/** @jest-environment-options { "modules": "own" } */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { leftDirectory, seededDirectory } from '../support/data-directory';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { create, done, host, worldOf } from '../support/environments';
import { stopMachineTime } from '../support/machine-time';
import {
  EmulatorProcess,
  eventually,
  runCommand,
  serveToTheEnd,
  temporaryFolder,
} from '../support/process';

const { runningLinux } = SEED.volumes;

/** Overwrites the page where a table begins, which is damage that the head of the file does not tell. */
function damage(path: string, table: string): void {
  const database = new Database(path, { readonly: true });
  const page = rootPage(database, table);
  database.close();
  overwrite(path, page);
}

function rootPage(database: Database.Database, table: string): number {
  const find = database.prepare('select rootpage from sqlite_schema where name = ?');
  return find.pluck().get(table) as number;
}

function overwrite(path: string, page: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, (page - 1) * 4096 + 8, page * 4096 - 8);
  writeFileSync(path, bytes);
}

test('a damaged default world is refused at the start in one sentence', async () => {
  const folder = await seededDirectory();
  damage(join(folder, 'default.sqlite'), 'images');
  const { code, stderr } = await serveToTheEnd(['--data-dir', folder, '--port', '0']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^\S+default\.sqlite is not a database or is damaged \([^\n]*\)\. Look at it with 'zstack-emulator doctor'[^\n]*\n$/,
  );
});

test('a world that turns out damaged while it is in use takes no more writes, and says so; a reset helps', async () => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  await create(emulator, { name: 'other', storage: 'file' });
  const makeZone = () =>
    emulator.anonymous
      .post('/zstack/v1/zones')
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .send({ params: { name: 'z' } });
  const { database } = emulator.environment;
  database.pragma('wal_checkpoint(TRUNCATE)');
  // In place, as a bad sector would: the file stays the one that is open.
  overwrite(join(dataDir, 'default.sqlite'), rootPage(database, 'images'));
  database.pragma('shrink_memory');
  const read = await emulator.get('/zstack/v1/images');
  const DAMAGED = /^the database of the environment is damaged: it takes no more writes\./;
  expect([read.status, read.body.error.details]).toEqual([503, expect.stringMatching(DAMAGED)]);
  const zone = await makeZone();
  expect([zone.status, zone.body.error.details]).toEqual([503, expect.stringMatching(DAMAGED)]);
  expect((await emulator.anonymous.get('/readyz')).status).toBe(503);
  const all = await done(emulator, 'GET', '/environments');
  expect(all.map(({ name, problem }: Json) => [name, problem])).toEqual([
    ['default', expect.stringMatching(DAMAGED)],
    ['other', null],
  ]);
  expect((await host(emulator, 'POST', '/environments/default/reset')).status).toBe(200);
  expect((await emulator.anonymous.get('/readyz')).status).toBe(200);
  expect((await makeZone()).status).toBe(200);
});

test('a world whose files are removed while it is in use takes no more writes, and says so', async () => {
  const folder = await seededDirectory();
  const emulator = await EmulatorProcess.start(folder);
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
  const refusal = await eventually(async () => {
    const answer = await emulator.createTemplate(runningLinux, { name: 'x' });
    return answer.status === 200 ? undefined : ((await answer.json()) as Json);
  });
  expect(refusal.error.details).toMatch(/were removed or replaced while the emulator ran/);
  expect((await fetch(new URL('/readyz', emulator.url))).status).toBe(503);
});

test('a large copy in memory goes on being written to, although nobody knows its file by a name', async () => {
  const emulator = await TestEmulator.start();
  const seed = { version: 1, zones: [{ name: 'zone-{n}', count: 2_000 }] };
  await done(emulator, 'POST', '/environments', { name: 'large', from: { seed } });
  await done(emulator, 'POST', '/environments', { name: 'copy', from: { environment: 'large' } });
  stopMachineTime();
  const stopClock = () =>
    host(emulator, 'PUT', '/environments/copy/clock', { mode: 'stopped' }).then(
      ({ status }) => status,
    );
  expect(await stopClock()).toBe(200);
  jest.advanceTimersByTime(10_000);
  expect(await stopClock()).toBe(200);
});

test('what was set aside comes back by a command, if nothing is wrong with it', async () => {
  const folder = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  for (const name of ['well', 'torn']) {
    await create(emulator, { name, storage: 'file' });
    await done(emulator, 'POST', `/environments/${name}/snapshots`, { name: 's' });
  }
  const before = worldOf(emulator, 'well');
  await emulator.stop();
  // As an earlier version left them after a start on a full disk.
  mkdirSync(join(folder, 'set-aside'));
  for (const file of readdirSync(join(folder, 'environments'))) {
    renameSync(join(folder, 'environments', file), join(folder, 'set-aside', file));
  }
  for (const name of ['well', 'torn']) {
    renameSync(join(folder, 'snapshots', name), join(folder, 'set-aside', `${name}.snapshots`));
  }
  damage(join(folder, 'set-aside', 'torn.sqlite'), 'images');
  const { code, stdout } = await runCommand(['doctor', folder, '--bring-back']);
  expect(stdout).toContain(`brought back ${join(folder, 'environments', 'well.sqlite')}`);
  expect(stdout).toContain(`left ${join(folder, 'set-aside', 'torn.sqlite')}: integrity`);
  expect(code).toBe(3);
  const again = await TestEmulator.start({ settings: { dataDir: folder } });
  expect(worldOf(again, 'well')).toEqual(before);
  expect(await done(again, 'GET', '/environments/well/snapshots')).toHaveLength(1);
  expect((await host(again, 'POST', '/environments/well/reset')).status).toBe(200);
  expect((await host(again, 'GET', '/environments/torn')).status).toBe(404);
});

test('the doctor finds nothing wrong with a directory that a kill left', async () => {
  const folder = await leftDirectory(
    async (emulator) => {
      await emulator.createTemplate(runningLinux, { name: 'x' });
      mkdirSync(join(folderOf(emulator), 'temporary'));
      writeFileSync(join(folderOf(emulator), 'temporary', '1-1'), 'half');
    },
    {},
    'SIGKILL',
  );
  const { code, stdout } = await runCommand(['doctor', folder]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('the next start removes them')]);
});

/** The data directory of an emulator that runs. */
const folderOf = (emulator: EmulatorProcess) =>
  readFileSync(`/proc/${emulator.process.pid}/environ`, 'utf8')
    .split('\0')
    .find((variable) => variable.startsWith('EMULATOR_DATA_DIR='))
    ?.slice('EMULATOR_DATA_DIR='.length) ?? '';

test('files are their owner’s alone, whatever the umask and whoever made the folders', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'environments'));
  writeFileSync(join(folder, 'environments', 'notes.txt'), '');
  for (const path of [folder, join(folder, 'environments')]) chmodSync(path, 0o777);
  chmodSync(join(folder, 'environments', 'notes.txt'), 0o666);
  const umask = process.umask(0);
  try {
    const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
    await create(emulator, { name: 'w', storage: 'file' });
    await done(emulator, 'POST', '/environments/w/snapshots', { name: 's' });
    const all = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
    expect(all.length).toBeGreaterThan(8);
    const modes = all.map((path) => {
      const { mode } = statSync(join(folder, path));
      return [path, (mode & 0o077).toString(8)];
    });
    expect(modes).toEqual(all.map((path) => [path, '0']));
  } finally {
    process.umask(umask);
  }
});

test('a folder that others use as well keeps its rights; what is ours in it does not', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'somebodys.txt'), '');
  chmodSync(folder, 0o755);
  await TestEmulator.start({ settings: { dataDir: folder } });
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'default.sqlite')).mode & 0o777).toBe(0o600);
});
