import { ADMIN_ACCOUNT, ALICE, digest, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const VALIDATOR = 'org.zstack.header.message.ApiMessageParamValidator';
const NOBODY = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = async (params: object, session = ALICE_SESSION) => {
  const answer = await emulator.call('POST', '/accounts/users', { params }, session);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventory;
};
const bob = () => create({ name: 'bob', password: digest('bob') });
const logIn = (params: object) =>
  emulator.anonymous.put('/zstack/v1/accounts/users/login').send({ logInByUser: params });
const sessionOf = async (accountName: string, userName: string, password = userName) => {
  const { body } = await logIn({ accountName, userName, password: digest(password) });
  return String(body.inventory.uuid);
};
const update = (change: object, session: string) =>
  emulator.call('PUT', '/accounts/users/actions', { updateUser: change }, session);
const refusedUpdate = (change: object, session: string) =>
  emulator.refused('PUT', '/accounts/users/actions', { updateUser: change }, session);

describe('a new user', () => {
  test('belongs to the account that made it, may look, and is shown without its password', async () => {
    const made = await create({ name: 'bob', password: digest('bob'), description: 'reads' });
    expect(made).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      accountUuid: ALICE,
      name: 'bob',
      description: 'reads',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    });
    expect(await emulator.find(`/accounts/users/${made.uuid}`)).toEqual(made);
    const policies = await emulator.call('GET', `/accounts/policies?q=user.uuid=${made.uuid}`);
    expect(policies.body.inventories).toMatchObject([{ name: 'DEFAULT-READ', accountUuid: ALICE }]);
  });

  test('of the first admin has no policy, and needs none', async () => {
    await emulator.make('POST', '/accounts/users', {
      params: { name: 'operator', password: digest('operator') },
    });
    const session = await sessionOf('admin', 'operator');
    const zone = await emulator.call('POST', '/zones', { params: { name: 'zone-2' } }, session);
    expect([zone.status, zone.text]).toEqual([200, expect.anything()]);
    expect((await emulator.call('GET', '/images', undefined, session)).status).toBe(200);
  });

  test('takes the uuid and the tags that it is given', async () => {
    const { uuid } = await create({
      name: 'bob',
      password: 'x',
      resourceUuid: NOBODY,
      userTags: ['team-a'],
    });
    expect(uuid).toBe(NOBODY);
    const { body } = await emulator.call('GET', `/user-tags?q=resourceUuid=${NOBODY}`);
    expect(body.inventories).toMatchObject([{ tag: 'team-a', resourceType: 'UserVO' }]);
  });

  test('may have the name of a user of another account', async () => {
    await bob();
    await emulator.make('POST', '/accounts/users', { params: { name: 'bob', password: 'x' } });
    expect((await emulator.call('GET', '/accounts/users?count=true&q=name=bob')).body.total).toBe(
      2,
    );
  });

  test.each([
    [{ password: 'x' }, `field[name] of message[${VALIDATOR}] is mandatory, can not be null`],
    [{ name: 'x' }, `field[password] of message[${VALIDATOR}] is mandatory, can not be null`],
    [
      { name: 'BOB', password: 'x' },
      `unable to create a user. A user called BOB is already under the account[uuid:${ALICE}]`,
    ],
  ])('%j is refused', async (params, details) => {
    await bob();
    expect(
      await emulator.refused('POST', '/accounts/users', { params }, ALICE_SESSION),
    ).toMatchObject({ code: 'SYS.1007', details });
  });
});

