import { createHash } from 'node:crypto';
import { FINDING_KINDS } from '../../src/simulation/client-findings';
import { SEED, TestEmulator, type Json } from '../support/emulator';

const report = async (emulator: TestEmulator): Promise<Json> =>
  (await emulator.control('GET', '/client-report')).body.inventory;
const operation = 'CreateRootVolumeTemplateFromRootVolume';
const template = (emulator: TestEmulator, params: object, more = {}) =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x', ...params }, more);

test('of a client that did everything right there is nothing to say', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await template(emulator, {});
  await emulator.call('DELETE', `/images/${body.inventory.uuid}`);
  await emulator.call('PUT', `/images/${body.inventory.uuid}/actions`, { expungeImage: {} });
  expect(await report(emulator)).toEqual({
    requests: 3,
    firstRequest: 1,
    unreadFields: [],
    wrongTypes: [],
    missingQ: [],
    deprecated: [],
    failedJobsNeverPolled: [],
    polling: [],
    unknownPaths: [],
    notEmulated: [],
    leftBehind: { resources: [], sessions: 0, uploads: [], jobs: [] },
    findings: [],
    counts: Object.fromEntries(FINDING_KINDS.map((kind) => [kind, 0])),
  });
});

test('fields that nothing reads and types that were converted are told, with how often', async () => {
  const emulator = await TestEmulator.start();
  for (let i = 0; i < 2; i++) {
    await template(emulator, { size: 3, system: 'false', name: 12 }, { body: { extra: true } });
  }
  const { unreadFields, wrongTypes } = await report(emulator);
  expect(unreadFields).toEqual([
    { operation, field: 'extra', nearest: null, count: 2, requests: [1, 2] },
    { operation, field: 'params.size', nearest: null, count: 2, requests: [1, 2] },
  ]);
  expect(wrongTypes).toEqual([
    { operation, field: 'system', note: 'a string for a boolean', count: 2, requests: [1, 2] },
    { operation, field: 'name', note: 'a number for a String', count: 2, requests: [1, 2] },
  ]);
});

test('parameters of a query string that nothing reads are told, too', async () => {
  const emulator = await TestEmulator.start();
  await emulator.get('/zstack/v1/images?name=x&limit=5&sort=%2Bname');
  await emulator.get(`/zstack/v1/images/${SEED.images.linux}?fields=name`);
  await emulator.call('DELETE', `/images/${SEED.images.linux}?deleteMode=Permissive&force=true`);
  await emulator.call('DELETE', `/images/${SEED.images.iso}?backupStorageUuids.0=x`);
  const { unreadFields, missingQ } = await report(emulator);
  expect(missingQ).toEqual([{ operation: 'QueryImage', field: '?name', count: 1, requests: [1] }]);
  expect(unreadFields).toMatchObject([
    { operation: 'QueryImage', field: '?fields', count: 1 },
    { operation: 'DeleteImage', field: '?force', count: 1 },
  ]);
});

test('paths that lead nowhere are told with the one that was meant, and what is not emulated', async () => {
  const emulator = await TestEmulator.start();
  await emulator.get('/zstack/v1/image');
  await emulator.get('/zstack/v1/image?q=name=x');
  await emulator.get('/zstack/v1/backup-storages');
  await emulator.get(`/zstack/v1/load-balancer/${SEED.images.linux}/listener`);
  await emulator.get('/zstack/v1/load-balancers');
  const told = await report(emulator);
  expect(told.unknownPaths).toMatchObject([
    { request: 'GET /zstack/v1/image', count: 2, nearest: '/v1/images' },
    { request: 'GET /zstack/v1/backup-storages', count: 1, nearest: '/v1/backup-storage' },
    {
      request: `GET /zstack/v1/load-balancer/${SEED.images.linux}/listener`,
      count: 1,
      nearest: '/v1/load-balancers/{uuid}/listeners',
    },
  ]);
  expect(told.notEmulated).toEqual([{ operation: 'QueryLoadBalancer', count: 1 }]);
});

test('jobs that failed unheard and jobs that were polled too often are told', async () => {
  const emulator = await TestEmulator.start();
  const point = 'create-root-volume-template/start-creating-template';
  await emulator.control('POST', '/faults', { kind: 'fail', point, times: 2 });
  const headers = { Prefer: 'respond-async' };
  const unheard = (await template(emulator, {}, { headers })).body.location.split('/').at(-1);
  const heard = (await template(emulator, {}, { headers })).body.location.split('/').at(-1);
  const calm = (await template(emulator, {}, { headers })).body.location.split('/').at(-1);
  emulator.advance(1);
  for (let i = 0; i < 3; i++) await emulator.get(`/zstack/v1/api-jobs/${heard}`);
  await emulator.get(`/zstack/v1/api-jobs/${calm}`);
  const told = await report(emulator);
  expect(told.failedJobsNeverPolled).toEqual([{ operation, jobUuid: unheard, request: 1 }]);
  expect(told.polling).toEqual([
    { jobUuid: heard, polls: 3, meanMilliseconds: expect.any(Number), isTooFast: true },
    { jobUuid: calm, polls: 1, meanMilliseconds: null, isTooFast: false },
  ]);
});

test('what was made and not deleted is told, also by jobs, and sessions without a name', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await template(emulator, { name: 'kept' });
  await template(emulator, { name: 'by a job' }, { headers: { Prefer: 'respond-async' } });
  emulator.advance(1);
  const login = await emulator.call('PUT', '/accounts/login', {
    logInByAccount: {
      accountName: 'admin',
      password: createHash('sha512').update('password').digest('hex'),
    },
  });
  const text = JSON.stringify(await report(emulator));
  expect(text).not.toContain(login.body.inventory.uuid);
  const { leftBehind } = JSON.parse(text);
  expect(leftBehind).toMatchObject({
    resources: [
      { uuid: body.inventory.uuid, type: 'Image', name: 'kept', status: 'Ready' },
      { name: 'by a job' },
    ],
    sessions: 1,
  });
});
