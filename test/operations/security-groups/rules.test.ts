import { ALICE_SESSION, TestEmulator } from '../../support/emulator';
import { like } from '../../support/like';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const ADD = 'could not add security group rule, because';
const CHANGE = 'could not change security group rule, because';

let emulator: TestEmulator;
let uuid: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  uuid = (await emulator.make('POST', '/security-groups', { params: { name: 'web' } })).uuid;
});

type Rule = Readonly<Record<string, string | number | null>>;

const tcp = (dstPortRange: string, more: object = {}) => ({
  type: 'Ingress',
  protocol: 'TCP',
  dstPortRange,
  ...more,
});
const all = (more: object = {}) => ({ type: 'Ingress', protocol: 'ALL', ...more });
const add = (rules: object[], more: object = {}) =>
  emulator.make('POST', `/security-groups/${uuid}/rules`, { params: { rules, ...more } });
const refusedAdd = (rules: unknown, more: object = {}) =>
  emulator.refused('POST', `/security-groups/${uuid}/rules`, { params: { rules, ...more } });
const refusedChange = (rule: Rule, change: object) =>
  emulator.refused('PUT', `/security-groups/rules/${rule['uuid']}/actions`, {
    changeSecurityGroupRule: change,
  });
const change = (rule: Rule, changed: object) =>
  emulator.make('PUT', `/security-groups/rules/${rule['uuid']}/actions`, {
    changeSecurityGroupRule: changed,
  });
const rulesOf = async (): Promise<Rule[]> =>
  (await emulator.find(`/security-groups/${uuid}`)).rules;
/** Its own rules in their order: type, priority and ports. */
const order = async () =>
  (await rulesOf())
    .filter(({ priority }) => priority !== 0)
    .toSorted((a, b) => Number(a['priority']) - Number(b['priority']))
    .map(({ type, priority, dstPortRange }) => `${type} ${priority} ${dstPortRange}`);
const ruleOn = async (ports: string): Promise<Rule> => {
  const found = (await rulesOf()).find(({ dstPortRange }) => dstPortRange === ports);
  if (!found) throw new Error(`no rule on ${ports}`);
  return found;
};

