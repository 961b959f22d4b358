import { SEED, TestEmulator, type Json } from '../support/emulator';
import { amongClients, Client, create, done, filesBelow, worldOf } from '../support/environments';
import { temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;
const PLACES = ['memory', 'file'] as const;

/** An emulator with an environment `x`; `again` starts it anew on the same directory. */
async function started(storage: string) {
  const dataDir = temporaryFolder();
  const start = () => TestEmulator.start({ settings: { dataDir } });
  const emulator = await start();
  await create(emulator, { name: 'x', storage });
  return { emulator, dataDir, again: start };
}

const take = (emulator: TestEmulator, name: string, environment = 'x') =>
  done(emulator, 'POST', `/environments/${environment}/snapshots`, { name });
const restore = (emulator: TestEmulator, name: string) =>
  done(emulator, 'POST', `/environments/x/snapshots/${name}/restore`);
const namesOf = async (emulator: TestEmulator) =>
  (await done(emulator, 'GET', '/environments/x/snapshots')).map((each: Json) => each.name);

test.each(PLACES)(
  'a snapshot keeps the world as it was, as often as it is restored (%s)',
  async (storage) => {
    const { emulator } = await started(storage);
    const x = new Client(emulator, 'x');
    await x.template(runningLinux, { name: 'one' });
    const first = worldOf(emulator, 'x');
    await take(emulator, 'first');
    await x.template(runningLinux, { name: 'two' });
    await x.control('POST', '/clock/advance', { by: '9d' });
    const second = worldOf(emulator, 'x');
    await take(emulator, 'second');
    for (const [name, world] of [
      ['first', first],
      ['second', second],
      ['first', first],
    ] as const) {
      await x.template(runningLinux, { name: 'more' });
      expect(await restore(emulator, name)).toMatchObject({ name: 'x', snapshots: 2 });
      expect(worldOf(emulator, 'x')).toEqual(world);
    }
  },
);

test.each(PLACES)(
  'what happens after a restore is no part of the snapshot (%s)',
  async (storage) => {
    const { emulator } = await started(storage);
    await take(emulator, 's');
    const before = worldOf(emulator, 'x');
    const told: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await restore(emulator, 's');
      expect(worldOf(emulator, 'x')).toEqual(before);
      told.push(await new Client(emulator, 'x').template(runningLinux, { name: 'a' }));
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  },
);

test.each(PLACES)('snapshots are listed with what they are, and deleted (%s)', async (storage) => {
  const { emulator, dataDir } = await started(storage);
  const before = filesBelow(dataDir).filter((path) => !path.endsWith('-wal'));
  const began = Date.now();
  const made = await take(emulator, 's1');
  const ended = Date.now();
  expect(made).toEqual({
    name: 's1',
    environment: 'x',
    bytes: expect.any(Number),
    createDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(made.bytes).toBeGreaterThan(50_000);
  // Files are dated by a coarser clock.
  expect(Date.parse(made.createDate)).toBeGreaterThan(began - 1_000);
  expect(Date.parse(made.createDate)).toBeLessThanOrEqual(ended);
  await take(emulator, 's2');
  expect(await done(emulator, 'GET', '/environments/x/snapshots')).toEqual([
    made,
    expect.objectContaining({ name: 's2' }),
  ]);
  expect(await done(emulator, 'GET', '/environments/default/snapshots')).toEqual([]);
  await done(emulator, 'DELETE', '/environments/x/snapshots/s1');
  expect(await namesOf(emulator)).toEqual(['s2']);
  await done(emulator, 'DELETE', '/environments/x/snapshots/s2');
  expect(filesBelow(dataDir).filter((path) => !path.endsWith('-wal'))).toEqual(before);
});

test('snapshots of environments in files are there after a restart', async () => {
  const { emulator, again } = await started('file');
  await new Client(emulator, 'x').template(runningLinux, { name: 'one' });
  const before = worldOf(emulator, 'x');
  const made = await take(emulator, 'kept');
  await new Client(emulator, 'x').template(runningLinux, { name: 'two' });
  await take(emulator, 'of-default', 'default');
  await emulator.stop();
  const next = await again();
  expect(await done(next, 'GET', '/environments/x/snapshots')).toEqual([made]);
  await restore(next, 'kept');
  expect(worldOf(next, 'x')).toEqual(before);
  expect(await done(next, 'GET', '/environments/default/snapshots')).toHaveLength(1);
});

test('the default environment has snapshots, too', async () => {
  for (const dataDir of [':memory:', temporaryFolder()]) {
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    const before = worldOf(emulator, 'default');
    await take(emulator, 's', 'default');
    await new Client(emulator, 'default').template(runningLinux, { name: 'one' });
    await done(emulator, 'POST', '/environments/default/snapshots/s/restore');
    expect(worldOf(emulator, 'default')).toEqual(before);
  }
});

test.each(PLACES)(
  'environments made of a snapshot outlive it and its environment (%s)',
  async (storage) => {
    const { emulator } = await started(storage);
    await new Client(emulator, 'x').template(runningLinux, { name: 'one' });
    const before = worldOf(emulator, 'x');
    await take(emulator, 's');
    for (const kind of PLACES) {
      const from = { snapshot: 'x/s' };
      await create(emulator, { name: `of-${kind}`, storage: kind, from });
    }
    await done(emulator, 'DELETE', '/environments/x/snapshots/s');
    await emulator.anonymous.delete('/emulator/v1/environments/x');
    for (const kind of PLACES) {
      const name = `of-${kind}`;
      expect(worldOf(emulator, name)).toEqual(before);
      await new Client(emulator, name).template(runningLinux, { name: 'two' });
      await done(emulator, 'POST', `/environments/${name}/reset`);
      expect(worldOf(emulator, name)).toEqual(before);
    }
  },
);

test('work that waits in a snapshot goes on when it is restored, by its own clock', async () => {
  const { emulator } = await started('memory');
  const x = new Client(emulator, 'x');
  await x.control('PUT', '/progression', { mode: 'timed' });
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const slow = await x.call('POST', path, { params: { name: 'slow' } });
  await take(emulator, 's');
  await x.control('POST', '/clock/advance', { by: '1h' });
  const ready = async () => (await x.list('/images?q=name=slow'))[0].status;
  expect(await ready()).toBe('Ready');
  await restore(emulator, 's');
  expect(await ready()).toBe('Creating');
  await x.control('POST', '/clock/advance', { by: '1h' });
  expect(await ready()).toBe('Ready');
  const job = await emulator.get(slow.body.location.slice(emulator.url.length));
  expect([job.status, job.body.inventory.name]).toEqual([200, 'slow']);
});

test('writes go on while a snapshot in a file is taken, and it is one moment of them', async () => {
  const { emulator } = await started('file');
  const x = new Client(emulator, 'x');
  const write = (client: number) => x.template(runningLinux, { name: `w${client}` });
  await amongClients(8, write, async () => {
    for (let i = 0; i < 5; i++) await take(emulator, `s${i}`);
  });
  let images = 0;
  for (let i = 0; i < 5; i++) {
    const restored = await restore(emulator, `s${i}`);
    worldOf(emulator, 'x');
    expect(restored.images).toBeGreaterThanOrEqual(images);
    images = restored.images;
  }
});

test('a copy is of the world that came back last, not of one before it', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'a' });
  const a = new Client(emulator, 'a');
  const namesIn = async (name: string) =>
    (await new Client(emulator, name).list('/zones')).map((zone) => zone.name);
  for (const name of ['one', 'two', 'three']) {
    await a.make('POST', '/zones', { params: { name } });
    await done(emulator, 'POST', '/environments/a/snapshots', { name });
  }
  // Both were opened a moment ago, and nobody has written since.
  for (const name of ['one', 'three', 'two', 'three', 'one']) {
    await done(emulator, 'POST', `/environments/a/snapshots/${name}/restore`);
    const names = await namesIn('a');
    expect(names.at(-1)).toBe(name);
    await create(emulator, { name: 'copy', from: { environment: 'a' } });
    expect(await namesIn('copy')).toEqual(names);
    await done(emulator, 'DELETE', '/environments/copy');
  }
});
