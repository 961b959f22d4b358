import { TestEmulator } from '../../support/emulator';
import { OwnGroup, allProtocols, changingRule, tcp } from '../../support/security-group';

const OTHER = '5c000000000040008000000000000001';
const CHANGE = 'could not change security group rule, because';

let emulator: TestEmulator;
let group: OwnGroup;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  group = await OwnGroup.make(emulator);
});

describe('a change of a rule', () => {
  const about = { allowedCidr: '0.0.0.0/0' };
  test.each<[string, object, object, object]>([
    [
      'keeps addresses, and forgets the network that was allowed',
      allProtocols({ allowedCidr: '10.0.0.0/8' }),
      { description: 'x' },
      { ...about, srcIpRange: '10.0.0.0/8', description: 'x' },
    ],
    [
      'takes addresses away, and keeps the network that was allowed',
      allProtocols({ allowedCidr: '10.0.0.0/8' }),
      { srcIpRange: '' },
      { srcIpRange: null },
    ],
    [
      'takes a group for addresses',
      allProtocols({ allowedCidr: '10.0.0.0/8' }),
      { remoteSecurityGroupUuid: OTHER },
      { ...about, srcIpRange: null, remoteSecurityGroupUuid: OTHER },
    ],
    [
      'takes addresses for a group',
      allProtocols({ remoteSecurityGroupUuid: OTHER }),
      { srcIpRange: '10.0.0.1' },
      { srcIpRange: '10.0.0.1', remoteSecurityGroupUuid: null },
    ],
    [
      'keeps a group',
      allProtocols({ remoteSecurityGroupUuid: OTHER }),
      { description: 'x' },
      { description: 'x' },
    ],
    [
      'takes a group away',
      allProtocols({ remoteSecurityGroupUuid: OTHER }),
      { remoteSecurityGroupUuid: '' },
      { remoteSecurityGroupUuid: null },
    ],
    [
      'sets addresses of the other side for what goes out',
      { type: 'Egress', protocol: 'ALL', allowedCidr: '10.0.0.0/8' },
      { dstIpRange: '10.0.0.1' },
      { ...about, dstIpRange: '10.0.0.1' },
    ],
    [
      'keeps addresses of what goes out',
      { type: 'Egress', protocol: 'ALL', allowedCidr: '10.0.0.0/8' },
      { state: 'Disabled' },
      { ...about, state: 'Disabled' },
    ],
    [
      'takes addresses of what goes out away',
      { type: 'Egress', protocol: 'ALL', dstIpRange: '10.0.0.1' },
      { dstIpRange: '' },
      { dstIpRange: null },
    ],
    [
      'forgets the ports by which it was made where it has a range of them',
      tcp(null, { startPort: 5, endPort: 6 }),
      { description: 'x' },
      { description: 'x', startPort: -1, endPort: -1 },
    ],
    [
      'keeps the ports by which it was made where it has no range any more',
      tcp(null, { startPort: 5, endPort: 6 }),
      { protocol: 'ICMP' },
      { protocol: 'ICMP', dstPortRange: null },
    ],
    ['changes its protocol', tcp('5'), { protocol: 'UDP' }, { protocol: 'UDP' }],
    ['changes what it does', tcp('5'), { action: 'DROP' }, { action: 'DROP' }],
    [
      'takes its description away',
      tcp('5', { description: 'd' }),
      { description: '' },
      { description: null },
    ],
    [
      'keeps its description',
      tcp('5', { description: 'd' }),
      { dstPortRange: '6' },
      { dstPortRange: '6' },
    ],
  ])('%s', async (_, rule, changed, told) => {
    await emulator.make('POST', '/security-groups', {
      params: { name: 'other', resourceUuid: OTHER },
    });
    const before = await group.only(rule);
    emulator.advance(1000);
    const after = await group.change(before, changed);
    expect(after).toEqual({ ...before, ...told, lastOpDate: 'Nov 14, 2017 10:20:58 PM' });
  });

  test('looks at the side of addresses before it looks at them', async () => {
    const rule = await group.only(allProtocols());
    const both = { srcIpRange: 'x', dstIpRange: '10.0.0.2' };
    expect(await emulator.refused(...changingRule(rule, both))).toMatchObject({
      details: `${CHANGE} security group rule[${rule.uuid}] type is Ingress, dstIpRange[10.0.0.2] cannot be set`,
    });
    expect(await emulator.refused(...changingRule(rule, { srcIpRange: 'x' }))).toMatchObject({
      details: 'invalid ip[x], ipVersion[4]',
    });
  });

  test.each<[object, object, string]>([
    [
      { type: 'Egress', protocol: 'ALL', dstIpRange: '10.0.0.1' },
      { dstIpRange: '10.0.0.2' },
      '{"type":"Egress","state":"Enabled","ipVersion":4,"protocol":"ALL","dstIpRange":"10.0.0.2","action":"ACCEPT"}',
    ],
    [
      { type: 'Ingress', protocol: 'ALL', srcIpRange: '::1', ipVersion: 6, action: 'DROP' },
      { srcIpRange: '::2' },
      '{"type":"Ingress","state":"Enabled","ipVersion":6,"protocol":"ALL","srcIpRange":"::2","action":"DROP"}',
    ],
  ])('that makes %j what another one is is refused', async (rule, changed, shown) => {
    await group.add([{ ...rule, ...changed }, rule]);
    const [there, other] = await group.own();
    expect(await emulator.refused(...changingRule(other, changed))).toMatchObject({
      details: `${CHANGE} rule[${shown}] is duplicated to rule[uuid:${there.uuid}] in datebase`,
    });
  });

  test('about a group that another one is about is refused', async () => {
    await group.add([
      allProtocols({ remoteSecurityGroupUuid: group.uuid, action: 'DROP' }),
      allProtocols({ action: 'DROP' }),
    ]);
    const [there, other] = await group.own();
    expect(
      await emulator.refused(...changingRule(other, { remoteSecurityGroupUuid: group.uuid })),
    ).toMatchObject({
      details: `${CHANGE} rule[{"type":"Ingress","state":"Enabled","remoteSecurityGroupUuid":"${group.uuid}","ipVersion":4,"protocol":"ALL","action":"DROP"}] is duplicated to rule[uuid:${there.uuid}] in datebase`,
    });
  });

  /** Of four rules and one that goes out: the one on a port gets a place; what moves has another date. */
  test.each<[string, number, string[]]>([
    ['3', 2, ['1 57', '3 58', '2 58', '4 57']],
    ['2', 3, ['1 57', '3 58', '2 58', '4 57']],
    ['1', 4, ['2 58', '3 58', '4 58', '1 58']],
    ['4', 1, ['4 58', '1 58', '2 58', '3 58']],
    ['2', -9, ['1 57', '3 58', '4 58', '2 58']],
    ['2', 2, ['1 57', '2 58', '3 57', '4 57']],
  ])('moves the one on port %s to %i', async (port, priority, wanted) => {
    await group.add([...['1', '2', '3', '4'].map((one) => tcp(one)), tcp('9', { type: 'Egress' })]);
    const rule = (await group.own()).find(({ dstPortRange }) => dstPortRange === port);
    emulator.advance(1000);
    await group.change(rule, { priority });
    expect(await group.order()).toEqual([
      'Egress 1 9 57',
      ...wanted.map((text, i) => `Ingress ${i + 1} ${text}`),
    ]);
  });
});

