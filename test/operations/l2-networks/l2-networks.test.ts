import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { startSeed } from '../../support/seeds';

const { usual, vlan: onVlan } = SEED.l2Networks;
const { used, empty } = SEED.clusters;
const noVlan = (params: object) => ['POST', '/l2-networks/no-vlan', { params }] as const;
const vlan = (params: object) => ['POST', '/l2-networks/vlan', { params }] as const;
const told = { name: 'l2', zoneUuid: SEED.zone, physicalInterface: 'eth1' };
const attach = (l2: string, cluster: string) =>
  ['POST', `/l2-networks/${l2}/clusters/${cluster}`] as const;
const detach = (l2: string, cluster: string) =>
  ['DELETE', `/l2-networks/${l2}/clusters/${cluster}`] as const;
const change = (l2: string, changeL2NetworkVlanId: object) =>
  ['PUT', `/l2-networks/${l2}/actions`, { changeL2NetworkVlanId }] as const;

test('a network of layer 2 is made, changed, found and deleted', async () => {
  const emulator = await TestEmulator.start();
  const network = await emulator.make(...noVlan({ ...told, description: 'd' }));
  expect(network).toMatchObject({
    name: 'l2',
    description: 'd',
    zoneUuid: SEED.zone,
    physicalInterface: 'eth1',
    type: 'L2NoVlanNetwork',
    vSwitchType: 'LinuxBridge',
    virtualNetworkId: 0,
    isolated: false,
    attachedClusterUuids: [],
  });
  const path = `/l2-networks/${network.uuid}`;
  const body = { updateL2Network: { name: 'other' } };
  expect(await emulator.make('PUT', `${path}/actions`, body)).toMatchObject({
    name: 'other',
    description: 'd',
  });
  expect(await emulator.find('/l2-networks?q=physicalInterface=eth1')).toMatchObject({
    name: 'other',
  });
  await emulator.make('DELETE', path);
  await emulator.make('DELETE', path);
  expect(await emulator.find(path)).toBeUndefined();
});

test('one on a VLAN is of another class, and has a query of its own', async () => {
  const emulator = await TestEmulator.start();
  const network = await emulator.make(...vlan({ ...told, vlan: 7 }));
  expect(network).toMatchObject({ type: 'L2VlanNetwork', vlan: 7, virtualNetworkId: 7 });
  const { body } = await emulator.call('GET', '/l2-networks/vlan?q=vlan=7');
  expect(body.inventories).toMatchObject([{ uuid: network.uuid, vlan: 7 }]);
  expect(await emulator.find(`/l2-networks/vlan/${usual}`)).toBeUndefined();
  expect((await emulator.call('GET', '/l2-networks/types')).body.types).toEqual([
    'L2NoVlanNetwork',
    'L2VlanNetwork',
  ]);
});

test.each([
  [noVlan({ ...told, zoneUuid: SEED.image }), 'SYS.1003', 'type:ZoneVO] not found'],
  [
    noVlan({ ...told, type: 'VxlanNetwork' }),
    'SYS.1007',
    'unsupported l2Network type[VxlanNetwork]',
  ],
  [noVlan({ ...told, vSwitchType: 'Cisco' }), 'SYS.1007', 'valid value for field[vSwitchType]'],
  [vlan({ ...told, vlan: 0 }), 'SYS.1007', 'field[vlan]'],
  [vlan(told), 'SYS.1007', 'field[vlan]'],
])('%j is refused', async ([method, path, body], code, details) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(method, path, body);
  expect(refusal.code).toBe(code);
  expect(refusal.details).toContain(details);
});

test('networks of layer 2 are admin’s, and everybody sees them', async () => {
  const emulator = await TestEmulator.start();
  for (const [method, path, body] of [noVlan(told), attach(usual, empty)] as const) {
    expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('ID.1002');
  }
  const body = { updateL2Network: { name: 'mine' } };
  const actions = `/l2-networks/${usual}/actions`;
  expect((await emulator.refused('PUT', actions, body, ALICE_SESSION)).code).toBe('SYS.1006');
  const seen = await emulator.call('GET', '/l2-networks', undefined, ALICE_SESSION);
  expect(seen.body.inventories).toHaveLength(2);
});

