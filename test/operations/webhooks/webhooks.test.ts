import { ALICE_SESSION, TestEmulator } from '../../support/emulator';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const HOOK = { name: 'hook', url: 'http://127.0.0.1:8080/webhook', type: 'CanonicalEvent' };

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

test('is made, found, changed and removed', async () => {
  const made = await emulator.make('POST', '/web-hooks', {
    params: { ...HOOK, description: 'd', opaque: 'data' },
  });
  expect(made).toEqual({
    ...HOOK,
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    description: 'd',
    opaque: 'data',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  const found = await emulator.call('GET', '/web-hooks?q=name=hook');
  expect(found.body.inventories).toEqual([made]);
  emulator.advance(1000);
  const changed = await emulator.make('PUT', `/web-hooks/${made.uuid}`, {
    updateWebhook: { url: 'https://example.com/x', name: 'other' },
  });
  expect(changed).toEqual({
    ...made,
    url: 'https://example.com/x',
    name: 'other',
    lastOpDate: 'Nov 14, 2017 10:20:58 PM',
  });
  await emulator.make('DELETE', `/web-hooks/${made.uuid}`);
  expect(await emulator.find(`/web-hooks/${made.uuid}`)).toBeUndefined();
  expect((await emulator.call('DELETE', `/web-hooks/${made.uuid}`)).status).toBe(200);
});

test('a change of nothing changes nothing', async () => {
  const made = await emulator.make('POST', '/web-hooks', { params: HOOK });
  emulator.advance(1000);
  expect(await emulator.make('PUT', `/web-hooks/${made.uuid}`, { updateWebhook: {} })).toEqual(
    made,
  );
});

test.each([
  'this is not a url',
  'http://localhost/x',
  'mailto:a@example.com',
  'http://example.unknown-domain/',
  'http://10.0.0.1:99999/',
  'http://10.0.0.1//x',
  'http://10.0.0.1/../x',
  'http://10.0.0.1/a?b c',
  '/x',
])('the address %s is refused', async (url) => {
  const refusal = { code: 'SYS.1007', details: `Invalid url[${url}]` };
  expect(await emulator.refused('POST', '/web-hooks', { params: { ...HOOK, url } })).toMatchObject(
    refusal,
  );
  const { uuid } = await emulator.make('POST', '/web-hooks', { params: HOOK });
  expect(
    await emulator.refused('PUT', `/web-hooks/${uuid}`, { updateWebhook: { url } }),
  ).toMatchObject(refusal);
});

test.each([
  'http://example.com',
  'HTTPS://user:word@example.com:8443/a/b?c=d#e',
  'ftp://10.0.0.1/',
  'http://[::1]:80/x',
])('the address %s is taken', async (url) => {
  expect(await emulator.make('POST', '/web-hooks', { params: { ...HOOK, url } })).toMatchObject({
    url,
  });
});

test('one that is not there cannot be changed', async () => {
  expect(
    await emulator.refused('PUT', `/web-hooks/${NOBODY}`, { updateWebhook: { name: 'x' } }),
  ).toMatchObject({
    code: 'SYS.1003',
    details: `invalid field[uuid], resource[uuid:${NOBODY}, type:WebhookVO] not found`,
  });
});

test('the uuid of another one is refused', async () => {
  const { uuid } = await emulator.make('POST', '/web-hooks', { params: HOOK });
  expect(
    await emulator.refused('POST', '/web-hooks', { params: { ...HOOK, resourceUuid: uuid } }),
  ).toMatchObject({ code: 'SYS.1000', details: `Duplicate entry '${uuid}' for key 'PRIMARY'` });
});

test('are for admins only', async () => {
  const { uuid } = await emulator.make('POST', '/web-hooks', { params: HOOK });
  for (const [method, path, body] of [
    ['POST', '/web-hooks', { params: HOOK }],
    ['GET', '/web-hooks', undefined],
    ['PUT', `/web-hooks/${uuid}`, { updateWebhook: {} }],
    ['DELETE', `/web-hooks/${uuid}`, undefined],
  ] as const) {
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'ID.1002',
    });
  }
});
