/** @jest-environment-options { "modules": "own" } */
// Its hook comes before those that stop emulators.
import { stopMachineTime } from '../support/machine-time';
import { SEED, TEST_TIME, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  done,
  environmentOf,
  everything,
  exported,
  host,
  openUploadIn,
  refusedByHost,
  sendImport,
  until,
  worldOf,
} from '../support/environments';
import { Pool } from '../support/pool';
import { temporaryFolder } from '../support/process';

const { stoppedWindows, spareData } = SEED.volumes;
const TOO_MANY =
  'there are 3 environments, which is the most (EMULATOR_MAX_ENVIRONMENTS); delete one';
const NO_ROOM =
  'the environment has no room left: its database may not grow (EMULATOR_ENVIRONMENT_SIZE), or the disk is full; delete something, or reset it';

test('there are so many environments and not one more, however they are made', async () => {
  const emulator = await TestEmulator.start({ settings: { maxEnvironments: '3' } });
  const file = await exported(emulator, 'default');
  // All at once, and of a seed that takes a while: none is there yet while the others are made.
  const seed = { version: 1, zones: [{ name: 'z-{n}', count: 2000 }] };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      host(emulator, 'POST', '/environments', { name: `e${i}`, from: { seed } }),
    ),
  );
  const refusals = answers.filter(({ status }) => status !== 200);
  expect(refusals).toHaveLength(6);
  for (const { status, body } of refusals) {
    expect([status, body.error.details]).toEqual([409, TOO_MANY]);
  }
  expect(await refusedByHost(emulator, 'POST', '/environments', {})).toEqual({
    code: 'conflict',
    details: TOO_MANY,
  });
  const before = everything(emulator);
  const sent = await sendImport(emulator, 'more', file);
  expect([sent.status, sent.body.error.details]).toEqual([409, TOO_MANY]);
  expect(everything(emulator)).toEqual(before);
  const [first] = (await done(emulator, 'GET', '/environments')).slice(1);
  expect((await sendImport(emulator, first.name, file)).status).toBe(200);
  await emulator.anonymous.delete(`/emulator/v1/environments/${first.name}`);
  await create(emulator, { name: 'more' });
});

/** Writes until it is refused; answers the refusal and how often it went well. */
async function fillUp(pool: Pool, name = 'a') {
  for (let n = 0; ; n++) {
    const params = { name: `${name}${n}`, backupStorageUuids: [SEED.backupStorages.imageStore] };
    const path = `/images/data-volume-templates/from/volumes/${spareData}`;
    const { status, text } = await pool.post(path, { params });
    if (status !== 200) return { n, status, error: JSON.parse(text).error };
  }
}

test.each(['memory', 'file'])(
  'an environment does not grow beyond its size: that is told, and what is there stays right (%s)',
  async (storage) => {
    const settings = { environmentSize: '2M', dataDir: temporaryFolder() };
    const emulator = await TestEmulator.start({ settings });
    await create(emulator, { name: 'x', storage });
    await create(emulator, { name: 'y', storage });
    const other = worldOf(emulator, 'y');
    const pool = new Pool(`${emulator.url}/environments/x/zstack`, 1);
    const { n, status, error } = await fillUp(pool);
    expect([status, error.code, error.details]).toEqual([503, 'SYS.1006', NO_ROOM]);
    expect(n).toBeGreaterThan(20);
    const x = new Client(emulator, 'x');
    const made = await x.call('GET', '/images?q=name~=a%25&count=true&q=status=Ready');
    expect(made.body.total).toBe(n);
    worldOf(emulator, 'x');
    const [{ bytes }] = await done(emulator, 'GET', '/environments/x');
    expect(bytes).toBeLessThanOrEqual(2 * 2 ** 20);
    // Queries go on, others are not touched, and a reset makes room.
    expect((await x.call('GET', '/images')).status).toBe(200);
    expect(worldOf(emulator, 'y')).toEqual(other);
    await done(emulator, 'POST', '/environments/x/reset');
    expect((await fillUp(pool, 'b')).n).toBeGreaterThan(20);
    pool.close();
  },
);

