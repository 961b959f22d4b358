import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { done, post, resultOf, send } from '../support/messages';

const { imageStore } = SEED.backupStorages;
const PASSWORD =
  'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86';

const report = async (emulator: TestEmulator): Promise<Json> =>
  (await emulator.control('GET', '/client-report')).body.inventory;

describe('fault rules', () => {
  const rule = (emulator: TestEmulator, params: object) =>
    emulator.control('POST', '/faults', { times: 1, ...params });

  test.each([
    ['QueryImage', { conditions: [] }],
    ['GetBackupStorageTypes', {}],
    ['UpdateImage', { uuid: SEED.images.linux, name: 'x' }],
    ['QueryLoadBalancer', {}],
  ])('fail %s', async (operation, fields) => {
    const emulator = await TestEmulator.start();
    await rule(emulator, { kind: 'fail', operation, code: 'SYS.1006', details: 'by a rule' });
    const { success, error } = await done(emulator, operation, fields);
    expect([success, error.code, error.details]).toEqual([false, 'SYS.1006', 'by a rule']);
  });

  test('are named in the header of the answer that they made', async () => {
    const emulator = await TestEmulator.start();
    const { body } = await rule(emulator, { kind: 'fail', operation: 'GetBackupStorageTypes' });
    const message = JSON.stringify({
      'org.zstack.header.storage.backup.APIGetBackupStorageTypesMsg': {
        session: { uuid: ADMIN_SESSION },
      },
    });
    const answer = await post(emulator, message);
    expect(answer.headers.get('x-emulator-fault')).toBe(body.inventory.uuid);
  });

  test.each(['dropBefore', 'dropAfter'])('cut the connection: %s', async (kind) => {
    const emulator = await TestEmulator.start();
    await rule(emulator, { kind, operation: 'UpdateImage' });
    const fields = { uuid: SEED.images.linux, name: 'renamed' };
    await expect(send(emulator, 'UpdateImage', fields)).rejects.toThrow('fetch failed');
    emulator.advance(1000);
    const { name } = await emulator.find(`/images/${SEED.images.linux}`);
    expect(name === 'renamed').toBe(kind === 'dropAfter');
  });

  test('break the JSON of an answer, and let it wait', async () => {
    const emulator = await TestEmulator.start();
    await rule(emulator, { kind: 'brokenJson', operation: 'QueryImage' });
    const message = JSON.stringify({
      'org.zstack.header.image.APIQueryImageMsg': {
        conditions: [],
        session: { uuid: ADMIN_SESSION },
      },
    });
    const text = await (await post(emulator, message)).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    await rule(emulator, { kind: 'answerLate', milliseconds: 200, operation: 'QueryImage' });
    const began = performance.now();
    await done(emulator, 'QueryImage', { conditions: [] });
    expect(performance.now() - began).toBeGreaterThan(190);
  });

  test('act at the steps behind a message', async () => {
    const emulator = await TestEmulator.start();
    await rule(emulator, {
      kind: 'fail',
      point: 'create-root-volume-template/start-creating-template',
    });
    const { success, error } = await done(emulator, 'CreateRootVolumeTemplateFromRootVolume', {
      rootVolumeUuid: SEED.volumes.stoppedWindows,
      name: 'x',
      backupStorageUuids: [imageStore],
    });
    expect([success, error.details ?? error.cause.details]).toEqual([false, expect.any(String)]);
  });
});

