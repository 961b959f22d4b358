import { digest, ADMIN_ACCOUNT } from '../../support/accounts';
import { TestEmulator } from '../../support/emulator';
import { like } from '../../support/like';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const PASSWORD = digest('password');
const logIn = (params: object) =>
  emulator.anonymous.put('/zstack/v1/login').send({ logIn: params });

test('an account logs in', async () => {
  const { status, body } = await logIn({
    username: 'admin',
    password: PASSWORD,
    loginType: 'account',
    properties: { accountType: 'account' },
  });
  expect([status, body.inventory]).toMatchObject([
    200,
    { accountUuid: ADMIN_ACCOUNT, userUuid: ADMIN_ACCOUNT },
  ]);
  const images = await emulator.get('/zstack/v1/images', body.inventory.uuid);
  expect(images.status).toBe(200);
});

test.each([
  [
    { username: 'admin', password: 'x', loginType: 'account' },
    'ID.1000',
    'wrong account name or password',
  ],
  [
    { username: 'nobody', password: PASSWORD, loginType: 'account' },
    'ID.1000',
    'wrong account name or password',
  ],
  [
    {
      username: 'admin',
      password: PASSWORD,
      loginType: 'account',
      properties: { accountType: 'ldap' },
    },
    'ID.1000',
    'wrong account name or password',
  ],
  [
    { username: 'admin', password: PASSWORD, loginType: 'ldap' },
    'SYS.1006',
    'unsupported login type ldap',
  ],
  [{ username: 'admin', password: PASSWORD }, 'SYS.1007', /^field\[loginType\] of message/],
])('%j is refused', async (params, code, details) => {
  const before = emulator.environment.database.prepare('select * from sessions').all();
  const { status, body } = await logIn(params);
  expect([status, body.error.code]).toEqual([503, code]);
  expect(body.error.details).toEqual(like(details));
  expect(emulator.environment.database.prepare('select * from sessions').all()).toEqual(before);
});

test('the accountType of LogInByAccount counts, too', async () => {
  const { status, body } = await emulator.anonymous.put('/zstack/v1/accounts/login').send({
    logInByAccount: { accountName: 'admin', password: PASSWORD, accountType: 'iam2' },
  });
  expect([status, body.error.code]).toEqual([503, 'ID.1000']);
});

test('nothing is asked for beside a password', async () => {
  const ask = (loginType: string) =>
    emulator.anonymous.get(`/zstack/v1/login/procedures?username=admin&loginType=${loginType}`);
  expect((await ask('account')).body.procedures).toEqual([]);
  expect((await ask('ldap')).body.error).toMatchObject({
    code: 'SYS.1006',
    details: 'unsupported login type ldap',
  });
});

test('what the cloud was set up with is told without a session', async () => {
  const { status, body } = await emulator.anonymous.get('/zstack/v1/identity-models');
  expect([status, body.configs]).toEqual([200, ['IAM', 'IAM2']]);
});
