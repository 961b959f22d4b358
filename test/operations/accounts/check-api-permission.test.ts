import { digest } from '../../support/accounts';
import { ADMIN_SESSION, ALICE_SESSION, TestEmulator } from '../../support/emulator';

const ADD_IMAGE = 'org.zstack.header.image.APIAddImageMsg';
const QUERY_IMAGE = 'org.zstack.header.image.APIQueryImageMsg';
const CREATE_ZONE = 'org.zstack.header.zone.APICreateZoneMsg';
const PATH = '/accounts/permissions/actions';
const ALL = [ADD_IMAGE, QUERY_IMAGE, CREATE_ZONE];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const body = (apiNames: readonly string[], userUuid?: string) => ({
  checkApiPermission: { apiNames, ...(userUuid && { userUuid }) },
});
const permissions = async (session: string, userUuid?: string): Promise<string[]> => {
  const { body: answer } = await emulator.call('PUT', PATH, body(ALL, userUuid), session);
  return ALL.map((name) => answer.inventory[name]);
};
const newUser = async (session: string, name: string): Promise<string> => {
  const params = { name, password: digest(name) };
  const answer = await emulator.call('POST', '/accounts/users', { params }, session);
  return answer.body.inventory.uuid;
};
const sessionOf = async (accountName: string, userName: string): Promise<string> => {
  const logInByUser = { accountName, userName, password: digest(userName) };
  const answer = await emulator.call('PUT', '/accounts/users/login', { logInByUser });
  return answer.body.inventory.uuid;
};

test('an account is told what it may call', async () => {
  expect(await permissions(ADMIN_SESSION)).toEqual(['Allow', 'Allow', 'Allow']);
  expect(await permissions(ALICE_SESSION)).toEqual(['Allow', 'Allow', 'Deny']);
});

test('a user is told what its policies let it call, and its account is, too', async () => {
  const uuid = await newUser(ALICE_SESSION, 'bob');
  const bob = await sessionOf('alice', 'bob');
  for (const answer of [await permissions(bob), await permissions(ALICE_SESSION, uuid)]) {
    expect(answer).toEqual(['Deny', 'Allow', 'Deny']);
  }
  const statements = [{ name: 's', effect: 'Allow', actions: [ADD_IMAGE] }];
  const policy = await emulator.call(
    'POST',
    '/accounts/policies',
    { params: { name: 'images', statements } },
    ALICE_SESSION,
  );
  const attach = `/accounts/users/${uuid}/policies`;
  const params = { policyUuid: policy.body.inventory.uuid };
  await emulator.call('POST', attach, { params }, ALICE_SESSION);
  expect(await permissions(ADMIN_SESSION, uuid)).toEqual(['Allow', 'Allow', 'Deny']);
  // What is told is what comes of it.
  const zone = { params: { name: 'z' } };
  expect((await emulator.refused('POST', '/zones', zone, bob)).code).toBe('ID.1002');
});

test('a user of the first admin may call all', async () => {
  const uuid = await newUser(ADMIN_SESSION, 'operator');
  expect(await permissions(ADMIN_SESSION, uuid)).toEqual(['Allow', 'Allow', 'Allow']);
});

test('an account is told nothing of the users of another one', async () => {
  const uuid = await newUser(ADMIN_SESSION, 'operator');
  const error = await emulator.refused('PUT', PATH, body([ADD_IMAGE], uuid), ALICE_SESSION);
  expect(error).toMatchObject({
    code: 'SYS.1006',
    details: `the user specified by the userUuid[${uuid}] does not belong to the current account, and the current account is not an admin account, so it has no permission to check the user'spermissions`,
  });
});

test.each(['APIAddImageMsg', 'org.zstack.header.image.APIPaintImageMsg', ''])(
  '%p is no call',
  async (name) => {
    expect(await emulator.refused('PUT', PATH, body([ADD_IMAGE, name]))).toMatchObject({
      code: 'SYS.1007',
      details: `${name} is not an API`,
    });
  },
);

test('names must be given', async () => {
  expect((await emulator.refused('PUT', PATH, body([]))).code).toBe('SYS.1007');
});
