import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { startSeed } from '../../support/seeds';

const { l3Network, publicNetwork, zone, images } = SEED;
const GIB = 2 ** 30;
const RUNNING = 'a0000000000040008000000000000001';
const STOPPED = 'a0000000000040008000000000000002';
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const vmOf = async (emulator: TestEmulator, uuid: string): Promise<Json> =>
  emulator.find(`/vm-instances/${uuid}`);
const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );
const create = (params: object, systemTags: readonly string[] = []) =>
  [
    'POST',
    '/vm-instances',
    {
      params: { name: 'vm', cpuNum: 1, memorySize: GIB, imageUuid: images.linux, ...params },
      systemTags,
    },
  ] as const;
const attach = (vm: string, l3: string, params: object = {}, systemTags: readonly string[] = []) =>
  ['POST', `/vm-instances/${vm}/l3-networks/${l3}`, { params, systemTags }] as const;

/** Another network, in the cluster of the first, with a range. */
async function another(emulator: TestEmulator, more: object = {}, range = '192.168.9.0/29') {
  const params = { name: 'another', l2NetworkUuid: SEED.l2Networks.usual, ...more };
  const network = await emulator.make('POST', '/l3-networks', { params });
  const ranges = `/l3-networks/${network.uuid}/ip-ranges/by-cidr`;
  await emulator.make('POST', ranges, { params: { name: 'r', networkCidr: range } });
  return network.uuid as string;
}

test('a VM gets a NIC on each of its networks, with an address and a MAC', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const vm = await emulator.make(
    ...create({ l3NetworkUuids: [l3Network, other], defaultL3NetworkUuid: other }),
  );
  expect(vm).toMatchObject({ state: 'Running', defaultL3NetworkUuid: other, zoneUuid: zone });
  expect(vm.vmNics).toMatchObject([
    {
      l3NetworkUuid: l3Network,
      vmInstanceUuid: vm.uuid,
      netmask: '255.255.252.0',
      gateway: '10.1.0.1',
      hypervisorType: 'KVM',
      driverType: 'virtio',
      deviceId: 0,
      type: 'VNIC',
      state: 'enable',
    },
    { l3NetworkUuid: other, gateway: '192.168.9.1', deviceId: 1 },
  ]);
  for (const nic of vm.vmNics) {
    expect(nic.mac).toMatch(/^fa(:[0-9a-f]{2}){4}:0[01]$/);
    expect(nic.usedIps).toMatchObject([
      { ip: nic.ip, vmNicUuid: nic.uuid, l3NetworkUuid: nic.l3NetworkUuid, ipVersion: 4 },
    ]);
    expect(nic.internalName).toMatch(/^vnic\d+\.[01]$/);
  }
  const nics = await emulator.call('GET', `/vm-instances/nics?q=vmInstanceUuid=${vm.uuid}`);
  expect(nics.body.inventories).toEqual(vm.vmNics);
  const [address] = vm.vmNics[1].usedIps;
  expect(address.ipInBinary).toEqual([-64, -88, 9, address.ip.split('.')[3] * 1]);
  expect(await emulator.find(`/vm-instances?q=vmNics.ip=${address.ip}`)).toMatchObject({
    uuid: vm.uuid,
  });
});

test('of several networks one must be told to be the default', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const call = create({ l3NetworkUuids: [l3Network, other] });
  expect(await emulator.refused(...call)).toMatchObject(
    wrong(
      'there are more than one L3 network specified in l3NetworkUuids, but defaultL3NetworkUuid is null',
    ),
  );
});

test('one network alone says where a VM is and is its default', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(...create({ l3NetworkUuids: [l3Network] }));
  expect(vm).toMatchObject({ defaultL3NetworkUuid: l3Network, clusterUuid: SEED.clusters.used });
});

test('the first free address is taken where l3Network/ipAllocateStrategy says so, until none is', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('l3Network/ipAllocateStrategy', 'FirstAvailableIpAllocatorStrategy');
  const small = await another(emulator, {}, '192.168.9.0/30');
  const first = await emulator.make(...create({ l3NetworkUuids: [l3Network] }));
  expect(first.vmNics[0].ip).toBe('10.1.0.10');
  const only = await emulator.make(...create({ l3NetworkUuids: [small] }));
  expect(only.vmNics[0].ip).toBe('192.168.9.2');
  const error = await emulator.refused(...create({ l3NetworkUuids: [small] }));
  const details = `IP allocator strategy[FirstAvailableIpAllocatorStrategy] failed, because no ip is available in this l3Network[name:another, uuid:${small}]`;
  expect(error).toMatchObject({ code: 'SYS.1006', details, cause: { code: 'L3.1000', details } });
});

