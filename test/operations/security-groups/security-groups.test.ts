import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { like } from '../../support/like';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = (params: object = { name: 'web' }) =>
  emulator.make('POST', '/security-groups', { params });
const rule = (more: object = {}) => ({
  type: 'Ingress',
  protocol: 'TCP',
  dstPortRange: '22',
  ...more,
});
const add = (uuid: string, rules: object[], more: object = {}) =>
  emulator.make('POST', `/security-groups/${uuid}/rules`, { params: { rules, ...more } });

test('a new group is enabled and lets its own NICs talk to each other', async () => {
  const group = await create({ name: 'web', description: 'd' });
  expect(group).toMatchObject({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'web',
    description: 'd',
    state: 'Enabled',
    ipVersion: null,
    attachedL3NetworkUuids: [],
    createDate: 'Nov 14, 2017 10:20:57 PM',
  });
  const seen = group.rules.map(
    ({
      type,
      ipVersion,
      priority,
      protocol,
      action,
      remoteSecurityGroupUuid,
      allowedCidr,
      startPort,
    }: Record<string, unknown>) => [
      type,
      ipVersion,
      priority,
      protocol,
      action,
      remoteSecurityGroupUuid,
      allowedCidr,
      startPort,
    ],
  );
  expect(seen).toEqual([
    ['Ingress', 4, 0, 'ALL', 'ACCEPT', group.uuid, '0.0.0.0/0', -1],
    ['Egress', 4, 0, 'ALL', 'ACCEPT', group.uuid, '0.0.0.0/0', -1],
    ['Ingress', 6, 0, 'ALL', 'ACCEPT', group.uuid, '::/0', -1],
    ['Egress', 6, 0, 'ALL', 'ACCEPT', group.uuid, '::/0', -1],
  ]);
  expect(await emulator.find(`/security-groups/${group.uuid}`)).toEqual(group);
});

