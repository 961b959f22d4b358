import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SEED, TestEmulator } from '../support/emulator';
import { until } from '../support/environments';

const { runningLinux } = SEED.volumes;
const JOB = '0123456789abcdef0123456789abcdef';
const on = { backupStorageUuids: [SEED.backupStorages.imageStore] };
const timed = { progression: 'timed' };

const poll = (emulator: TestEmulator, uuid: string) =>
  emulator.anonymous.get(`/zstack/v1/api-jobs/${uuid}`);

test.each([
  ['a job uuid', { 'X-Job-UUID': JOB }],
  ['Prefer: respond-async', { Prefer: 'respond-async' }],
])(
  'with %s the answer is 202 and a location that gives the result again and again',
  async (_what, headers) => {
    const emulator = await TestEmulator.start({ settings: { allowedHosts: 'cloud.example' } });
    const accepted = await emulator.createTemplate(
      runningLinux,
      { name: 'x' },
      { headers: { ...headers, Host: 'cloud.example:1234' } },
    );

    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({
      location: expect.stringMatching(
        /^http:\/\/cloud\.example:1234\/zstack\/v1\/api-jobs\/[0-9a-f]{32}$/,
      ),
      apiTimeout: 259_200_000,
    });
    const { pathname } = new URL(accepted.body.location);
    const first = await emulator.anonymous.get(pathname);
    const second = await emulator.anonymous.get(pathname);
    expect(first.status).toBe(200);
    expect(first.body.inventory.name).toBe('x');
    expect(second.text).toBe(first.text);
  },
);

test('the Java SDK gets the job uuid that it chose, and it can be used once', async () => {
  const emulator = await TestEmulator.start();
  const headers = { 'X-Job-UUID': JOB, 'X-API-Timeout': '60' };
  const accepted = await emulator.createTemplate(runningLinux, { name: 'x' }, { headers });
  const again = await emulator.createTemplate(runningLinux, { name: 'y' }, { headers });

  expect(accepted.body).toEqual({
    location: `${emulator.url}/zstack/v1/api-jobs/${JOB}`,
    apiTimeout: 60_000,
  });
  expect([again.status, again.text]).toEqual([400, `Duplicate job uuid[${JOB}]`]);
});

test('two calls at once with one job uuid: one is taken, one is a duplicate', async () => {
  const emulator = await TestEmulator.start();
  const headers = { 'X-Job-UUID': JOB };
  const answers = await Promise.all(
    ['a', 'b'].map((name) => emulator.createTemplate(runningLinux, { name }, { headers })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 400]);
});

test('a refused call is a failed job for those who poll', async () => {
  const emulator = await TestEmulator.start({ settings: { apiMode: 'async' } });
  const accepted = await emulator.createTemplate(runningLinux, {});
  expect(accepted.status).toBe(202);
  const done = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
  expect([done.status, done.body.error.code]).toEqual([503, 'SYS.1007']);
});

test('while the work goes on polling answers 202 and an empty object, without a session', async () => {
  const emulator = await TestEmulator.start({ settings: timed });
  await emulator.createTemplate(
    runningLinux,
    { name: 'x', ...on },
    { headers: { 'X-Job-UUID': JOB } },
  );
  const running = await poll(emulator, JOB);
  emulator.advance(60_000);
  const done = await poll(emulator, JOB);

  expect([running.status, running.text]).toEqual([202, '{}']);
  expect(done.status).toBe(200);
});

describe('old results', () => {
  const submit = (emulator: TestEmulator) =>
    emulator.createTemplate(runningLinux, { name: 'x', ...on }, { headers: { 'X-Job-UUID': JOB } });
  const advance = (emulator: TestEmulator, by: string) =>
    emulator.control('POST', '/clock/advance', { by });

  test('are kept for three hours and forgotten by the hourly look after them', async () => {
    const emulator = await TestEmulator.start();
    await submit(emulator);
    await advance(emulator, '3h');
    const kept = await poll(emulator, JOB);
    await advance(emulator, '1h');
    const gone = await poll(emulator, JOB);

    expect([kept.status, kept.body.inventory.name]).toEqual([200, 'x']);
    expect([gone.status, gone.text]).toEqual([404, expect.stringContaining('expired')]);
    const again = await submit(emulator);
    expect(again.status).toBe(202);
  });

  test('are forgotten after as long as the configuration says', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('rest/completedApi.expiredPeriod', '60');
    await emulator.configure('rest/expiredApi.scanInterval', '10');
    await submit(emulator);
    await advance(emulator, '60s');
    const kept = await poll(emulator, JOB);
    await advance(emulator, '10s');
    const gone = await poll(emulator, JOB);
    expect([kept.status, gone.status]).toEqual([200, 404]);
  });

  test('work that goes on keeps its job, however old', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'manual' } });
    await submit(emulator);
    await advance(emulator, '48h');
    const running = await poll(emulator, JOB);
    expect([running.status, running.text]).toEqual([202, '{}']);
  });
});