test('tags ask for an address and a MAC', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(
    ...create({ l3NetworkUuids: [l3Network] }, [
      `staticIp::${l3Network}::10.1.2.3`,
      `customMac::${l3Network}::FA:11:22:33:44:55`,
    ]),
  );
  expect(vm.vmNics).toMatchObject([{ ip: '10.1.2.3', mac: 'fa:11:22:33:44:55' }]);
  const tags = await tagsOf(emulator, vm.uuid);
  expect(tags).toEqual(
    expect.arrayContaining([
      `staticIp::${l3Network}::10.1.2.3`,
      `ipv4Netmask::${l3Network}::255.255.252.0`,
      `ipv4Gateway::${l3Network}::10.1.0.1`,
    ]),
  );
  // It is used up.
  expect(tags.filter((tag) => tag.startsWith('customMac'))).toEqual([]);
  const again = create({ l3NetworkUuids: [l3Network] }, [
    `customMac::${l3Network}::fa:11:22:33:44:55`,
  ]);
  expect(await emulator.refused(...again)).toMatchObject(
    refusedWith('Duplicate mac address [fa:11:22:33:44:55]'),
  );
});

test.each([
  ['10.1.2.x', wrong('the static IP[10.1.2.x] format error')],
  [
    '10.1.0.11',
    wrong(`IP[10.1.0.11] is not available on the L3 network[uuid:${l3Network}] because: USED`),
  ],
  [
    '10.1.0.1',
    wrong(`IP[10.1.0.1] is not available on the L3 network[uuid:${l3Network}] because: GATEWAY`),
  ],
  [
    '10.2.0.1',
    wrong(
      `IP[10.2.0.1] is not available on the L3 network[uuid:${l3Network}] because: NO_IN_RANGE`,
    ),
  ],
])('a VM that wants %s is refused', async (ip, error) => {
  const emulator = await TestEmulator.start();
  const call = create({ l3NetworkUuids: [l3Network] }, [`staticIp::${l3Network}::${ip}`]);
  expect(await emulator.refused(...call)).toMatchObject(error);
});

test('another mask or gateway than that of the range is refused', async () => {
  const emulator = await TestEmulator.start();
  const ip = `staticIp::${l3Network}::10.1.2.3`;
  const params = { l3NetworkUuids: [l3Network] };
  expect(
    await emulator.refused(...create(params, [ip, `ipv4Netmask::${l3Network}::255.0.0.0`])),
  ).toMatchObject(refusedWith('netmask error, expect: 255.255.252.0, got: 255.0.0.0'));
  expect(
    await emulator.refused(...create(params, [ip, `ipv4Gateway::${l3Network}::10.1.0.2`])),
  ).toMatchObject(refusedWith('gateway error, expect: 10.1.0.1, got: 10.1.0.2'));
});

test('networks that are disabled, of the system, not there, or on no host make no VM', async () => {
  const emulator = await TestEmulator.start();
  const system = await another(emulator, { category: 'System', system: true });
  const make = (l3: string) => emulator.refused(...create({ l3NetworkUuids: [l3] }));
  expect(await make(system)).toMatchObject(
    refusedWith(`l3Network[uuid:${system}] is system network, can not create user vm on it`),
  );
  expect(await make(zone)).toMatchObject({ code: 'SYS.1003' });
  const nowhere = await another(
    emulator,
    { l2NetworkUuid: SEED.l2Networks.vlan },
    '192.168.3.0/24',
  );
  expect(await make(nowhere)).toMatchObject(
    refusedWith(
      `no host found in clusters that has attached to L2Networks which have L3Networks[${nowhere}]`,
    ),
  );
  const { uuid: empty } = await emulator.make('POST', '/l3-networks', {
    params: { name: 'empty', l2NetworkUuid: SEED.l2Networks.usual },
  });
  expect(await make(empty)).toMatchObject(
    refusedWith(`there is no available ipRange on L3 network [${empty}]`),
  );
  await emulator.make('PUT', `/l3-networks/${l3Network}/actions`, {
    changeL3NetworkState: { stateEvent: 'disable' },
  });
  expect(await make(l3Network)).toMatchObject(
    refusedWith(`l3Network[uuid:${l3Network}] is Disabled, can not create vm on it`),
  );
});