test('a group is its owner’s, and takes uuid and tags', async () => {
  const answer = await emulator.call(
    'POST',
    '/security-groups',
    { params: { name: 'a', resourceUuid: NOBODY, userTags: ['x'], ipVersion: 6 } },
    ALICE_SESSION,
  );
  expect(answer.body.inventory.uuid).toBe(NOBODY);
  const ref = await emulator.call('GET', `/accounts/resources/refs?q=resourceUuid=${NOBODY}`);
  expect(ref.body.inventories).toMatchObject([
    { accountUuid: ALICE, resourceType: 'SecurityGroupVO' },
  ]);
  const tags = await emulator.call('GET', `/user-tags?q=resourceUuid=${NOBODY}`);
  expect(tags.body.inventories).toMatchObject([{ resourceType: 'SecurityGroupVO' }]);
  const other = await makeAccount(emulator, 'other');
  const seen = await emulator.call('GET', '/security-groups', undefined, other.session);
  expect(seen.body.inventories).toEqual([]);
  const rules = await emulator.call('GET', '/security-groups/rules', undefined, other.session);
  expect(rules.body.inventories).toEqual([]);
  for (const [method, path, body] of [
    ['PUT', `/security-groups/${NOBODY}/actions`, { updateSecurityGroup: { name: 'b' } }],
    [
      'PUT',
      `/security-groups/${NOBODY}/actions`,
      { changeSecurityGroupState: { stateEvent: 'disable' } },
    ],
    ['DELETE', `/security-groups/${NOBODY}`, undefined],
    ['POST', `/security-groups/${NOBODY}/rules`, { params: { rules: [rule()] } }],
  ] as const) {
    expect(await emulator.refused(method, path, body, other.session)).toMatchObject({
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${other.uuid}] is not the owner of the resource[uuid:${NOBODY}, type:SecurityGroupVO]`,
    });
  }
});

test('an account has as many as its quota says', async () => {
  await emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: ALICE, name: 'securityGroup.num', value: 1 },
  });
  const params = { params: { name: 'a' } };
  expect((await emulator.call('POST', '/security-groups', params, ALICE_SESSION)).status).toBe(200);
  expect(await emulator.refused('POST', '/security-groups', params, ALICE_SESSION)).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining(
      'quota[name: securityGroup.num, value: 1], Current used:1, Request:1.',
    ),
  });
});

test('a change sets name, description and state', async () => {
  const { uuid } = await create();
  const path = `/security-groups/${uuid}/actions`;
  expect(
    await emulator.make('PUT', path, { updateSecurityGroup: { name: 'db', description: 'x' } }),
  ).toMatchObject({ name: 'db', description: 'x', state: 'Enabled' });
  for (const [stateEvent, state] of [
    ['disable', 'Disabled'],
    ['disable', 'Disabled'],
    ['enable', 'Enabled'],
  ]) {
    expect(
      await emulator.make('PUT', path, { changeSecurityGroupState: { stateEvent } }),
    ).toMatchObject({ state });
  }
});

test.each([
  [{}, 'SYS.1007', /^field\[name\] of message/],
  [
    { name: 'x', ipVersion: 5 },
    'SYS.1007',
    'valid value for field[ipVersion] of message[org.zstack.header.message.ApiMessageParamValidator] are [4, 6], but 5 found',
  ],
  [{ name: 'x', resourceUuid: SEED.image }, 'SYS.1000', /^Duplicate entry/],
])('a new group with %j is refused', async (params, code, details) => {
  const error = await emulator.refused('POST', '/security-groups', { params });
  expect(error.code).toBe(code);
  expect(error.details).toEqual(like(details));
});

test('a group that goes takes rules of others that are about it along; those behind them move up', async () => {
  const [web, db] = [await create({ name: 'web' }), await create({ name: 'db' })];
  await add(db.uuid, [
    rule({ remoteSecurityGroupUuid: web.uuid }),
    rule({ dstPortRange: '23' }),
    rule({ type: 'Egress', dstPortRange: '24' }),
  ]);
  await emulator.make('DELETE', `/security-groups/${web.uuid}`);
  expect(await emulator.find(`/security-groups/${web.uuid}`)).toBeUndefined();
  const left = await emulator.find(`/security-groups/${db.uuid}`);
  expect(
    left.rules
      .filter(({ priority }: { priority: number }) => priority > 0)
      .map(({ type, priority, dstPortRange }: Record<string, unknown>) => [
        type,
        priority,
        dstPortRange,
      ]),
  ).toEqual([
    ['Ingress', 1, '23'],
    ['Egress', 1, '24'],
  ]);
  expect((await emulator.call('DELETE', `/security-groups/${web.uuid}`)).status).toBe(200);
});

test('queries lead from groups to rules and back', async () => {
  const web = await create();
  await create({ name: 'db' });
  await add(web.uuid, [rule()]);
  const found = async (path: string) => (await emulator.call('GET', path)).body.inventories;
  expect(await found('/security-groups?q=rules.dstPortRange=22')).toMatchObject([{ name: 'web' }]);
  expect(await found('/security-groups/rules?q=securityGroup.name=web&q=priority=1')).toMatchObject(
    [{ securityGroupUuid: web.uuid, dstPortRange: '22', startPort: -1 }],
  );
  expect(await found('/security-groups/rules?q=startPort=-1&q=priority=0')).toHaveLength(8);
  expect(await found('/security-groups/vm-instances/nics')).toEqual([]);
});

test('events tell of states of groups', async () => {
  const { uuid } = await create();
  await emulator.make('PUT', `/security-groups/${uuid}/actions`, {
    changeSecurityGroupState: { stateEvent: 'disable' },
  });
  const { body } = await emulator.control('GET', `/events?resourceUuid=${uuid}`);
  expect(
    body.inventories.map(({ before, after }: Record<string, unknown>) => [before, after]),
  ).toEqual([
    [null, 'Enabled'],
    ['Enabled', 'Disabled'],
  ]);
});
