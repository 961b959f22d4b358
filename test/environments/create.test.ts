import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TestEmulator } from '../support/emulator';
import { Client, create, done, environmentOf, rowsOf, worldOf } from '../support/environments';
import { temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;
const SMALL = 'version: 1\nzones:\n  - name: alone\n';

const zonesOf = async (emulator: TestEmulator, name: string) => {
  const rows = worldOf(emulator, name)['zones'] as { name: string }[];
  return rows.map((zone) => zone.name);
};

test('a new environment is a copy of the default one as it is now', async () => {
  const emulator = await TestEmulator.start();
  const source = new Client(emulator, 'default');
  await source.template(runningLinux, { name: 'before' });
  const { inventory } = (await emulator.anonymous.post('/emulator/v1/environments')).body;
  expect(inventory.name).toMatch(/^env-[0-9a-f]{12}$/);
  expect(worldOf(emulator, inventory.name)).toEqual(worldOf(emulator, 'default'));
  await source.template(runningLinux, { name: 'after' });
  const images = await new Client(emulator, inventory.name).list('/images?q=name~=%25er%25');
  expect(images.map(({ name }) => name)).not.toContain('after');
});

test('what is made up as a name is never the same', async () => {
  const emulator = await TestEmulator.start();
  const made = await Promise.all(Array.from({ length: 20 }, () => create(emulator)));
  expect(new Set(made.map(({ name }) => name)).size).toBe(20);
});

test('an environment says what it is and where a client finds it', async () => {
  const emulator = await TestEmulator.start();
  const before = Date.now();
  const made = await create(emulator, { name: 'team-a', idle: '1h30m' });
  expect(made).toEqual({
    name: 'team-a',
    storage: 'memory',
    origin: 'environment default',
    bytes: expect.any(Number),
    images: 5,
    snapshots: 0,
    port: null,
    release: '5.3',
    problem: null,
    createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    lastUsedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    idleSeconds: 5400,
    url: `${emulator.url}/environments/team-a/zstack`,
    portUrl: null,
    controlUrl: `${emulator.url}/emulator/v1/environments/team-a`,
  });
  expect(Date.parse(made.createDate)).toBeGreaterThanOrEqual(before);
  expect(made.bytes).toBe(environmentOf(emulator, 'team-a').bytes);
  expect(await done(emulator, 'GET', '/environments/team-a')).toEqual([made]);
});

test('all environments are listed, the default one first', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'b' });
  await create(emulator, { name: 'a', from: { environment: 'b' } });
  const listed = await done(emulator, 'GET', '/environments');
  expect(
    listed.map(({ name, origin, url }: Record<string, string>) => [name, origin, url]),
  ).toEqual([
    ['default', 'seed default', `${emulator.url}/zstack`],
    ['b', 'environment default', `${emulator.url}/environments/b/zstack`],
    ['a', 'environment b', `${emulator.url}/environments/a/zstack`],
  ]);
  expect(listed[0].controlUrl).toBe(`${emulator.url}/emulator/v1`);
});

test('the parameters may stand under `params`, as those of the image API do', async () => {
  const emulator = await TestEmulator.start();
  const made = await create(emulator, { params: { name: 'wrapped', from: { seed: 'default' } } });
  expect(made).toMatchObject({ name: 'wrapped', origin: 'seed default' });
});

test('a seed by its name gives the world that a start with it gives', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x', from: { seed: 'default' } });
  const fresh = await TestEmulator.start();
  expect(named(worldOf(emulator, 'x'))).toEqual(named(rowsOf(fresh.environment.database)));
});

/** A world without what is derived from its environment's name. */
function named({ accounts, quotas, system_tags: tags, ...rest }: Record<string, unknown[]>) {
  const without = (field: string, rows: unknown[] = []) =>
    rows.map((row) => ({ ...(row as object), [field]: undefined }));
  return {
    ...rest,
    accounts: without('password_hash', accounts),
    quotas: without('uuid', quotas),
    system_tags: without('uuid', tags),
  };
}

test.each([
  ['YAML', SMALL],
  ['JSON', '{\n"version": 1, "zones": [{"name": "alone"}]}'],
  ['an object', { version: 1, zones: [{ name: 'alone' }] }],
])('a seed can be given as %s', async (_what, seed) => {
  const emulator = await TestEmulator.start();
  const made = await create(emulator, { name: 'own', from: { seed } });
  expect(made).toMatchObject({ origin: 'seed given as text', images: 0 });
  expect(await zonesOf(emulator, 'own')).toEqual(['alone']);
});

test('several seeds make one world', async () => {
  const emulator = await TestEmulator.start({ settings: { seedDirectories: seedFolder() } });
  const made = await create(emulator, { name: 'both', from: { seed: 'one, two' } });
  expect(made.origin).toBe('seed one, two');
  expect(await zonesOf(emulator, 'both')).toEqual(['first', 'second']);
});

test('an environment is made of a snapshot of any other, in both forms', async () => {
  const emulator = await TestEmulator.start();
  const source = new Client(emulator, 'default');
  await done(emulator, 'POST', '/environments/default/snapshots', { name: 'clean' });
  const clean = worldOf(emulator, 'default');
  await source.template(runningLinux, { name: 'dirt' });
  const short = await create(emulator, { name: 'a', from: { snapshot: 'clean' } });
  expect(short.origin).toBe('snapshot default/clean');
  await create(emulator, { name: 'b', from: { snapshot: 'default/clean' } });
  await create(emulator, { name: 'c', from: { environment: 'default', snapshot: 'clean' } });
  for (const name of ['a', 'b', 'c']) expect(worldOf(emulator, name)).toEqual(clean);
});

test('an environment in a file lies in the data directory and is what its source is', async () => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  await new Client(emulator, 'default').template(runningLinux, { name: 'mine' });
  const made = await create(emulator, { name: 'kept', storage: 'file' });
  expect(made).toMatchObject({ storage: 'file', images: 6 });
  expect(worldOf(emulator, 'kept')).toEqual(worldOf(emulator, 'default'));
  await create(emulator, { name: 'seeded', storage: 'file', from: { seed: SMALL } });
  expect(await zonesOf(emulator, 'seeded')).toEqual(['alone']);
});

test('a deleted environment is nowhere any more, and its name is free', async () => {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  for (const storage of ['memory', 'file']) {
    await create(emulator, { name: 'short', storage, from: { seed: SMALL } });
    await done(emulator, 'POST', '/environments/short/snapshots', { name: 's' });
    const answer = await emulator.anonymous.delete('/emulator/v1/environments/short');
    expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
    const gone = await emulator.get('/environments/short/zstack/v1/images');
    expect(gone.status).toBe(404);
    const again = await create(emulator, { name: 'short', storage });
    expect(again).toMatchObject({ snapshots: 0, images: 5 });
    await emulator.anonymous.delete('/emulator/v1/environments/short');
  }
});

/** Two seeds of an operator's own. */
function seedFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'one.yaml'), 'version: 1\nzones:\n  - name: first\n');
  writeFileSync(join(folder, 'two.yaml'), 'version: 1\nzones:\n  - name: second\n');
  return folder;
}