describe('rules are added', () => {
  test('with what they are about, and what is usual beside it', async () => {
    await add([
      tcp('22,8000-8080', {
        srcIpRange: '10.0.0.1,10.0.1.0/24,10.0.2.1-10.0.2.9',
        description: 'd',
      }),
      {
        type: 'Egress',
        protocol: 'UDP',
        startPort: 53,
        endPort: 53,
        action: 'DROP',
        state: 'Disabled',
      },
      { type: 'Egress', protocol: 'ICMP', ipVersion: 6, allowedCidr: 'fe80::/10' },
    ]);
    const own = (await rulesOf()).filter(({ priority }) => priority !== 0);
    expect(own).toMatchObject([
      {
        type: 'Ingress',
        ipVersion: 4,
        protocol: 'TCP',
        state: 'Enabled',
        priority: 1,
        description: 'd',
        srcIpRange: '10.0.0.1,10.0.1.0/24,10.0.2.1-10.0.2.9',
        dstIpRange: null,
        srcPortRange: null,
        dstPortRange: '22,8000-8080',
        action: 'ACCEPT',
        remoteSecurityGroupUuid: null,
        allowedCidr: '0.0.0.0/0',
        startPort: -1,
        endPort: -1,
      },
      {
        type: 'Egress',
        priority: 1,
        dstPortRange: '53',
        startPort: 53,
        endPort: 53,
        action: 'DROP',
        state: 'Disabled',
      },
      {
        type: 'Egress',
        priority: 2,
        ipVersion: 6,
        dstIpRange: 'fe80::/10',
        allowedCidr: 'fe80::/10',
      },
    ]);
  });

  test('behind all others, or at a place where others make room', async () => {
    await add([tcp('1'), tcp('2')]);
    await add([tcp('3'), tcp('4', { type: 'Egress' })]);
    expect(await order()).toEqual(['Ingress 1 1', 'Egress 1 4', 'Ingress 2 2', 'Ingress 3 3']);
    await add([tcp('5'), tcp('6')], { priority: 2 });
    expect((await order()).filter((text) => text.startsWith('Ingress'))).toEqual([
      'Ingress 1 1',
      'Ingress 2 5',
      'Ingress 3 6',
      'Ingress 4 2',
      'Ingress 5 3',
    ]);
  });

  test('for each of several groups', async () => {
    const [a, b] = [
      await emulator.make('POST', '/security-groups', { params: { name: 'a' } }),
      await emulator.make('POST', '/security-groups', { params: { name: 'b' } }),
    ];
    await add([tcp('1'), tcp('2')], { remoteSecurityGroupUuids: [a.uuid, b.uuid] });
    const own = (await rulesOf()).filter(({ priority }) => priority !== 0);
    expect(own.map((rule) => [rule['remoteSecurityGroupUuid'], rule['dstPortRange']])).toEqual([
      [a.uuid, '1'],
      [a.uuid, '2'],
      [b.uuid, '1'],
      [b.uuid, '2'],
    ]);
    const same = { remoteSecurityGroupUuids: [a.uuid, a.uuid] };
    expect(await refusedAdd([tcp('1')], same)).toMatchObject({
      details: `${ADD} duplicate uuid in remoteSecurityGroupUuids: [${a.uuid}, ${a.uuid}]`,
    });
    expect(
      await refusedAdd([tcp('1', { remoteSecurityGroupUuid: a.uuid })], {
        remoteSecurityGroupUuids: [b.uuid],
      }),
    ).toMatchObject({ details: `${ADD} the remote security group uuid is conflict` });
    expect(await refusedAdd([tcp('1')], { remoteSecurityGroupUuids: [NOBODY] })).toMatchObject({
      code: 'SYS.1003',
    });
  });

  const words: readonly (readonly [object, string])[] = [
    [
      { ...tcp('1'), protocol: 'SCTP' },
      'invalid rule protocol[SCTP], valid protocols are TCP/UDP/ICMP/ALL',
    ],
    [{ type: 'Ingress' }, 'invalid rule protocol[null], valid protocols are TCP/UDP/ICMP/ALL'],
    [tcp('1', { action: 'RETURN' }), 'invalid rule action[RETURN], valid actions are DROP/ACCEPT'],
    [tcp('1', { ipVersion: 5 }), 'invalid rule ipVersion[5], valid ipVersions are 4/6'],
    [
      tcp('1', { dstIpRange: '10.0.0.1' }),
      'the dstIpRange[10.0.0.1] is not allowed to set for ingress rule',
    ],
    [
      tcp('1', { type: 'Egress', srcIpRange: '10.0.0.1' }),
      'the srcIpRange[10.0.0.1] is not allowed to set for egress rule',
    ],
    [
      tcp('1', { srcIpRange: '10.0.0.1', allowedCidr: '10.0.0.0/8' }),
      'the allowedCidr[10.0.0.0/8] and srcIpRange[10.0.0.1] are in conflict',
    ],
    [
      tcp('1', { type: 'Egress', dstIpRange: '10.0.0.1', allowedCidr: '10.0.0.0/8' }),
      'the allowedCidr[10.0.0.0/8] and dstIpRange[10.0.0.1] are in conflict',
    ],
    [
      tcp('1', { srcIpRange: '10.0.0.1', remoteSecurityGroupUuid: NOBODY }),
      `the ip range[10.0.0.1] and remoteSecurityGroupUuid[${NOBODY}] are in conflict`,
    ],
    [all({ dstPortRange: '1' }), 'the protocol type ALL or ICMP cant not set dstPortRange[1]'],
    [all({ startPort: 1 }), 'the protocol type ALL or ICMP cant not set startPort or endPort'],
    [{ type: 'Ingress', protocol: 'TCP' }, 'the protocol type TCP/UDP must set dstPortRange'],
    [
      { type: 'Ingress', protocol: 'TCP', startPort: 5, endPort: 4 },
      'invalid rule endPort[4], endPort must be greater than or equal to startPort[5]',
    ],
    [tcp('1', { startPort: 5, endPort: 5 }), 'dstPortRange[1] and starPort[5] are in conflict'],
  ];
  test.each(words)('%j is refused', async (rule, why) => {
    expect(await refusedAdd([rule])).toMatchObject({ code: 'SYS.1007', details: `${ADD} ${why}` });
  });

  test.each([
    ['', 'SG.1006', 'invalid ips[]'],
    [',10.0.0.1', 'SG.1006', 'invalid ips[,10.0.0.1]'],
    ['10.0.0.1,,10.0.0.2', 'SG.1006', 'invalid ips[10.0.0.1,,10.0.0.2]'],
    ['10.0.0.1,10.0.0.1', 'SG.1006', 'invalid ips[10.0.0.1,10.0.0.1], ip duplicate'],
    ['10.0.0.256', 'SG.1006', 'invalid ip[10.0.0.256], ipVersion[4]'],
    ['10.0.0.0/33', 'SG.1006', 'invalid cidr[10.0.0.0/33], ipVersion[4]'],
    ['10.0.0.1-10.0.0.2-10.0.0.3', 'SG.1006', 'invalid ip range[10.0.0.1-10.0.0.2-10.0.0.3]'],
    [
      '10.0.0.9-10.0.0.2',
      'SYS.1000',
      '[10.0.0.9, 10.0.0.2] is not a valid ip range, end ip must be greater than start ip',
    ],
    ['10.0.0.9-x', 'SYS.1000', 'x is not a valid ip address'],
    [
      Array.from({ length: 11 }, (_, i) => `10.0.0.${i}`).join(','),
      'SG.1006',
      /ip number\[11\] is out of max limit\[10\]$/,
    ],
  ])('the addresses %j are refused', async (srcIpRange, code, details) => {
    const error = await refusedAdd([all({ srcIpRange })]);
    expect(error.code).toBe(code);
    expect(error.details).toEqual(like(details));
  });

  test.each([
    [
      '::1-::2,::3',
      'invalid ips[::1-::2,::3], ip range cannot be used when specifying multiple ipv6 addresses',
    ],
    ['10.0.0.1', 'invalid ip[10.0.0.1], ipVersion[6]'],
    ['::9-::1', 'invalid ip range[::9-::1]'],
    ['::/129', 'invalid cidr[::/129], ipVersion[6]'],
  ])('the addresses %j of IPv6 are refused', async (srcIpRange, details) => {
    expect(await refusedAdd([all({ srcIpRange, ipVersion: 6 })])).toMatchObject({
      code: 'SG.1006',
      details,
    });
  });

  test.each([
    ['', 'invalid ports[]'],
    ['1,', 'invalid ports[1,]'],
    ['1,,2', 'invalid ports[1,,2]'],
    ['1,1', 'invalid ports[1,1], port duplicate'],
    ['65536', 'invalid port[65536]'],
    ['a', 'invalid port[a]'],
    ['9-5', 'invalid port range[9-5]'],
    ['5-5', 'invalid port range[5-5]'],
    ['1-2-3', 'invalid port range[1-2-3]'],
    [
      '1,2,3,4,5,6,7,8,9,10-11',
      /^invalid ports\[.*\], port range\[\[1, 2, .*, 11\]\] number\[11\] is out of max limit\[10\]$/,
    ],
  ])('the ports %j are refused', async (ports, details) => {
    const error = await refusedAdd([tcp(ports)]);
    expect(error.code).toBe('SG.1005');
    expect(error.details).toEqual(like(details));
  });

  test('that are there already, or twice in the call, are refused', async () => {
    await add([tcp('1', { state: 'Disabled' })]);
    const { uuid: there } = await ruleOn('1');
    expect(await refusedAdd([tcp('2'), tcp('1', { description: 'else' })])).toMatchObject({
      code: 'SYS.1007',
      details: `${ADD} rule[{"type":"Ingress","state":"Enabled","description":"else","ipVersion":4,"protocol":"TCP","dstPortRange":"1","action":"ACCEPT","startPort":-1,"endPort":-1,"allowedCidr":"0.0.0.0/0"}] is duplicated to rule[uuid:${there}] in datebase`,
    });
    expect(await refusedAdd([tcp('2'), tcp('2')])).toMatchObject({
      code: 'SYS.1007',
      details: expect.stringMatching(/are dupilicated$/),
    });
  });

  test('of more than the limit, or with a hole, are refused', async () => {
    await add(Array.from({ length: 99 }, (_, i) => tcp(String(i + 1))));
    expect(await refusedAdd([tcp('1000'), tcp('1001')])).toMatchObject({
      details: `${ADD} security group Ingress rules number[101] is out of max limit[100]`,
    });
    await add([tcp('1000')]);
    expect(await refusedAdd([tcp('1001')])).toMatchObject({
      details: `${ADD} security group Ingress rules has reached the maximum limit[100]`,
    });
    expect(await refusedAdd([tcp('1', { type: 'Egress' })], { priority: 2 })).toMatchObject({
      details: `${ADD} priority[2] must be consecutive, the egress rule maximum priority is [0]`,
    });
    expect(await refusedAdd([tcp('1', { type: 'Egress' })], { priority: 0 })).toMatchObject({
      details: `${ADD} rule priority must greater than 0 or equals -1`,
    });
    expect(await refusedAdd([])).toMatchObject({ details: 'field[rules] must be a nonempty list' });
  });

  test('of a type or state that is none, or about a group that is not there, are internal errors', async () => {
    for (const [rule, details] of [
      [
        tcp('1', { type: 'Both' }),
        'No enum constant org.zstack.network.securitygroup.SecurityGroupRuleType.Both',
      ],
      [{ protocol: 'ALL' }, 'Name is null'],
      [
        tcp('1', { state: 'On' }),
        'No enum constant org.zstack.network.securitygroup.SecurityGroupRuleState.On',
      ],
      [
        tcp('1', { remoteSecurityGroupUuid: NOBODY }),
        expect.stringMatching(/foreign key constraint fails/),
      ],
    ] as const) {
      expect(await refusedAdd([rule])).toMatchObject({ code: 'SYS.1000', details });
    }
  });
});

