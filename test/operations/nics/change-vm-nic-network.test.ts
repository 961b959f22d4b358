import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { l3Network, publicNetwork } = SEED;
const RUNNING = 'a0000000000040008000000000000001';
const STOPPED = 'a0000000000040008000000000000002';
const RUNNING_NIC = 'e1c00000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const cannot = (why: string) => refusedWith(`unable to change to L3 network. ${why}`);

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  await emulator.make('DELETE', `/eips/${SEED.eip}/vm-instances/nics`);
});

const change = (nic: string, l3: string, systemTags: string[] = [], params: object = {}) =>
  ['POST', `/vm-instances/nics/${nic}/l3-networks/${l3}`, { params, systemTags }] as const;
const nicOf = async (uuid: string): Promise<Json> => emulator.find(`/vm-instances/nics/${uuid}`);
async function another(more: object = {}, range: string | null = '192.168.9.0/29') {
  const params = { name: 'other', l2NetworkUuid: SEED.l2Networks.usual, ...more };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const path = `/l3-networks/${uuid}/ip-ranges/by-cidr`;
  if (range !== null) {
    await emulator.make('POST', path, { params: { name: 'r', networkCidr: range } });
  }
  return uuid as string;
}

test('a NIC gets onto another network, with an address of that; it leaves its groups, and its VM follows', async () => {
  const other = await another();
  const group = await emulator.make('POST', '/security-groups', { params: { name: 'g' } });
  const path = `/security-groups/${group.uuid}/vm-instances/nics`;
  await emulator.make('POST', path, { params: { vmNicUuids: [RUNNING_NIC, STOPPED_NIC] } });
  const before = await nicOf(RUNNING_NIC);
  const changed = await emulator.make(...change(RUNNING_NIC, other));
  expect(changed).toMatchObject({
    uuid: RUNNING_NIC,
    mac: before.mac,
    l3NetworkUuid: other,
    gateway: '192.168.9.1',
    netmask: '255.255.255.248',
    usedIps: [{ ip: changed.ip, l3NetworkUuid: other, vmNicUuid: RUNNING_NIC }],
  });
  expect(changed.ip).toMatch(/^192\.168\.9\.[2-6]$/);
  expect(await nicOf(RUNNING_NIC)).toEqual(changed);
  expect(await emulator.find(`/l3-networks/ip-address?q=ip=${before.ip}`)).toBeUndefined();
  expect(await emulator.find(`/vm-instances/${RUNNING}`)).toMatchObject({
    defaultL3NetworkUuid: other,
  });
  await emulator.make(...change(STOPPED_NIC, other));
  // Only of a VM that is on the groups forget it.
  const { body } = await emulator.call('GET', '/security-groups/vm-instances/nics');
  expect(body.inventories).toMatchObject([{ vmNicUuid: STOPPED_NIC }]);
});

