import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { publicNetwork, l3Network } = SEED;
const RUNNING = 'a0000000000040008000000000000001';
const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const PUBLIC_RANGE = '13a00000000040008000000000000002';
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const create = (params: object = {}) =>
  ['POST', '/vips', { params: { name: 'vip', l3NetworkUuid: publicNetwork, ...params } }] as const;
const actions = (uuid: string, body: object) => ['PUT', `/vips/${uuid}/actions`, body] as const;
const addressOf = async (ip: string): Promise<Json> =>
  emulator.find(`/l3-networks/ip-address?q=ip=${ip}`);
const capacityOf = async (uuid: string) =>
  (await emulator.call('GET', `/ip-capacity?l3NetworkUuids=${uuid}`)).body.usedIpAddressNumber;

test('a VIP takes an address of its network, which counts, and gives it back', async () => {
  expect(await capacityOf(publicNetwork)).toBe(1);
  const vip = await emulator.make(...create({ description: 'd', requiredIp: '172.20.0.77' }));
  expect(vip).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'vip',
    description: 'd',
    l3NetworkUuid: publicNetwork,
    ip: '172.20.0.77',
    state: 'Enabled',
    gateway: '172.20.0.1',
    netmask: '255.255.255.0',
    prefixLen: 24,
    serviceProvider: null,
    peerL3NetworkUuids: null,
    servicesRefs: [],
    useFor: null,
    system: false,
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  expect(await addressOf('172.20.0.77')).toMatchObject({
    l3NetworkUuid: publicNetwork,
    vmNicUuid: null,
    usedFor: null,
  });
  expect(await capacityOf(publicNetwork)).toBe(2);
  const free = await emulator.call('GET', `/l3-networks/${publicNetwork}/ip/free?limit=200`);
  expect(free.body.inventories.map(({ ip }: Json) => ip)).not.toContain('172.20.0.77');
  expect(await emulator.find(`/vips/${vip.uuid}`)).toEqual(vip);
  await emulator.make('DELETE', `/vips/${vip.uuid}`);
  expect(await emulator.find(`/vips/${vip.uuid}`)).toBeUndefined();
  expect(await addressOf('172.20.0.77')).toBeUndefined();
  expect(await capacityOf(publicNetwork)).toBe(1);
  // What is gone already is no error.
  expect((await emulator.call('DELETE', `/vips/${vip.uuid}`)).status).toBe(200);
});

test('without a word the address is drawn; a strategy, a range and a pool of the call choose it', async () => {
  const drawn = await emulator.make(...create());
  expect(drawn.ip).toMatch(/^172\.20\.0\.\d+$/);
  const first = { allocatorStrategy: 'FirstAvailableIpAllocatorStrategy' };
  expect((await emulator.make(...create(first))).ip).toMatch(/^172\.20\.0\.1[12]$/);
  const params = { name: 'pool', networkCidr: '172.30.0.0/29', ipRangeType: 'AddressPool' };
  const ranges = `/l3-networks/${publicNetwork}/ip-ranges/by-cidr`;
  const pool = (await emulator.call('POST', ranges, { params })).body.inventory;
  const pooled = await emulator.make(...create({ ipRangeUuid: pool.uuid, ...first }));
  expect(pooled).toMatchObject({ ip: '172.30.0.1', prefixLen: 29 });
  // The range is taken as it is told, on whichever network it is.
  const flat = await emulator.make(...create({ ipRangeUuid: '13a00000000040008000000000000001' }));
  expect(flat).toMatchObject({ l3NetworkUuid: l3Network, ip: expect.stringMatching(/^10\.1\./) });
  // The network itself gives none of its pools.
  expect(await emulator.refused(...create({ requiredIp: '172.30.0.3' }))).toMatchObject({
    code: 'L3.1000',
    details: `cannot find ip range that has ip[172.30.0.3] in l3Network[uuid:${publicNetwork}]`,
  });
});

