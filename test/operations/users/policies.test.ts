import { ADMIN_ACCOUNT, ALICE, digest, makeAccount } from '../../support/accounts';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const UPDATE = 'org.zstack.header.volume.APIUpdateVolumeMsg';
const DELETE = 'org.zstack.header.volume.APIDeleteDataVolumeMsg';
const ZONE = 'org.zstack.header.zone.APICreateZoneMsg';

let emulator: TestEmulator;
let session: string;
let user: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  user = (await alice('POST', '/accounts/users', { name: 'bob', password: digest('bob') })).uuid;
  const { body } = await emulator.anonymous.put('/zstack/v1/accounts/users/login').send({
    logInByUser: { accountName: 'alice', userName: 'bob', password: digest('bob') },
  });
  session = body.inventory.uuid;
});

/** A call of alice that must succeed. */
async function alice(method: 'POST' | 'DELETE', path: string, params?: object) {
  const { status, body, text } = await emulator.call(
    method,
    path,
    params && { params },
    ALICE_SESSION,
  );
  if (status !== 200) throw new Error(`${method} ${path}: ${text}`);
  return body.inventory;
}

const statement = (effect: string, ...actions: string[]) => ({ effect, actions });
const policy = (name: string, ...statements: object[]) =>
  alice('POST', '/accounts/policies', { name, statements });
const give = ({ uuid }: { uuid: string }) =>
  alice('POST', `/accounts/users/${user}/policies`, { policyUuid: uuid });
const change = (params: object = { description: 'x' }) =>
  ['PUT' as const, `/volumes/${SEED.volumes.alice}/actions`, { updateVolume: params }] as const;
const denied = 'is denied by default, please contact admin to correct it';
const mayChange = async (params?: object) => {
  const [method, path, body] = change(params);
  return (await emulator.call(method, path, body, session)).status === 200;
};

