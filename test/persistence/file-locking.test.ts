import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  EmulatorProcess,
  eventually,
  runCommand,
  serveToTheEnd,
  temporaryFolder,
} from '../support/process';

const SHARED = { EMULATOR_FILE_LOCKING: 'shared' };
const countOf = (path: string): unknown => {
  const database = new Database(path, { readonly: true, timeout: 0 });
  try {
    return database.prepare('select count(*) from images').pluck().get();
  } finally {
    database.close();
  }
};

test('nobody else opens the file of a world', async () => {
  const folder = temporaryFolder();
  await EmulatorProcess.start(folder);
  expect(() => countOf(join(folder, 'default.sqlite'))).toThrow('database is locked');
});

test('shared: others read while it writes, and a write waits for one that holds the file', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(folder, SHARED);
  const path = join(folder, 'default.sqlite');
  expect(countOf(path)).toBe(5);

  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  const answer = emulator.createTemplate('d0000000000040008000000000000001', { name: 'waits' });
  // The write is there only once the other one has let go.
  expect(await Promise.race([answer.then(() => 'done'), pause(300)])).toBe('waits still');
  other.exec('COMMIT');
  other.close();
  expect((await answer).status).toBe(200);
  expect(countOf(path)).toBe(6);
});

test('shared: a second emulator is refused, and takes the files over once the first one is gone', async () => {
  const folder = temporaryFolder();
  const first = await EmulatorProcess.start(folder, SHARED);
  for (const more of [SHARED, {}]) {
    const { code, stderr } = await serveToTheEnd(['--port', '0'], {
      EMULATOR_DATA_DIR: folder,
      ...more,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('is in use by another emulator')]);
  }
  const doctor = await runCommand(['doctor', folder]);
  expect(doctor.stdout + doctor.stderr).toContain('in use');

  await first.end('SIGKILL');
  const second = await EmulatorProcess.start(folder, SHARED);
  await eventually(async () => ((await second.get('/v1/zones')).ok ? true : undefined));
});

test('shared: what is removed leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(folder, SHARED);
  const path = join(folder, 'environments', 'gone.sqlite');
  await emulator.control('POST', '/environments', { name: 'gone', storage: 'file' });
  expect(existsSync(`${path}-owner`)).toBe(true);
  await fetch(`${new URL(emulator.url).origin}/emulator/v1/environments/gone`, {
    method: 'DELETE',
  });
  expect(['', '-wal', '-shm', '-owner'].filter((end) => existsSync(path + end))).toEqual([]);
});

/** Long enough for a write that does not wait. */
const pause = (ms: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve('waits still'), ms));