describe('rules are changed', () => {
  beforeEach(() => add([tcp('1'), tcp('2'), tcp('3'), all({ type: 'Egress' })]));

  test('one by one; an empty text takes away', async () => {
    const rule = await ruleOn('1');
    emulator.advance(1000);
    const changed = await change(rule, {
      description: 'd',
      state: 'Disabled',
      action: 'DROP',
      srcIpRange: '10.0.0.1',
      dstPortRange: '80',
    });
    expect(changed).toEqual({
      ...rule,
      description: 'd',
      state: 'Disabled',
      action: 'DROP',
      srcIpRange: '10.0.0.1',
      dstPortRange: '80',
      lastOpDate: 'Nov 14, 2017 10:20:58 PM',
    });
    expect(await change(rule, { srcIpRange: '', description: '' })).toMatchObject({
      srcIpRange: null,
      description: null,
      dstPortRange: '80',
    });
    expect(await change(rule, { remoteSecurityGroupUuid: uuid, protocol: 'ICMP' })).toMatchObject({
      remoteSecurityGroupUuid: uuid,
      protocol: 'ICMP',
      dstPortRange: null,
    });
  });

  test('and moved, where others make room', async () => {
    await change(await ruleOn('3'), { priority: 1 });
    expect((await order()).filter((text) => text.startsWith('Ingress'))).toEqual([
      'Ingress 1 3',
      'Ingress 2 1',
      'Ingress 3 2',
    ]);
    await change(await ruleOn('3'), { priority: -1 });
    expect((await order()).filter((text) => text.startsWith('Ingress'))).toEqual([
      'Ingress 1 1',
      'Ingress 2 2',
      'Ingress 3 3',
    ]);
  });

  test('to what cannot be is refused', async () => {
    const rule = await ruleOn('1');
    const [fixed] = await rulesOf();
    const egress = (await rulesOf()).find(
      ({ type, priority }) => type === 'Egress' && priority === 1,
    );
    if (!fixed || !egress) throw new Error('no rules');
    const cases: readonly (readonly [Rule, object, string])[] = [
      [
        fixed,
        { action: 'DROP' },
        `security group rule[${fixed['uuid']}] is default rule, only the description and status can be set`,
      ],
      [
        rule,
        { priority: 0 },
        `security group rule[${rule['uuid']}] priority cannot be set to default rule priority[0]`,
      ],
      [rule, { priority: 4 }, 'the maximum priority of Ingress rule is [3]'],
      [
        rule,
        { dstIpRange: '10.0.0.1' },
        `security group rule[${rule['uuid']}] type is Ingress, dstIpRange[10.0.0.1] cannot be set`,
      ],
      [
        egress,
        { srcIpRange: '10.0.0.1' },
        `security group rule[${egress['uuid']}] type is Egress, srcIpRange[10.0.0.1] cannot be set`,
      ],
      [
        rule,
        { srcIpRange: '10.0.0.1', dstIpRange: '10.0.0.2' },
        `security group rule[${rule['uuid']}] type is Ingress, dstIpRange[10.0.0.2] cannot be set`,
      ],
      [
        egress,
        { dstIpRange: '10.0.0.1', remoteSecurityGroupUuid: uuid },
        `dstIpRange[10.0.0.1] is set, remoteSecurityGroupUuid[${uuid}] must be empty`,
      ],
      [
        rule,
        { srcIpRange: '10.0.0.1', remoteSecurityGroupUuid: uuid },
        `srcIpRange[10.0.0.1] is set, remoteSecurityGroupUuid[${uuid}] must be empty`,
      ],
      [
        rule,
        { remoteSecurityGroupUuid: NOBODY },
        `remote security group[uuid:${NOBODY}] not found`,
      ],
      [egress, { dstPortRange: '1' }, 'rule protocol is [ALL], dstPortRange cannot be set'],
      [rule, { dstPortRange: '' }, 'rule protocol is [TCP], dstPortRange cannot be empty'],
      [egress, { protocol: 'TCP' }, 'rule protocol is [TCP], dstPortRange must be set'],
    ];
    for (const [which, changed, why] of cases) {
      expect(await refusedChange(which, changed)).toMatchObject({
        code: 'SYS.1007',
        details: `${CHANGE} ${why}`,
      });
    }
    const { uuid: second } = await ruleOn('2');
    expect(await refusedChange(rule, { dstPortRange: '2' })).toMatchObject({
      code: 'SYS.1007',
      details: `${CHANGE} rule[{"type":"Ingress","state":"Enabled","ipVersion":4,"protocol":"TCP","dstPortRange":"2","action":"ACCEPT"}] is duplicated to rule[uuid:${second}] in datebase`,
    });
    expect(await refusedChange(rule, { dstPortRange: 'x' })).toMatchObject({ code: 'SG.1005' });
    expect(await refusedChange({ uuid: NOBODY }, {})).toMatchObject({ code: 'SYS.1003' });
  });

  test('of a default rule only state and description', async () => {
    const [fixed] = await rulesOf();
    if (!fixed) throw new Error('no rules');
    expect(await change(fixed, { state: 'Disabled', description: 'x' })).toMatchObject({
      state: 'Disabled',
      description: 'x',
      priority: 0,
    });
  });

  test('in their state, those that differ', async () => {
    const path = `/security-groups/${uuid}/rules/state/actions`;
    const [first, second] = [await ruleOn('1'), await ruleOn('2')];
    const ruleUuids = [first['uuid'], second['uuid']];
    const body = (state: string, uuids: unknown[] = ruleUuids) => ({
      changeSecurityGroupRuleState: { ruleUuids: uuids, state },
    });
    await change(first, { state: 'Disabled' });
    const group = await emulator.make('PUT', path, body('Disabled'));
    expect(group.rules.filter(({ state }: Rule) => state === 'Disabled')).toHaveLength(2);
    const NO = 'could no change security group rule state, because';
    expect(await emulator.refused('PUT', path, body('Disabled'))).toMatchObject({
      code: 'SYS.1007',
      details: `${NO} no security group rule state need to change`,
    });
    expect(await emulator.refused('PUT', path, body('Enabled', [NOBODY]))).toMatchObject({
      code: 'SYS.1000',
      details: 'No value present',
    });
    expect(
      await emulator.refused('PUT', path.replace(uuid, NOBODY), body('Enabled')),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `${NO} security group[uuid:${NOBODY}] not found`,
    });
  });

  test('in their order, all of a type', async () => {
    const path = `/security-groups/${uuid}/rules/priority/actions`;
    const uuids = [await ruleOn('1'), await ruleOn('2'), await ruleOn('3')].map(
      (rule) => rule['uuid'],
    );
    const body = (priorities: readonly number[], of = uuids) => ({
      updateSecurityGroupRulePriority: {
        type: 'Ingress',
        rules: priorities.map((priority, i) => ({ ruleUuid: of[i], priority })),
      },
    });
    await emulator.make('PUT', path, body([3, 1, 2]));
    expect((await order()).filter((text) => text.startsWith('Ingress'))).toEqual([
      'Ingress 1 2',
      'Ingress 2 3',
      'Ingress 3 1',
    ]);
    const NO = 'could not update security group rule priority, because';
    for (const [given, why] of [
      [body([1, 2]), `security group[uuid:${uuid}] rules size not match`],
      [body([0, 1, 2]), 'rule priority[0] is invalid'],
      [body([1, 1, 2]), 'priority[1] has duplicate'],
      [body([1, 2, 4]), `priority[4] not in security group[uuid:${uuid}]`],
      [
        body([1, 2, 3], [uuids[0], uuids[1], NOBODY] as never),
        `rule[uuid:${NOBODY}] not in security group[uuid:${uuid}]`,
      ],
      [body([1, 2, 3], [uuids[0], uuids[1], uuids[1]] as never), 'rule uuid duplicate'],
    ] as const) {
      expect(await emulator.refused('PUT', path, given)).toMatchObject({
        code: 'SYS.1007',
        details: `${NO} ${why}`,
      });
    }
  });
});

