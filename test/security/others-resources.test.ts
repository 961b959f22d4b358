import { allOperations } from '../../src/api/operations';
import { ADMIN_ACCOUNT } from '../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';

const FAMILIES = ['users', 'security-groups', 'vips', 'eips', 'web-hooks', 'ssh-key-pair'];

const NIC = 'e1c00000000040008000000000000001';
/** What admin has, and shares with nobody. */
const ADMINS: Readonly<Record<string, string>> = {
  User: '05e00000000040008000000000000001',
  UserGroup: '05e00000000040008000000000000002',
  Policy: '05e00000000040008000000000000003',
  SecurityGroup: '05e00000000040008000000000000004',
  Webhook: '05e00000000040008000000000000005',
  SshKeyPair: '05e00000000040008000000000000006',
  Vip: SEED.vip,
  Eip: SEED.eip,
  VmNic: NIC,
  VmInstance: 'a0000000000040008000000000000001',
  L3Network: SEED.l3Network,
};

/** A world in which admin has something of each kind, and they hang together. */
async function ofAdmin(): Promise<{ emulator: TestEmulator; ruleUuid: string }> {
  const emulator = await TestEmulator.start();
  const { User, UserGroup, Policy, SecurityGroup, Webhook, SshKeyPair } = ADMINS;
  const make = (path: string, params: object) => emulator.make('POST', path, { params });
  const password = 'a'.repeat(128);
  await make('/accounts/users', { name: 'u', password, resourceUuid: User });
  await make('/accounts/groups', { name: 'g', resourceUuid: UserGroup });
  const statements = [{ effect: 'Allow', actions: ['image:read'] }];
  await make('/accounts/policies', { name: 'p', statements, resourceUuid: Policy });
  await make(`/accounts/users/${User}/policies`, { policyUuid: Policy });
  await make(`/accounts/groups/${UserGroup}/policies`, { policyUuid: Policy });
  await make(`/accounts/groups/${UserGroup}/users`, { userUuid: User });
  await make('/security-groups', { name: 's', resourceUuid: SecurityGroup });
  await make(`/security-groups/${SecurityGroup}/l3-networks/${SEED.l3Network}`, {});
  await make(`/security-groups/${SecurityGroup}/vm-instances/nics`, { vmNicUuids: [NIC] });
  const rule = { type: 'Ingress', protocol: 'TCP', dstPortRange: '22' };
  const { rules } = await make(`/security-groups/${SecurityGroup}/rules`, { rules: [rule] });
  await make('/web-hooks', {
    name: 'w',
    type: 'x',
    url: 'http://10.0.0.9/',
    resourceUuid: Webhook,
  });
  const key = { name: 'k', publicKey: 'ssh-rsa AAAA', resourceUuid: SshKeyPair };
  await make('/ssh-key-pair', key);
  await make(`/ssh-key-pair/${SshKeyPair}/vm-instance/${ADMINS['VmInstance']}`, {});
  const added = rules.find(({ priority }: Json) => priority === 1);
  return { emulator, ruleUuid: added.uuid as string };
}

/** What the real system lets everybody do: rules have no owner, and nobody looks at that of their group. */
const OPEN = new Set([
  'ChangeSecurityGroupRule',
  'ChangeSecurityGroupRuleState',
  'DeleteSecurityGroupRule',
]);
const ofFamilies = allOperations().filter(({ family }) => FAMILIES.includes(family));
const changing = ofFamilies.filter(
  ({ kind, paths, name }) => kind === 'async' && !OPEN.has(name) && isAboutOne(paths, name),
);

/** What names something in its address or its body; not what only makes something new. */
function isAboutOne(paths: readonly string[], name: string): boolean {
  return paths[0]?.includes('{') === true || name.startsWith('Update');
}

const VALUES: Readonly<Record<string, unknown>> = {
  'List<SecurityGroupRuleAO>': [{ type: 'Ingress', protocol: 'TCP', dstPortRange: '23' }],
  'List<VmNicSecurityGroupRefAO>': [],
};

/** Families whose resources only their owners change, whoever else may use them. */
const OWNERS_ONLY = ['security-groups', 'vips', 'eips', 'ssh-key-pair'];
const SHARED = ['SecurityGroup', 'SshKeyPair', 'Vip', 'Eip'].map((type) => ADMINS[type]);
const CASES = changing.flatMap((operation) => {
  const isOfOwners =
    OWNERS_ONLY.includes(operation.family) && !/VmNicSecurity(Group|Policy)$/.test(operation.name);
  return [
    { name: operation.name, how: 'has', isShared: false, operation },
    ...(isOfOwners
      ? [{ name: operation.name, how: 'shares with everybody', isShared: true, operation }]
      : []),
  ];
});

