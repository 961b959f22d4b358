import { reliedOn } from '../../src/simulation/relied-on';
import type { JournalEntry } from '../../src/simulation/journal/journal';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { post, send } from '../support/messages';

/*
 * What the journal holds is told from requests as they come: here they are put into it, so that each is exactly what
 * a row says.
 */

const entry = (more: Partial<JournalEntry>): JournalEntry => ({
  date: 1,
  started: 2,
  milliseconds: 3,
  method: 'GET',
  url: '/zstack/v1/zones',
  headers: {},
  operation: null,
  accountUuid: null,
  jobUuid: null,
  status: 404,
  requestBody: '',
  answerBody: '',
  parameters: {},
  faultUuid: null,
  ...more,
});

async function reportOf(...entries: readonly Partial<JournalEntry>[]): Promise<Json> {
  const emulator = await TestEmulator.start();
  for (const one of entries) emulator.environment.journal.record(entry(one));
  return report(emulator);
}
const report = async (emulator: TestEmulator): Promise<Json> =>
  (await emulator.control('GET', '/client-report')).body.inventory;

const poll = (jobUuid: string, started: number): Partial<JournalEntry> => ({
  operation: 'PollJob',
  status: 202,
  jobUuid,
  started,
});

test('polls come too fast when they come faster than ten in a second, on the average', async () => {
  const { polling } = await reportOf(
    poll('a', 1000),
    poll('b', 1000),
    poll('c', 5),
    poll('a', 1050),
    poll('a', 1200),
    poll('b', 1099.9),
    poll('d', 0),
    poll('d', 0),
    poll('e', 0),
    poll('e', 10.04),
    { operation: 'PollJob', jobUuid: null },
    { operation: 'AddImage', jobUuid: 'f', status: 202 },
  );
  expect(polling).toEqual([
    { jobUuid: 'a', polls: 3, meanMilliseconds: 100, isTooFast: false },
    { jobUuid: 'b', polls: 2, meanMilliseconds: 99.9, isTooFast: true },
    { jobUuid: 'c', polls: 1, meanMilliseconds: null, isTooFast: false },
    { jobUuid: 'd', polls: 2, meanMilliseconds: 0, isTooFast: true },
    { jobUuid: 'e', polls: 2, meanMilliseconds: 10, isTooFast: true },
  ]);
});

test('what is not emulated is counted by its operation; polls and what is emulated are none of it', async () => {
  const { notEmulated, unknownPaths } = await reportOf(
    { operation: 'QueryLoadBalancer', status: 404 },
    { operation: 'QueryZone', status: 200 },
    { operation: 'QueryMonitorTrigger', status: 404 },
    { operation: 'PollJob', status: 404 },
    { operation: 'QueryLoadBalancer', status: 404 },
  );
  expect(notEmulated).toEqual([
    { operation: 'QueryLoadBalancer', count: 2 },
    { operation: 'QueryMonitorTrigger', count: 1 },
  ]);
  expect(unknownPaths).toEqual([]);
});

test('a path is unknown when it leads nowhere; of what else failed it is not said', async () => {
  const uuid = 'c'.repeat(32);
  const { unknownPaths } = await reportOf(
    { url: '/zstack/v1/image?q=x', status: 404 },
    { url: '/zstack/v1/image', status: 404 },
    { url: '/zstack/v1/image', status: 401 },
    { url: '/zstack/v1/zone', status: 503, method: 'PUT' },
    { url: `/environments/e/zstack/v1/image/${uuid}/action`, method: 'PUT' },
    { url: '/xyz' },
  );
  expect(unknownPaths).toEqual([
    { request: 'GET /zstack/v1/image', nearest: '/v1/images', count: 2, requests: [1, 2] },
    {
      request: `PUT /environments/e/zstack/v1/image/${uuid}/action`,
      nearest: '/v1/images/{uuid}/actions',
      count: 1,
      requests: [5],
    },
    { request: 'GET /xyz', nearest: null, count: 1, requests: [6] },
  ]);
});

