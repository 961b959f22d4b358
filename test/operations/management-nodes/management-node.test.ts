import { ALICE_SESSION, TestEmulator, TEST_TIME } from '../../support/emulator';
import { like } from '../../support/like';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** A call without a session. */
const openly = async (path: string, action: string) => {
  const { status, body } = await emulator.anonymous.put(`/zstack/v1${path}`).send({ [action]: {} });
  return [status, body];
};

test.each([
  ['/management-nodes/actions', 'getVersion', { version: '5.3.0' }],
  ['/management-nodes/actions', 'getManagementNodeArch', { architecture: 'x86_64' }],
  ['/management/actions', 'getManagementNodeOS', { name: 'Linux', version: /^4\./ }],
])('%s %s is told without a session', async (path, action, told) => {
  const [status, body] = await openly(path, action);
  expect(status).toBe(200);
  for (const [field, value] of Object.entries(told)) {
    expect(body[field]).toEqual(like(value));
  }
});

test('the time is the one of the environment', async () => {
  expect(await openly('/management-nodes/actions', 'getCurrentTime')).toMatchObject([
    200,
    { currentTime: { MillionSeconds: TEST_TIME, Seconds: Math.floor(TEST_TIME / 1000) } },
  ]);
  emulator.advance(61_500);
  expect(await openly('/management-nodes/actions', 'getCurrentTime')).toMatchObject([
    200,
    { currentTime: { MillionSeconds: TEST_TIME + 61_500 } },
  ]);
});

test('the messages that are answered are named, those that are not emulated are not', async () => {
  const [, body] = await openly('/management-nodes/actions', 'getSupportAPIs');
  expect(body.supportApis).toEqual(
    expect.arrayContaining(['APIAddImageMsg', 'APIQueryImageMsg', 'APIGetSupportAPIsMsg']),
  );
  expect(body.supportApis).not.toContain('APICreateLoadBalancerMsg');
  expect(new Set(body.supportApis).size).toBe(body.supportApis.length);
});

test('a management node that is ready says nothing', async () => {
  const ready = await emulator.anonymous.get('/zstack/v1/management-nodes/ready');
  expect([ready.status, ready.body.error ?? null]).toEqual([200, null]);
  const { uuid } = (await emulator.call('GET', '/management-nodes')).body.inventories[0];
  const named = await emulator.call('GET', `/management-nodes/ready?managementNodeId=${uuid}`);
  expect(named.status).toBe(200);
  expect(
    await emulator.refused('GET', '/management-nodes/ready?managementNodeId=elsewhere'),
  ).toMatchObject({
    code: 'SYS.1000',
    details: 'cannot find management node[uuid:elsewhere]',
  });
});

test('the source is open', async () => {
  const { body } = await emulator.anonymous.get('/zstack/v1/meta-data/opensource');
  expect(body.opensource).toBe(true);
});

test('there is one management node, which lives', async () => {
  emulator.advance(60_000);
  const { body } = await emulator.call('GET', '/management-nodes');
  expect(body.inventories).toEqual([
    {
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      hostName: '127.0.0.1',
      joinDate: 'Nov 14, 2017 10:20:57 PM',
      heartBeat: 'Nov 14, 2017 10:21:57 PM',
    },
  ]);
  const [{ uuid }] = body.inventories;
  expect(await emulator.find(`/management-nodes/${uuid}`)).toEqual(body.inventories[0]);
  const asked = async (q: string) =>
    (await emulator.call('GET', `/management-nodes?count=true&q=${encodeURIComponent(q)}`)).body
      .total;
  expect(await asked('hostName=127.0.0.1')).toBe(1);
  expect(await asked('hostName=10.0.0.1')).toBe(0);
  expect(await asked('heartBeat>2017-11-14 22:21:00')).toBe(1);
  expect(await asked('joinDate>2017-11-14 22:21:00')).toBe(0);
});

test.each(['/management-nodes', '/management-nodes/platform-timezone'])(
  'GET %s is for admins only',
  async (path) => {
    expect(await emulator.refused('GET', path, undefined, ALICE_SESSION)).toMatchObject({
      code: 'ID.1002',
    });
  },
);

test('the time zone is the one that dates on the wire are in', async () => {
  const { body } = await emulator.call('GET', '/management-nodes/platform-timezone');
  expect(body).toMatchObject({ timezone: 'UTC', offset: 'Z' });
});
