import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, SEED, TestEmulator, type Json } from '../support/emulator';
import {
  bytesOf,
  Client,
  create,
  done,
  exported,
  imported,
  same,
  uploadIn,
  worldOf,
} from '../support/environments';
import { EmulatorProcess, temporaryFolder } from '../support/process';

/** So many steps are chosen to die at, spread over all, beside those that put something in its place. */
const SPREAD = 6;
const BLOB = Buffer.alloc(700_000, 'blob');

type World = Record<string, unknown[]>;

/** A data directory with one environment for each thing that a kill may meet, and what each may become. */
interface Ground {
  readonly folder: string;
  readonly file: Buffer<ArrayBuffer>;
  readonly old: ReadonlyMap<string, World>;
  readonly born: World;
  readonly imported: World;
  readonly image: string;
}

const NAMES = ['reset', 'import', 'take', 'restore', 'export', 'gone'] as const;

async function prepare(): Promise<Ground> {
  const folder = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  const source = new Client(emulator, 'default');
  await source.control('PUT', '/clock', { mode: 'stopped' });
  const image = await uploadIn(source, BLOB);
  await fill(source, 'born', 150);
  const born = worldOf(emulator, 'default');
  for (const name of NAMES) await create(emulator, { name, storage: 'file' });
  await fill(source, 'theirs', 100);
  const theirs = worldOf(emulator, 'default');
  const file = await exported(emulator, 'default');
  const old = new Map<string, World>();
  for (const name of NAMES) {
    if (name === 'restore' || name === 'gone') {
      await done(emulator, 'POST', `/environments/${name}/snapshots`, { name: 's' });
    }
    await fill(new Client(emulator, name), 'mine', 20);
    old.set(name, worldOf(emulator, name));
  }
  await emulator.stop();
  return { folder, file, old, born, imported: theirs, image };
}

async function fill(client: Client, name: string, images: number): Promise<void> {
  const { spareData } = SEED.volumes;
  const path = `/images/data-volume-templates/from/volumes/${spareData}`;
  const params = { name, backupStorageUuids: [SEED.backupStorages.imageStore] };
  for (let i = 0; i < images; i++) await client.make('POST', path, { params });
}

/** Asks for everything at once; answers what was acknowledged before the process ended. */
async function askForAll(emulator: EmulatorProcess, { file }: Ground): Promise<Set<string>> {
  const acknowledged = new Set<string>();
  const ask = async (
    what: string,
    method: string,
    path: string,
    body?: string | Buffer<ArrayBuffer>,
  ) => {
    const url = new URL(`/emulator/v1/environments${path}`, emulator.url);
    const answer = await fetch(url, { method, ...(body ? { body } : {}) }).catch(() => undefined);
    const bytes = await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.ok === true && bytes) acknowledged.add(what);
  };
  const made = { name: 'made', storage: 'file', from: { environment: 'export' } };
  await Promise.all([
    ask('reset', 'POST', '/reset/reset'),
    ask('import', 'PUT', '/import/import', file),
    ask('take', 'POST', '/take/snapshots', '{"name":"s"}'),
    ask('restore', 'POST', '/restore/snapshots/s/restore'),
    ask('export', 'GET', '/export/export'),
    ask('gone', 'DELETE', '/gone'),
    ask('made', 'POST', '', JSON.stringify(made)),
  ]);
  return acknowledged;
}

