import { ADMIN_ACCOUNT, digest, logIn } from '../../support/accounts';
import { TestEmulator } from '../../support/emulator';

const isValid = async (emulator: TestEmulator, session: string): Promise<boolean> =>
  (await emulator.anonymous.get(`/zstack/v1/accounts/sessions/${session}/valid`)).body.valid;

test('the password of the real system opens a session that can be used', async () => {
  const emulator = await TestEmulator.start();
  const { status, body } = await logIn(emulator);
  expect(status).toBe(200);
  expect(body.inventory).toMatchObject({
    accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
    // Never set, as in the real system.
    userType: null,
    createDate: 'Nov 14, 2017 10:20:57 PM',
    expiredDate: 'Nov 15, 2017 12:20:57 AM',
  });
  const answer = await emulator.get('/zstack/v1/zones', body.inventory.uuid);
  expect(answer.body.inventories).toHaveLength(1);
});

test.each([
  ['password', 'admin', digest('wrong')],
  ['name', 'nobody', digest('password')],
])('a wrong %s is refused without telling which', async (_what, name, password) => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const answer = await logIn(emulator, name, password);
  expect(answer.status).toBe(503);
  expect(answer.body.error).toMatchObject({
    code: 'ID.1000',
    description: 'Unable to authenticate a user',
    details: 'wrong account name or password',
  });
  expect(emulator.world()).toEqual(before);
});

test('a session ends two hours after its last use', async () => {
  const emulator = await TestEmulator.start();
  const session = (await logIn(emulator)).body.inventory.uuid;
  emulator.advance(7_199_000);
  expect((await emulator.get('/zstack/v1/zones', session)).status).toBe(200);
  emulator.advance(7_199_000);
  expect(await isValid(emulator, session)).toBe(true);
  emulator.advance(1_000);
  expect(await isValid(emulator, session)).toBe(false);
  const late = await emulator.get('/zstack/v1/zones', session);
  expect([late.status, late.body.error.details]).toEqual([503, 'Session expired']);
});

test('logging out ends a session; an unknown one is no error', async () => {
  const emulator = await TestEmulator.start();
  const session = (await logIn(emulator)).body.inventory.uuid;
  for (let i = 0; i < 2; i++) {
    const out = await emulator.anonymous.delete(`/zstack/v1/accounts/sessions/${session}`);
    expect([out.status, out.body]).toEqual([200, { success: true, error: null }]);
  }
  expect(await isValid(emulator, session)).toBe(false);
});

test('an account has at most 500 sessions at a time', async () => {
  const emulator = await TestEmulator.start();
  const { sessions } = emulator.environment.world.repositories;
  const taken = sessions.countActive(ADMIN_ACCOUNT, ADMIN_ACCOUNT, 0);
  const template = sessions.find('5e55000000004000800000000000ad01');
  if (!template) throw new Error('the seed has no session');
  for (let i = taken; i < 500; i++) {
    sessions.insert({ ...template, uuid: String(i).padStart(32, '0') });
  }
  const answer = await logIn(emulator);
  expect(answer.body.error).toMatchObject({
    code: 'ID.1006',
    details: 'Login sessions hit limit of max allowed concurrent login sessions',
  });
});