test.each(CASES)(
  'another account cannot do $name to what admin $how',
  async ({ name, isShared, operation: { params: declared, paths, method, bodyKey } }) => {
    const { emulator, ruleUuid } = await ofAdmin();
    if (isShared) {
      const shareResource = { resourceUuids: SHARED, toPublic: true };
      await emulator.make('PUT', '/accounts/resources/actions', { shareResource });
    }
    const valueOf = (param: string): unknown => {
      const { type, rules } = declared[param] ?? { type: 'String', rules: {} };
      if (type === 'List<SecurityGroupRulePriorityAO>') return [{ ruleUuid, priority: 1 }];
      const value = ADMINS[rules.resourceType ?? ''] ?? rules.validValues?.[0] ?? 'x';
      return VALUES[type] ?? (type === 'List<String>' ? [value] : value);
    };
    const path = String(paths[0]).replaceAll(/\{(\w+)\}/g, (_, param: string) =>
      String(valueOf(param)),
    );
    const required = Object.entries(declared)
      .filter(([param, { rules }]) => rules.required || param === 'uuid')
      .map(([param]) => [param, valueOf(param)] as const);
    const more = name === 'ChangeVmNicSecurityPolicy' ? { egressPolicy: 'DENY' } : { name: 'y' };
    const query = required.flatMap(([param, value]) =>
      [value].flat().map((one) => `${param}=${String(one)}`),
    );
    const told = { ...more, ...Object.fromEntries(required) };
    const call =
      method === 'DELETE'
        ? (['DELETE', `${path}?${query.join('&')}`] as const)
        : ([method as 'POST' | 'PUT', path, { [bodyKey ?? 'params']: told }] as const);
    const [verb, address, body] = call;
    const refused = await emulator.refused(verb, address.replace('/v1', ''), body, ALICE_SESSION);
    expect(refused.code).toMatch(/^(SYS\.1006|ID\.1002)$/);
    expect(refused.details).toMatch(
      isShared
        ? /is not the owner of the resource/
        : /is not the owner of|has no access to|is admin only|not belong|permission denied/,
    );
    // Admin can do it, or is refused for another reason.
    const done = await emulator.call(verb, address.replace('/v1', ''), body);
    expect(JSON.stringify(done.body)).not.toMatch(/is not the owner of|has no access to/);
  },
);

/** What everybody sees, as rows that belong to no account. */
const SEEN = new Set(['QueryVmNicSecurityPolicy']);

const queries = ofFamilies.filter(({ kind, name }) => kind === 'query' && !SEEN.has(name));
const pathOf = (paths: readonly string[]) => String(paths[0]).replace('/v1', '');
const rowsOf = ({ body }: { body: Json }): Json[] => body.inventories;
const ofAdmins = ({ emulator }: { emulator: TestEmulator }, path: string, session?: string) =>
  emulator.call('GET', path, undefined, session).then((answer) => rowsOf(answer).filter(isAdmins));
const isAdmins = (row: Json) =>
  Object.values(ADMINS).some((uuid) => JSON.stringify(row).includes(uuid)) ||
  row.accountUuid === ADMIN_ACCOUNT;

test.each(
  queries
    .filter(({ adminOnly }) => adminOnly !== true)
    .map(({ name, paths }) => [name, paths] as const),
)('another account does not see what admin has by %s', async (_name, paths) => {
  const world = await ofAdmin();
  const path = pathOf(paths);
  const mine = await ofAdmins(world, path);
  expect(mine.length).toBeGreaterThan(0);
  expect(await ofAdmins(world, path, ALICE_SESSION)).toEqual([]);
  const asked = paths.some((one) => one.endsWith('/{uuid}')) ? mine : [];
  for (const { uuid } of asked) {
    const one = await world.emulator.call('GET', `${path}/${uuid}`, undefined, ALICE_SESSION);
    expect(rowsOf(one)).toEqual([]);
  }
});

test.each(
  queries
    .filter(({ adminOnly }) => adminOnly === true)
    .map(({ name, paths }) => [name, paths] as const),
)('only admin asks %s', async (_name, paths) => {
  const { emulator } = await ofAdmin();
  const refused = await emulator.refused('GET', pathOf(paths), undefined, ALICE_SESSION);
  expect(refused.code).toBe('ID.1002');
});
