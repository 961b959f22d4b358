import { digest, logIn, makeAccount } from '../../support/accounts';
import { ADMIN_SESSION, ALICE_SESSION, TestEmulator } from '../../support/emulator';

const UNKNOWN = 'ffffffffffff4fff8fffffffffffffff';
const SECOND = 1000;

let emulator: TestEmulator;
let session: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  session = (await logIn(emulator)).body.inventory.uuid;
});

const renew = (uuid: string, params: object = {}, by?: string) =>
  emulator.call('PUT', `/accounts/sessions/${uuid}/renew`, { renewSession: params }, by);
const isValid = async (uuid: string): Promise<boolean> =>
  (await emulator.anonymous.get(`/zstack/v1/accounts/sessions/${uuid}/valid`)).body.valid;

describe('renewing a session', () => {
  test('lets it end the duration from now, to the second', async () => {
    emulator.advance(60 * SECOND);
    const { body } = await renew(session, { duration: 86_400 }, session);
    expect(body.inventory).toMatchObject({
      uuid: session,
      createDate: 'Nov 14, 2017 10:20:57 PM',
      expiredDate: 'Nov 15, 2017 10:21:57 PM',
    });
    emulator.advance(86_399 * SECOND);
    expect(await isValid(session)).toBe(true);
    emulator.advance(SECOND);
    expect(await isValid(session)).toBe(false);
  });

  test('without a duration lets it end after the configured timeout', async () => {
    await emulator.configure('identity/session.timeout', '600');
    const { body } = await renew(session);
    expect(body.inventory.expiredDate).toBe('Nov 14, 2017 10:30:57 PM');
  });

  test('can shorten it; its next use prolongs it again', async () => {
    await renew(session, { duration: 60 });
    emulator.advance(59 * SECOND);
    expect((await emulator.get('/zstack/v1/zones', session)).status).toBe(200);
    emulator.advance(7199 * SECOND);
    expect(await isValid(session)).toBe(true);
    await renew(session, { duration: 60 });
    emulator.advance(60 * SECOND);
    expect(await isValid(session)).toBe(false);
  });

  test('for long is not undone by using it', async () => {
    await renew(session, { duration: 31_536_000 });
    await emulator.get('/zstack/v1/zones', session);
    emulator.advance(31_535_999 * SECOND);
    expect(await isValid(session)).toBe(true);
  });

  test('that never ends changes nothing', async () => {
    const { body } = await renew(ALICE_SESSION, { duration: 60 });
    expect(body.inventory.uuid).toBe(ALICE_SESSION);
    emulator.advance(61 * SECOND);
    expect(await isValid(ALICE_SESSION)).toBe(true);
  });

  test.each([59, 31_536_001, 0, -1])('for %d seconds is refused', async (duration) => {
    const path = `/accounts/sessions/${session}/renew`;
    expect(await emulator.refused('PUT', path, { renewSession: { duration } })).toMatchObject({
      code: 'SYS.1007',
      details: 'field[duration] must be in range of [60, 31536000]',
    });
  });

  test('that is not there, or has ended, is refused', async () => {
    const refusal = (uuid: string) =>
      emulator.refused('PUT', `/accounts/sessions/${uuid}/renew`, { renewSession: {} });
    expect(await refusal(UNKNOWN)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[sessionUuid], resource[uuid:${UNKNOWN}, type:SessionVO] not found`,
    });
    emulator.advance(7200 * SECOND);
    expect(await refusal(session)).toMatchObject({ code: 'ID.1001', details: 'Session expired' });
    expect(await isValid(session)).toBe(false);
  });

  test('needs a session itself', async () => {
    const answer = await renew(session, {}, UNKNOWN);
    expect([answer.status, answer.body.error]).toMatchObject([
      503,
      { code: 'ID.1001', details: 'Session expired' },
    ]);
  });
});

describe('sessions at a time', () => {
  const limit = (most: number) =>
    emulator.configure('identity/session.maxConcurrent', String(most));
  const opens = async (name = 'bob') => {
    const { status, body } = await logIn(emulator, name, digest(name));
    if (status !== 200) {
      expect(body.error).toMatchObject({
        code: 'ID.1006',
        description: 'Max number of active sessions exceeded',
        details: 'Login sessions hit limit of max allowed concurrent login sessions',
      });
    }
    return status === 200 ? (body.inventory.uuid as string) : undefined;
  };

  test('are limited for each account by itself', async () => {
    await makeAccount(emulator, 'bob');
    await makeAccount(emulator, 'carol');
    await limit(2);
    expect(await opens()).toBeDefined();
    expect(await opens()).toBeUndefined();
    expect(await opens('carol')).toBeDefined();
  });

  test('are made free by a logout, by the end of one, and by a higher limit', async () => {
    const bob = await makeAccount(emulator, 'bob');
    await limit(1);
    expect(await opens()).toBeUndefined();
    await emulator.anonymous.delete(`/zstack/v1/accounts/sessions/${bob.session}`);
    expect(await opens()).toBeDefined();
    expect(await opens()).toBeUndefined();
    emulator.advance(7200 * SECOND);
    expect(await opens()).toBeDefined();
    await limit(2);
    expect(await opens()).toBeDefined();
    expect(await opens()).toBeUndefined();
  });
});

test('a new timeout counts from the next login and the next use', async () => {
  await emulator.configure('identity/session.timeout', '60');
  const short = (await logIn(emulator)).body.inventory;
  expect(short.expiredDate).toBe('Nov 14, 2017 10:21:57 PM');
  emulator.advance(59 * SECOND);
  await emulator.get('/zstack/v1/zones', short.uuid);
  emulator.advance(59 * SECOND);
  expect(await isValid(short.uuid)).toBe(true);
  emulator.advance(SECOND);
  expect(await isValid(short.uuid)).toBe(false);
  // The other one was opened when it was still two hours.
  expect(await isValid(session)).toBe(true);
});

test('asking whether a session is valid does not prolong it', async () => {
  emulator.advance(7199 * SECOND);
  expect(await isValid(session)).toBe(true);
  emulator.advance(SECOND);
  expect([await isValid(session), await isValid(UNKNOWN)]).toEqual([false, false]);
});

test('a wrong parameter is told before a wrong session', async () => {
  const wrong = await emulator.call('POST', '/images', { params: {} }, UNKNOWN);
  expect(wrong.body.error.code).toBe('SYS.1007');
  const empty = await emulator.anonymous.get('/zstack/v1/zones').set('Authorization', 'OAuth ');
  expect(empty.body.error).toMatchObject({ code: 'ID.1001', details: 'session uuid is null' });
  expect(await isValid(ADMIN_SESSION)).toBe(true);
});