test('a network is attached to a cluster once and detached once', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...detach(usual, empty))).toMatchObject({
    code: 'SYS.1006',
    details: `l2Network[uuid:${usual}] has not attached to cluster[uuid:${empty}]`,
  });
  const attached = await emulator.make(...attach(usual, empty));
  expect(attached.attachedClusterUuids).toEqual([used, empty]);
  expect(await emulator.find(`/clusters?q=l2Network.uuid=${usual}&q=uuid=${empty}`)).toMatchObject({
    name: 'cluster-2',
  });
  expect(await emulator.refused(...attach(usual, empty))).toMatchObject({
    code: 'SYS.1006',
    details: `l2Network[uuid:${usual}] has attached to cluster[uuid:${empty}], can't attach again`,
  });
  expect((await emulator.make(...detach(usual, empty))).attachedClusterUuids).toEqual([used]);
});

test('one interface of a cluster has one network without a VLAN, one for each VLAN, and one kind of switch', async () => {
  const emulator = await TestEmulator.start();
  const twin = await emulator.make(...noVlan({ ...told, physicalInterface: 'eth0' }));
  const details = `There has been a l2Network[uuid:${usual}, name:l2-eth0] attached to cluster[uuid:${used}] that has physical interface[eth0]. Failed to attach l2Network[uuid:${twin.uuid}]`;
  expect(await emulator.refused(...attach(twin.uuid, used))).toMatchObject({
    code: 'L2.1000',
    details: expect.stringContaining('attach l2 network failed:'),
    cause: { code: 'SYS.1007', details },
  });
  await emulator.make(...attach(onVlan, used));
  const same = await emulator.make(...vlan({ ...told, physicalInterface: 'eth0', vlan: 100 }));
  expect(await emulator.refused(...attach(same.uuid, used))).toMatchObject({
    code: 'L2.1000',
    cause: {
      details: `There has been a L2VlanNetwork[uuid:${onVlan}, name:l2-vlan-100] attached to cluster[uuid:${used}] that has physical interface[eth0], vlan[100]. Failed to attach L2VlanNetwork[uuid:${same.uuid}]`,
    },
  });
  const mac = await emulator.make(
    ...noVlan({ ...told, physicalInterface: 'eth0', vSwitchType: 'MacVlan' }),
  );
  expect(await emulator.refused(...attach(mac.uuid, used))).toMatchObject({
    code: 'SYS.1007',
    details: `could not attach l2 network, because there is another network [uuid:${usual}] on physical interface [eth0] with different vswitch type`,
  });
});

test('a VLAN whose device has no name in Linux is for hosts of other kinds', async () => {
  const emulator = await TestEmulator.start();
  const physicalInterface = 'enp129s0f1np1';
  const most = await emulator.make(...vlan({ ...told, physicalInterface, vlan: 9 }));
  await emulator.make(...attach(most.uuid, used));
  const more = await emulator.make(...vlan({ ...told, physicalInterface, vlan: 10 }));
  expect(await emulator.refused(...attach(more.uuid, used))).toMatchObject({
    code: 'SYS.1007',
    details: `cannot create vlan-device on ${physicalInterface} because it's too long`,
  });
  const params = { zoneUuid: SEED.zone, name: 'pretended', hypervisorType: 'Simulator' };
  const cluster = await emulator.make('POST', '/clusters', { params });
  await emulator.make(...attach(more.uuid, cluster.uuid));
});

test('a VLAN is changed, taken away and given, where nothing is in its way', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.make(...change(onVlan, { type: 'L2VlanNetwork', vlan: 5 }))).toMatchObject({
    vlan: 5,
  });
  const without = await emulator.make(...change(onVlan, { type: 'L2NoVlanNetwork' }));
  expect(without).toMatchObject({ type: 'L2NoVlanNetwork', virtualNetworkId: 0 });
  expect(without).not.toHaveProperty('vlan');
  const wrong = (details: string) => ({ code: 'SYS.1007', details });
  expect(await emulator.refused(...change(onVlan, { type: 'L2VlanNetwork' }))).toMatchObject(
    wrong('vlan is required for ChangeL2NetworkVlanId with type[L2VlanNetwork]'),
  );
  expect(
    await emulator.refused(...change(onVlan, { type: 'L2VlanNetwork', vlan: 4095 })),
  ).toMatchObject(wrong('vlan[4095] is invalid'));
  expect(
    await emulator.refused(...change(onVlan, { type: 'L2NoVlanNetwork', vlan: 1 })),
  ).toMatchObject(
    wrong('vlan is not allowed for ChangeL2NetworkVlanId with type[L2NoVlanNetwork]'),
  );
  const isolated = await emulator.make(...vlan({ ...told, vlan: 9, isolated: true }));
  expect(
    await emulator.refused(...change(isolated.uuid, { type: 'L2VlanNetwork', vlan: 8 })),
  ).toMatchObject(
    wrong(
      `cannot change vlan for l2Network[uuid:${isolated.uuid}] because this l2Network is isolated`,
    ),
  );
});

