import { createHash } from 'node:crypto';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';
import { done, post, resultOf, send } from '../support/messages';

const QUERY_IMAGE = 'org.zstack.header.image.APIQueryImageMsg';
const session = { uuid: ADMIN_SESSION };

describe('an image', () => {
  test('is added, made a template of, tagged, exported, deleted, recovered and expunged by messages alone', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const password = createHash('sha512').update('password').digest('hex');
    const login = { accountName: 'admin', password };
    const { inventory } = await done(emulator, 'LogInByAccount', login, { session: null });
    const options = { session: inventory.uuid };
    const call = async (operation: string, fields: object) => {
      const answer = await done(emulator, operation, fields, options);
      if (!answer.success) throw new Error(`${operation}: ${answer.error.details}`);
      expect(emulator.brokenLaws()).toEqual({});
      return answer;
    };
    const backupStorageUuids = [SEED.backupStorages.imageStore];
    const added = await call('AddImage', {
      name: 'by message',
      url: 'http://mirror.example/x.qcow2',
      format: 'qcow2',
      backupStorageUuids,
      systemTags: ['bootMode::UEFI'],
      userTags: ['mine'],
    });
    const { uuid } = added.inventory;
    expect(added.inventory).toMatchObject({ name: 'by message', status: 'Ready' });
    const tags = await call('QueryUserTag', {
      conditions: [{ name: 'resourceUuid', op: '=', value: uuid }],
    });
    expect(tags.inventories).toMatchObject([{ tag: 'mine' }]);
    const template = await call('CreateRootVolumeTemplateFromRootVolume', {
      rootVolumeUuid: SEED.volumes.stoppedWindows,
      name: 'template',
      backupStorageUuids,
    });
    expect(template.inventory).toMatchObject({ mediaType: 'RootVolumeTemplate', status: 'Ready' });
    const pattern = await call('CreateTag', {
      name: 'gold',
      value: 'gold',
      color: '#ffcc00',
      type: 'simple',
    });
    await call('AttachTagToResources', { tagUuid: pattern.inventory.uuid, resourceUuids: [uuid] });
    const renamed = await call('UpdateImage', { uuid, name: 'renamed', description: null });
    expect(renamed.inventory.name).toBe('renamed');
    const { imageUrl } = await call('ExportImageFromBackupStorage', {
      imageUuid: uuid,
      backupStorageUuid: SEED.backupStorages.imageStore,
    });
    expect((await fetch(imageUrl)).status).toBe(200);
    await call('DeleteImage', { uuid, deleteMode: 'Permissive' });
    await call('RecoverImage', { imageUuid: uuid });
    await call('DeleteImage', { uuid });
    await call('ExpungeImage', { imageUuid: uuid });
    const left = await call('QueryImage', { conditions: [{ name: 'uuid', op: '=', value: uuid }] });
    expect(left.inventories).toEqual([]);
    await call('LogOut', { sessionUuid: inventory.uuid });
    const { error } = await done(emulator, 'QueryImage', { conditions: [] }, options);
    expect(error).toMatchObject({ code: 'ID.1001', details: 'Session expired' });
  });

  test('that is refused leaves the world as it was, and says why in the result', async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const { response } = await send(emulator, 'DeleteImage', { uuid: 'no uuid' });
    expect(response).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      state: 'Processing',
      createdDate: 'Nov 14, 2017 10:20:57 PM',
    });
    const result = await resultOf(emulator, response.uuid);
    expect(result.response).toEqual({
      uuid: response.uuid,
      state: 'Done',
      createdDate: 'Nov 14, 2017 10:20:57 PM',
      finishedDate: 'Nov 14, 2017 10:20:57 PM',
      result: expect.any(String),
    });
    expect(result.className).toBe('org.zstack.header.image.APIDeleteImageEvent');
    expect(result.fields).toMatchObject({ success: false, error: { code: 'SYS.1003' } });
    expect(emulator.world()).toEqual(before);
  });

  test('goes on while nobody looks, and is not shown before it is done', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const { response } = await send(emulator, 'CreateRootVolumeTemplateFromRootVolume', {
      rootVolumeUuid: SEED.volumes.stoppedWindows,
      name: 'template',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    });
    const { response: early, fields } = await resultOf(emulator, response.uuid);
    expect([early.state, early.finishedDate, fields]).toEqual(['Processing', undefined, undefined]);
    emulator.advance(3_600_000);
    const late = await resultOf(emulator, response.uuid);
    expect(late.response.state).toBe('Done');
    expect(late.fields.inventory).toMatchObject({ name: 'template', status: 'Ready' });
  });
});