test('a VM on a network without addresses has a NIC without one', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/l3-networks', {
    params: { name: 'bare', l2NetworkUuid: SEED.l2Networks.usual, enableIPAM: false },
  });
  const vm = await emulator.make(...create({ l3NetworkUuids: [uuid] }));
  expect(vm.vmNics).toMatchObject([{ l3NetworkUuid: uuid, ip: null, usedIps: [] }]);
});

test('vmNicParams says the state and the driver of a NIC', async () => {
  const emulator = await TestEmulator.start();
  const params = [{ l3NetworkUuid: l3Network, state: 'disable', driverType: 'e1000' }];
  const vm = await emulator.make(
    ...create({ l3NetworkUuids: [l3Network], vmNicParams: JSON.stringify(params) }),
  );
  expect(vm.vmNics).toMatchObject([{ state: 'disable', driverType: 'e1000' }]);
});

test('a VM that is only created gets its NICs at its first start', async () => {
  const emulator = await TestEmulator.start();
  const vm = await emulator.make(
    ...create({ l3NetworkUuids: [l3Network], strategy: 'JustCreate' }),
  );
  expect(vm).toMatchObject({ vmNics: [], defaultL3NetworkUuid: l3Network });
  const started = await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, {
    startVmInstance: {},
  });
  expect(started.vmNics).toHaveLength(1);
});

test('a destroyed VM gives its addresses back and gets others when it starts again', async () => {
  const emulator = await TestEmulator.start();
  const path = `/vm-instances/${RUNNING}`;
  await emulator.make('DELETE', path);
  expect((await vmOf(emulator, RUNNING)).vmNics).toMatchObject([{ ip: null, usedIps: [] }]);
  expect(await emulator.find('/l3-networks/ip-address?q=ip=10.1.0.11')).toBeUndefined();
  const act = (body: object) => emulator.make('PUT', `${path}/actions`, body);
  await act({ recoverVmInstance: {} });
  const started = await act({ startVmInstance: {} });
  expect(started.vmNics[0].ip).toMatch(/^10\.1\./);
  await emulator.make('DELETE', path);
  await act({ expungeVmInstance: {} });
  expect(await emulator.find(`/vm-instances/nics?q=vmInstanceUuid=${RUNNING}`)).toBeUndefined();
});

test('a network is attached to a VM and detached from it', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const vm = await emulator.make(...attach(RUNNING, other, { driverType: 'e1000' }));
  expect(vm.vmNics).toMatchObject([
    { l3NetworkUuid: l3Network, deviceId: 0 },
    { l3NetworkUuid: other, deviceId: 1, driverType: 'e1000' },
  ]);
  const [first, second] = vm.vmNics;
  const left = await emulator.make('DELETE', `/vm-instances/nics/${first.uuid}`);
  expect(left).toMatchObject({ defaultL3NetworkUuid: other, vmNics: [{ uuid: second.uuid }] });
  const none = await emulator.make('DELETE', `/vm-instances/nics/${second.uuid}`);
  expect(none).toMatchObject({ defaultL3NetworkUuid: null, vmNics: [] });
  const first2 = await emulator.make(...attach(RUNNING, l3Network, { staticIp: '10.1.0.50' }));
  expect(first2).toMatchObject({
    defaultL3NetworkUuid: l3Network,
    vmNics: [{ ip: '10.1.0.50', deviceId: 0 }],
  });
  expect(await tagsOf(emulator, RUNNING)).toContain(`staticIp::${l3Network}::10.1.0.50`);
  await emulator.make('DELETE', `/vm-instances/nics/${first2.vmNics[0].uuid}`);
  expect(await tagsOf(emulator, RUNNING)).not.toContain(`staticIp::${l3Network}::10.1.0.50`);
});