test('of a message with an unknown class its class is told, and the one that was meant', async () => {
  const url = '/zstack/api';
  const body = (name: string) => JSON.stringify({ [name]: {} });
  const { unknownPaths, findings } = await reportOf(
    {
      method: 'POST',
      url,
      status: 200,
      requestBody: body('org.zstack.header.zone.APIQueryZonMsg'),
    },
    { method: 'POST', url: `${url}/?x=1`, status: 200, requestBody: body('x'.repeat(200)) },
    { method: 'POST', url, status: 200, requestBody: '{}' },
    { method: 'POST', url, status: 200, requestBody: 'no JSON' },
    { method: 'POST', url: `${url}x`, status: 200, requestBody: body('x') },
  );
  expect(unknownPaths).toEqual([
    {
      request: 'POST /zstack/api org.zstack.header.zone.APIQueryZonMsg',
      nearest: 'org.zstack.header.zone.APIQueryZoneMsg',
      count: 1,
      requests: [1],
    },
    { request: `POST /zstack/api/ ${'x'.repeat(200)}`, nearest: null, count: 1, requests: [2] },
  ]);
  expect(findings.map(({ examples }: Json) => examples)).toEqual([
    ['POST /zstack/api org.zstack.header.zone.APIQueryZonMsg'],
    [`POST /zstack/api/?x=1 ${'x'.repeat(200)}`],
  ]);
});

test('what was meant is looked up for a hundred paths, and a long address is cut', async () => {
  const { unknownPaths, findings } = await reportOf(
    ...Array.from({ length: 101 }, (_, i) => ({ url: `/zstack/v1/image?${i}`, method: `M${i}` })),
  );
  const near = unknownPaths.map(({ nearest }: Json) => nearest);
  expect(near).toEqual([...Array<string>(100).fill('/v1/images'), null]);
  expect(findings[49].examples).toEqual(['M49 /zstack/v1/image?49']);
  const path = (length: number) => `/zstack/v1/${'x'.repeat(length - 15)}`;
  const told = await reportOf({ url: path(300) }, { url: path(301) });
  expect(told.findings.map(({ examples }: Json) => examples)).toEqual([
    [`GET ${path(300)}`],
    [`GET ${path(300)}…`],
  ]);
});

test('a field is nearest to what may stand where it stands', async () => {
  const emulator = await TestEmulator.start();
  const actions = `/images/${SEED.images.linux}/actions`;
  const update = (body: object) => emulator.call('PUT', actions, body);
  await update({
    updateImage: { nam: 'x', systemTag: [], xyzzy: 1, systemTagz: [] },
    name: 'y',
    updateimage: {},
  });
  await update({ updateImage: {}, userTag: [], sessionUuid: 'x', systemTags: [], userTags: [] });
  await emulator.call('GET', '/images?limt=1&groupByy=x&zzzzzz=1');
  await emulator.call('DELETE', `/images/${SEED.images.iso}?deleteMod=x&force=1`);
  await emulator.call('PUT', `${actions}?name=x`, { updateImage: {} });
  const { unreadFields } = await report(emulator);
  const asked = (operation: string, field: string, nearest: string | null, request: number) => ({
    operation,
    field,
    nearest,
    count: 1,
    requests: [request],
  });
  expect(unreadFields).toEqual([
    asked('UpdateImage', 'name', 'updateImage.name', 1),
    asked('UpdateImage', 'updateimage', 'updateImage', 1),
    asked('UpdateImage', 'updateImage.nam', 'updateImage.name', 1),
    asked('UpdateImage', 'updateImage.systemTag', 'updateImage.system', 1),
    asked('UpdateImage', 'updateImage.xyzzy', null, 1),
    asked('UpdateImage', 'updateImage.systemTagz', 'systemTags', 1),
    asked('UpdateImage', 'userTag', 'userTags', 2),
    asked('QueryImage', '?limt', '?limit', 3),
    asked('QueryImage', '?groupByy', '?groupBy', 3),
    asked('QueryImage', '?zzzzzz', null, 3),
    asked('DeleteImage', '?deleteMod', '?deleteMode', 4),
    asked('DeleteImage', '?force', null, 4),
    asked('UpdateImage', '?name', '?name', 5),
  ]);
});