describe('rules are deleted', () => {
  const path = (...uuids: unknown[]) =>
    `/security-groups/rules?${uuids.map((one) => `ruleUuids=${String(one)}`).join('&')}`;

  test('of one group; those behind them move up, those that are gone are no error', async () => {
    await add([tcp('1'), tcp('2'), tcp('3')]);
    const group = await emulator.make('DELETE', path((await ruleOn('1'))['uuid'], NOBODY));
    expect(group.uuid).toBe(uuid);
    expect(await order()).toEqual(['Ingress 1 2', 'Ingress 2 3']);
    const nothing = await emulator.call('DELETE', path(NOBODY));
    expect([nothing.status, nothing.body.inventory ?? null]).toEqual([200, null]);
  });

  test('not of several groups, nor those that every group has', async () => {
    await add([tcp('1')]);
    const other = await emulator.make('POST', '/security-groups', { params: { name: 'b' } });
    const rule = await ruleOn('1');
    const [fixed] = await rulesOf();
    expect(await emulator.refused('DELETE', path(rule['uuid'], other.rules[0].uuid))).toMatchObject(
      {
        code: 'SYS.1007',
        details: "can't delete rules of different security group",
      },
    );
    expect(await emulator.refused('DELETE', path(fixed?.['uuid']))).toMatchObject({
      code: 'SYS.1007',
      details: `can't delete default rule[uuid:${fixed?.['uuid']}]`,
    });
  });
});

