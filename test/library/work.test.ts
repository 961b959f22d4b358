import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src';
import { ADMIN_SESSION, SEED } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const NOON = Date.UTC(2026, 10, 24, 12);

let emulator: Emulator;
const start = async (options: EmulatorOptions = {}) =>
  (emulator = await startEmulator({ clock: NOON, ...options }));
afterEach(() => emulator.stop());

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Job-UUID': '0'.repeat(31) + '1' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return answer.status;
}

const PATH = `/v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`;
const JOB = '0'.repeat(31) + '1';

test('a job is seen from its call to its end, with what it answered', async () => {
  await start({ progression: 'manual' });
  expect(emulator.jobs.list()).toEqual([]);
  expect(await call('POST', PATH, { params: { name: 'slow' } })).toBe(202);
  const job = {
    uuid: JOB,
    operation: 'CreateRootVolumeTemplateFromRootVolume',
    state: 'Running',
    createDate: '2026-11-24T12:00:00.000Z',
    doneDate: null,
    result: null,
    error: null,
  };
  await emulator.settle();
  expect(emulator.jobs.unfinished()).toMatchObject([job]);
  const [task] = emulator.tasks.list().filter(({ jobUuid }) => jobUuid === JOB);
  expect(task).toMatchObject({ operation: job.operation, waitsFor: 'hand', due: null });
  await fetch(`${emulator.controlUrl}/tasks/${task?.id}/finish`, { method: 'POST', body: '{}' });
  expect(emulator.jobs.unfinished()).toEqual([]);
  const [image] = emulator.images.list({ name: 'slow' });
  expect(emulator.jobs.list()).toMatchObject([
    {
      ...job,
      state: 'Succeeded',
      doneDate: '2026-11-24T12:00:00.000Z',
      result: { inventory: { uuid: image?.uuid } },
    },
  ]);
  expect(emulator.jobs.get(JOB)).toEqual(emulator.jobs.list()[0]);
  expect(emulator.jobs.get('f'.repeat(32))).toBeUndefined();
});

test('a job that failed tells its error', async () => {
  await start();
  await call('POST', PATH.replace(SEED.volumes.runningLinux, SEED.volumes.data), {
    params: { name: 'none' },
  });
  const [job] = emulator.jobs.list();
  expect(job).toMatchObject({ state: 'Failed', result: null });
  expect(job?.error?.code).toMatch(/^[A-Z]+\.\d+$/);
});

test('to settle is to wait until everything that is due is done', async () => {
  await start();
  await call('POST', PATH, { params: { name: 'made' } });
  await emulator.settle();
  expect(emulator.images.list({ name: 'made', status: 'Ready' })).toHaveLength(1);
  const due = emulator.tasks.list().filter((task) => Date.parse(task.due ?? '') <= NOON);
  expect(due).toEqual([]);
});

test('what waits for time goes on when the clock moves', async () => {
  await start({ progression: 'timed' });
  await call('POST', PATH, { params: { name: 'made' } });
  await emulator.settle();
  expect(emulator.images.list({ name: 'made', status: 'Ready' })).toEqual([]);
  expect(await emulator.clock.advance('1h')).toBeGreaterThan(0);
  expect(emulator.images.list({ name: 'made', status: 'Ready' })).toHaveLength(1);
});

test('the journal has every request of the environment, without secrets, until it is cleared', async () => {
  await start();
  const fork = await emulator.fork();
  await call('GET', '/v1/images?limit=1');
  await fetch(`${fork.url}/v1/zones`, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  expect(emulator.journal.list()).toMatchObject([
    { environment: 'default', operation: 'QueryImage', method: 'GET', status: 200 },
  ]);
  expect(JSON.stringify(emulator.journal.list())).not.toContain(ADMIN_SESSION);
  expect(fork.journal.list()).toMatchObject([{ environment: fork.name, operation: 'QueryZone' }]);
  emulator.journal.clear();
  expect(emulator.journal.list()).toEqual([]);
});

test('the client report names what was sent and read by nothing, and what was left behind', async () => {
  await start();
  await call('POST', PATH, { params: { name: 'made', nmae: 'typo' } });
  await emulator.settle();
  const report = emulator.journal.clientReport();
  expect(report.unreadFields).toMatchObject([
    { operation: 'CreateRootVolumeTemplateFromRootVolume', field: 'params.nmae', count: 1 },
  ]);
  expect(report.leftBehind.resources).toMatchObject([{ name: 'made' }]);
  expect(() => emulator.journal.failOn(['wrong-types', 'missing-q'])).not.toThrow();
  expect(() => emulator.journal.failOn(['leaks', 'unread-fields'])).toThrow(
    expect.objectContaining({
      name: 'ClientFindings',
      message: expect.stringContaining('unread-fields: params.nmae was sent to'),
      findings: [
        expect.objectContaining({ kind: 'unread-fields', meant: 'params.name', count: 1 }),
        expect.objectContaining({ kind: 'leaks' }),
      ],
    }),
  );
  expect(() => emulator.journal.failOn(['leak' as 'leaks'])).toThrow(RangeError);
});

test('a world whose capacity does not add up says so, with the rows that break the law', async () => {
  const dataDir = temporaryFolder();
  await start({ dataDir });
  expect(emulator.laws()).toEqual([]);
  await emulator.stop();
  const database = new Database(join(dataDir, 'default.sqlite'));
  database.exec(
    `update backup_storages set available_capacity = available_capacity - 1 where name = 'sftp-1'`,
  );
  database.close();
  await start({ dataDir });
  expect(emulator.laws()).toMatchObject([
    { law: 'capacity of backup storages', holds: false, rows: [{ name: 'sftp-1' }] },
  ]);
});
