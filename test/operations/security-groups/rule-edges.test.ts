import { TestEmulator, type Json } from '../../support/emulator';
import { OwnGroup, allProtocols, changingRule, tcp } from '../../support/security-group';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const ADD = 'could not add security group rule, because';
const CHANGE = 'could not change security group rule, because';

let emulator: TestEmulator;
let group: OwnGroup;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  group = await OwnGroup.make(emulator);
});
const refusedAdd = (rules: object[], more: object = {}) =>
  emulator.refused('POST', group.path, { params: { rules, ...more } });

const NEW = {
  type: 'Ingress',
  ipVersion: 4,
  protocol: 'TCP',
  state: 'Enabled',
  priority: 1,
  description: null,
  srcIpRange: null,
  dstIpRange: null,
  srcPortRange: null,
  dstPortRange: null,
  action: 'ACCEPT',
  remoteSecurityGroupUuid: null,
  allowedCidr: '0.0.0.0/0',
  startPort: -1,
  endPort: -1,
};
const whole = ({
  uuid: _uuid,
  securityGroupUuid: _of,
  createDate: _made,
  lastOpDate: _last,
  ...rest
}: Json) => rest;

describe('what becomes of a new rule', () => {
  test.each<[object, object]>([
    [tcp('1'), { dstPortRange: '1' }],
    [tcp('0'), { dstPortRange: '0' }],
    [tcp('65535'), { dstPortRange: '65535' }],
    [tcp('0-65535'), { dstPortRange: '0-65535' }],
    [tcp('+7'), { dstPortRange: '+7' }],
    [tcp('1,2,3,4,5,6,7,8,9-10'), { dstPortRange: '1,2,3,4,5,6,7,8,9-10' }],
    [tcp('1', { startPort: null, endPort: null }), { dstPortRange: '1' }],
    [
      tcp('1', { startPort: 0, endPort: 65_536 }),
      { dstPortRange: '1', startPort: 0, endPort: 65_536 },
    ],
    [tcp('1', { startPort: -1, endPort: 5 }), { dstPortRange: '1', endPort: 5 }],
    [tcp(null, { startPort: 0, endPort: 0 }), { dstPortRange: '0', startPort: 0, endPort: 0 }],
    [
      tcp(null, { startPort: 0, endPort: 65_535 }),
      { dstPortRange: '0-65535', startPort: 0, endPort: 65_535 },
    ],
    [allProtocols({ state: 'Disabled' }), { protocol: 'ALL', state: 'Disabled' }],
    [allProtocols({ ipVersion: null }), { protocol: 'ALL' }],
    [allProtocols({ allowedCidr: '' }), { protocol: 'ALL' }],
    [allProtocols({ ipVersion: 6 }), { protocol: 'ALL', ipVersion: 6, allowedCidr: '::/0' }],
    [allProtocols({ allowedCidr: '::/0' }), { protocol: 'ALL', allowedCidr: '::/0' }],
    [
      allProtocols({ ipVersion: 6, allowedCidr: '0.0.0.0/0' }),
      { protocol: 'ALL', ipVersion: 6, allowedCidr: '0.0.0.0/0' },
    ],
    [
      allProtocols({ allowedCidr: '10.0.0.0/8' }),
      { protocol: 'ALL', srcIpRange: '10.0.0.0/8', allowedCidr: '10.0.0.0/8' },
    ],
    [allProtocols({ srcIpRange: '10.0.0.1' }), { protocol: 'ALL', srcIpRange: '10.0.0.1' }],
    [
      { type: 'Egress', protocol: 'ICMP', dstIpRange: '10.0.0.1', description: 'd' },
      { type: 'Egress', protocol: 'ICMP', dstIpRange: '10.0.0.1', description: 'd' },
    ],
    [
      { type: 'Egress', protocol: 'UDP', dstPortRange: '53', action: 'DROP' },
      { type: 'Egress', protocol: 'UDP', dstPortRange: '53', action: 'DROP' },
    ],
  ])('of %j', async (rule, told) => {
    expect(whole(await group.only(rule))).toEqual({ ...NEW, ...told });
  });

  test('ports that are none are noted as none, the port 0 is noted', async () => {
    await group.add([tcp('1'), tcp(null, { startPort: 0, endPort: 0 })]);
    const rows = emulator.world()['security_group_rules'] as Json[];
    expect(
      rows.filter(({ priority }) => priority !== 0).map((row) => [row.start_port, row.end_port]),
    ).toEqual([
      [null, null],
      [0, 0],
    ]);
  });
});