test('what a VIP cannot be', async () => {
  expect(await emulator.refused(...create({ allocatorStrategy: 'x' }))).toMatchObject(
    wrong('unsupported ip allocation strategy[x]'),
  );
  expect(await emulator.refused(...create({ requiredIp: 'fd00::1' }))).toMatchObject(
    wrong('requiredIp[fd00::1] is not in valid IPv4 mediaType'),
  );
  expect(await emulator.refused(...create({ requiredIp: '172.20.0.10' }))).toMatchObject(
    refusedWith(`there is already a vip[172.20.0.10] on l3Network[uuid:${publicNetwork}]`),
  );
  const onFlat = { l3NetworkUuid: l3Network, requiredIp: '10.1.0.11' };
  expect(await emulator.refused(...create(onFlat))).toMatchObject(
    refusedWith('required ip address [10.1.0.11] is already used'),
  );
  expect(await emulator.refused(...create({ requiredIp: '172.20.0.9' }))).toMatchObject({
    code: 'L3.1000',
    details: `cannot find ip range that has ip[172.20.0.9] in l3Network[uuid:${publicNetwork}]`,
  });
  const none = `no ip is available in this l3Network[name:l3-public, uuid:${publicNetwork}]`;
  expect(await emulator.refused(...create({ ipVersion: 6 }))).toMatchObject({
    code: 'L3.1000',
    details: `IP allocator strategy[RandomIpv6AllocatorStrategy] failed, because ${none}`,
  });
  expect(await emulator.refused(...create({ l3NetworkUuid: NOBODY }))).toMatchObject({
    code: 'SYS.1003',
  });
  const params = { name: 'empty', l2NetworkUuid: SEED.l2Networks.usual };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const inEmpty = { l3NetworkUuid: uuid, requiredIp: '1.2.3.4' };
  expect(await emulator.refused(...create(inEmpty))).toMatchObject(
    wrong('requiredIp[1.2.3.4] is not in valid IPv4 mediaType'),
  );
  expect(await emulator.refused(...create({ l3NetworkUuid: uuid }))).toMatchObject({
    code: 'L3.1000',
    details: expect.stringMatching(/^IP allocator strategy\[RandomIpv6AllocatorStrategy\] failed/),
  });
});

test('a network with no free address gives no VIP; reserved ones are none, and are reserved again', async () => {
  const params = { name: 'small', l2NetworkUuid: SEED.l2Networks.usual, category: 'Public' };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const range = { name: 'r', networkCidr: '192.168.9.0/29' };
  await emulator.make('POST', `/l3-networks/${uuid}/ip-ranges/by-cidr`, { params: range });
  const take = create({ l3NetworkUuid: uuid });
  const made: Json[] = [];
  for (let i = 0; i < 5; i += 1) made.push(await emulator.make(...take));
  expect(made.map(({ ip }) => String(ip)).toSorted()).toEqual([
    '192.168.9.2',
    '192.168.9.3',
    '192.168.9.4',
    '192.168.9.5',
    '192.168.9.6',
  ]);
  expect(await emulator.refused(...take)).toMatchObject({
    code: 'L3.1000',
    details: `IP allocator strategy[RandomIpAllocatorStrategy] failed, because no ip is available in this l3Network[name:small, uuid:${uuid}]`,
  });
  const reserved = { name: 'x', startIp: '192.168.9.2', endIp: '192.168.9.6' };
  await emulator.make('POST', `/l3-networks/${uuid}/reserved-ip-ranges`, { params: reserved });
  await emulator.make('DELETE', `/vips/${made[0]?.uuid}`);
  expect(await addressOf(made[0]?.ip)).toMatchObject({ usedFor: 'Reserved' });
  expect(
    await emulator.refused(...create({ l3NetworkUuid: uuid, requiredIp: made[0]?.ip })),
  ).toMatchObject(refusedWith(`required ip address [${made[0]?.ip}] is already used`));
});

test('names, descriptions and states change', async () => {
  const later = { lastOpDate: 'Nov 14, 2017 10:21:57 PM' };
  emulator.advance(60_000);
  expect(await emulator.make(...actions(SEED.vip, { updateVip: { name: 'n' } }))).toMatchObject({
    name: 'n',
    description: null,
    ...later,
  });
  expect(
    await emulator.make(...actions(SEED.vip, { updateVip: { description: 'd' } })),
  ).toMatchObject({ name: 'n', description: 'd' });
  const before = emulator.world();
  await emulator.make(...actions(SEED.vip, { updateVip: {} }));
  expect(emulator.world()['vips']).toEqual(before['vips']);
  const change = (stateEvent: string) => actions(SEED.vip, { changeVipState: { stateEvent } });
  for (const [event, state] of [
    ['disable', 'Disabled'],
    ['disable', 'Disabled'],
    ['enable', 'Enabled'],
  ] as const) {
    expect(await emulator.make(...change(event))).toMatchObject({ state });
  }
  expect((await emulator.refused(...change('x'))).code).toBe('SYS.1007');
});

test('what a VIP is used for is told, found by it, and who does it while the VM is on', async () => {
  const inUse = {
    useFor: 'Eip',
    servicesRefs: [{ uuid: SEED.eip, serviceType: 'Eip', vipUuid: SEED.vip }],
  };
  expect(await emulator.find(`/vips/${SEED.vip}`)).toMatchObject({
    ...inUse,
    serviceProvider: 'Flat',
    peerL3NetworkUuids: [l3Network],
  });
  for (const condition of [
    'serviceProvider=Flat',
    'useFor=Eip',
    `peerL3Network.l3NetworkUuid=${l3Network}`,
    `servicesRefs.uuid=${SEED.eip}`,
    'eip.name=eip-1',
    'usedIp.ip=172.20.0.10',
    'l3Network.name=l3-public',
  ]) {
    expect([condition, await emulator.find(`/vips?q=${condition}`)]).toMatchObject([
      condition,
      { uuid: SEED.vip },
    ]);
  }
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, { stopVmInstance: {} });
  expect(await emulator.find(`/vips/${SEED.vip}`)).toMatchObject({
    ...inUse,
    serviceProvider: null,
    peerL3NetworkUuids: null,
  });
  expect(await emulator.find('/vips?q=serviceProvider=Flat')).toBeUndefined();
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, { startVmInstance: {} });
  expect(await emulator.find('/vips?q=serviceProvider=Flat')).toMatchObject({ uuid: SEED.vip });
});

