import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownError } from '../support/environments';
import { temporaryFolder } from '../support/process';
import { ROOT, SEED, TEST_TIME, TestEmulator, type Json } from '../support/emulator';

const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString();
const clockOf = async (emulator: TestEmulator) =>
  (await emulator.control('GET', '/clock')).body.inventory;
const advance = async (emulator: TestEmulator, params: object) =>
  (await emulator.control('POST', '/clock/advance', params)).body;

describe('the clock', () => {
  test('is stopped, moved, and moves what is due', async () => {
    const emulator = await TestEmulator.start();
    expect(await clockOf(emulator)).toEqual({
      mode: 'stopped',
      time: iso(TEST_TIME),
      milliseconds: TEST_TIME,
    });
    await emulator.call('DELETE', `/images/${SEED.images.linux}`);
    const first = await advance(emulator, { by: '1h' });
    expect(first).toMatchObject({
      inventory: { time: iso(TEST_TIME + HOUR) },
      changes: [],
      changeCount: 0,
      count: 2,
      ran: [],
      chores: [
        { chore: 'expunge-deleted-images', count: 1 },
        { chore: 'purge-jobs', count: 1 },
      ],
      next: { flow: 'expunge-deleted-images', due: iso(TEST_TIME + 2 * HOUR) },
    });
    const { count, ran, chores, changes, changeCount } = await advance(emulator, {
      to: iso(TEST_TIME + 73 * HOUR),
    });
    const times = new Map(chores.map((each: Json) => [each.chore, each.count] as const));
    expect([ran, times.get('expunge-deleted-images')]).toEqual([[], 71]);
    expect(count).toBe(chores.reduce((total: number, each: Json) => total + each.count, 0));
    expect(changeCount).toBe(changes.length);
    expect(changes).toContainEqual({
      date: iso(TEST_TIME + 72 * HOUR),
      resourceType: 'Image',
      resourceUuid: SEED.images.linux,
      name: null,
      onUuid: null,
      field: 'status',
      from: 'Deleted',
      to: null,
      causeKind: 'chore',
      cause: 'expunge-deleted-images',
      jobUuid: null,
    });
    expect(await emulator.find(`/images/${SEED.images.linux}`)).toBeUndefined();
  });

  test('does each thing at its own time', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    await emulator.createTemplate(SEED.volumes.runningLinux, { name: 'x' });
    const { ran, changes } = await advance(emulator, { by: '10d' });
    expect(ran).toContainEqual(
      expect.objectContaining({ operation: 'CreateRootVolumeTemplateFromRootVolume' }),
    );
    expect(ran.map(({ jobUuid }: Json) => jobUuid)).not.toContain(null);
    const { uuid } = await emulator.find('/images?q=name=x');
    expect(changes).toContainEqual(
      expect.objectContaining({
        resourceType: 'Image',
        resourceUuid: uuid,
        name: 'x',
        from: 'Creating',
        to: 'Ready',
        cause: 'create-root-volume-template/start-creating-template',
      }),
    );
    const { lastOpDate } = await emulator.find('/images?q=name=x');
    expect(lastOpDate).toMatch(/^Nov 14, 2017 10:21:\d\d PM$/);
  });

  test('runs on from a given time, and with real time again when that is later', async () => {
    const emulator = await TestEmulator.start();
    const set = async (params: object) =>
      (await emulator.control('PUT', '/clock', params)).body.inventory;
    const offset = await set({ mode: 'offset', time: '2020-01-01T00:00:00Z' });
    expect([offset.mode, offset.time.slice(0, 13)]).toEqual(['offset', '2020-01-01T00']);
    expect((await set({ mode: 'real' })).mode).toBe('real');
    expect((await set({ mode: 'stopped', time: '2099-01-01T00:00:00Z' })).time).toBe(
      '2099-01-01T00:00:00.000Z',
    );
    expect((await set({ mode: 'stopped', time: '+3d' })).time).toBe('2099-01-04T00:00:00.000Z');
    const again = await set({ mode: 'run' });
    expect([again.mode, again.time.slice(0, 16)]).toEqual(['offset', '2099-01-04T00:00']);
    const on = await set({ mode: 'run' });
    expect(on.mode).toBe('offset');
    expect(on.milliseconds).toBeGreaterThanOrEqual(again.milliseconds);
  });

  test.each([
    ['3d', 72 * HOUR],
    ['72h', 72 * HOUR],
    ['90s', 90_000],
    ['1h30m', 1.5 * HOUR],
    [259_200_000, 72 * HOUR],
    ['1500', 1500],
  ])('is advanced by %p', async (by, milliseconds) => {
    const emulator = await TestEmulator.start();
    const { inventory } = await advance(emulator, { by });
    expect(inventory.milliseconds).toBe(TEST_TIME + milliseconds);
  });

  test('keeps its time over a restart', async () => {
    const settings = { dataDir: temporaryFolder() };
    const first = await TestEmulator.start({ settings });
    await advance(first, { by: '5h' });
    await first.stop();
    const second = await TestEmulator.start({ settings });
    expect((await clockOf(second)).milliseconds).toBe(TEST_TIME + 5 * HOUR);
  });

  test.each([
    ['POST', '/clock/advance', {}, 'expected by, such as 3d, or to, such as'],
    ['POST', '/clock/advance', { by: '1h', to: '2030-01-01' }, 'by and to exclude each other'],
    [
      'POST',
      '/clock/advance',
      { by: 'soon' },
      "'by' is 'soon': expected a duration such as 3d, 72h",
    ],
    ['POST', '/clock/advance', { by: '-1h' }, "'by' is '-1h': expected a duration"],
    ['POST', '/clock/advance', { by: '100000000d' }, 'a clock cannot go that far'],
    [
      'POST',
      '/clock/advance',
      { to: '2001-01-01' },
      'a clock cannot go back: it is 2017-11-14T22:20:57.000Z, asked for 2001-01-01T00:00:00.000Z',
    ],
    ['POST', '/clock/advance', { to: 'noon' }, "'noon' is no time"],
    ['PUT', '/clock', { mode: 'stopped', time: '2001-01-01' }, 'the mode run lets it go on from'],
    ['PUT', '/clock', { mode: 'stoped' }, "(did you mean 'stopped'?)"],
    ['PUT', '/clock', { mode: 'real', time: '2030-01-01' }, 'time goes with the modes offset and'],
  ] as const)('%s %s with %j is refused, and nothing moves', async (method, path, params, text) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const { details } = ownError(await emulator.control(method, path, params));
    expect(details).toContain(text);
    expect(emulator.world()).toEqual(before);
    expect((await clockOf(emulator)).milliseconds).toBe(TEST_TIME);
  });
});

