import { digest } from '../support/accounts';
import { capture, load, toldBy } from '../support/capture';
import type { Json, TestEmulator } from '../support/emulator';
import { BASE, startSeed } from '../support/seeds';

const SEED = `version: 1
${BASE}
accounts: [{ name: alice, password: a }, { name: bob, password: b }]
policies:
  - name: volumes
    account: alice
    statements: [{ effect: Allow, actions: ['org.zstack.header.volume.**'], name: v, resources: ['*'] }]
  - { name: nothing, account: alice, statements: [{ effect: Deny, actions: ['**'], principals: ['user:x'] }] }
userGroups:
  - { name: writers, account: alice, policies: [volumes], description: d, userTags: [squad] }
users:
  - { name: ann, account: alice, password: ann, groups: [writers], userTags: [team-a] }
  - { name: ben, account: alice, password: ben, policies: [nothing, DEFAULT-READ] }
  - { name: operator, password: operator }
webhooks:
  - { name: hook, url: 'http://10.0.0.1/x', opaque: o }
securityGroups:
  - name: web
    account: alice
    state: Disabled
    rules:
      - { type: Ingress, protocol: TCP, dstPortRange: '80,443', srcIpRange: 10.0.0.0/8 }
      - { type: Ingress, protocol: TCP, dstPortRange: '5432', remoteSecurityGroup: db, state: Disabled }
      - { type: Egress, protocol: ALL, ipVersion: 6, action: DROP }
  - { name: db }
`;

const names = async (emulator: TestEmulator, path: string): Promise<string[]> =>
  (await emulator.call('GET', path)).body.inventories.map(({ name }: Json) => name).toSorted();
const logIn = async (emulator: TestEmulator, accountName: string, userName: string) =>
  (
    await emulator.anonymous
      .put('/zstack/v1/accounts/users/login')
      .send({ logInByUser: { accountName, userName, password: digest(userName) } })
  ).body.inventory?.uuid;

test('users, groups, policies, web hooks and security groups are as a seed says', async () => {
  const emulator = await startSeed(SEED);
  expect(emulator.brokenLaws()).toEqual({});
  expect(await names(emulator, '/accounts/users?q=account.name=alice')).toEqual(['ann', 'ben']);
  expect(await names(emulator, '/accounts/policies?q=user.name=ann')).toEqual(['DEFAULT-READ']);
  expect(await names(emulator, '/accounts/policies?q=group.name=writers')).toEqual(['volumes']);
  expect(await names(emulator, '/accounts/policies?q=user.name=ben')).toEqual([
    'DEFAULT-READ',
    'nothing',
  ]);
  const tags = (await emulator.call('GET', '/user-tags?sort=+tag')).body.inventories;
  expect(tags.map(({ tag, resourceType }: Json) => [tag, resourceType])).toEqual([
    ['squad', 'UserGroupVO'],
    ['team-a', 'UserVO'],
  ]);
  const ann = await logIn(emulator, 'alice', 'ann');
  const made = await emulator.call(
    'POST',
    '/volumes/data',
    { params: { name: 'v', diskSize: 1 } },
    ann,
  );
  expect(made.body.error?.details ?? '').not.toMatch(/is denied/);
  expect(await logIn(emulator, 'admin', 'operator')).toBeDefined();
  expect((await emulator.call('GET', '/web-hooks')).body.inventories).toMatchObject([
    { name: 'hook', url: 'http://10.0.0.1/x', type: 'CanonicalEvent', opaque: 'o' },
  ]);
  const [web] = (await emulator.call('GET', '/security-groups?q=name=web')).body.inventories;
  expect(web.state).toBe('Disabled');
  expect(
    web.rules
      .filter(({ priority }: Json) => priority > 0)
      .map(({ type, priority, dstPortRange, state }: Json) => [
        type,
        priority,
        dstPortRange,
        state,
      ]),
  ).toEqual([
    ['Ingress', 1, '80,443', 'Enabled'],
    ['Ingress', 2, '5432', 'Disabled'],
    ['Egress', 1, null, 'Enabled'],
  ]);
});

test('a world of the same seed has the same uuids, and a capture of it the same world', async () => {
  const [one, other] = [
    await startSeed(`chance: 1\n${SEED}`),
    await startSeed(`chance: 2\n${SEED}`),
  ];
  for (const path of ['/accounts/users', '/accounts/policies', '/security-groups']) {
    const asked = async (emulator: TestEmulator) =>
      (await emulator.call('GET', path)).body.inventories;
    expect(await asked(other)).toEqual(await asked(one));
  }
  const captured = await capture(one);
  expect(captured.notCarried.join('\n')).toContain(
    'passwords of accounts and users: each is `password`',
  );
  const again = await load(captured);
  expect(await toldBy(again)).toEqual(await toldBy(one));
  const byUuid = (all: Json[]) => [...all].sort((a, b) => a.uuid.localeCompare(b.uuid));
  const groups = async (emulator: TestEmulator) =>
    byUuid((await emulator.call('GET', '/security-groups')).body.inventories).map(
      (group: Json) => ({
        ...group,
        rules: byUuid(group.rules),
      }),
    );
  expect(await groups(again)).toEqual(await groups(one));
  for (const path of [
    '/accounts/users?q=group.name=writers',
    '/accounts/users?q=policy.name=nothing',
    '/accounts/groups?q=policy.name=volumes',
  ]) {
    expect([path, await names(again, path)]).toEqual([path, await names(one, path)]);
  }
});

test.each([
  [
    `users: [{ name: a, password: x, groups: [none] }]`,
    "no user-group of the seed is called 'none'",
  ],
  [`users: [{ name: a, password: x, policies: [none] }]`, "no policy of the seed is called 'none'"],
  [
    `policies: [{ name: p, account: alice, statements: [{ effect: Allow, actions: ['org.zstack.header.zone.APICreateZoneMsg'] }] }]`,
    "normal accounts can't create admin-only action polices[org.zstack.header.zone.APICreateZoneMsg]",
  ],
  [
    `userGroups: [{ name: g }]\nusers: [{ name: a, account: alice, password: x, groups: [g] }]`,
    'it is in a group of another account',
  ],
  [
    `policies: [{ name: p, statements: [{ effect: Allow, actions: [x] }] }]\nusers: [{ name: a, account: alice, password: x, policies: [p] }]`,
    "the policy 'p' is another account's",
  ],
  [`webhooks: [{ name: h, url: nonsense }]`, 'Invalid url[nonsense]'],
  [
    `securityGroups: [{ name: g, rules: [{ type: Ingress, protocol: TCP }] }]`,
    'could not add security group rule, because the protocol type TCP/UDP must set dstPortRange',
  ],
  [
    `securityGroups: [{ name: g, rules: [{ type: Ingress, protocol: ALL, remoteSecurityGroup: x }] }]`,
    "no security-group of the seed is called 'x'",
  ],
])('a seed with %s is refused', async (part, reason) => {
  await expect(
    startSeed(`version: 1\n${BASE}\naccounts: [{ name: alice, password: a }]\n${part}\n`),
  ).rejects.toThrow(reason);
});