test('what keeps a network from a VM is told', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const refused = (why: string) => refusedWith(`unable to attach a L3 network. ${why}`);
  const paused = 'a0000000000040008000000000000004';
  expect(await emulator.refused(...attach(paused, other))).toMatchObject(
    refused(`The vm[uuid: ${paused}] is not Running or Stopped; the current state is Paused`),
  );
  const { uuid: empty } = await emulator.make('POST', '/l3-networks', {
    params: { name: 'empty', l2NetworkUuid: SEED.l2Networks.usual },
  });
  expect(await emulator.refused(...attach(RUNNING, empty))).toMatchObject(
    refused(`The L3 network[uuid:${empty}] doesn't has have ip range`),
  );
  const { vlan } = SEED.l2Networks;
  const nowhere = await another(emulator, { l2NetworkUuid: vlan }, '192.168.3.0/24');
  expect(await emulator.refused(...attach(RUNNING, nowhere))).toMatchObject(
    refused(
      `The L3 network[uuid:[${nowhere}]] are belonged to l2 networks [uuids:[${vlan}]] that have not been attached to any cluster`,
    ),
  );
  expect(await emulator.refused(...attach(RUNNING, l3Network))).toMatchObject(
    refused(`The L3 network[uuid:[${l3Network}]] is already attached to the vm[uuid: ${RUNNING}]`),
  );
  expect(
    await emulator.refused(...attach(RUNNING, other, { staticIp: '10.1.0.50' })),
  ).toMatchObject(
    wrong(`the static IP[10.1.0.50] is not in any IP range of the L3 network[uuid:${other}]`),
  );
  await emulator.make('POST', '/nics', { params: { l3NetworkUuid: other, ip: '192.168.9.3' } });
  expect(
    await emulator.refused(...attach(RUNNING, other, { staticIp: '192.168.9.3' })),
  ).toMatchObject(
    refusedWith(`the static IP[192.168.9.3] has been occupied on the L3 network[uuid:${other}]`),
  );
  const tag = `staticIp::${l3Network}::10.1.0.60`;
  expect(await emulator.refused(...attach(RUNNING, other, {}, [tag]))).toMatchObject(
    wrong(`static ip l3 uuid[${l3Network}] is not included in nic l3 [[${other}]]`),
  );
  expect(await emulator.refused(...attach(RUNNING, other, { vmNicParams: '{' }))).toMatchObject(
    refusedWith(expect.stringContaining('invalid json format, causes:')),
  );
  const system = await another(emulator, { category: 'System', system: true }, '192.168.4.0/24');
  expect(await emulator.refused(...attach(RUNNING, system))).toMatchObject(
    refused(`The L3 network[uuid:${system}] is a system network and vm is a user vm`),
  );
  await emulator.make('PUT', `/l3-networks/${other}/actions`, {
    changeL3NetworkState: { stateEvent: 'disable' },
  });
  expect(await emulator.refused(...attach(RUNNING, other))).toMatchObject(
    refused(`The L3 network[uuid:${other}] is disabled`),
  );
});

test('a network is detached from VMs that run or rest, and from no other', async () => {
  const emulator = await TestEmulator.start({ settings: { seed: 'edge-cases' } });
  const one = (sql: string) => emulator.environment.database.prepare(sql).pluck().get() as string;
  const nic = one('select uuid from vm_nics order by device_id limit 1');
  const vm = one(`select vm_instance_uuid from vm_nics where uuid = '${nic}'`);
  emulator.environment.database.exec(
    `update vm_instances set state = 'Error' where uuid = '${vm}'`,
  );
  expect(await emulator.refused('DELETE', `/vm-instances/nics/${nic}`)).toMatchObject(
    refusedWith(
      `unable to detach a L3 network. The vm[uuid: ${vm}] is not Running or Stopped; the current state is Error`,
    ),
  );
});

