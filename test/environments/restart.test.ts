import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import {
  bytesOf,
  Client,
  create,
  done,
  rowsOf,
  sendImport,
  uploadIn,
  worldOf,
} from '../support/environments';
import { seededDirectory } from '../support/data-directory';
import { EmulatorProcess, temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;

/** Calls an emulator that is a process of its own, at any path. */
async function call(
  emulator: EmulatorProcess,
  method: string,
  path: string,
  body?: object,
): Promise<Json> {
  const answer = await fetch(new URL(path, emulator.url), {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** The world that lies in the file of an emulator that has ended. */
function worldIn(folder: string, name: string): object {
  const database = new Database(join(folder, 'environments', `${name}.sqlite`));
  try {
    return rowsOf(database);
  } finally {
    database.close();
  }
}

test('environments in files survive kills with their tasks, their clock and their chance', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder);
  for (const name of ['a', 'b']) {
    const own = `/emulator/v1/environments/${name}`;
    const from = name === 'a' ? undefined : { environment: 'a' };
    await call(first, 'POST', '/emulator/v1/environments', { name, storage: 'file', from });
    await call(first, 'PUT', `${own}/clock`, { params: { mode: 'stopped', time: '2031-05-05' } });
    await call(first, 'PUT', `${own}/progression`, {
      params: { mode: 'timed', jitterPercent: 30 },
    });
    const path = `/environments/${name}/zstack/v1/images/root-volume-templates/from/volumes/${runningLinux}`;
    await call(first, 'POST', path, { params: { name: 'slow' } });
  }
  await call(first, 'POST', '/emulator/v1/environments', { name: 'gone' });
  await first.end('SIGKILL');
  const killed = ['a', 'b'].map((name) => worldIn(folder, name));

  const second = await EmulatorProcess.start(folder);
  const { inventories } = await call(second, 'GET', '/emulator/v1/environments');
  expect(inventories.map(({ name, origin }: Json) => [name, origin])).toEqual([
    ['default', 'seed default'],
    ['a', 'environment default'],
    ['b', 'environment a'],
  ]);
  const clock = await call(second, 'GET', '/emulator/v1/environments/a/clock');
  expect(clock.inventory).toMatchObject({ mode: 'stopped', time: '2031-05-05T00:00:00.000Z' });
  // Chance went on where it was in both: the twins draw the same jitter and the same identifiers.
  const told = [];
  for (const name of ['a', 'b']) {
    const own = `/emulator/v1/environments/${name}`;
    const { count } = await call(second, 'POST', `${own}/clock/advance`, { params: { by: '1h' } });
    const path = `/environments/${name}/zstack/v1/images?q=name=slow`;
    const [image] = (await call(second, 'GET', path)).inventories;
    expect(image.status).toBe('Ready');
    const next = `/environments/${name}/zstack/v1/volumes/${SEED.volumes.data}/volume-snapshots`;
    const job = await call(second, 'POST', next, { params: { name: 's' } });
    told.push([count, image, Object.keys(job)]);
  }
  expect(told[0]?.[2]).toEqual(told[1]?.[2]);
  await second.end('SIGKILL');
  expect(killed.every((world) => JSON.stringify(world).includes('"slow"'))).toBe(true);
});

test('a kill loses nothing that was acknowledged in any environment', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder);
  const names = ['e0', 'e1', 'e2', 'e3'];
  for (const name of names) {
    await call(first, 'POST', '/emulator/v1/environments', { name, storage: 'file' });
  }
  const acknowledged = new Map<string, string[]>(names.map((name) => [name, []]));
  const clients = names.map(async (name) => {
    for (;;) {
      const path = `/environments/${name}/zstack/v1/images/root-volume-templates/from/volumes/${runningLinux}`;
      const answer = await call(first, 'POST', path, { params: { name: 'x' } }).catch(
        () => undefined,
      );
      if (!answer) return;
      acknowledged.get(name)?.push(answer.inventory.uuid);
      if (acknowledged.get('e3')?.length === 30) void first.end('SIGKILL');
    }
  });
  await Promise.all(clients);
  for (const name of names) {
    const world = JSON.stringify(worldIn(folder, name));
    const uuids = acknowledged.get(name) ?? [];
    expect(uuids.length).toBeGreaterThan(10);
    expect(uuids.filter((uuid) => !world.includes(uuid))).toEqual([]);
  }
});