describe('answers', () => {
  test('have the fields of their class, not those that the REST API renames', async () => {
    const emulator = await TestEmulator.start();
    expect(await done(emulator, 'GetBackupStorageTypes')).toEqual({
      success: true,
      backupStorageTypes: expect.arrayContaining(['Ceph']),
    });
    expect(await done(emulator, 'ValidateSession', { sessionUuid: ADMIN_SESSION })).toEqual({
      success: true,
      validSession: true,
    });
    expect(await done(emulator, 'LogOut', { sessionUuid: ALICE_SESSION })).toEqual({
      success: true,
    });
  });

  test('hold no nulls, in whatever form the REST API is', async () => {
    const emulator = await TestEmulator.start({ settings: { wire: 'documented' } });
    const { response } = await send(emulator, 'QueryImage', { conditions: [] });
    expect(JSON.stringify(response)).not.toContain('null');
  });

  test('take numbers as they are written where a text belongs', async () => {
    const emulator = await TestEmulator.start();
    const uuid = SEED.images.linux;
    expect((await done(emulator, 'UpdateImage', { uuid, name: 5 })).inventory.name).toBe('5');
    const byRest = await emulator.make('PUT', `/images/${uuid}/actions`, {
      updateImage: { name: 5 },
    });
    expect(byRest.name).toBe('5');
  });

  test('go to whom the session is: others see what is theirs', async () => {
    const emulator = await TestEmulator.start();
    const query = { conditions: [] };
    const all = await done(emulator, 'QueryImage', query);
    const alices = await done(emulator, 'QueryImage', query, { session: ALICE_SESSION });
    expect(alices.inventories.length).toBeLessThan(all.inventories.length);
    const { error } = await done(emulator, 'AddSftpBackupStorage', {}, { session: ALICE_SESSION });
    expect(error.code).toBe('SYS.1007');
  });

  test.each([
    [null, `session of message[${QUERY_IMAGE}] is null`],
    ['', 'session uuid is null'],
    ['0123456789ab4def8123456789abcdef', 'Session expired'],
  ])('refuse the session %j', async (uuid, details) => {
    const emulator = await TestEmulator.start();
    const { error } = await done(emulator, 'QueryImage', { conditions: [] }, { session: uuid });
    expect(error).toMatchObject({ code: 'ID.1001', details });
  });

  test('need no session where none is asked for', async () => {
    const emulator = await TestEmulator.start({ settings: { auth: 'off' } });
    const found = await done(emulator, 'QueryImage', { conditions: [] }, { session: null });
    expect(found.inventories.length).toBeGreaterThan(0);
  });
});