test('clients of a full environment are refused in words, all at once, and no answer was wrong', async () => {
  const emulator = await TestEmulator.start({ settings: { environmentSize: '2M' } });
  await create(emulator, { name: 'x' });
  const pool = new Pool(`${emulator.url}/environments/x/zstack`, 16);
  const outcomes = await Promise.all(Array.from({ length: 16 }, (_, i) => fillUp(pool, `c${i}-`)));
  pool.close();
  for (const { status, error } of outcomes) {
    expect([status, error.code, error.details]).toEqual([503, 'SYS.1006', NO_ROOM]);
  }
  const acknowledged = outcomes.reduce((total, { n }) => total + n, 0);
  const x = new Client(emulator, 'x');
  const made = await x.call('GET', '/images?q=name~=c%25-%25&count=true');
  // CentOS is called so, too.
  expect(made.body.total - 1).toBe(acknowledged);
  worldOf(emulator, 'x');
});

test('wherever a world becomes full in the middle of a call, its laws hold', async () => {
  const emulator = await TestEmulator.start();
  const { imageStore, sftp } = SEED.backupStorages;
  const refused = new Set<string>();
  for (let pages = 0; pages < 60; pages++) {
    await create(emulator, { name: 'x' });
    const environment = environmentOf(emulator, 'x');
    environment.limit(environment.bytes + pages * 1024);
    const x = new Client(emulator, 'x');
    const both = { backupStorageUuids: [imageStore, sftp] };
    const added = { url: 'http://x/a.qcow2', format: 'qcow2', ...both };
    const calls: [string, 'POST' | 'PUT' | 'DELETE', string, object?][] = [
      ['template', 'POST', `/images/data-volume-templates/from/volumes/${spareData}`, both],
      ['image', 'POST', '/images', added],
      ['snapshot', 'POST', `/volumes/${spareData}/volume-snapshots`],
      [
        'VM',
        'POST',
        '/vm-instances',
        { imageUuid: SEED.images.linux, cpuNum: 1, memorySize: 2 ** 30, zoneUuid: SEED.zone },
      ],
      ['deletion', 'DELETE', `/images/${SEED.images.windows}`],
      ['root', 'POST', `/images/root-volume-templates/from/volumes/${stoppedWindows}`, both],
    ];
    for (const [what, method, path, params] of calls) {
      const body = method === 'POST' ? { params: { name: 'n'.repeat(250), ...params } } : undefined;
      const answer = await x.call(method, path, body);
      expect([200, 503]).toContain(answer.status);
      if (answer.status === 503 && answer.text.includes(NO_ROOM)) refused.add(what);
      worldOf(emulator, 'x');
    }
    // A copy of a full world is one that can be looked at.
    await create(emulator, { name: 'y', from: { environment: 'x' } });
    expect((await new Client(emulator, 'y').call('GET', '/images')).status).toBe(200);
    for (const name of ['x', 'y']) {
      await emulator.anonymous.delete(`/emulator/v1/environments/${name}`);
    }
  }
  expect([...refused].toSorted()).toEqual([
    'VM',
    'deletion',
    'image',
    'root',
    'snapshot',
    'template',
  ]);
});

test('work that falls due in a full environment hurts no other', async () => {
  const emulator = await TestEmulator.start({ settings: { environmentSize: '2M' } });
  await create(emulator, { name: 'x' });
  const x = new Client(emulator, 'x');
  await x.control('PUT', '/progression', { mode: 'timed' });
  const path = `/images/root-volume-templates/from/volumes/${stoppedWindows}`;
  for (let i = 0; i < 5; i++) await x.call('POST', path, { params: { name: `slow${i}` } });
  await x.control('PUT', '/progression', { mode: 'timed' });
  const pool = new Pool(`${emulator.url}/environments/x/zstack`, 1);
  for (let n = 0, isFull = false; !isFull; n++) {
    const url = `http://x/${'long'.repeat(200)}${n}.qcow2`;
    const params = {
      name: 'p',
      url,
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    };
    isFull = (await pool.post('/images', { params })).status === 503;
  }
  pool.close();
  const advanced = await host(emulator, 'POST', '/environments/x/clock/advance', { by: '10h' });
  expect([200, NO_ROOM]).toContain(advanced.body.error?.details ?? advanced.status);
  for (const name of ['x', 'default']) {
    expect((await new Client(emulator, name).call('GET', '/images')).status).toBe(200);
    worldOf(emulator, name);
  }
});