test('hosts that are away and networks beside it keep a VLAN as it is', async () => {
  const emulator = await TestEmulator.start();
  const eth0 = { ...told, physicalInterface: 'eth0' };
  await emulator.make(...attach(onVlan, used));
  const other = await emulator.make(...vlan({ ...eth0, vlan: 200 }));
  await emulator.make(...attach(other.uuid, used));
  expect(
    await emulator.refused(...change(other.uuid, { type: 'L2VlanNetwork', vlan: 100 })),
  ).toMatchObject({
    code: 'SYS.1007',
    details: `There has been a l2Network attached to cluster with virtual network id[100] and physical interface[eth0]. Failed to change L2 network[uuid:${other.uuid}]`,
  });
  expect(await emulator.refused(...change(other.uuid, { type: 'L2NoVlanNetwork' }))).toMatchObject({
    code: 'SYS.1007',
    details: `There has been a l2Network attached to cluster that has physical interface[eth0]. Failed to change l2Network[uuid:${other.uuid}]`,
  });
  await emulator.make(...attach(other.uuid, empty));
  expect(
    await emulator.refused(...change(other.uuid, { type: 'L2VlanNetwork', vlan: 300 })),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `cannot change vlan for l2Network[uuid:${other.uuid}] because there are hosts status in Connecting or Disconnected`,
  });
});

test('only clusters of KVM bear that a VLAN changes', async () => {
  const emulator = await startSeed(`
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters: [{ name: c, zone: z, hypervisorType: Simulator }]
l2Networks: [{ name: n, uuid: '${onVlan}', zone: z, vlan: 100, clusters: [c] }]
`);
  expect(
    await emulator.refused(...change(onVlan, { type: 'L2VlanNetwork', vlan: 101 })),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `cannot change vlan for l2Network[uuid:${onVlan}] because it only supports an L2Network that is exclusively attached to a kvm cluster`,
  });
});

test('candidates are what can be attached', async () => {
  const emulator = await TestEmulator.start();
  const clusters = await emulator.call('GET', `/l2-networks/${usual}/cluster-candidates`);
  expect(clusters.body.inventories).toMatchObject([{ uuid: empty }]);
  const networks = await emulator.call('GET', `/cluster/${used}/l2-candidates`);
  expect(networks.body.inventories).toMatchObject([{ uuid: onVlan, vlan: 100 }]);
  await emulator.make(...attach(onVlan, used));
  const left = await emulator.call('GET', `/cluster/${used}/l2-candidates`);
  expect(left.body.inventories).toEqual([]);
});

test('VMs lose the NICs of a network that goes: from their cluster, or for good', async () => {
  const emulator = await TestEmulator.start();
  const vm = '/vm-instances/a0000000000040008000000000000001';
  expect((await emulator.find(vm)).vmNics).toHaveLength(1);
  await emulator.make(...detach(usual, used));
  expect(await emulator.find(vm)).toMatchObject({ vmNics: [], defaultL3NetworkUuid: null });
  expect(await emulator.find(`/l3-networks/${SEED.l3Network}`)).toBeDefined();
  await emulator.make('DELETE', `/l2-networks/${usual}`);
  const world = emulator.world();
  for (const table of ['l3_networks', 'ip_ranges', 'used_ips', 'vm_nics', 'l3_network_dns']) {
    expect(world[table]).toEqual([]);
  }
  expect(emulator.brokenLaws()).toEqual({});
});

test('on each type of switch that is told a network can be made', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/l2-networks/vSwitchTypes');
  expect(body.types).toContain('LinuxBridge');
  for (const [i, vSwitchType] of body.types.entries()) {
    const params = { name: vSwitchType, zoneUuid: SEED.zone, physicalInterface: `eth${i + 5}` };
    const made = await emulator.make('POST', '/l2-networks/no-vlan', {
      params: { ...params, vSwitchType },
    });
    expect(made.vSwitchType).toBe(vSwitchType);
  }
});