describe('a log-in as a user', () => {
  test('opens a session of the user, with the account by name or by uuid', async () => {
    const { uuid } = await bob();
    for (const account of [{ accountName: 'alice' }, { accountUuid: ALICE }]) {
      const { body } = await logIn({ ...account, userName: 'bob', password: digest('bob') });
      expect(body.inventory).toMatchObject({ accountUuid: ALICE, userUuid: uuid, userType: null });
    }
  });

  test.each([
    [
      { accountName: 'alice', userName: 'bob', password: digest('x') },
      'ID.1000',
      'wrong account or username or password',
    ],
    [
      { accountName: 'alice', userName: 'eve', password: digest('bob') },
      'ID.1000',
      'wrong account or username or password',
    ],
    [
      { accountName: 'nobody', userName: 'bob', password: digest('bob') },
      'ID.1000',
      'wrong account or username or password',
    ],
    [
      { accountUuid: ADMIN_ACCOUNT, userName: 'bob', password: digest('bob') },
      'ID.1000',
      'wrong account or username or password',
    ],
    [
      { userName: 'bob', password: digest('bob') },
      'SYS.1007',
      'accountName and accountUuid cannot both be null, you must specify at least one',
    ],
  ])('%j is refused', async (params, code, details) => {
    await bob();
    const { status, body } = await logIn(params);
    expect([status, body.error]).toMatchObject([503, { code, details }]);
  });

  test('counts the sessions of the user alone', async () => {
    await bob();
    await emulator.configure('identity/session.maxConcurrent', '1');
    expect(await sessionOf('alice', 'bob')).toMatch(/^[0-9a-f]{32}$/);
    const { body } = await logIn({
      accountName: 'alice',
      userName: 'bob',
      password: digest('bob'),
    });
    expect(body.error.code).toBe('ID.1006');
  });
});