test('where vm/multivNic.support is on, a VM has several NICs on a private network, and no other', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/multivNic.support', 'true');
  expect((await emulator.make(...attach(RUNNING, l3Network))).vmNics).toHaveLength(2);
  const shared = await another(emulator, { category: 'Public' });
  const off = [
    'PUT',
    '/global-configurations/vm/multivNic.support/actions',
    { updateGlobalConfig: { value: 'false' } },
  ] as const;
  // It is looked at where nothing is expected to be wrong; the text has the two in each other's place.
  const refusal = await emulator.refused(...off);
  expect(refusal.code).toBe('SYS.1000');
  expect(JSON.parse(refusal.details)).toMatchObject(
    refusedWith(
      `unable to enable this function. There are multi nics of L3 network[uuid:${RUNNING}] in the vm[uuid: ${l3Network}]`,
    ),
  );
  await emulator.make(...attach(RUNNING, shared));
  expect(await emulator.refused(...attach(RUNNING, shared))).toMatchObject(
    refusedWith(
      `unable to attach a non-guest L3 network. The L3 network[uuid:[${shared}]] is already attached to the vm[uuid: ${RUNNING}]`,
    ),
  );
  const nicOn = async (l3NetworkUuid: string) => {
    const { uuid } = await emulator.make('POST', '/nics', { params: { l3NetworkUuid } });
    return ['POST', `/vm-instances/${RUNNING}/nices/${uuid}`, { params: {} }] as const;
  };
  expect(await emulator.refused(...(await nicOn(shared)))).toMatchObject(
    refusedWith(
      `unable to attach the nic with a non-guest L3 network. Its L3 network[uuid:${shared}] is already attached to the vm[uuid: ${RUNNING}]`,
    ),
  );
  const system = await another(emulator, { category: 'System', system: true }, '192.168.4.0/24');
  expect(await emulator.refused(...(await nicOn(system)))).toMatchObject(
    refusedWith(
      `unable to attach the nic. Its L3 network[uuid:${system}] is a system network and vm is a user vm`,
    ),
  );
});

test('a NIC is made for a VM to come, attached to one, and deleted', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const params = { l3NetworkUuid: other, ip: '192.168.9.4' };
  const nic = await emulator.make('POST', '/nics', { params });
  expect(nic).toMatchObject({ ip: '192.168.9.4', vmInstanceUuid: null, driverType: null });
  expect(await emulator.refused('POST', '/nics', { params })).toMatchObject(
    refusedWith(`the static IP[192.168.9.4] has been occupied on the L3 network[uuid:${other}]`),
  );
  const outside = { params: { ...params, ip: '10.1.0.9' } };
  expect(await emulator.refused('POST', '/nics', outside)).toMatchObject(
    wrong(`the static IP[10.1.0.9] is not in any IP range of the L3 network[uuid:${other}]`),
  );
  const path = (vm: string, uuid: string) => `/vm-instances/${vm}/nices/${uuid}`;
  const vm = await emulator.make('POST', path(STOPPED, nic.uuid), { params: {} });
  expect(vm.vmNics).toMatchObject([
    { deviceId: 0 },
    { uuid: nic.uuid, deviceId: 1, driverType: 'e1000', hypervisorType: 'KVM' },
  ]);
  const refused = (why: string) => refusedWith(`unable to attach the nic. ${why}`);
  expect(await emulator.refused('POST', path(STOPPED, nic.uuid), { params: {} })).toMatchObject(
    refused(`The nic has been attached with vm[uuid: ${STOPPED}]`),
  );
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: other } });
  expect(await emulator.refused('POST', path(STOPPED, loose.uuid), { params: {} })).toMatchObject(
    refused(`Its L3 network[uuid:${other}] is already attached to the vm[uuid: ${STOPPED}]`),
  );
  const paused = 'a0000000000040008000000000000004';
  expect(await emulator.refused('POST', path(paused, loose.uuid), { params: {} })).toMatchObject(
    refused(`The vm[uuid: ${paused}] is not Running or Stopped; the current state is Paused`),
  );
  const { vlan } = SEED.l2Networks;
  const nowhere = await another(emulator, { l2NetworkUuid: vlan }, '192.168.3.0/24');
  const far = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: nowhere } });
  expect(await emulator.refused('POST', path(STOPPED, far.uuid), { params: {} })).toMatchObject(
    refused(`Its l2 network [uuid:${vlan}] that have not been attached to any cluster`),
  );
  await emulator.make('DELETE', `/nics/${nic.uuid}`);
  expect((await vmOf(emulator, STOPPED)).vmNics).toHaveLength(1);
  await emulator.make('PUT', `/l3-networks/${other}/actions`, {
    changeL3NetworkState: { stateEvent: 'disable' },
  });
  expect(await emulator.refused('POST', path(STOPPED, loose.uuid), { params: {} })).toMatchObject(
    refused(`Its L3 network[uuid:${other}] is disabled`),
  );
  await emulator.make('DELETE', `/nics/${loose.uuid}`);
  await emulator.make('DELETE', `/nics/${loose.uuid}`);
  expect(
    await emulator.refused('POST', '/nics', { params: { l3NetworkUuid: other } }),
  ).toMatchObject(
    refusedWith(`unable to attach a L3 network. The L3 network[uuid:${other}] is disabled`),
  );
});