/** Which state each environment is in after a kill; it fails where that is none. */
async function states(folder: string, ground: Ground): Promise<Map<string, 'old' | 'new'>> {
  const { old, born, image } = ground;
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  expect(readdirSync(folder)).not.toContain('set-aside');
  expect(readdirSync(folder)).not.toContain('temporary');
  const there = new Map<string, Json>(
    (await done(emulator, 'GET', '/environments')).map((each: Json) => [each.name, each]),
  );
  const found = new Map<string, 'old' | 'new'>();
  const before = (name: string) => old.get(name) ?? {};
  const decide = (name: string, after: World) => {
    const world = worldOf(emulator, name);
    const isNew = isDeepStrictEqual(world, after);
    if (!isNew) same(name, world, before(name));
    found.set(name, isNew ? 'new' : 'old');
    return isNew;
  };
  const reset = async (name: string, to: World) => {
    await done(emulator, 'POST', `/environments/${name}/reset`);
    same(name, worldOf(emulator, name), to);
  };
  for (const name of there.keys()) {
    const bytes = await bytesOf(new Client(emulator, name), image);
    same(name, bytes.equals(BLOB), true);
  }

  decide('reset', born);
  await reset('reset', born);

  const isImported = decide('import', ground.imported);
  expect(there.get('import').origin).toBe(isImported ? 'file import' : 'environment default');
  await reset('import', isImported ? ground.imported : born);

  same('take', worldOf(emulator, 'take'), before('take'));
  found.set('take', there.get('take').snapshots === 1 ? 'new' : 'old');
  if (found.get('take') === 'new') {
    await reset('take', born);
    await done(emulator, 'POST', '/environments/take/snapshots/s/restore');
    same('take', worldOf(emulator, 'take'), before('take'));
  } else await done(emulator, 'POST', '/environments/take/snapshots', { name: 's' });

  decide('restore', born);
  expect(there.get('restore').snapshots).toBe(1);
  await done(emulator, 'POST', '/environments/restore/snapshots/s/restore');
  same('restore', worldOf(emulator, 'restore'), born);

  same('export', worldOf(emulator, 'export'), before('export'));

  found.set('gone', there.has('gone') ? 'old' : 'new');
  if (there.has('gone')) {
    same('gone', worldOf(emulator, 'gone'), before('gone'));
    same('snapshots of gone', there.get('gone').snapshots, 1);
  } else {
    const made = await create(emulator, { name: 'gone', storage: 'file' });
    same('snapshots of another', made.snapshots, 0);
  }

  found.set('made', there.has('made') ? 'new' : 'old');
  if (there.has('made')) {
    same('made', worldOf(emulator, 'made'), before('export'));
    await reset('made', before('export'));
  } else await create(emulator, { name: 'made', storage: 'file' });
  await emulator.stop();
  return found;
}

test('a kill at any moment leaves each environment as it was, or as it was to be', async () => {
  const ground = await prepare();
  // Nothing kills the first one before all is acknowledged: it tells how many steps there are.
  const whole = await killed(ground, 0);
  expect(whole.acknowledged.size).toBe(7);
  const seen = new Map<string, Set<string>>();
  // From the first step on, at which nothing has been done, to the last.
  const last = whole.steps.length;
  const spread = Array.from(
    { length: SPREAD },
    (_, i) => 1 + Math.floor((i * (last - 1)) / (SPREAD - 1)),
  );
  const renames = whole.steps.flatMap((step, i) => (step === 'renameSync' ? [i + 1] : []));
  expect(renames.length).toBeGreaterThan(5);
  for (const at of new Set([...spread, ...renames])) {
    const { found } = await killed(ground, at);
    for (const [name, state] of [...found, ...whole.found]) {
      seen.set(name, (seen.get(name) ?? new Set()).add(state));
    }
  }
  const both = ['reset', 'import', 'take', 'restore', 'gone', 'made'];
  expect(Object.fromEntries([...seen].map(([name, all]) => [name, [...all].toSorted()]))).toEqual(
    Object.fromEntries(both.map((name) => [name, ['new', 'old']])),
  );
});

/** What a process leaves that dies just before this step, or when it has acknowledged everything. */
async function killed(ground: Ground, at: number) {
  const folder = temporaryFolder();
  cpSync(ground.folder, folder, { recursive: true });
  const file = join(temporaryFolder(), 'steps');
  const emulator = await EmulatorProcess.start(folder, {
    NODE_OPTIONS: `-r ${join(ROOT, 'test', 'support', 'kill-at-step.cjs')}`,
    STEPS_FILE: file,
    KILL_AT: String(at),
  });
  const acknowledged = await askForAll(emulator, ground);
  await emulator.end('SIGKILL');
  const steps = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').slice(0, -1);
  const found = await states(folder, ground);
  // What was acknowledged is done.
  for (const [name, state] of found) if (acknowledged.has(name)) same(name, state, 'new');
  rmSync(folder, { recursive: true, force: true });
  return { steps, found, acknowledged };
}

test('the same environments, without a kill, become what they were to be', async () => {
  const ground = await prepare();
  const emulator = await TestEmulator.start({ settings: { dataDir: ground.folder } });
  await done(emulator, 'POST', '/environments/reset/reset');
  await imported(emulator, 'import', ground.file);
  same('reset', worldOf(emulator, 'reset'), ground.born);
  same('import', worldOf(emulator, 'import'), ground.imported);
  expect(ground.born).not.toEqual(ground.old.get('reset'));
});
