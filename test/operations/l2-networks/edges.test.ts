import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { usual, vlan: onVlan } = SEED.l2Networks;
const { used, empty } = SEED.clusters;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const make = async (
  params: { readonly vlan?: number; readonly [more: string]: unknown } = {},
): Promise<Json> =>
  emulator.make('POST', `/l2-networks/${params.vlan === undefined ? 'no-vlan' : 'vlan'}`, {
    params: { name: 'l2', zoneUuid: SEED.zone, physicalInterface: 'eth1', ...params },
  });
const attach = (l2: string, cluster: string = used) =>
  ['POST', `/l2-networks/${l2}/clusters/${cluster}`, { params: {} }] as const;
const change = (l2: string, to: object) =>
  ['PUT', `/l2-networks/${l2}/actions`, { changeL2NetworkVlanId: to }] as const;
const VLAN = 'L2VlanNetwork';
const NO_VLAN = 'L2NoVlanNetwork';

describe('a change of a VLAN', () => {
  const subject = async (more: object = {}): Promise<string> => {
    const { uuid } = await make({ vlan: 20, ...more });
    await emulator.make(...attach(uuid));
    return uuid;
  };
  const beside = async (params: { vlan?: number; physicalInterface: string }): Promise<void> => {
    const { uuid } = await make(params);
    await emulator.make(...attach(uuid));
  };

  test.each<[{ vlan?: number; physicalInterface: string }, object]>([
    [
      { physicalInterface: 'eth2', vlan: 30 },
      { type: VLAN, vlan: 30 },
    ],
    [
      { physicalInterface: 'eth1', vlan: 31 },
      { type: VLAN, vlan: 30 },
    ],
    [{ physicalInterface: 'eth1' }, { type: VLAN, vlan: 30 }],
    [
      { physicalInterface: 'eth1', vlan: 31 },
      { type: VLAN, vlan: 20 },
    ],
    [{ physicalInterface: 'eth2' }, { type: NO_VLAN }],
    [{ physicalInterface: 'eth1', vlan: 31 }, { type: NO_VLAN }],
    [
      { physicalInterface: 'eth1', vlan: 31 },
      { type: VLAN, vlan: 1 },
    ],
    [
      { physicalInterface: 'eth1', vlan: 31 },
      { type: VLAN, vlan: 4094 },
    ],
  ])('beside %j to %j is made', async (other, to) => {
    const uuid = await subject();
    await beside(other);
    const told = await emulator.make(...change(uuid, to));
    expect(told).toMatchObject({
      type: VLAN,
      virtualNetworkId: 0,
      ...to,
      ...('vlan' in to ? { virtualNetworkId: to.vlan } : {}),
    });
  });

  test.each<[{ vlan?: number; physicalInterface: string }, object, string, RegExp]>([
    [
      { physicalInterface: 'eth1', vlan: 30 },
      { type: VLAN, vlan: 30 },
      'SYS.1007',
      /^There has been a l2Network attached to cluster with virtual network id\[30\] and physical interface\[eth1\]\. Failed to change L2 network\[uuid:\w+\]$/,
    ],
    [
      { physicalInterface: 'eth1' },
      { type: NO_VLAN },
      'SYS.1007',
      /^There has been a l2Network attached to cluster that has physical interface\[eth1\]\. Failed to change l2Network\[uuid:\w+\]$/,
    ],
    [{ physicalInterface: 'eth2' }, { type: VLAN, vlan: 0 }, 'SYS.1007', /^vlan\[0\] is invalid$/],
    [{ physicalInterface: 'eth2' }, {}, 'SYS.1000', /^java\.lang\.NullPointerException$/],
    [
      { physicalInterface: 'eth2' },
      { type: 'VxlanNetwork' },
      'SYS.1007',
      /^unsupported l2Network type\[VxlanNetwork\]$/,
    ],
  ])('beside %j to %j is refused', async (other, to, code, details) => {
    const uuid = await subject();
    await beside(other);
    expect(await emulator.refused(...change(uuid, to))).toMatchObject({
      code,
      details: expect.stringMatching(details),
    });
  });

  test('of one that is in no cluster asks nobody', async () => {
    await beside({ physicalInterface: 'eth1', vlan: 30 });
    const { uuid } = await make({ vlan: 20 });
    expect(await emulator.make(...change(uuid, { type: VLAN, vlan: 30 }))).toMatchObject({
      vlan: 30,
    });
  });
});

describe('candidates', () => {
  const clustersFor = async (l2: string, query = ''): Promise<string[]> =>
    (
      await emulator.call('GET', `/l2-networks/${l2}/cluster-candidates?${query}`)
    ).body.inventories.map(({ uuid }: Json) => uuid);
  const networksFor = async (cluster: string): Promise<string[]> =>
    (await emulator.call('GET', `/cluster/${cluster}/l2-candidates`)).body.inventories.map(
      ({ uuid }: Json) => uuid,
    );

  test('of a network are clusters that have it not, nor another one like it', async () => {
    const { uuid } = await make();
    expect((await clustersFor(uuid)).toSorted()).toEqual([used, empty].toSorted());
    await emulator.make(...attach((await make()).uuid, empty));
    expect(await clustersFor(uuid)).toEqual([used]);
    await emulator.make(...attach(uuid));
    expect(await clustersFor(uuid)).toEqual([]);
  });

  test.each([
    ['clusterTypes=zstack', 2],
    ['clusterTypes=other', 0],
    ['clusterTypes=other&clusterTypes=zstack', 2],
  ])('of a network are of the types that are asked for: %s', async (query, count) => {
    const { uuid } = await make();
    expect(await clustersFor(uuid, query)).toHaveLength(count);
  });

  test('are none for a network of other switches', async () => {
    const { uuid } = await make({ vSwitchType: 'OvsDpdk' });
    expect(await clustersFor(uuid)).toEqual([]);
    expect(await networksFor(empty)).not.toContain(uuid);
    put(emulator, `update l2_networks set v_switch_type = 'LinuxBridge' where uuid = '${uuid}'`);
    expect(await networksFor(empty)).toContain(uuid);
  });

  test('of a cluster are those without a VLAN first, and none that it has or has one like', async () => {
    const [vlan, plain, later] = [await make({ vlan: 7 }), await make(), await make({ vlan: 8 })];
    expect(await networksFor(empty)).toEqual([usual, plain.uuid, onVlan, vlan.uuid, later.uuid]);
    await emulator.make(...attach((await make({ vlan: 7 })).uuid, empty));
    await emulator.make(...attach(plain.uuid, empty));
    expect(await networksFor(empty)).toEqual([usual, onVlan, later.uuid]);
  });
});

test.each([
  [{ type: 'L2NoVlanNetwork' }, undefined],
  [{ type: 'L2VlanNetwork' }, undefined],
  [{ type: 'x' }, 'unsupported l2Network type[x]'],
])('a network that tells %j is refused with %j', async (more, details) => {
  const params = { name: 'l2', zoneUuid: SEED.zone, physicalInterface: 'eth1', ...more };
  const { body } = await emulator.call('POST', '/l2-networks/no-vlan', { params });
  expect([body.error?.details, body.inventory?.type]).toEqual([
    details,
    details === undefined ? NO_VLAN : undefined,
  ]);
});