test('ports are told: all of a free VIP, none of one with an EIP', async () => {
  const { uuid } = await emulator.make(...create());
  const ports = async (vip: string, more = '') =>
    (await emulator.call('GET', `/vips/${vip}/get-port-availability?protocolType=TCP${more}`)).body
      .availablePort;
  expect(await ports(uuid)).toHaveLength(1000);
  expect(await ports(uuid, '&start=65530&limit=10')).toEqual([65531, 65532, 65533, 65534, 65535]);
  expect(await ports(uuid, '&start=1&limit=2')).toEqual([2, 3]);
  expect(await ports(uuid, '&start=65535')).toEqual([]);
  expect(await ports(SEED.vip)).toEqual([]);
  const check = async (vip: string) =>
    (await emulator.call('GET', `/vips/${vip}/check-port-availability?protocolType=UDP&port=22`))
      .body.available;
  expect(await check(uuid)).toBe(true);
  expect(await check(SEED.vip)).toBe(false);
  const used = await emulator.call('GET', `/vips/${SEED.vip}/usedports?protocol=TCP`);
  expect(used.body.inventories).toEqual([{ uuid: SEED.vip, protocol: 'TCP', usedPorts: [] }]);
  const path = `/vips/${SEED.vip}/get-port-availability?protocolType=TCP`;
  expect(await emulator.refused('GET', path, undefined, ALICE_SESSION)).toMatchObject(
    wrong('account have no vips'),
  );
  await emulator.call(...create(), ALICE_SESSION);
  expect(await emulator.refused('GET', path, undefined, ALICE_SESSION)).toMatchObject(
    wrong('vip can not be accessed by this account'),
  );
});

test('VIPs go with their range and their network, EIPs with them; addresses of VIPs are freed by nothing else', async () => {
  const { uuid } = await emulator.find('/l3-networks/ip-address?q=ip=172.20.0.10');
  const path = `/l3-networks/${publicNetwork}/ip-address?usedIpUuids=${uuid}`;
  expect(await emulator.refused('DELETE', path)).toMatchObject(
    wrong('could delete ip, because ip[uuid:172.20.0.10] is a vip'),
  );
  const other = await emulator.make(...create({ l3NetworkUuid: l3Network }));
  await emulator.make('DELETE', `/l3-networks/ip-ranges/${PUBLIC_RANGE}`);
  expect((await emulator.call('GET', '/vips')).body.inventories).toMatchObject([
    { uuid: other.uuid },
  ]);
  expect((await emulator.call('GET', '/eips')).body.inventories).toEqual([]);
  await emulator.make('DELETE', `/l3-networks/${l3Network}`);
  expect((await emulator.call('GET', '/vips')).body.inventories).toEqual([]);
  expect(emulator.world()['used_ips']).toEqual([]);
});

test('a VIP of the cloud itself is not deleted by a call', async () => {
  const edges = await TestEmulator.start({ settings: { seed: 'edge-cases' } });
  const { uuid } = await edges.find('/vips?q=system=true');
  expect(await edges.refused('DELETE', `/vips/${uuid}`)).toMatchObject(
    wrong('system vip can not be deleted by API message'),
  );
});

test('an account has as many VIPs as its quota says, and sees no others', async () => {
  const account = await makeAccount(emulator, 'carol');
  const quota = { identityUuid: account.uuid, name: 'vip.num', value: 1 };
  await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota: quota });
  const mine = (await emulator.call(...create(), account.session)).body.inventory;
  expect(await emulator.refused(...create(), account.session)).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining('name: vip.num, value: 1], Current used:1, Request:1'),
  });
  const seen = await emulator.call('GET', '/vips', undefined, account.session);
  expect(seen.body.inventories).toMatchObject([{ uuid: mine.uuid }]);
  const give = (to: string) =>
    ['POST', `/account/${to}/resources`, { params: { resourceUuid: SEED.vip } }] as const;
  expect(await emulator.refused(...give(account.uuid))).toMatchObject({ code: 'ID.1003' });
  await emulator.make(...give(ALICE));
  const hers = await emulator.call('GET', '/vips', undefined, ALICE_SESSION);
  expect(hers.body.inventories).toMatchObject([{ uuid: SEED.vip }]);
});