test('a NIC is turned off and on, and has another driver', async () => {
  const emulator = await TestEmulator.start();
  const [nic] = (await vmOf(emulator, RUNNING)).vmNics;
  const change = (state: string) =>
    ['PUT', `/vm-instances/nics/${nic.uuid}/actions`, { changeVmNicState: { state } }] as const;
  expect((await emulator.make(...change('disable'))).vmNics).toMatchObject([{ state: 'disable' }]);
  // Meanwhile another one may have its MAC.
  const tag = `customMac::${l3Network}::${nic.mac}`;
  await emulator.make(...create({ l3NetworkUuids: [l3Network] }, [tag]));
  expect(await emulator.refused(...change('enable'))).toMatchObject(
    wrong(`Duplicate mac address [${nic.mac}]`),
  );
  const driver = (vm: string, driverType: string) =>
    [
      'PUT',
      `/vm-instances/${vm}/actions`,
      { updateVmNicDriver: { vmNicUuid: nic.uuid, driverType } },
    ] as const;
  expect(await emulator.make(...driver(RUNNING, 'rtl8139'))).toMatchObject({
    driverType: 'rtl8139',
  });
  const change2 = { updateVmInstance: { platform: 'Other' } };
  await emulator.make('PUT', `/vm-instances/${STOPPED}/actions`, change2);
  expect(await emulator.refused(...driver(STOPPED, 'e1000'))).toMatchObject(
    wrong('Current platform Other not support update nic driver yet'),
  );
  expect(await emulator.refused(...driver(RUNNING, 'ne2000'))).toMatchObject(
    wrong('Nic driver ne2000 not support yet'),
  );
});

test('the drivers of NICs follow the platform of the guest, and its tag driver::virtio', async () => {
  const emulator = await TestEmulator.start();
  const drivers = async () =>
    (await vmOf(emulator, STOPPED)).vmNics.map((nic: Json) => nic.driverType);
  const be = (platform: string) =>
    emulator.make('PUT', `/vm-instances/${STOPPED}/actions`, { updateVmInstance: { platform } });
  await be('Linux');
  expect(await drivers()).toEqual(['virtio']);
  await be('Windows');
  expect(await drivers()).toEqual(['e1000']);
  const tag = { resourceType: 'VmInstanceVO', resourceUuid: STOPPED, tag: 'driver::virtio' };
  const { uuid } = await emulator.make('POST', '/system-tags', { params: tag });
  expect(await drivers()).toEqual(['virtio']);
  await emulator.call('DELETE', `/tags/${uuid}`);
  expect(await drivers()).toEqual(['e1000']);
  // The same platform again changes nothing.
  const [nic] = (await vmOf(emulator, STOPPED)).vmNics;
  const driver = { updateVmNicDriver: { vmNicUuid: nic.uuid, driverType: 'rtl8139' } };
  await emulator.make('PUT', `/vm-instances/${STOPPED}/actions`, driver);
  await be('Windows');
  expect(await drivers()).toEqual(['rtl8139']);
  const old = { platform: 'Windows', guestOsType: 'Windows NT 4.0', architecture: 'x86_64' };
  const vm = await emulator.make(...create({ l3NetworkUuids: [l3Network], ...old }));
  expect(vm.vmNics).toMatchObject([{ driverType: 'pcnet' }]);
});