describe('a policy', () => {
  test('has statements as they were given', async () => {
    const made = await policy(
      'volumes',
      { ...statement('Allow', UPDATE), name: 'change', resources: ['*'] },
      { ...statement('Deny', DELETE), principals: [`user:${user}`] },
    );
    expect(made).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'volumes',
      accountUuid: ALICE,
      statements: [
        { name: 'change', effect: 'Allow', principals: null, actions: [UPDATE], resources: ['*'] },
        {
          name: null,
          effect: 'Deny',
          principals: [`user:${user}`],
          actions: [DELETE],
          resources: null,
        },
      ],
    });
    expect(await emulator.find(`/accounts/policies/${made.uuid}`)).toEqual(made);
  });

  test('DEFAULT-READ allows what looks, and changing oneself', async () => {
    const { body } = await emulator.call('GET', '/accounts/policies?q=name=DEFAULT-READ');
    const own = body.inventories.find(
      ({ accountUuid }: { accountUuid: string }) => accountUuid === ALICE,
    );
    const [{ effect, actions }] = own.statements;
    expect(effect).toBe('Allow');
    expect(actions).toEqual(
      expect.arrayContaining([
        'org.zstack.header.image.APIQueryImageMsg',
        'org.zstack.header.identity.APIUpdateUserMsg',
      ]),
    );
    expect(actions).not.toContain('org.zstack.core.gc.APIQueryGCJobMsg');
    expect(actions).not.toContain('org.zstack.header.image.APIAddImageMsg');
    expect(
      body.inventories.map(({ accountUuid }: { accountUuid: string }) => accountUuid),
    ).not.toContain(ADMIN_ACCOUNT);
  });

  test.each([
    [
      [{ actions: [UPDATE] }],
      'SYS.1007',
      `a statement must have effect field. Invalid statement[{"actions":["${UPDATE}"]}]`,
    ],
    [
      [{ effect: 'Perhaps', actions: [UPDATE] }],
      'SYS.1007',
      `a statement must have effect field. Invalid statement[{"actions":["${UPDATE}"]}]`,
    ],
    [
      [{ effect: 'Allow' }],
      'SYS.1007',
      'a statement must have action field. Invalid statement[{"effect":"Allow"}]',
    ],
    [
      [{ effect: 'Allow', actions: [] }],
      'SYS.1007',
      'a statement must have a non-empty action field. Invalid statement[{"effect":"Allow","actions":[]}]',
    ],
    [
      [{ effect: 'Allow', actions: [ZONE] }],
      'ID.1002',
      `normal accounts can't create admin-only action polices[${ZONE}]`,
    ],
    [[], 'SYS.1007', 'field[statements] must be a nonempty list'],
  ])('with the statements %j is refused', async (statements, code, details) => {
    const params = { name: 'x', statements };
    expect(
      await emulator.refused('POST', '/accounts/policies', { params }, ALICE_SESSION),
    ).toMatchObject({ code, details });
  });

  test('of admin may say what only admins may do', async () => {
    const made = await emulator.make('POST', '/accounts/policies', {
      params: { name: 'x', statements: [statement('Allow', ZONE)] },
    });
    expect(made.accountUuid).toBe(ADMIN_ACCOUNT);
  });

  test('that goes is nobody’s any more', async () => {
    const made = await policy('volumes', statement('Allow', UPDATE));
    await give(made);
    expect(await mayChange()).toBe(true);
    const other = await makeAccount(emulator, 'other');
    expect(
      await emulator.refused('DELETE', `/accounts/policies/${made.uuid}`, undefined, other.session),
    ).toMatchObject({
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${other.uuid}] is not the owner of the resource[uuid:${made.uuid}, type:PolicyVO]`,
    });
    await alice('DELETE', `/accounts/policies/${made.uuid}`);
    expect(await mayChange()).toBe(false);
    await alice('DELETE', `/accounts/policies/${NOBODY}`);
  });
});

describe('what a user may do', () => {
  test('is what a policy allows, by the class of the message or a pattern', async () => {
    const [method, path, body] = change();
    expect(await emulator.refused(method, path, body, session)).toMatchObject({
      code: 'SYS.1006',
      details: `operation[API:${UPDATE}] ${denied}`,
    });
    await give(await policy('volumes', statement('Allow', 'org.zstack.header.volume.**')));
    expect(await mayChange()).toBe(true);
  });

  test('is not what a policy denies, whatever others allow', async () => {
    await give(await policy('all', statement('Allow', '**')));
    expect(await mayChange()).toBe(true);
    const no = await policy('no', statement('Deny', UPDATE));
    await give(no);
    const [method, path, body] = change();
    expect(await emulator.refused(method, path, body, session)).toMatchObject({
      code: 'SYS.1006',
      details: `the operation is denied by the policy[name:no uuid:${no.uuid}]`,
    });
  });

  test('may be denied for some fields alone', async () => {
    await give(await policy('all', statement('Allow', '**')));
    const no = await policy('no-names', statement('Deny', `${UPDATE}:name,size`));
    await give(no);
    expect(await mayChange({ description: 'y' })).toBe(true);
    const [method, path, body] = change({ name: 'y' });
    expect(await emulator.refused(method, path, body, session)).toMatchObject({
      code: 'SYS.1006',
      details: `the operation is denied by the policy[name:no-names, uuid:${no.uuid}], field[name] is not permitted to set`,
    });
  });

  test('may be said of some users by their uuids', async () => {
    await give(
      await policy('others', { ...statement('Allow', '**'), principals: [`user:${NOBODY}`] }),
    );
    expect(await mayChange()).toBe(false);
    await give(
      await policy('this', {
        ...statement('Allow', '**'),
        principals: [`user:${user.slice(0, 8)}*`],
      }),
    );
    expect(await mayChange()).toBe(true);
    await give(await policy('odd', { ...statement('Allow', '**'), principals: ['role:x'] }));
    const [method, path, body] = change();
    expect(await emulator.refused(method, path, body, session)).toMatchObject({
      code: 'SYS.1000',
      details: 'unknown principal[role]',
    });
  });

  test('never is what only admins may', async () => {
    await give(await policy('all', statement('Allow', '**')));
    expect(
      await emulator.refused('POST', '/zones', { params: { name: 'x' } }, session),
    ).toMatchObject({ code: 'ID.1002' });
  });

  test('goes for statements of ZQL, too', async () => {
    const ask = (zql: string) =>
      emulator.call('GET', `/zql?zql=${encodeURIComponent(zql)}`, undefined, session);
    expect((await ask('query volume')).status).toBe(200);
    await give(await policy('no', statement('Deny', 'org.zstack.header.volume.APIQueryVolumeMsg')));
    expect((await ask('query volume')).body.error).toMatchObject({
      code: 'SYS.1006',
      details: 'the operations[[org.zstack.header.volume.APIQueryVolumeMsg]] is denied',
    });
    expect((await ask('query image')).status).toBe(200);
  });
});

describe('attaching', () => {
  test('to a group gives it to all in it; once is enough, and what is not there is no error', async () => {
    const group = await alice('POST', '/accounts/groups', { name: 'g' });
    const made = await policy('volumes', statement('Allow', UPDATE));
    const ofGroup = `/accounts/groups/${group.uuid}`;
    for (let i = 0; i < 2; i++) {
      await alice('POST', `${ofGroup}/policies`, { policyUuid: made.uuid });
      await alice('POST', `${ofGroup}/users`, { userUuid: user });
    }
    expect(await mayChange()).toBe(true);
    // As in the real system a user is in a group as often as it was put there.
    await alice('DELETE', `${ofGroup}/users/${user}`);
    expect(await mayChange()).toBe(true);
    await alice('DELETE', `${ofGroup}/users/${user}`);
    expect(await mayChange()).toBe(false);
    await alice('DELETE', `${ofGroup}/users/${user}`);
    await alice('DELETE', `${ofGroup}/policies/${made.uuid}`);
    await alice('DELETE', `${ofGroup}/policies/${made.uuid}`);
    const left = await emulator.call('GET', `/accounts/policies?q=group.uuid=${group.uuid}`);
    expect(left.body.inventories).toEqual([]);
  });

  test('of several policies at once', async () => {
    const uuids = [];
    for (const name of ['a', 'b'])
      uuids.push((await policy(name, statement('Allow', UPDATE))).uuid);
    await alice('POST', `/accounts/users/${user}/policy-collection`, { policyUuids: uuids });
    expect(await mayChange()).toBe(true);
    const search = uuids.map((uuid) => `policyUuids=${uuid}`).join('&');
    await alice('DELETE', `/accounts/users/${user}/policies?${search}`);
    expect(await mayChange()).toBe(false);
  });

  test('and detaching of one', async () => {
    const made = await policy('volumes', statement('Allow', UPDATE));
    await give(made);
    await give(made);
    expect(await mayChange()).toBe(true);
    await alice('DELETE', `/accounts/users/${user}/policies/${made.uuid}`);
    await alice('DELETE', `/accounts/users/${user}/policies/${made.uuid}`);
    expect(await mayChange()).toBe(false);
  });

  test('what is another account’s is refused, to admin too', async () => {
    const made = await policy('volumes', statement('Allow', UPDATE));
    const ours = await emulator.make('POST', '/accounts/policies', {
      params: { name: 'p', statements: [statement('Allow', UPDATE)] },
    });
    const group = await emulator.make('POST', '/accounts/groups', { params: { name: 'g' } });
    const refused = (path: string, params: object) =>
      emulator.refused('POST', path, { params }, ADMIN_SESSION);
    expect(
      await refused(`/accounts/users/${user}/policies`, { policyUuid: made.uuid }),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `policy[name: volumes, uuid: ${made.uuid}] doesn't belong to the account[uuid: ${ADMIN_ACCOUNT}]`,
    });
    expect(
      await refused(`/accounts/users/${user}/policies`, { policyUuid: ours.uuid }),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `user[name: bob, uuid: ${user}] doesn't belong to the account[uuid: ${ADMIN_ACCOUNT}]`,
    });
    expect(
      await refused(`/accounts/groups/${group.uuid}/policies`, { policyUuid: made.uuid }),
    ).toMatchObject({ code: 'SYS.1007', details: expect.stringMatching(/^policy\[name: volumes/) });
    expect(await refused(`/accounts/groups/${group.uuid}/users`, { userUuid: user })).toMatchObject(
      {
        code: 'SYS.1007',
        details: expect.stringMatching(/^user\[name: bob/),
      },
    );
    for (const path of [
      `/accounts/users/${user}/policies/${made.uuid}`,
      `/accounts/groups/${group.uuid}/policies/${made.uuid}`,
    ]) {
      expect(await emulator.refused('DELETE', path)).toMatchObject({
        code: 'SYS.1007',
        details: expect.stringMatching(/^policy\[name: volumes/),
      });
    }
  });
});