describe('a rule is validated', () => {
  const ask = (params: Readonly<Record<string, string>>) =>
    `/security-groups/${uuid}/rules/validation?${new URLSearchParams({ type: 'Ingress', protocol: 'TCP', ...params }).toString()}`;

  test('and could be added', async () => {
    const { body } = await emulator.call('GET', ask({ dstPortRange: '22' }));
    expect(body).toMatchObject({ available: true, code: 'SG.2000', reason: null });
  });

  test.each([
    [{ srcIpRange: 'x' }, 'SG.1006', 'invalid ip[x], ipVersion[4]'],
    [{ dstPortRange: 'x' }, 'SG.1005', 'invalid port[x]'],
    [
      { protocol: 'ALL', startPort: '1' },
      'SG.1005',
      'invalid security group rule, because startPort and endPort must be -1 when protocol is ALL or ICMP',
    ],
    [
      { startPort: '2', endPort: '1' },
      'SG.1005',
      'invalid security group rule, because invalid endPort[1], endPort must be greater than or equal to startPort[2]',
    ],
    [
      { startPort: '70000', endPort: '70000' },
      'SG.1005',
      'invalid security group rule, because startPort[70000] must less than 65535 when protocol is[TCP]',
    ],
    [
      { srcIpRange: '10.0.0.1', dstIpRange: '10.0.0.2' },
      'SG.1003',
      'srcIpRange[10.0.0.1] and dstIpRange[10.0.0.2] cannot be set at the same time',
    ],
    [
      { type: 'Egress', srcIpRange: '10.0.0.1' },
      'SG.1004',
      'srcIpRange cannot be set in Egress rule',
    ],
    [{ dstIpRange: '10.0.0.1' }, 'SG.1004', 'dstIpRange cannot be set in Ingress rule'],
    [
      { protocol: 'ICMP', dstPortRange: '1' },
      'SG.1004',
      'dstPortRange cannot be set when rule protocol is ALL or ICMP',
    ],
    [
      { startPort: '1', endPort: '2', dstPortRange: '1' },
      'SG.1003',
      'dstPortRange and startPort/endPort cannot be set at the same time',
    ],
    [
      { srcIpRange: '10.0.0.1', allowedCidr: '10.0.0.0/8' },
      'SG.1003',
      'allowCidr and srcIpRange/dstIpRange cannot be set at the same time',
    ],
  ])('%j is refused', async (params, code, details) => {
    expect(await emulator.refused('GET', ask(params))).toMatchObject({ code, details });
  });

  test('about a group and addresses at once, or one that is there, is refused', async () => {
    const remote = { remoteSecurityGroupUuid: uuid };
    expect(await emulator.refused('GET', ask({ ...remote, srcIpRange: '10.0.0.1' }))).toMatchObject(
      {
        code: 'SG.1003',
        details: `remoteSecurityGroupUuid[${uuid}] and srcIpRange/dstIpRange cannot be set at the same time`,
      },
    );
    expect(
      await emulator.refused('GET', ask({ ...remote, allowedCidr: '10.0.0.0/8' })),
    ).toMatchObject({
      code: 'SG.1003',
      details: `remoteSecurityGroupUuid[${uuid}] and allowedCidr[10.0.0.0/8] cannot be set at the same time`,
    });
    await add([tcp('5-6', { srcIpRange: '10.0.0.0/8' })]);
    expect(
      await emulator.refused(
        'GET',
        ask({ startPort: '5', endPort: '6', allowedCidr: '10.0.0.0/8' }),
      ),
    ).toMatchObject({
      code: 'SG.1002',
      details: `duplicated to rule[uuid:${(await ruleOn('5-6'))['uuid']}] in datebase`,
    });
  });
});