describe('on the real clock', () => {
  /** Makes the copy of 3 GiB take so long. */
  function copyTakes(emulator: TestEmulator, milliseconds: number) {
    emulator.environment.database
      .prepare(
        'update backup_storages set latency_milliseconds = ?, bandwidth_bytes_per_second = ?',
      )
      .run(milliseconds, 2 ** 52);
  }

  test('auto waits for work that ends in time', async () => {
    const emulator = await TestEmulator.start({ settings: timed, realTime: true });
    copyTakes(emulator, 150);
    const answer = await emulator.createTemplate(runningLinux, { name: 'x', ...on });
    expect([answer.status, answer.body.inventory.status]).toEqual([200, 'Ready']);
  });

  test('auto answers the location of work that does not', async () => {
    const emulator = await TestEmulator.start({
      settings: { ...timed, waitSeconds: '0.05' },
      realTime: true,
    });
    copyTakes(emulator, 3_600_000);
    const answer = await emulator.createTemplate(runningLinux, { name: 'x', ...on });
    expect(answer.status).toBe(202);
  });

  test('sync waits beyond the limit', async () => {
    const emulator = await TestEmulator.start({
      settings: { ...timed, apiMode: 'sync', waitSeconds: '0' },
      realTime: true,
    });
    copyTakes(emulator, 100);
    const answer = await emulator.createTemplate(runningLinux, { name: 'x', ...on });
    expect(answer.status).toBe(200);
  });
});

describe('a web hook', () => {
  async function receiver(statusOf: (attempt: number) => number) {
    const received: { headers: IncomingMessage['headers']; body: unknown }[] = [];
    let wake = () => undefined as void;
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body: JSON.parse(text) });
        response.writeHead(statusOf(received.length)).end();
        wake();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/hook`,
      received,
      next: () => new Promise<void>((resolve) => (wake = resolve)),
      close: () => server.close(),
    };
  }

  test('gets the result with the job and whether it succeeded', async () => {
    const hook = await receiver(() => 200);
    const emulator = await TestEmulator.start();
    const arrived = hook.next();
    const headers = { 'X-Web-Hook': hook.url };
    const accepted = await emulator.createTemplate(runningLinux, { name: 'hooked' }, { headers });
    expect(accepted.status).toBe(202);
    await arrived;
    hook.close();
    expect(hook.received).toMatchObject([
      {
        headers: {
          'x-job-uuid': accepted.body.location.split('/').at(-1),
          'x-job-success': 'true',
        },
        body: { inventory: { name: 'hooked', status: 'Ready' } },
      },
    ]);
  });

  test('is told of a refusal, and tried again every 2 s of the clock, 15 times', async () => {
    const hook = await receiver(() => 500);
    const emulator = await TestEmulator.start();
    const { database } = emulator.environment;
    const dueAt = database
      .prepare<[], number>('select due_date from tasks where job_uuid is not null')
      .pluck();
    let arrived = hook.next();
    await emulator.createTemplate(runningLinux, {}, { headers: { 'X-Web-Hook': hook.url } });
    await arrived;
    for (let retry = 1; retry <= 15; retry++) {
      // The attempt is over when the next one is planned: 2 s on, not the lease of 60 s.
      await until(() => (dueAt.get() ?? 0) - emulator.environment.world.clock.now() === 2_000);
      arrived = hook.next();
      emulator.advance(2_000);
      await arrived;
    }
    await until(() => dueAt.get() === undefined);
    hook.close();
    expect(hook.received).toHaveLength(16);
    expect(hook.received[0]).toMatchObject({
      headers: { 'x-job-success': 'false' },
      body: { error: { code: 'SYS.1007' } },
    });
  });
});