describe('groups', () => {
  test('are made, changed and removed; their users stay', async () => {
    const group = await alice('POST', '/accounts/groups', { name: 'readers', description: 'd' });
    expect(group).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      accountUuid: ALICE,
      name: 'readers',
      description: 'd',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: null,
    });
    await alice('POST', `/accounts/groups/${group.uuid}/users`, { userUuid: user });
    const changed = await emulator.call(
      'PUT',
      '/accounts/groups/actions',
      { updateUserGroup: { uuid: group.uuid, name: 'writers' } },
      ALICE_SESSION,
    );
    expect(changed.body.inventory).toMatchObject({ name: 'writers', description: 'd' });
    await alice('DELETE', `/accounts/groups/${group.uuid}`);
    expect(await emulator.find(`/accounts/groups/${group.uuid}`)).toBeUndefined();
    expect(await emulator.find(`/accounts/users/${user}`)).toMatchObject({ name: 'bob' });
    await alice('DELETE', `/accounts/groups/${group.uuid}`);
  });

  test('of one name are not two, and another’s is not changed', async () => {
    const group = await alice('POST', '/accounts/groups', { name: 'readers' });
    expect(
      await emulator.refused(
        'POST',
        '/accounts/groups',
        { params: { name: 'Readers' } },
        ALICE_SESSION,
      ),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `unable to create a group. A group called Readers is already under the account[uuid:${ALICE}]`,
    });
    const other = await makeAccount(emulator, 'other');
    const body = { updateUserGroup: { uuid: group.uuid, name: 'x' } };
    expect(
      await emulator.refused('PUT', '/accounts/groups/actions', body, other.session),
    ).toMatchObject({
      code: 'SYS.1006',
      details: `the account[uuid:${other.uuid}] has no access to the resources[uuid:[${group.uuid}], type:UserGroupVO]`,
    });
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [group.uuid], toPublic: true },
    });
    expect(
      await emulator.refused('PUT', '/accounts/groups/actions', body, other.session),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `the user group[uuid:${group.uuid}] does not belong to the account[uuid:${other.uuid}]`,
    });
  });
});