test('of a message what nothing reads is told without a prefix, and what every message has is read', async () => {
  const emulator = await TestEmulator.start();
  await send(emulator, 'UpdateImage', {
    uuid: SEED.images.linux,
    nam: 'x',
    name: 12,
    timeout: 5,
    systemTags: [],
  });
  await send(emulator, 'QueryImage', {
    conditions: [],
    limit: '1',
    condition: [],
    replyWithCount: true,
  });
  const body = { 'org.zstack.header.zone.APIQueryZoneMsg': { conditions: [] }, conditions: [] };
  await post(emulator, JSON.stringify(body));
  const { unreadFields, wrongTypes, missingQ } = await report(emulator);
  expect(
    unreadFields.map(({ operation, field, nearest }: Json) => [operation, field, nearest]),
  ).toEqual([
    ['UpdateImage', 'nam', 'name'],
    ['QueryImage', 'condition', null],
    ['QueryZone', 'conditions', null],
  ]);
  expect(wrongTypes).toEqual([
    {
      operation: 'UpdateImage',
      field: 'name',
      note: 'a number for a String',
      count: 1,
      requests: [1],
    },
  ]);
  expect(missingQ).toEqual([]);
});

test('what a call made is left behind once, by what its answer says', async () => {
  const emulator = await TestEmulator.start();
  const inventory = { inventory: { uuid: SEED.images.linux } };
  const made = (more: Partial<JournalEntry>) =>
    emulator.environment.journal.record(
      entry({ status: 200, answerBody: JSON.stringify(inventory), ...more }),
    );
  made({ operation: 'UpdateImage' });
  made({ operation: null });
  made({ operation: 'AddImage', answerBody: 'cut' });
  made({ operation: 'AddImage', answerBody: '{"inventory":{"uuid":1}}' });
  made({ operation: 'AddImage', answerBody: '{"inventory":null}' });
  made({ operation: 'AddImage', answerBody: '{"inventory":{"uuid":"nobody"}}' });
  made({ operation: 'AddImage', answerBody: `[${JSON.stringify(inventory)}]` });
  expect((await report(emulator)).leftBehind.resources).toEqual([]);
  made({ operation: 'CreateX' });
  made({ operation: 'AddImage' });
  const { leftBehind } = await report(emulator);
  expect(leftBehind).toEqual({
    resources: [
      {
        uuid: SEED.images.linux,
        type: 'Image',
        name: expect.any(String),
        state: 'Enabled',
        status: 'Ready',
        request: 8,
      },
    ],
    sessions: 0,
    uploads: [],
    jobs: [],
  });
});

test('what clients rely on is told in the order of names, whichever way they called', async () => {
  const emulator = await TestEmulator.start();
  const { journal } = emulator.environment;
  const uuid = SEED.images.linux;
  const call = { status: 200, operation: 'UpdateImage', method: 'PUT' };
  journal.record(
    entry({ ...call, url: `/zstack/v1/images/${uuid}/actions?x=1`, parameters: { uuid } }),
  );
  journal.record(
    entry({
      ...call,
      url: `/environments/e/zstack/v1/images/${uuid}/actions`,
      requestBody: '{"updateImage":{"name":"x","odd":1},"description":"x"}',
      parameters: { uuid },
    }),
  );
  journal.record(entry({ ...call, operation: 'PollJob' }));
  journal.record(
    entry({ ...call, operation: 'QueryX', url: '/zstack/v1/x', parameters: { a: 1 } }),
  );
  journal.record(entry({ ...call, operation: 'QueryX', method: 'GET', url: '/zstack/v1/x' }));
  const message = { 'org.zstack.header.image.APIDeleteImageMsg': { uuid, session: {} } };
  journal.record(
    entry({
      operation: 'DeleteImage',
      method: 'POST',
      url: '/zstack/api',
      requestBody: JSON.stringify(message),
    }),
  );
  const { operations } = reliedOn(emulator.environment);
  expect(JSON.stringify(operations)).toBe(
    JSON.stringify({
      DeleteImage: { calls: [], parameters: ['uuid'] },
      QueryX: { calls: ['GET /v1/x', 'PUT /v1/x'], parameters: [] },
      UpdateImage: { calls: ['PUT /v1/images/{uuid}/actions'], parameters: ['name', 'uuid'] },
    }),
  );
});