describe('a change', () => {
  test('by the account sets name, description and password', async () => {
    const { uuid } = await bob();
    const changed = await update(
      {
        uuid,
        name: 'rob',
        description: 'new',
        password: digest('rob'),
        oldPassword: digest('bob'),
      },
      ALICE_SESSION,
    );
    expect(changed.body.inventory).toMatchObject({ uuid, name: 'rob', description: 'new' });
    expect(await sessionOf('alice', 'rob')).toBeDefined();
  });

  test('by the user itself needs no uuid', async () => {
    const { uuid } = await bob();
    const session = await sessionOf('alice', 'bob');
    const changed = await update({ password: digest('new') }, session);
    expect(changed.body.inventory).toMatchObject({ uuid, name: 'bob' });
    expect(await sessionOf('alice', 'bob', 'new')).toBeDefined();
  });

  test('of another account’s user is admin’s alone', async () => {
    const { uuid } = await bob();
    const other = await makeAccount(emulator, 'other');
    expect(await refusedUpdate({ uuid, name: 'x' }, other.session)).toMatchObject({
      code: 'SYS.1006',
      details: `the account[uuid:${other.uuid}] has no access to the resources[uuid:[${uuid}], type:UserVO]`,
    });
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [uuid], accountUuids: [other.uuid] },
    });
    expect(await refusedUpdate({ uuid, name: 'x' }, other.session)).toMatchObject({
      code: 'SYS.1007',
      details: `the user[uuid:${uuid}] does not belong to the account[uuid:${other.uuid}]`,
    });
    const byAdmin = await emulator.call('PUT', '/accounts/users/actions', {
      updateUser: { uuid, name: 'rob' },
    });
    expect(byAdmin.body.inventory.name).toBe('rob');
  });

  test('that cannot be is refused', async () => {
    const { uuid } = await bob();
    const eve = await create({ name: 'eve', password: digest('eve') });
    expect(await refusedUpdate({ name: 'x' }, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1007',
      details:
        "the current session is an account session. You need to specify the field 'uuid' of the user you want to update",
    });
    expect(await refusedUpdate({ uuid, oldPassword: digest('x') }, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1007',
      details: `old password is not equal to the original password, cannot update the password of user[uuid:${uuid}]`,
    });
    expect(await refusedUpdate({ uuid, name: 'EVE' }, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1000',
      details: `Duplicate entry '${ALICE}-EVE' for key 'uqUserVO'`,
    });
    expect(
      await refusedUpdate({ uuid: eve.uuid, name: 'x' }, await sessionOf('alice', 'bob')),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `your are login as a user, you cannot another user[uuid:${eve.uuid}]`,
    });
    expect(await refusedUpdate({ uuid: NOBODY }, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${NOBODY}, type:UserVO] not found`,
    });
  });
});

describe('a user that goes', () => {
  test('takes its sessions along', async () => {
    const { uuid } = await bob();
    const session = await sessionOf('alice', 'bob');
    await emulator.call('DELETE', `/accounts/users/${uuid}`, undefined, ALICE_SESSION);
    expect(await emulator.find(`/accounts/users/${uuid}`)).toBeUndefined();
    const { body } = await emulator.call('GET', '/images', undefined, session);
    expect(body.error.code).toBe('ID.1001');
    // The account's own are as good as before.
    expect((await emulator.call('GET', '/images', undefined, ALICE_SESSION)).status).toBe(200);
  });

  test('goes with its account, as its groups and policies do; what else it owned is the admin’s', async () => {
    const { uuid, session } = await makeAccount(emulator, 'leaving');
    const user = await create({ name: 'u', password: 'x' }, session);
    await emulator.call('POST', '/accounts/groups', { params: { name: 'g' } }, session);
    await emulator.call('DELETE', `/accounts/${uuid}`);
    for (const kind of ['users', 'groups', 'policies']) {
      const { body } = await emulator.call('GET', `/accounts/${kind}?q=accountUuid=${uuid}`);
      expect([kind, body.inventories]).toEqual([kind, []]);
    }
    expect(await emulator.find(`/accounts/users/${user.uuid}`)).toBeUndefined();
  });

  test('that is not there, or another’s, changes nothing', async () => {
    const { uuid } = await bob();
    const gone = await emulator.call(
      'DELETE',
      `/accounts/users/${NOBODY}`,
      undefined,
      ALICE_SESSION,
    );
    expect(gone.status).toBe(200);
    const other = await makeAccount(emulator, 'other');
    expect(
      await emulator.refused('DELETE', `/accounts/users/${uuid}`, undefined, other.session),
    ).toMatchObject({
      code: 'SYS.1006',
      details: `the account[uuid:${other.uuid}] has no access to the resources[uuid:[${uuid}], type:UserVO]`,
    });
  });
});

test('queries follow users to accounts, groups and policies, and show each account its own', async () => {
  const { uuid } = await bob();
  const group = await emulator.call(
    'POST',
    '/accounts/groups',
    { params: { name: 'readers' } },
    ALICE_SESSION,
  );
  await emulator.call(
    'POST',
    `/accounts/groups/${group.body.inventory.uuid}/users`,
    { params: { userUuid: uuid } },
    ALICE_SESSION,
  );
  const found = async (path: string, session?: string) =>
    (await emulator.call('GET', path, undefined, session)).body.inventories.map(
      ({ name }: { name: string }) => name,
    );
  expect(await found('/accounts/users?q=account.name=alice')).toEqual(['bob']);
  expect(await found('/accounts/users?q=group.name=readers')).toEqual(['bob']);
  expect(await found('/accounts/users?q=policy.name=DEFAULT-READ')).toEqual(['bob']);
  expect(await found('/accounts/groups?q=user.name=bob')).toEqual(['readers']);
  const other = await makeAccount(emulator, 'other');
  expect(await found('/accounts/users', other.session)).toEqual([]);
  expect(await found('/accounts/users', ALICE_SESSION)).toEqual(['bob']);
  const zql = encodeURIComponent("query user.name where account.name = 'alice'");
  const { body } = await emulator.call('GET', `/zql?zql=${zql}`);
  expect(body.results[0].inventories).toEqual([{ name: 'bob' }]);
});

test('a user sees what its account sees', async () => {
  await bob();
  const session = await sessionOf('alice', 'bob');
  const ofUser = await emulator.call('GET', '/volumes', undefined, session);
  const ofAccount = await emulator.call('GET', '/volumes', undefined, ALICE_SESSION);
  expect(ofUser.body.inventories).toEqual(ofAccount.body.inventories);
  expect(ofUser.body.inventories).not.toEqual([]);
  expect(
    await emulator.refused('DELETE', `/volumes/${SEED.volumes.alice}`, undefined, session),
  ).toMatchObject({
    code: 'SYS.1006',
    details:
      'operation[API:org.zstack.header.volume.APIDeleteDataVolumeMsg] is denied by default, please contact admin to correct it',
  });
});