describe('addresses and ports of a rule', () => {
  test.each([
    ['10.0.0.0/32'],
    ['0.0.0.0/1'],
    ['9.99.199.249/29'],
    ['255.255.255.255/30'],
    ['10.0.0.5-10.0.0.5'],
    // The library takes any address where it looks for the ends of a range.
    ['::1-::2'],
    ['::1-10.0.0.1'],
    [Array.from({ length: 10 }, (_, i) => `10.0.0.${i}`).join(',')],
  ])('the addresses %s are taken', async (srcIpRange) => {
    expect(await group.only(allProtocols({ srcIpRange }))).toMatchObject({ srcIpRange });
  });

  test.each([['::/0,::1'], ['::/128'], ['fe80::/10'], ['::1-::1'], ['::1,::2']])(
    'the addresses %s of IPv6 are taken',
    async (srcIpRange) => {
      expect(await group.only(allProtocols({ ipVersion: 6, srcIpRange }))).toMatchObject({
        srcIpRange,
      });
    },
  );

  test.each<[string, 4 | 6, string]>([
    ['10.0.0.1,10.0.0.1,', 4, 'invalid ips[10.0.0.1,10.0.0.1,]'],
    [',10.0.0.1,10.0.0.1', 4, 'invalid ips[,10.0.0.1,10.0.0.1]'],
    [',', 4, 'invalid ips[,]'],
    ['10.0.0.0/40', 4, 'invalid cidr[10.0.0.0/40], ipVersion[4]'],
    ['010.0.0.0/8', 4, 'invalid cidr[010.0.0.0/8], ipVersion[4]'],
    ['256.0.0.0/8', 4, 'invalid cidr[256.0.0.0/8], ipVersion[4]'],
    ['10.0.0/8', 4, 'invalid cidr[10.0.0/8], ipVersion[4]'],
    ['10.0.0.260/8', 4, 'invalid cidr[10.0.0.260/8], ipVersion[4]'],
    ['x10.0.0.0/8', 4, 'invalid cidr[x10.0.0.0/8], ipVersion[4]'],
    ['10.0.0.0/8x', 4, 'invalid cidr[10.0.0.0/8x], ipVersion[4]'],
    ['::/64', 4, 'invalid cidr[::/64], ipVersion[4]'],
    ['::1', 4, 'invalid ip[::1], ipVersion[4]'],
    ['10.0.0.1-', 4, 'invalid ip range[10.0.0.1-]'],
    ['x::/64', 6, 'invalid cidr[x::/64], ipVersion[6]'],
    ['::/1280', 6, 'invalid cidr[::/1280], ipVersion[6]'],
    ['::/129', 6, 'invalid cidr[::/129], ipVersion[6]'],
    ['::/0064', 6, 'invalid cidr[::/0064], ipVersion[6]'],
    ['::/64x', 6, 'invalid cidr[::/64x], ipVersion[6]'],
    ['::/x64', 6, 'invalid cidr[::/x64], ipVersion[6]'],
    ['::/', 6, 'invalid cidr[::/], ipVersion[6]'],
    ['::/64/1', 6, 'invalid cidr[::/64/1], ipVersion[6]'],
    ['10.0.0.0/8', 6, 'invalid cidr[10.0.0.0/8], ipVersion[6]'],
    ['::1-x', 6, 'invalid ip range[::1-x]'],
    ['0-::1', 6, 'invalid ip range[0-::1]'],
    ['::1-::2-::3', 6, 'invalid ip range[::1-::2-::3]'],
    [
      '::1,::2-::3',
      6,
      'invalid ips[::1,::2-::3], ip range cannot be used when specifying multiple ipv6 addresses',
    ],
  ])('the addresses %s of IPv%i are refused', async (srcIpRange, ipVersion, details) => {
    expect(await refusedAdd([allProtocols({ ipVersion, srcIpRange })])).toMatchObject({
      code: 'SG.1006',
      details,
    });
  });

  test.each([
    [
      '10.0.0.1-::1',
      '[10.0.0.1, ::1] is not a valid ip range, end ip must be greater than start ip',
    ],
    ['x-10.0.0.1', 'x is not a valid ip address'],
  ])('the range %s fails in the library', async (srcIpRange, details) => {
    expect(await refusedAdd([allProtocols({ srcIpRange })])).toMatchObject({
      code: 'SYS.1000',
      details,
    });
  });

  test.each([
    [',1,1', 'invalid ports[,1,1]'],
    ['1,1,', 'invalid ports[1,1,]'],
    [',', 'invalid ports[,]'],
    ['+', 'invalid port[+]'],
    ['1,2,3,4,5,6,7,8,9,10--', 'invalid port range[10--]'],
    ['1-2-3-4-5-6-7-8-9-10-11', 'invalid port range[1-2-3-4-5-6-7-8-9-10-11]'],
    ['x-x', 'invalid port range[x-x]'],
    ['5-x', 'invalid port range[5-x]'],
    ['-5', 'invalid port range[-5]'],
    ['5-', 'invalid port range[5-]'],
    ['65535-65536', 'invalid port range[65535-65536]'],
    ['1 ', 'invalid port[1 ]'],
    ['x1', 'invalid port[x1]'],
    ['0000000001', 'invalid port[0000000001]'],
    ['1-2,1-2', 'invalid ports[1-2,1-2], port duplicate'],
    ['5,x-9', 'invalid port range[x-9]'],
    [
      '1-2,3-4,5-6,7-8,9-10,11',
      'invalid ports[1-2,3-4,5-6,7-8,9-10,11], port range[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]] number[11] is out of max limit[10]',
    ],
  ])('the ports %s are refused', async (ports, details) => {
    expect(await refusedAdd([tcp(ports)])).toMatchObject({ code: 'SG.1005', details });
  });
});