describe('the journal', () => {
  test('knows a message by its operation, its parameters and its job, and hides its session', async () => {
    const emulator = await TestEmulator.start();
    const fields = { uuid: SEED.images.linux, name: 'renamed' };
    const { response } = await send(emulator, 'UpdateImage', fields);
    await resultOf(emulator, response.uuid);
    const { inventories } = (await emulator.control('GET', '/journal')).body;
    expect(inventories).toMatchObject([
      {
        method: 'POST',
        url: '/zstack/api',
        operation: 'UpdateImage',
        accountUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        jobUuid: response.uuid,
        status: 200,
      },
      { operation: 'PollJob', jobUuid: response.uuid, status: 200 },
    ]);
    expect(JSON.stringify(inventories)).not.toContain(ADMIN_SESSION);
    const verdict = await emulator.control('POST', '/journal/verify', {
      operation: 'UpdateImage',
      match: fields,
    });
    expect(verdict.body.inventory.matches).toBe(true);
  });

  test('shows no password and no session of those who log in, also later', async () => {
    const emulator = await TestEmulator.start();
    const login = { accountName: 'admin', password: PASSWORD };
    const { inventory } = await done(emulator, 'LogInByAccount', login, { session: null });
    expect(inventory.uuid).toMatch(/^[0-9a-f]{32}$/);
    await done(emulator, 'RenewSession', { sessionUuid: inventory.uuid, duration: 600 });
    const query = JSON.stringify({
      'org.zstack.header.image.APIQueryImageMsg': {
        conditions: [],
        session: { uuid: inventory.uuid },
        extra: JSON.stringify({ session: { uuid: inventory.uuid } }),
      },
    });
    await post(emulator, query);
    // The same as no client writes it, and cut off.
    await post(
      emulator,
      query.replace('"session"', '"sess\\u0069on"').replace('"uuid"', '"uu\\u0069d"'),
    );
    await post(emulator, `{"a":{"session":{"x":{"y":1},"uuid":"${inventory.uuid}`);
    const { text } = await emulator.control('GET', '/journal');
    expect(text).toContain('LogInByAccount');
    expect(text).not.toContain(inventory.uuid);
    expect(text).not.toContain(PASSWORD);
  });
});

describe('the client report', () => {
  test('of a client that did everything right by messages has nothing to say', async () => {
    const emulator = await TestEmulator.start();
    await done(emulator, 'QueryImage', {
      conditions: [],
      limit: 1,
      sortBy: 'name',
      fields: ['uuid'],
    });
    await done(emulator, 'UpdateImage', { uuid: SEED.images.linux, name: 'x', systemTags: [] });
    expect(await report(emulator)).toMatchObject({
      unreadFields: [],
      wrongTypes: [],
      failedJobsNeverPolled: [],
      unknownPaths: [],
      notEmulated: [],
      leftBehind: { resources: [], sessions: 0 },
    });
  });

  test('tells what a message said in vain, what it named that is not there, and what is left of it', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = (await done(emulator, 'CreateZone', { name: 'kept', size: 3 })).inventory;
    const login = { accountName: 'admin', password: PASSWORD };
    await done(emulator, 'LogInByAccount', login, { session: null });
    await done(emulator, 'UpdateImage', { uuid: SEED.images.linux, name: 5 });
    await post(emulator, '{"org.zstack.header.image.APIQueryImagesMsg":{"conditions":[]}}');
    await done(emulator, 'QueryLoadBalancer');
    const { response } = await send(emulator, 'DeleteZone', { uuid: 'no uuid' });
    expect(await report(emulator)).toMatchObject({
      unreadFields: [{ operation: 'CreateZone', field: 'size', count: 1 }],
      wrongTypes: [{ operation: 'UpdateImage', field: 'name', note: 'a number for a String' }],
      failedJobsNeverPolled: [{ operation: 'DeleteZone', jobUuid: response.uuid }],
      unknownPaths: [
        {
          request: 'POST /zstack/api org.zstack.header.image.APIQueryImagesMsg',
          count: 1,
          nearest: 'org.zstack.header.image.APIQueryImageMsg',
        },
      ],
      notEmulated: [{ operation: 'QueryLoadBalancer', count: 1 }],
      leftBehind: { resources: [{ uuid, name: 'kept' }], sessions: 1 },
    });
  });
});

test('metrics count messages by their operation', async () => {
  const emulator = await TestEmulator.start();
  await done(emulator, 'QueryImage', { conditions: [] });
  const { text } = await emulator.control('GET', '/metrics');
  expect(text).toMatch(/operation="QueryImage"[^\n]*status="200"/);
});