test('a world that is too large is not made: of a seed, of another environment, of a file', async () => {
  const emulator = await TestEmulator.start({ settings: { environmentSize: '1M' } });
  const pool = new Pool(`${emulator.url}/zstack`, 8);
  const volume = `/images/data-volume-templates/from/volumes/${spareData}`;
  for (let i = 0; i < 400; i++)
    await pool.post(volume, {
      params: { name: 'a', backupStorageUuids: [SEED.backupStorages.imageStore] },
    });
  pool.close();
  // The default environment has no limit.
  expect((await done(emulator, 'GET', '/environments'))[0].bytes).toBeGreaterThan(2 ** 20);
  const details =
    'the environment would be larger than 1048576 bytes, which is the most (EMULATOR_ENVIRONMENT_SIZE)';
  const large = { version: 1, zones: [{ name: 'z-{n}', count: 20_000 }] };
  for (const from of [{ environment: 'default' }, { seed: large }]) {
    expect(await refusedByHost(emulator, 'POST', '/environments', { name: 'x', from })).toEqual({
      code: 'tooLarge',
      details,
    });
  }
  const sent = await sendImport(emulator, 'x', await exported(emulator, 'default'));
  expect([sent.status, sent.body.error.details]).toEqual([
    413,
    'the file is larger than 1048576 bytes (EMULATOR_ENVIRONMENT_SIZE)',
  ]);
  await done(emulator, 'POST', '/environments/default/snapshots', { name: 's' });
});

const names = async (emulator: TestEmulator) =>
  (await done(emulator, 'GET', '/environments')).map(({ name }: { name: string }) => name);

describe('an environment that nobody uses', () => {
  beforeEach(() => stopMachineTime(TEST_TIME));

  /** Lets an environment go whose time is up. */
  const goes = (emulator: TestEmulator, name: string) =>
    until(async () => !(await names(emulator)).includes(name));

  test('goes after its time, and others stay', async () => {
    const dataDir = temporaryFolder();
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    await create(emulator, { name: 'short', idle: '300ms' });
    await create(emulator, { name: 'filed', idle: '300ms', storage: 'file' });
    await create(emulator, { name: 'long', idle: '1h' });
    await create(emulator, { name: 'never' });
    jest.advanceTimersByTime(299);
    expect(await names(emulator)).toEqual(['default', 'short', 'filed', 'long', 'never']);
    jest.advanceTimersByTime(1);
    await goes(emulator, 'short');
    await goes(emulator, 'filed');
    jest.advanceTimersByTime(3_599_000);
    expect(await names(emulator)).toEqual(['default', 'long', 'never']);
    expect((await new Client(emulator, 'short').call('GET', '/images')).status).toBe(404);
  });

  test('goes when the operator says how long it may stay; the default one always does', async () => {
    const emulator = await TestEmulator.start({ settings: { environmentIdle: '300ms' } });
    const made = await create(emulator, { name: 'x' });
    expect(made.idleSeconds).toBe(0.3);
    jest.advanceTimersByTime(300);
    await goes(emulator, 'x');
    jest.advanceTimersByTime(3_600_000);
    expect(await names(emulator)).toEqual(['default']);
  });

  test('is not one that gets requests, resets and snapshots', async () => {
    const emulator = await TestEmulator.start();
    for (const name of ['called', 'controlled', 'changed', 'idle']) {
      await create(emulator, { name, idle: '500ms' });
    }
    const snapshots = '/environments/changed/snapshots';
    const changes = [
      () => host(emulator, 'POST', '/environments/changed/reset'),
      () => host(emulator, 'POST', snapshots, { name: 's' }),
      () => host(emulator, 'POST', `${snapshots}/s/restore`),
    ];
    for (const change of [...changes, ...changes]) {
      jest.advanceTimersByTime(499);
      await new Client(emulator, 'called').call('GET', '/images');
      await new Client(emulator, 'controlled').control('GET', '/clock');
      await change();
    }
    await goes(emulator, 'idle');
    expect(await names(emulator)).toEqual(['default', 'called', 'controlled', 'changed']);
    jest.advanceTimersByTime(500);
    for (const name of ['called', 'controlled', 'changed']) await goes(emulator, name);
  });

  test('is not one that somebody is inside of', async () => {
    const emulator = await TestEmulator.start();
    await create(emulator, { name: 'x', idle: '200ms' });
    const { uuid, address } = await openUploadIn(new Client(emulator, 'x'));
    const pool = new Pool(emulator.url, 1);
    const slow = pool.slowUpload(address, uuid, 1000);
    await until(() => environmentOf(emulator, 'x').lease.isHeld);
    for (let i = 0; i < 5; i++) {
      jest.advanceTimersByTime(5_000);
      expect(await names(emulator)).toContain('x');
    }
    slow.finish();
    expect((await slow.answer).status).toBe(200);
    pool.close();
    expect(await names(emulator)).toContain('x');
    jest.advanceTimersByTime(250);
    await goes(emulator, 'x');
  });
});