test('rules of a type are put into an order by their numbers, whatever others there are', async () => {
  await group.add([tcp('1'), tcp('2'), tcp('3', { type: 'Egress' })]);
  const [, first, second] = await group.own();
  const body = (rules: object[]) => ({
    updateSecurityGroupRulePriority: { type: 'Ingress', rules },
  });
  const to = `/security-groups/${group.uuid}/rules/priority/actions`;
  expect(await emulator.refused('PUT', to, body([]))).toMatchObject({
    details: 'field[rules] must be a nonempty list',
  });
  const swapped = [
    { ruleUuid: first.uuid, priority: '2' },
    { ruleUuid: second.uuid, priority: 1 },
  ];
  await emulator.make('PUT', to, body(swapped));
  expect((await group.order()).map((text) => text.slice(0, -3))).toEqual([
    'Egress 1 3',
    'Ingress 1 2',
    'Ingress 2 1',
  ]);
});

test('rules that are removed leave no gap: those behind them move up, the others stay as they are', async () => {
  await group.add([tcp('1'), tcp('2'), tcp('9', { type: 'Egress' })]);
  await group.add([tcp('3')], { priority: 1 });
  const gone = (await group.own()).find(({ dstPortRange }) => dstPortRange === '1');
  emulator.advance(1000);
  await emulator.make('DELETE', `/security-groups/rules?ruleUuids=${gone.uuid}`);
  expect(await group.order()).toEqual(['Egress 1 9 57', 'Ingress 1 3 57', 'Ingress 2 2 58']);
});

test('rules of other groups go with the group that they are about', async () => {
  const other = (await emulator.make('POST', '/security-groups', { params: { name: 'b' } })).uuid;
  const about = { remoteSecurityGroupUuid: other };
  await group.add([tcp('1'), tcp('2', about), tcp('3'), tcp('4', { ...about, type: 'Egress' })]);
  emulator.advance(1000);
  await emulator.make('DELETE', `/security-groups/${other}`);
  expect(await group.order()).toEqual(['Ingress 1 1 57', 'Ingress 2 3 58']);
});

test.each([{ name: 'n' }, { description: 'd' }, {}])(
  'a change to %j keeps the rest of a group',
  async (changed) => {
    await emulator.make('PUT', `/security-groups/${group.uuid}/actions`, {
      updateSecurityGroup: { description: 'before' },
    });
    const before = await emulator.find(`/security-groups/${group.uuid}`);
    const path = `/security-groups/${group.uuid}/actions`;
    const after = await emulator.make('PUT', path, { updateSecurityGroup: changed });
    expect(after).toEqual({ ...before, ...changed });
  },
);
