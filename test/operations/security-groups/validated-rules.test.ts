import { TestEmulator } from '../../support/emulator';

let emulator: TestEmulator;
let uuid: string;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  uuid = (await emulator.make('POST', '/security-groups', { params: { name: 'web' } })).uuid;
});

type Asked = Readonly<Record<string, string>>;
const ask = ({ remote, ...params }: Asked) => {
  const about = remote === undefined ? {} : { remoteSecurityGroupUuid: uuid };
  const asked = { type: 'Ingress', protocol: 'TCP', ...about, ...params };
  return `/security-groups/${uuid}/rules/validation?${new URLSearchParams(asked).toString()}`;
};
const INVALID = 'invalid security group rule, because';

test.each<[Asked]>([
  [{ remote: '' }],
  [{ remote: '', allowedCidr: '0.0.0.0/0' }],
  [{ remote: '', allowedCidr: '::/0', ipVersion: '6' }],
  [{ startPort: '65535', endPort: '65535' }],
  [{ startPort: '65535', endPort: '65536' }],
  [{ startPort: '-1', endPort: '-1', dstPortRange: '1' }],
  [{ protocol: 'ALL', startPort: '-1', endPort: '-1' }],
  [{ protocol: 'ICMP' }],
  [{ type: 'Egress', dstPortRange: '1' }],
  [{ type: 'Egress', dstIpRange: '10.0.0.1' }],
  [{ type: 'Egress', dstIpRange: '10.0.0.1', allowedCidr: '0.0.0.0/0' }],
  [{ srcIpRange: '::1', allowedCidr: '::/0', ipVersion: '6' }],
])('%j could be added', async (params) => {
  const { body } = await emulator.call('GET', ask(params));
  expect(body).toEqual({
    success: true,
    error: null,
    available: true,
    code: 'SG.2000',
    reason: null,
  });
});

test.each<[Asked, string, string]>([
  [{ allowedCidr: 'x' }, 'SG.1006', 'invalid ip[x], ipVersion[4]'],
  [{ allowedCidr: '::/0' }, 'SG.1006', 'invalid cidr[::/0], ipVersion[4]'],
  [{ dstIpRange: 'x' }, 'SG.1006', 'invalid ip[x], ipVersion[4]'],
  [{ srcIpRange: '10.0.0.1', ipVersion: '6' }, 'SG.1006', 'invalid ip[10.0.0.1], ipVersion[6]'],
  [
    { protocol: 'ALL', dstPortRange: '1' },
    'SG.1004',
    'dstPortRange cannot be set when rule protocol is ALL or ICMP',
  ],
  [
    { protocol: 'ALL', endPort: '5' },
    'SG.1005',
    `${INVALID} startPort and endPort must be -1 when protocol is ALL or ICMP`,
  ],
  [
    { protocol: 'ICMP', startPort: '5' },
    'SG.1005',
    `${INVALID} startPort and endPort must be -1 when protocol is ALL or ICMP`,
  ],
  [
    { startPort: '65536', endPort: '65536' },
    'SG.1005',
    `${INVALID} startPort[65536] must less than 65535 when protocol is[TCP]`,
  ],
  [
    { startPort: '0' },
    'SG.1005',
    `${INVALID} invalid endPort[-1], endPort must be greater than or equal to startPort[0]`,
  ],
  [
    { endPort: '5', dstPortRange: '1' },
    'SG.1003',
    'dstPortRange and startPort/endPort cannot be set at the same time',
  ],
  [
    { startPort: '-5', dstPortRange: '1' },
    'SG.1003',
    'dstPortRange and startPort/endPort cannot be set at the same time',
  ],
  [
    { type: 'Egress', dstIpRange: '10.0.0.1', allowedCidr: '10.0.0.0/8' },
    'SG.1003',
    'allowCidr and srcIpRange/dstIpRange cannot be set at the same time',
  ],
])('%j is refused', async (params, code, details) => {
  expect(await emulator.refused('GET', ask(params))).toMatchObject({ code, details });
});

test('about a group and addresses of the other side is refused', async () => {
  const asked = ask({ type: 'Egress', remote: '', dstIpRange: '10.0.0.1' });
  expect(await emulator.refused('GET', asked)).toMatchObject({
    code: 'SG.1003',
    details: `remoteSecurityGroupUuid[${uuid}] and srcIpRange/dstIpRange cannot be set at the same time`,
  });
});

/** A rule, and what asks for the same: as they are noted, those that come in first. */
const SAME: readonly (readonly [object, Asked])[] = [
  [{ protocol: 'ALL' }, { protocol: 'ALL' }],
  [{ protocol: 'TCP', dstPortRange: '22' }, { dstPortRange: '22' }],
  [
    { protocol: 'TCP', startPort: 0, endPort: 0 },
    { startPort: '0', endPort: '0' },
  ],
  [
    { protocol: 'TCP', startPort: 5, endPort: 7 },
    { startPort: '5', endPort: '7' },
  ],
  [
    { protocol: 'UDP', dstPortRange: '1', action: 'DROP' },
    { protocol: 'UDP', dstPortRange: '1', action: 'DROP' },
  ],
  [
    { protocol: 'ALL', srcIpRange: '10.0.0.0/8' },
    { protocol: 'ALL', allowedCidr: '10.0.0.0/8' },
  ],
  [
    { protocol: 'ALL', srcIpRange: '10.0.0.1' },
    { protocol: 'ALL', srcIpRange: '10.0.0.1' },
  ],
  [
    { protocol: 'ALL', ipVersion: 6, srcIpRange: '::1' },
    { protocol: 'ALL', ipVersion: '6', srcIpRange: '::1' },
  ],
  [
    { type: 'Egress', protocol: 'ALL', allowedCidr: '10.0.0.0/8' },
    { type: 'Egress', protocol: 'ALL', allowedCidr: '10.0.0.0/8' },
  ],
  [
    { type: 'Egress', protocol: 'ALL', dstIpRange: '10.0.0.1' },
    { type: 'Egress', protocol: 'ALL', dstIpRange: '10.0.0.1' },
  ],
];

test('of several rules each is found by what asks for the same, and by nothing else', async () => {
  const rules = SAME.map(([rule]) => ({ type: 'Ingress', ...rule }));
  const group = await emulator.make('POST', `/security-groups/${uuid}/rules`, {
    params: { rules },
  });
  const there = group.rules.filter(({ priority }: { priority: number }) => priority !== 0);
  const found = [];
  for (const [, asked] of SAME) found.push((await emulator.refused('GET', ask(asked))).details);
  expect(found).toEqual(
    there.map((rule: { uuid: string }) => `duplicated to rule[uuid:${rule.uuid}] in datebase`),
  );
});