test('a tag tells the address, the argument does not', async () => {
  const other = await another();
  const tag = `staticIp::${other}::192.168.9.5`;
  const told = await emulator.make(...change(RUNNING_NIC, other, [tag], { staticIp: '1.2.3.4' }));
  expect(told.ip).toBe('192.168.9.5');
  const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${RUNNING}&q=tag=${tag}`);
  expect(tags.body.inventories).toHaveLength(1);
  expect(await emulator.refused(...change(STOPPED_NIC, other, [tag]))).toMatchObject(
    wrong(`IP[192.168.9.5] is not available on the L3 network[uuid:${other}] because: USED`),
  );
  const odd = `staticIp::${publicNetwork}::172.20.0.77`;
  expect(await emulator.refused(...change(STOPPED_NIC, other, [odd]))).toMatchObject(
    wrong(`static ip l3 uuid[${publicNetwork}] is not included in nic l3 [[${other}]]`),
  );
});

test('a network that gives no addresses leaves the NIC without one, or with the one that is told', async () => {
  const quiet = await another({ enableIPAM: false }, null);
  expect(await emulator.make(...change(RUNNING_NIC, quiet))).toMatchObject({
    l3NetworkUuid: quiet,
    ip: null,
    usedIps: [],
  });
  const tags = [`staticIp::${quiet}::192.168.7.7`, `ipv4Netmask::${quiet}::255.255.255.0`];
  expect(await emulator.make(...change(STOPPED_NIC, quiet, tags))).toMatchObject({
    ip: '192.168.7.7',
    netmask: '255.255.255.0',
  });
});

test('which networks a NIC does not get onto', async () => {
  const l2 = {
    name: 'ovs',
    zoneUuid: SEED.zone,
    physicalInterface: 'eth7',
    vSwitchType: 'OvsDpdk',
  };
  const ovs = await emulator.make('POST', '/l2-networks/no-vlan', { params: l2 });
  const switched = await another({ l2NetworkUuid: ovs.uuid });
  expect(await emulator.refused(...change(RUNNING_NIC, switched))).toMatchObject(
    refusedWith(
      `could not change to L3 network, the l2 of l3[uuid:${l3Network}, ${switched}] use different vswitch`,
    ),
  );
  const empty = await another({}, null);
  expect(await emulator.refused(...change(RUNNING_NIC, empty))).toMatchObject(
    cannot(`The L3 network[uuid:${empty}] doesn't has have ip range`),
  );
  const far = await another({ l2NetworkUuid: SEED.l2Networks.vlan }, '192.168.10.0/29');
  expect(await emulator.refused(...change(RUNNING_NIC, far))).toMatchObject(
    cannot(
      `The L3 network[uuid:[${far}]] are belonged to l2 networks [uuids:[${SEED.l2Networks.vlan}]] that have not been attached to any cluster`,
    ),
  );
  const already = `The L3 network[uuid:[${l3Network}]] is already attached to the vm[uuid: ${RUNNING}]`;
  expect(await emulator.refused(...change(RUNNING_NIC, l3Network))).toMatchObject(cannot(already));
  const off = await another({}, '192.168.11.0/29');
  const disable = { changeL3NetworkState: { stateEvent: 'disable' } };
  await emulator.make('PUT', `/l3-networks/${off}/actions`, disable);
  expect(await emulator.refused(...change(RUNNING_NIC, off))).toMatchObject(
    cannot(`The L3 network[uuid:${off}] is disabled`),
  );
  const system = await another({ system: true, category: 'System' }, '192.168.12.0/29');
  expect(await emulator.refused(...change(RUNNING_NIC, system))).toMatchObject(
    cannot(`The L3 network[uuid:${system}] is a system network and vm is a user vm`),
  );
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, { pauseVmInstance: {} });
  expect(await emulator.refused(...change(RUNNING_NIC, publicNetwork))).toMatchObject(
    cannot(`The vm[uuid: ${RUNNING}] is not Running or Stopped; the current state is Paused`),
  );
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  expect(await emulator.refused(...change(loose.uuid, publicNetwork))).toMatchObject({
    code: 'SYS.1000',
    details: 'No entity found for query',
  });
  const attach = ['POST', `/eips/${SEED.eip}/vm-instances/nics/${STOPPED_NIC}`] as const;
  await emulator.make(...attach, { params: {} });
  const other = await another({}, '192.168.13.0/29');
  expect(await emulator.refused(...change(STOPPED_NIC, other))).toMatchObject(
    refusedWith(
      `vm nic [${STOPPED_NIC}] attached network services, please detach manually/n[{Eip=${SEED.eip}}]`,
    ),
  );
});

test('with several NICs on a network allowed, only private ones have them', async () => {
  const update = { updateGlobalConfig: { value: 'true' } };
  await emulator.make('PUT', '/global-configurations/vm/multivNic.support/actions', update);
  await emulator.make('POST', `/vm-instances/${STOPPED}/l3-networks/${publicNetwork}`, {
    params: {},
  });
  expect(await emulator.refused(...change(STOPPED_NIC, publicNetwork))).toMatchObject(
    refusedWith(
      `unable to change to a non-guest L3 network. The L3 network[uuid:[${publicNetwork}]] is already attached to the vm[uuid: ${STOPPED}]`,
    ),
  );
  const before = await nicOf(STOPPED_NIC);
  const changed = await emulator.make(...change(STOPPED_NIC, l3Network));
  expect(changed.l3NetworkUuid).toBe(l3Network);
  expect(changed.ip).not.toBe(before.ip);
});

test('the candidates are the other networks in the cluster of the VM', async () => {
  const candidates = async (nic: string) =>
    (
      await emulator.call('GET', `/vm-instances/nics/${nic}/l3-networks-candidates`)
    ).body.inventories.map(({ uuid }: Json) => uuid);
  expect(await candidates(RUNNING_NIC)).toEqual([publicNetwork]);
  const other = await another();
  expect((await candidates(STOPPED_NIC)).toSorted()).toEqual([publicNetwork, other].toSorted());
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  const path = `/vm-instances/nics/${loose.uuid}/l3-networks-candidates`;
  expect((await emulator.refused('GET', path)).code).toBe('SYS.1000');
});

test('what keeps a NIC on its network is told', async () => {
  const of = (nic: string) => `/vm-instances/nics/${nic}/attached-networkservices`;
  const services = async (nic: string) =>
    (await emulator.call('GET', of(nic))).body.networkServices;
  expect(await services(STOPPED_NIC)).toEqual([]);
  const attach = ['POST', `/eips/${SEED.eip}/vm-instances/nics/${STOPPED_NIC}`] as const;
  await emulator.make(...attach, { params: {} });
  expect(await services(STOPPED_NIC)).toEqual(['Eip']);
  expect(await services(RUNNING_NIC)).toEqual([]);
  expect((await emulator.refused('GET', of(SEED.eip))).code).toBe('SYS.1003');
});