describe('rules that are added together', () => {
  const TWIN =
    '{"type":"Egress","state":"Disabled","description":"d","ipVersion":6,"protocol":"UDP","dstIpRange":"::1","dstPortRange":"5-6","action":"DROP","startPort":5,"endPort":6,"allowedCidr":"::/0"}';
  const twin = {
    type: 'Egress',
    state: 'Disabled',
    description: 'd',
    ipVersion: 6,
    protocol: 'UDP',
    dstIpRange: '::1',
    action: 'DROP',
    startPort: 5,
    endPort: 6,
  };
  const remote = { remoteSecurityGroupUuid: NOBODY };

  test.each<[string, object[], object, string]>([
    ['twins', [tcp('9'), twin, twin], {}, `${ADD} rule[${TWIN}] and rule[${TWIN}] are dupilicated`],
    [
      'twins about addresses',
      [
        allProtocols({ srcIpRange: '10.0.0.1' }),
        allProtocols({ srcIpRange: '10.0.0.1', action: 'ACCEPT' }),
      ],
      {},
      `${ADD} ${['rule', ' and rule'].map((word) => `${word}[{"type":"Ingress","state":"Enabled","ipVersion":4,"protocol":"ALL","srcIpRange":"10.0.0.1","action":"ACCEPT","startPort":-1,"endPort":-1,"allowedCidr":"0.0.0.0/0"}]`).join('')} are dupilicated`,
    ],
    [
      'twins about a group',
      [allProtocols(remote), allProtocols(remote)],
      {},
      `${ADD} ${['rule', ' and rule'].map((word) => `${word}[{"type":"Ingress","state":"Enabled","remoteSecurityGroupUuid":"${NOBODY}","ipVersion":4,"protocol":"ALL","action":"ACCEPT","startPort":-1,"endPort":-1,"allowedCidr":"0.0.0.0/0"}]`).join('')} are dupilicated`,
    ],
    [
      'one of two about a group that is not there',
      [tcp('1'), allProtocols(remote)],
      {},
      'Cannot add or update a child row: a foreign key constraint fails (`zstack`.`SecurityGroupRuleVO`)',
    ],
    [
      'ports beside a protocol that has none: the last one alone',
      [allProtocols({ endPort: 1 })],
      {},
      `${ADD} the protocol type ALL or ICMP cant not set startPort or endPort`,
    ],
    [
      'ports beside ICMP',
      [{ type: 'Ingress', protocol: 'ICMP', dstPortRange: '1' }],
      {},
      `${ADD} the protocol type ALL or ICMP cant not set dstPortRange[1]`,
    ],
    [
      'a last port that is too high',
      [tcp(null, { startPort: 1, endPort: 65_536 })],
      {},
      `${ADD} the protocol type TCP/UDP must set dstPortRange`,
    ],
    [
      'a place with a hole before it',
      [tcp('1')],
      { priority: 3 },
      `${ADD} priority[3] must be consecutive, the ingress rule maximum priority is [1]`,
    ],
    [
      'no groups',
      [tcp('1')],
      { remoteSecurityGroupUuids: [] },
      'field[remoteSecurityGroupUuids] must be a nonempty list',
    ],
    [
      'too many',
      Array.from({ length: 2001 }, () => ({})),
      {},
      `${ADD} the rules cannot be empty or exceed the max number 2000`,
    ],
    [
      'as many as a call may have',
      Array.from({ length: 2000 }, () => ({})),
      {},
      `${ADD} invalid rule protocol[null], valid protocols are TCP/UDP/ICMP/ALL`,
    ],
  ])('%s are refused', async (_, rules, more, details) => {
    await group.add([tcp('50')]);
    expect(await refusedAdd(rules, more)).toMatchObject({ details });
  });

  test('one of two that names a group is in conflict with the groups of the call', async () => {
    const rules = [tcp('1'), tcp('2', { remoteSecurityGroupUuid: group.uuid })];
    expect(await refusedAdd(rules, { remoteSecurityGroupUuids: [group.uuid] })).toMatchObject({
      details: `${ADD} the remote security group uuid is conflict`,
    });
  });

  test('go behind all others at any place below zero, or at the first that is free', async () => {
    await group.add([tcp('1')]);
    await group.add([tcp('2')], { priority: -7 });
    await group.add([tcp('3')], { priority: 3 });
    expect(await group.order()).toEqual(['Ingress 1 1 57', 'Ingress 2 2 57', 'Ingress 3 3 57']);
  });

  test('of one type are counted and move alone', async () => {
    await group.add([tcp('1'), tcp('2'), tcp('1', { type: 'Egress' })]);
    emulator.advance(1000);
    await group.add([tcp('3')], { priority: 3 });
    await group.add([tcp('0', { type: 'Egress' })], { priority: 1 });
    expect(await group.order()).toEqual([
      'Egress 1 0 58',
      'Egress 2 1 58',
      'Ingress 1 1 57',
      'Ingress 2 2 57',
      'Ingress 3 3 58',
    ]);
  });

  test('a limit that is lowered forbids to move rules, not to change them', async () => {
    await emulator.configure('securityGroup/rules.num.limit', '101');
    await group.add(Array.from({ length: 101 }, (_, i) => tcp(String(i + 1))));
    const [first] = await group.own();
    expect(await group.change(first, { priority: 101 })).toMatchObject({ priority: 101 });
    await emulator.configure('securityGroup/rules.num.limit', '100');
    expect(await emulator.refused(...changingRule(first, { priority: 1 }))).toMatchObject({
      details: `${CHANGE} security group Ingress rules number[101] is out of max limit[100]`,
    });
    expect(await group.change(first, { description: 'x' })).toMatchObject({ priority: 101 });
  });
});
