import { compose } from '../../src/app/compose';
import { readConfig } from '../../src/app/config';
import { ADMIN_SESSION, ALICE_SESSION, TEST_TIME, type Json } from '../support/emulator';

/* Whoever is told of requests is told of each once, when it is done, with what is known of it by then. */

let close = () => Promise.resolve();
afterEach(() => close());

async function listening() {
  const lines: Json[] = [];
  const logger = {
    isEnabled: () => true,
    log: (_level: string, fields: object, message: string) => {
      if (message === 'request') lines.push(fields);
    },
  };
  const config = readConfig({ dataDir: ':memory:', port: '0', queryDeadline: '10000' }, {});
  const emulator = await compose(config, logger, {
    chanceSeed: 1,
    clock: { mode: 'stopped', value: TEST_TIME },
  });
  close = emulator.close;
  const { port } = await emulator.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const ask = async (method: string, path: string, session?: string, body?: object) => {
    const before = lines.length;
    const answer = await fetch(url + path, {
      method,
      headers: session === undefined ? {} : { Authorization: `OAuth ${session}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    await answer.text();
    while (lines.length === before) await new Promise((resolve) => setImmediate(resolve));
    expect(lines).toHaveLength(before + 1);
    const { milliseconds, ...line } = lines.at(-1);
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(milliseconds).toBeLessThan(60_000);
    return { line, answer };
  };
  return { ask };
}

const of = (method: string, url: string, status: number, more: object = {}) => ({
  method,
  url,
  status,
  environment: 'default',
  operation: null,
  account: null,
  jobUuid: null,
  ...more,
});

test('a request is told with its operation, its account and its job', async () => {
  const { ask } = await listening();
  const images = '/zstack/v1/images?limit=1';
  expect((await ask('GET', images, ADMIN_SESSION)).line).toEqual(
    of('GET', images, 200, { operation: 'QueryImage', account: 'admin' }),
  );
  expect((await ask('GET', images, ALICE_SESSION)).line.account).toBe('alice');
  expect((await ask('GET', images, 'nonsense')).line).toEqual(
    of('GET', images, 503, { operation: 'QueryImage' }),
  );
  const zones = '/zstack/v1/zones';
  const made = await ask('POST', zones, ADMIN_SESSION, { params: { name: 'x' } });
  const jobUuid = made.line.jobUuid as string;
  expect(jobUuid).toMatch(/^[0-9a-f]{32}$/);
  expect(made.line).toEqual(
    of('POST', zones, 200, { operation: 'CreateZone', account: 'admin', jobUuid }),
  );
  const poll = `/zstack/v1/api-jobs/${jobUuid}`;
  expect((await ask('GET', poll)).line).toEqual(
    of('GET', poll, 200, { operation: 'PollJob', jobUuid }),
  );
  const result = `/zstack/api/result/${jobUuid}`;
  expect((await ask('GET', result)).line).toEqual(
    of('GET', result, 200, { operation: 'PollJob', jobUuid }),
  );
  const nothing = '/zstack/v1/nothing';
  expect((await ask('GET', nothing, ADMIN_SESSION)).line).toEqual(of('GET', nothing, 404));
  const message = {
    'org.zstack.header.zone.APIQueryZoneMsg': { session: { uuid: ADMIN_SESSION }, conditions: [] },
  };
  const { line } = await ask('POST', '/zstack/api', undefined, message);
  expect(line).toMatchObject({ status: 200, operation: 'QueryZone', account: 'admin' });
});

test('what the emulator answers beside its APIs is told without notes', async () => {
  const { ask } = await listening();
  for (const [path, status] of [
    ['/healthz', 200],
    ['/openapi.json', 200],
    ['/nothing', 404],
  ] as const) {
    expect((await ask('GET', path)).line).toEqual({ method: 'GET', url: path, status });
  }
});

test('another environment is told by its name, an account that goes by its own', async () => {
  const { ask } = await listening();
  const own = '/emulator/v1/environments';
  await ask('POST', own, undefined, { name: 'other' });
  const path = '/environments/other/zstack/v1/zones';
  expect((await ask('GET', path, ADMIN_SESSION)).line).toEqual(
    of('GET', path, 200, { environment: 'other', operation: 'QueryZone', account: 'admin' }),
  );
  const control = '/emulator/v1/environments/other/clock';
  expect((await ask('GET', control)).line).toMatchObject({
    environment: 'other',
    operation: expect.any(String),
    account: null,
  });
  const gone = `/zstack/v1/accounts/a11ce000000040008000000000000001`;
  const { line } = await ask('DELETE', gone, ALICE_SESSION);
  expect([line.operation, line.account]).toEqual(['DeleteAccount', 'alice']);
});