test('a VM keeps an address that it is given, and forgets that it does', async () => {
  const emulator = await TestEmulator.start();
  const path = `/vm-instances/${RUNNING}/actions`;
  const set = (setVmStaticIp: object) =>
    ['PUT', path, { setVmStaticIp: { l3NetworkUuid: l3Network, ...setVmStaticIp } }] as const;
  await emulator.make(...set({ ip: '10.1.0.77' }));
  const [nic] = (await vmOf(emulator, RUNNING)).vmNics;
  expect(nic).toMatchObject({ ip: '10.1.0.77', usedIps: [{ ip: '10.1.0.77' }] });
  expect(await tagsOf(emulator, RUNNING)).toContain(`staticIp::${l3Network}::10.1.0.77`);
  expect(await emulator.refused(...set({}))).toMatchObject(
    wrong('could not set ip address, due to no ip address is specified'),
  );
  expect(await emulator.refused(...set({ ip: '10.1.0.77' }))).toMatchObject(
    wrong(`ip address [10.1.0.77] already set to vmNic [uuid:${nic.uuid}]`),
  );
  expect(await emulator.refused(...set({ ip: '10.9.0.1' }))).toMatchObject(
    wrong('ip address [10.9.0.1] is not in ip range [10.1.0.0/22]'),
  );
  expect(await emulator.refused(...set({ ip: 'x' }))).toMatchObject(
    wrong('static ip [x] format error'),
  );
  expect(await emulator.refused(...set({ ip: '10.1.0.12' }))).toMatchObject({
    code: 'L3.1000',
    details: expect.stringContaining('because IP[10.1.0.12] is not available'),
  });
  const other = await another(emulator);
  const [method, , body] = set({ l3NetworkUuid: other, ip: '192.168.9.4' });
  expect(await emulator.refused(method, path, body)).toMatchObject(
    refusedWith(`the vm[uuid:${RUNNING}] has no nic on the L3 network[uuid:${other}]`),
  );
  const forget = (query: string) =>
    ['DELETE', `/vm-instances/${RUNNING}/static-ips?l3NetworkUuid=${query}`] as const;
  expect(await emulator.refused(...forget(zone))).toMatchObject(
    wrong(`the VM[uuid:${RUNNING}] has no nic on the L3 network[uuid:${zone}]`),
  );
  expect(await emulator.refused(...forget(`${l3Network}&staticIp=10.1.0.1`))).toMatchObject(
    wrong(
      `could not delete static ip [10.1.0.1] for vm [uuid:${RUNNING}] because it doesn't existed`,
    ),
  );
  await emulator.make(...forget(l3Network));
  expect(await tagsOf(emulator, RUNNING)).not.toContain(`staticIp::${l3Network}::10.1.0.77`);
  expect((await vmOf(emulator, RUNNING)).vmNics).toMatchObject([{ ip: '10.1.0.77' }]);
});

test('on a network that gives no addresses, a VM has what it is told, or nothing', async () => {
  const emulator = await TestEmulator.start();
  const params = { name: 'bare', l2NetworkUuid: SEED.l2Networks.usual, enableIPAM: false };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const vm = await emulator.make(...create({ l3NetworkUuids: [uuid] }));
  const set = (told: object) =>
    [
      'PUT',
      `/vm-instances/${vm.uuid}/actions`,
      { setVmStaticIp: { l3NetworkUuid: uuid, ...told } },
    ] as const;
  expect(await emulator.refused(...set({ ip: '192.168.7.7' }))).toMatchObject(
    wrong('ipv4 address need a netmask'),
  );
  const told = { ip: '192.168.7.7', netmask: '255.255.255.0' };
  await emulator.make(...set(told));
  expect((await vmOf(emulator, vm.uuid)).vmNics).toMatchObject([told]);
  const other = await emulator.make(...create({ l3NetworkUuids: [uuid] }));
  const [method, , body] = set(told);
  expect(await emulator.refused(method, `/vm-instances/${other.uuid}/actions`, body)).toMatchObject(
    wrong('ip address [192.168.7.7] already set to vmNic'),
  );
  await emulator.make(...set({}));
  expect((await vmOf(emulator, vm.uuid)).vmNics).toMatchObject([{ ip: null, usedIps: [] }]);
});

