import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEED, TEST_TIME, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  everything,
  host,
  refusedByHost,
  worldOf,
} from '../support/environments';
import { temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;

/** Changes everything that a reset must take back. */
async function live(client: Client): Promise<void> {
  await client.template(runningLinux, { name: 'mine' });
  await client.make('DELETE', `/images/${SEED.images.linux}`);
  await client.make('PUT', '/global-configurations/image/deletionPolicy/actions', {
    updateGlobalConfig: { value: 'Direct' },
  });
  await client.control('POST', '/faults', { operation: 'QueryZone', kind: 'fail' });
  await client.control('PUT', '/progression', { mode: 'manual' });
  await client.control('POST', '/clock/advance', { by: '30d' });
  const password = { accountName: 'admin', password: 'x' };
  await client.call('PUT', '/accounts/login', { logInByAccount: password });
}

const storages = ['memory', 'file'] as const;
test.each(storages)('a copy (%s) is reset to what it was made from', async (storage) => {
  const settings = { dataDir: temporaryFolder() };
  const emulator = await TestEmulator.start({ settings });
  const source = new Client(emulator, 'default');
  await source.template(runningLinux, { name: 'before' });
  await create(emulator, { name: 'x', storage });
  const born = worldOf(emulator, 'x');
  await source.template(runningLinux, { name: 'later, in the source' });
  for (let round = 0; round < 2; round++) {
    await live(new Client(emulator, 'x'));
    expect(worldOf(emulator, 'x')).not.toEqual(born);
    const answer = await done(emulator, 'POST', '/environments/x/reset');
    expect(answer).toMatchObject({ name: 'x', origin: 'environment default', images: 6 });
    expect(worldOf(emulator, 'x')).toEqual(born);
    expect(environmentOf(emulator, 'x').world.clock.now()).toBe(TEST_TIME);
    expect(environmentOf(emulator, 'x').world.progression.state.pace.mode).toBe('immediate');
  }
});

test.each(storages)('a world of a seed (%s) is reset to the seed', async (storage) => {
  const settings = { dataDir: temporaryFolder() };
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'x', storage, from: { seed: 'default' } });
  const born = worldOf(emulator, 'x');
  await live(new Client(emulator, 'x'));
  await done(emulator, 'POST', '/environments/x/reset');
  expect(worldOf(emulator, 'x')).toEqual(born);
});

test.each([undefined, 'in files'])(
  'the default environment is reset to its seed (%s)',
  async (files) => {
    const settings = files ? { dataDir: temporaryFolder() } : {};
    const emulator = await TestEmulator.start({ settings });
    const born = worldOf(emulator, 'default');
    await live(new Client(emulator, 'default'));
    await done(emulator, 'POST', '/environments/default/reset');
    expect(worldOf(emulator, 'default')).toEqual(born);
  },
);

test('after a reset the same calls give the same answers', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  const first = await x.template(runningLinux, { name: 'a' });
  await done(emulator, 'POST', '/environments/x/reset');
  expect(await x.template(runningLinux, { name: 'a' })).toEqual(first);
});

const seedText = (zone: string) => `version: 1\nzones:\n  - name: ${zone}\n`;
const zones = (emulator: TestEmulator, name: string) =>
  (worldOf(emulator, name)['zones'] as { name: string }[]).map((zone) => zone.name);

test.each(storages)(
  'a seed file that has changed is read again at a reset (%s)',
  async (storage) => {
    const folder = temporaryFolder();
    const file = join(folder, 'changing.yaml');
    writeFileSync(file, seedText('old'));
    const settings = { dataDir: temporaryFolder(), seedDirectories: folder };
    const emulator = await TestEmulator.start({ settings });
    await create(emulator, { name: 'x', storage, from: { seed: 'changing' } });
    expect(zones(emulator, 'x')).toEqual(['old']);
    writeFileSync(file, seedText('new'));
    expect(zones(emulator, 'x')).toEqual(['old']);
    await done(emulator, 'POST', '/environments/x/reset');
    expect(zones(emulator, 'x')).toEqual(['new']);
    writeFileSync(file, seedText('newest'));
    await done(emulator, 'POST', '/environments/x/reset');
    expect(zones(emulator, 'x')).toEqual(['newest']);
  },
);

test.each(storages)('a seed file that is broken leaves all as it was (%s)', async (storage) => {
  const folder = temporaryFolder();
  const file = join(folder, 'changing.yaml');
  writeFileSync(file, seedText('old'));
  const settings = { dataDir: temporaryFolder(), seedDirectories: folder };
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'x', storage, from: { seed: 'changing' } });
  writeFileSync(file, `${seedText('new')}  - name: 5\n    state: Gone\n`);
  const { code, details } = await refusedByHost(emulator, 'POST', '/environments/x/reset');
  expect([code, details]).toEqual(['invalid', expect.stringMatching(/^the seed cannot be used: /)]);
  expect(details).toContain('changing');
  expect((await new Client(emulator, 'x').control('GET', '/clock')).status).toBe(200);
  writeFileSync(file, seedText('mended'));
  await done(emulator, 'POST', '/environments/x/reset');
  expect(zones(emulator, 'x')).toEqual(['mended']);
});

test('a reset keeps snapshots, name, origin and idle time', async () => {
  const emulator = await TestEmulator.start();
  const made = await create(emulator, { name: 'x', idle: '2h' });
  await done(emulator, 'POST', '/environments/x/snapshots', { name: 's' });
  await new Client(emulator, 'x').template(runningLinux, { name: 'mine' });
  const after = await done(emulator, 'POST', '/environments/x/reset');
  expect(after).toEqual({
    ...made,
    bytes: after.bytes,
    lastUsedDate: after.lastUsedDate,
    snapshots: 1,
  });
});

test('what is asked of a whole environment at once is done one after the other', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const born = worldOf(emulator, 'x');
  const others = everything(emulator);
  await new Client(emulator, 'x').template(runningLinux, { name: 'mine' });
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => host(emulator, 'POST', '/environments/x/reset')),
    host(emulator, 'POST', '/environments/x/snapshots', { name: 's' }),
    host(emulator, 'POST', '/environments/x/snapshots/s/restore'),
    host(emulator, 'DELETE', '/environments/x/snapshots/s'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(13).fill(200));
  expect(worldOf(emulator, 'x')).toEqual(born);
  expect(everything(emulator)).toEqual(others);
});