describe('a body that is no message', () => {
  test.each([
    ['{"org.zstack.Nope":{}}', 200, 'Unable to deserialize class org.zstack.Nope'],
    [
      '{"org.zstack.header.image.ImageVO":{}}',
      200,
      'Unable to deserialize class org.zstack.header.image.ImageVO',
    ],
    [
      '{"org.zstack.other.APIQueryImageMsg":{}}',
      200,
      'Unable to deserialize class org.zstack.other.APIQueryImageMsg',
    ],
    ['{"__proto__":{}}', 200, 'Unable to deserialize class __proto__'],
    ['{"constructor":{}}', 200, 'Unable to deserialize class constructor'],
    ['{', 200, 'MalformedJsonException'],
    ['[]', 200, 'Not a JSON Object: []'],
    ['7', 200, 'Not a JSON Object: 7'],
    ['', 500, 'the body is empty'],
    ['null', 500, 'the body is empty'],
    ['{}', 500, 'names no message'],
    [`{"${QUERY_IMAGE}":null}`, 500, 'is null'],
    [`{"${QUERY_IMAGE}":[]}`, 200, 'Expected BEGIN_OBJECT but was BEGIN_ARRAY'],
    [
      `{"${QUERY_IMAGE}":{"conditions":"x"}}`,
      200,
      'Expected BEGIN_ARRAY but was STRING at line 1 column 16 path $.conditions',
    ],
    [
      `{"${QUERY_IMAGE}":{"conditions":[1]}}`,
      200,
      'Expected BEGIN_OBJECT but was NUMBER at line 1 column 17 path $.conditions[0]',
    ],
    [
      `{"${QUERY_IMAGE}":{"conditions":[{"name":[]}]}}`,
      200,
      'Expected a string but was BEGIN_ARRAY',
    ],
    [`{"${QUERY_IMAGE}":{"conditions":[],"session":"x"}}`, 200, 'path $.session'],
    [`{"${QUERY_IMAGE}":{"conditions":[],"session":{"uuid":{}}}}`, 200, 'path $.session.uuid'],
    [
      '{"org.zstack.header.image.APIDeleteImageMsg":{"uuid":{}}}',
      200,
      'Expected a string but was BEGIN_OBJECT',
    ],
  ])('%s', async (body, status, text) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    const answer = await post(emulator, body);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(text)]);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(emulator.world()).toEqual(before);
  });

  test('is no larger than others may be', async () => {
    const emulator = await TestEmulator.start();
    expect((await post(emulator, ' '.repeat(1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('addresses', () => {
  const query = JSON.stringify({ [QUERY_IMAGE]: { conditions: [], session } });

  test.each([
    ['POST', '/zstack/api', 200],
    ['POST', '/zstack/api/', 200],
    ['POST', '/zstack/api?x=y', 200],
    ['PUT', '/zstack/api', 200],
    ['GET', '/zstack/api', 405],
    ['DELETE', '/zstack/api/', 405],
    ['POST', '/zstack/api/images', 404],
    ['POST', '/zstack/apis', 404],
    ['GET', '/zstack/api/result', 404],
    ['GET', '/zstack/api/result/0123456789ab4def8123456789abcdef', 404],
    ['PUT', '/zstack/api/result/nothing/', 404],
    ['POST', '/zstack/api/result/nothing', 405],
    ['POST', '/environments/none/zstack/api', 404],
  ])('%s %s answers %i', async (method, path, status) => {
    const emulator = await TestEmulator.start();
    const body = method === 'POST' || method === 'PUT' ? { body: query } : {};
    const answer = await fetch(`${emulator.url}${path}`, { method, ...body });
    expect(answer.status).toBe(status);
  });

  test('tell which result is not there', async () => {
    const emulator = await TestEmulator.start();
    const answer = await fetch(`${emulator.url}/zstack/api/result/nothing`);
    expect(await answer.text()).toBe('No api result[uuid:nothing] found');
  });

  test('lead to each environment by its path', async () => {
    const emulator = await TestEmulator.start();
    const made = await fetch(`${emulator.url}/emulator/v1/environments`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'other' }),
    });
    expect(made.status).toBe(200);
    const context = '/environments/other/zstack';
    const uuid = SEED.images.linux;
    const { response } = await send(emulator, 'UpdateImage', { uuid, name: 'there' }, { context });
    expect((await resultOf(emulator, response.uuid, context)).fields.inventory.name).toBe('there');
    const elsewhere = await fetch(`${emulator.url}/zstack/api/result/${response.uuid}`);
    expect(elsewhere.status).toBe(404);
    const here = await done(emulator, 'QueryImage', {
      conditions: [{ name: 'uuid', op: '=', value: uuid }],
    });
    expect(here.inventories[0].name).not.toBe('there');
  });

  test.each([
    [{ Origin: 'http://evil.example' }, 403],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
    [{ 'X-Emulator-Web-Hook': '1' }, 403],
  ])('are guarded as those of the REST API are: %j', async (headers, status) => {
    const emulator = await TestEmulator.start();
    const answer = await fetch(`${emulator.url}/zstack/api`, {
      method: 'POST',
      headers,
      body: query,
    });
    expect(answer.status).toBe(status);
  });

  test('are for clients: they need no token, and pages may use them that the operator allowed', async () => {
    const origin = 'http://page.example';
    const settings = { controlToken: 'a-token-of-the-operator', allowedOrigins: origin };
    const emulator = await TestEmulator.start({ settings });
    const headers = { Origin: origin };
    const answer = await fetch(`${emulator.url}/zstack/api`, {
      method: 'POST',
      headers,
      body: query,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect((await fetch(`${emulator.url}/emulator/v1/clock`)).status).toBe(401);
  });
});

test('a number where a text is meant is the text of it, also in lists and maps', async () => {
  const emulator = await TestEmulator.start();
  const { inventory } = await done(emulator, 'CreateZone', { name: 5, description: 1.5 });
  expect(inventory).toMatchObject({ name: '5', description: '1.5' });
  await done(emulator, 'UpdateZone', { uuid: inventory.uuid, name: 7, userTags: [1] });
  expect(await emulator.find(`/zones/${inventory.uuid}`)).toMatchObject({ name: '7' });
});