test('candidates: networks of a VM, networks and images, networks and backup storages', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const list = async (path: string, session?: string) =>
    (await emulator.call('GET', path, undefined, session)).body.inventories;
  expect(await list(`/vm-instances/${RUNNING}/l3-networks-candidates`)).toMatchObject([
    // The public one gives it an EIP.
    { uuid: other },
  ]);
  const arm = 'a0000000000040008000000000000003';
  expect(await list(`/vm-instances/${arm}/l3-networks-candidates`)).toHaveLength(3);
  const images2 = `/images-l3networks/dependencies?zoneUuid=${zone}`;
  expect(await list(`${images2}&imageUuid=${images.linux}`)).toHaveLength(3);
  // The new one is not shared with her.
  expect(await list(`${images2}&imageUuid=${images.linux}`, ALICE_SESSION)).toMatchObject([
    { uuid: l3Network },
    { uuid: publicNetwork },
  ]);
  const found = await list(`${images2}&l3NetworkUuids=${l3Network}`);
  expect(found.map(({ uuid }: Json) => uuid)).toContain(images.linux);
  const storages = `/backupStorage-l3networks/dependencies?zoneUuid=${zone}`;
  const { imageStore } = SEED.backupStorages;
  expect(await list(`${storages}&backupStorageUuid=${imageStore}`)).toHaveLength(3);
  const usable = await list(`${storages}&l3NetworkUuids=${l3Network}`);
  expect(usable.map(({ uuid }: Json) => uuid)).toContain(imageStore);
  expect(await emulator.refused('GET', storages)).toMatchObject(
    wrong('either l3NetworkUuids or backupStorageUuid must be set'),
  );
});

test('without a candidate it is told why', async () => {
  const [near, far] = ['20ae0000000040008000000000000001', '20ae0000000040008000000000000002'];
  const [p, b] = ['b5000000000040008000000000000001', 'bb000000000040008000000000000001'];
  const emulator = await startSeed(`
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: near, uuid: '${near}' }, { name: far, uuid: '${far}' }]
clusters: [{ name: c, zone: near, uuid: '${SEED.clusters.used}' }]
primaryStorages:
  - { name: p, zone: near, uuid: '${p}', type: LocalStorage, url: /p, totalCapacity: 10T }
backupStorages:
  - { name: a, type: SftpBackupStorage, url: /a, zones: [near], totalCapacity: 10T }
  - { name: b, uuid: '${b}', type: SftpBackupStorage, url: /b, zones: [far], totalCapacity: 10T }
images:
  - { name: i, uuid: '${images.linux}', url: 'http://x/i', size: 1G, backupStorages: [a] }
  - { name: j, uuid: '${images.windows}', url: 'http://x/j', size: 1G, backupStorages: [b] }
`);
  const ask = (zoneUuid: string, image: string = images.linux) => {
    const asked = `zoneUuid=${zoneUuid}&imageUuid=${image}&raiseException=true`;
    return emulator.refused('GET', `/images-l3networks/dependencies?${asked}`);
  };
  expect(await ask(far)).toMatchObject(
    wrong(
      `the image[uuid:${images.linux}] is not on any backup storage that has been attached to the zone[uuid:${far}]`,
    ),
  );
  expect(await ask(far, images.windows)).toMatchObject(
    wrong(
      `no primary storage accessible to the backup storage[uuid:${b}, type:SftpBackupStorage] is found`,
    ),
  );
  expect(await ask(near)).toMatchObject(
    wrong(
      `the primary storages[uuids:[${p}]] has not attached any cluster on the zone[uuid:${near}]`,
    ),
  );
  await emulator.make('POST', `/clusters/${SEED.clusters.used}/primary-storage/${p}`);
  expect(await ask(near)).toMatchObject(
    wrong(`no l2Networks found in clusters that have attached to primary storages[uuids:[${p}]]`),
  );
});

test('a VM that was only created does not start once a network of it is gone', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const call = create({ l3NetworkUuids: [other], strategy: 'JustCreate' });
  const { uuid } = await emulator.make(...call);
  await emulator.make('DELETE', `/l3-networks/${other}`);
  const start = ['PUT', `/vm-instances/${uuid}/actions`, { startVmInstance: {} }] as const;
  // What never was on a host does not outlive that.
  const { error } = (await emulator.call(...start)).body;
  expect(error.details).toBe(
    `Unable to find L3Network[uuid:${other}] to start the current vm, it may have been deleted, Operation suggestion: delete this vm, recreate a new vm`,
  );
});

test('a network of another account is out of reach', async () => {
  const emulator = await TestEmulator.start();
  const other = await another(emulator);
  const body = { params: { l3NetworkUuid: other } };
  const error = await emulator.refused('POST', '/nics', body, ALICE_SESSION);
  expect(error.details).toContain(`has no access to the resources[uuid:[${other}]`);
});