describe('tasks', () => {
  const withTask = async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const before = emulator.world();
    const accepted = await emulator.createTemplate(SEED.volumes.runningLinux, {
      name: 'x',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    });
    const list = async (): Promise<Json[]> =>
      (await emulator.control('GET', '/tasks')).body.inventories.filter(
        (task: Json) => task.jobUuid !== null,
      );
    const job = () => emulator.anonymous.get(new URL(accepted.body.location).pathname);
    return { emulator, before, list, job };
  };

  test('tell what they work on, for whom, and how far they are', async () => {
    const { emulator, list } = await withTask();
    const [task] = await list();
    expect(task).toMatchObject({
      flow: 'create-root-volume-template',
      step: 'start-creating-template',
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      subject: SEED.backupStorages.imageStore,
      percent: 0,
    });
    const whole = Date.parse(task.due) - TEST_TIME;
    await advance(emulator, { by: `${Math.round(whole / 4)}ms` });
    expect((await list())[0]).toMatchObject({ percent: 25 });
  });

  test('are done by hand', async () => {
    const { emulator, list, job } = await withTask();
    const [task] = await list();
    const { body } = await emulator.control('POST', `/tasks/${task.id}/step`, {});
    expect(body.inventories).toEqual([]);
    expect((await job()).body.inventory).toMatchObject({ status: 'Ready' });
    const again = await emulator.control('POST', `/tasks/${task.id}/step`, {});
    expect(ownError(again).code).toBe('notFound');
  });

  test('fail by hand, and the flow undoes what it had done', async () => {
    const { emulator, before, list, job } = await withTask();
    const [task] = await list();
    await emulator.control('POST', `/tasks/${task.id}/fail`, { details: 'pulled the plug' });
    expect((await job()).body.error).toMatchObject({ details: 'pulled the plug' });
    expect(emulator.world()).toEqual(before);
    const all = (await emulator.control('GET', '/tasks')).body.inventories;
    const chore = all.find((one: Json) => one.jobUuid === null);
    const refused = await emulator.control('POST', `/tasks/${chore.id}/fail`, {});
    expect(refused.body.error.details).toContain('is a chore of the world');
  });
});

test('the laws are told with what breaks them', async () => {
  const emulator = await TestEmulator.start();
  const whole = (await emulator.control('GET', '/invariants')).body;
  expect(whole.holds).toBe(true);
  expect(whole.inventories.length).toBeGreaterThan(15);
  emulator.environment.database
    .prepare("update backup_storages set available_capacity = 1 where name = 'sftp-1'")
    .run();
  const { body } = await emulator.anonymous.get('/emulator/v1/invariants');
  expect(body.holds).toBe(false);
  expect(body.inventories.filter((one: Json) => !one.holds)).toMatchObject([
    { law: 'capacity of backup storages', rows: [{ name: 'sftp-1', available_capacity: 1 }] },
  ]);
});

test('what belongs to an environment answers under its name too', async () => {
  const emulator = await TestEmulator.start();
  const named = await emulator.control('GET', '/environments/default/clock');
  expect(named.body).toEqual((await emulator.control('GET', '/clock')).body);
  const unknown = await emulator.anonymous.get('/emulator/v1/environments/other/clock');
  expect(unknown.status).toBe(404);
});

test('the examples of docs/control.md work as they are pasted', async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const text = readFileSync(join(ROOT, 'docs', 'control.md'), 'utf8');
  for (const [, block = ''] of text.matchAll(/```sh\n([^]*?)```/g)) {
    const script = `set -e\n${block.replaceAll('http://127.0.0.1:8080', emulator.url)}`;
    await promisify(execFile)('sh', ['-c', script], { cwd: temporaryFolder() });
  }
  expect(await emulator.find('/images/1a000000000040008000000000000002')).toBeUndefined();
});
