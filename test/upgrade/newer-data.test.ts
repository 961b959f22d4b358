import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestVersion } from '../../src/persistence/migrate';
import { filesBelow, spoil } from '../support/data-directory';
import { TestEmulator, type Json } from '../support/emulator';
import { done, everything, host, sendImport, worldOf } from '../support/environments';
import { EmulatorProcess, runCommand, serveToTheEnd } from '../support/process';
import { rowsOfFile } from './compare';
import { filesOf, unpacked, VERSIONS } from './fixtures';

const KNOWN = newestVersion();
const VERSION = VERSIONS.at(-1) ?? '';

/** What a later version, with one migration more, would leave of a database. */
const newer = (folder: string, file: string) =>
  spoil(folder, `pragma user_version = ${KNOWN + 1}`, file);

test('a newer default world is refused in one sentence, and no file of the directory changes', async () => {
  const folder = unpacked(VERSION, 'life');
  newer(folder, 'default.sqlite');
  const before = filesBelow(folder);
  const { code, stdout, stderr } = await serveToTheEnd(['--data-dir', folder]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `${join(folder, 'default.sqlite')} was written by a newer version of the emulator (schema ${KNOWN + 1}, this one knows ${KNOWN}). Update the emulator, or choose another data directory with EMULATOR_DATA_DIR.\n`,
  );
  expect(filesBelow(folder)).toEqual(before);
});

test('a newer world that a kill left loses nothing to an older program', async () => {
  const folder = unpacked(VERSION, 'under-way');
  const path = join(folder, 'default.sqlite');
  const log = readFileSync(`${path}-wal`);
  newer(folder, 'default.sqlite');
  const before = rowsOfFile(path);
  expect(log.length).toBeGreaterThan(0);
  const { code } = await serveToTheEnd(['--data-dir', folder]);
  expect(code).toBe(1);
  expect(rowsOfFile(path)).toEqual(before);
});

test('a newer environment stays as it is to the byte, says so to whoever asks, and the others start', async () => {
  const folder = unpacked(VERSION, 'life');
  newer(folder, join('environments', 'forked.sqlite'));
  const before = filesBelow(folder);
  const emulator = await EmulatorProcess.start(folder);
  expect(emulator.stderr).toMatch(
    /the environment 'forked' cannot be opened now; it stays where it is, and is tried again when somebody asks for it: [^ ]*forked\.sqlite was written by a newer version of the emulator/,
  );
  expect((await emulator.get('/v1/images')).status).toBe(200);
  const there = new URL('/environments/forked/zstack/v1/images', emulator.url);
  const refused = await fetch(there);
  expect([refused.status, ((await refused.json()) as Json).error.details]).toEqual([
    503,
    expect.stringMatching(
      /^the environment 'forked' cannot be opened now: .* was written by a newer version of the emulator/,
    ),
  ]);
  expect(await emulator.end('SIGTERM')).toBe(0);
  const after = filesBelow(folder);
  const own = Object.keys(before).filter((file) =>
    file.startsWith(join(folder, 'environments', 'forked.')),
  );
  expect(own.length).toBeGreaterThan(1);
  for (const file of own) expect([file, after[file]]).toEqual([file, before[file]]);
  // The doctor names it, and changes nothing.
  const all = filesBelow(folder);
  const { stdout } = await runCommand(['doctor', folder]);
  expect(stdout).toMatch(
    /forked\.sqlite.*its schema is \d+, this emulator knows \d+\n.*newer emulator: update this one/s,
  );
  expect(filesBelow(folder)).toEqual(all);
});

test('a newer file is not imported, and what is there stays', async () => {
  const folder = unpacked(VERSION, 'exports');
  newer(folder, 'default.sqlite');
  const emulator = await TestEmulator.start();
  const before = worldOf(emulator, 'default');
  const file = Buffer.from(readFileSync(join(folder, 'default.sqlite')));
  for (const name of ['default', 'elsewhere']) {
    const { status, body } = await sendImport(emulator, name, file);
    expect([status, body.error.details]).toEqual([
      400,
      `the file cannot be imported: it was written by a newer version of the emulator (schema ${KNOWN + 1}, this one knows ${KNOWN}); update the emulator`,
    ]);
  }
  expect(worldOf(emulator, 'default')).toEqual(before);
  expect(await done(emulator, 'GET', '/environments')).toHaveLength(1);
});

const NEWER = {
  status: 503,
  details: expect.stringContaining('by a newer version of the emulator') as string,
};

/** The program of now on a data directory with one newer file in it; what is done with that must be refused. */
async function withNewer(file: RegExp) {
  const folder = unpacked(VERSION, 'life');
  const [path = ''] = filesOf(folder).databases.filter((each) => file.test(each));
  newer(folder, path);
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  const before = everything(emulator);
  return { folder, emulator, path, before, files: filesBelow(folder) };
}

/** The answer to a call about environments: its status and what it says is wrong. */
async function answerOf(emulator: TestEmulator, path: string, body?: object) {
  const answer = await host(emulator, 'POST', `/environments${path}`, body);
  return { status: answer.status, details: answer.body?.error?.details as unknown };
}

test('a newer snapshot is not restored, and the world stays as it is', async () => {
  const { emulator, before } = await withNewer(/^snapshots.default.before/);
  expect(await answerOf(emulator, '/default/snapshots/before/restore')).toMatchObject(NEWER);
  expect(everything(emulator)).toEqual(before);
});

test('a world is not reset to a newer one, and stays as it is', async () => {
  const { emulator, before } = await withNewer(/^environments.forked\..*origin/);
  expect(await answerOf(emulator, '/forked/reset')).toMatchObject(NEWER);
  expect(everything(emulator)).toEqual(before);
});

test('no environment in files is made of a newer snapshot, and no file is left', async () => {
  const { folder, emulator, before, files } = await withNewer(/^snapshots.default.before/);
  const body = { name: 'x', storage: 'file', from: { snapshot: 'default/before' } };
  expect(await answerOf(emulator, '', body)).toMatchObject(NEWER);
  expect(everything(emulator)).toEqual(before);
  expect(Object.keys(filesBelow(folder))).toEqual(Object.keys(files));
});

test('no environment in memory is made of a newer snapshot, and the process goes on', async () => {
  const folder = unpacked(VERSION, 'life');
  newer(folder, join('snapshots', 'default', 'before.sqlite'));
  const emulator = await EmulatorProcess.start(folder);
  const answer = await fetch(new URL('/emulator/v1/environments', emulator.url), {
    method: 'POST',
    body: '{"name":"x","from":{"snapshot":"default/before"}}',
  });
  const { error } = (await answer.json()) as Json;
  expect([answer.status, error.details]).toEqual([NEWER.status, NEWER.details]);
  const images = await fetch(new URL('/environments/x/zstack/v1/images', emulator.url));
  expect(images.status).toBe(404);
});