/**
 * The real system looks at whose a group is, and not at whose a rule is: rules are owned by nobody (its permissions name
 * SecurityGroupVO as what the operations work on, and rules are read by their own type, or by none).
 */
test('every account can change, switch and remove rules of every group; to add and to move them is the owner’s', async () => {
  await add([tcp('80'), tcp('81')]);
  const own = async () => (await rulesOf()).filter(({ dstPortRange }) => dstPortRange !== null);
  const [first, second] = await own();
  const by = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
    emulator.call(method, path, body, ALICE_SESSION);
  const actions = `/security-groups/rules/${first?.['uuid']}/actions`;
  const described = { changeSecurityGroupRule: { description: 'hers' } };
  expect((await by('PUT', actions, described)).status).toBe(200);
  const state = {
    changeSecurityGroupRuleState: { ruleUuids: [first?.['uuid']], state: 'Disabled' },
  };
  expect((await by('PUT', `/security-groups/${uuid}/rules/state/actions`, state)).status).toBe(200);
  const removed = await by('DELETE', `/security-groups/rules?ruleUuids=${second?.['uuid']}`);
  expect(removed.status).toBe(200);
  expect(await own()).toMatchObject([{ description: 'hers', state: 'Disabled' }]);
  const notHers = { code: 'SYS.1006', details: expect.stringContaining('is not the owner of') };
  const rules = { params: { rules: [tcp('90')] } };
  const path = `/security-groups/${uuid}/rules`;
  expect(await emulator.refused('POST', path, rules, ALICE_SESSION)).toMatchObject(notHers);
  const moved = { type: 'Ingress', rules: [{ ruleUuid: first?.['uuid'], priority: 1 }] };
  expect(
    await emulator.refused(
      'PUT',
      `/security-groups/${uuid}/rules/priority/actions`,
      { updateSecurityGroupRulePriority: moved },
      ALICE_SESSION,
    ),
  ).toMatchObject(notHers);
});