test('damaged and foreign files are set aside and named, and the others start', async () => {
  const folder = temporaryFolder();
  const environments = join(folder, 'environments');
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  for (const name of ['torn', 'cut', 'well', 'text', 'newer', 'unborn']) {
    await create(emulator, { name, storage: 'file' });
    await uploadIn(new Client(emulator, name), Buffer.alloc(100_000, name));
  }
  await done(emulator, 'POST', '/environments/torn/snapshots', { name: 's' });
  const own = new Client(emulator, 'well');
  await own.control('PUT', '/clock', { mode: 'stopped' });
  const well = worldOf(emulator, 'well');
  await emulator.stop();
  const file = (name: string) => join(environments, `${name}.sqlite`);
  const bytes = readFileSync(file('torn'));
  // Only where its images lie: its head, its schema and its settings can be read.
  const root = rootPage(file('torn'), 'images');
  bytes.fill(0xa5, (root - 1) * 4096 + 8, root * 4096 - 8);
  writeFileSync(file('torn'), bytes);
  writeFileSync(file('cut'), readFileSync(file('cut')).subarray(0, 50_000));
  writeFileSync(file('text'), 'no database at all');
  const foreign = new Database(file('foreign'));
  foreign.exec('create table t (x); insert into t values (1)');
  foreign.close();
  sql(file('newer'), 'pragma user_version = 999');
  sql(file('unborn'), "delete from settings where name = 'birth'");
  mkdirSync(join(environments, 'folder.sqlite'));
  writeFileSync(join(environments, 'notes.txt'), 'mine');

  const started = await EmulatorProcess.start(folder);
  const { inventories } = await call(started, 'GET', '/emulator/v1/environments');
  expect(inventories.map(({ name }: Json) => name)).toEqual(['default', 'newer', 'well']);
  const bad = ['cut', 'folder', 'foreign', 'text', 'torn', 'unborn'];
  for (const name of bad) {
    expect(started.stderr).toContain(
      `the environment '${name}' cannot be opened and was set aside as`,
    );
    expect(started.stderr).toContain(join(folder, 'set-aside', `${name}.sqlite`));
    expect(existsSync(file(name))).toBe(false);
  }
  expect(started.stderr).toContain('a database of another program');
  const aside = readdirSync(join(folder, 'set-aside'));
  expect(aside).toEqual(expect.arrayContaining(['torn.blobs', 'torn.snapshots', 'unborn.sqlite']));
  expect(readFileSync(join(folder, 'set-aside', 'torn.sqlite')).equals(bytes)).toBe(true);
  expect(readFileSync(join(environments, 'notes.txt'), 'utf8')).toBe('mine');
  // Names of what was set aside are free again, and a second failure hides no first one.
  await call(started, 'POST', '/emulator/v1/environments', { name: 'text', storage: 'file' });
  await started.end('SIGTERM');
  expect(worldIn(folder, 'well')).toEqual(well);
  writeFileSync(file('text'), 'broken again');
  const again = await EmulatorProcess.start(folder);
  await again.end('SIGTERM');
  expect(readdirSync(join(folder, 'set-aside'))).toEqual(
    expect.arrayContaining(['text.sqlite', 'text.2.sqlite']),
  );
});

/** The number of the first page of a table. */
function rootPage(path: string, table: string): number {
  const database = new Database(path, { readonly: true });
  const find = database.prepare('select rootpage from sqlite_schema where name = ?');
  const page = find.pluck().get(table) as number;
  database.close();
  return page;
}

function sql(path: string, text: string): void {
  const database = new Database(path);
  database.exec(text);
  database.close();
}

test('what a cut-off removal left is cleaned, and belongs to no later environment', async () => {
  const folder = temporaryFolder();
  const settings = { dataDir: folder };
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'x', storage: 'file' });
  const image = await uploadIn(new Client(emulator, 'x'), Buffer.alloc(100_000, 'u'));
  await done(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
  await emulator.stop();
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  const again = await TestEmulator.start({ settings });
  // The last thing that a kill let happen.
  await again.anonymous.delete('/emulator/v1/environments/x');
  await again.stop();
  for (const kind of ['environments', 'snapshots']) {
    cpSync(join(copy, kind), join(folder, kind), {
      recursive: true,
      filter: (path) => !path.endsWith(join('environments', 'x.sqlite')),
    });
  }
  mkdirSync(join(folder, 'temporary'), { recursive: true });
  writeFileSync(join(folder, 'temporary', '1-1'), 'half');
  const last = await TestEmulator.start({ settings });
  expect(readdirSync(join(folder, 'environments'))).toEqual([]);
  expect(readdirSync(join(folder, 'snapshots'))).toEqual([]);
  expect(existsSync(join(folder, 'temporary', '1-1'))).toBe(false);
  const made = await create(last, { name: 'x', storage: 'file' });
  expect(made.snapshots).toBe(0);
  await expect(bytesOf(new Client(last, 'x'), image)).rejects.toThrow(/: (404|503) /);
});

test('a world that was imported into a file is what it is reset to after a restart', async () => {
  const folder = temporaryFolder();
  const settings = { dataDir: folder };
  const source = await TestEmulator.start();
  await new Client(source, 'default').template(runningLinux, { name: 'theirs' });
  const answer = await fetch(`${source.url}/emulator/v1/environments/default/export?secrets=keep`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const emulator = await TestEmulator.start({ settings });
  for (let i = 0; i < 2; i++) expect((await sendImport(emulator, 'x', bytes)).status).toBe(200);
  const born = worldOf(emulator, 'x');
  await new Client(emulator, 'x').template(runningLinux, { name: 'mine' });
  await emulator.stop();
  const origins = readdirSync(join(folder, 'environments')).filter((file) => /origin/.test(file));
  expect(origins).toHaveLength(1);
  const again = await TestEmulator.start({ settings });
  expect(await done(again, 'POST', '/environments/x/reset')).toMatchObject({ origin: 'file x' });
  expect(worldOf(again, 'x')).toEqual(born);
});
