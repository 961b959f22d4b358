import { SEED, TestEmulator } from '../../support/emulator';
import { startSeed } from '../../support/seeds';

const { l3Network, ipRange } = SEED;
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const usual = {
  name: 'r',
  startIp: '192.168.8.10',
  endIp: '192.168.8.20',
  netmask: '255.255.255.0',
  gateway: '192.168.8.1',
};
const add = (l3: string, params: object) =>
  ['POST', `/l3-networks/${l3}/ip-ranges`, { params }] as const;
const byCidr = (l3: string, params: object) =>
  ['POST', `/l3-networks/${l3}/ip-ranges/by-cidr`, { params: { name: 'c', ...params } }] as const;

async function withNetwork(more: object = {}) {
  const emulator = await TestEmulator.start();
  const params = { name: 'l3', l2NetworkUuid: SEED.l2Networks.usual, ...more };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  return { emulator, uuid: uuid as string };
}

test('a range is added, changed and found', async () => {
  const { emulator, uuid } = await withNetwork();
  const range = await emulator.make(...add(uuid, { ...usual, description: 'd' }));
  expect(range).toMatchObject({
    ...usual,
    description: 'd',
    l3NetworkUuid: uuid,
    networkCidr: '192.168.8.0/24',
    ipVersion: 4,
    prefixLen: 24,
    ipRangeType: 'Normal',
  });
  const body = { updateIpRange: { name: 'other' } };
  const actions = `/l3-networks/ip-ranges/${range.uuid}/actions`;
  expect(await emulator.make('PUT', actions, body)).toMatchObject({ name: 'other' });
  const [found] = (await emulator.call('GET', `/l3-networks/ip-ranges?q=l3Network.uuid=${uuid}`))
    .body.inventories;
  expect(found).toMatchObject({ uuid: range.uuid, description: 'd' });
  expect((await emulator.find(`/l3-networks/${uuid}`)).ipRanges).toMatchObject([
    { uuid: range.uuid },
  ]);
});

/** What refuses a range, in the real system's order. */
test.each([
  [{ gateway: undefined }, wrong('adding normal ip range must specify gateway ip address')],
  [{ startIp: 'first' }, { code: 'SYS.1000', details: 'Could not parse [first]' }],
  [{ endIp: 'last' }, { code: 'SYS.1000', details: 'last is not a valid ipv4 address' }],
  [
    { ipRangeType: 'AddressPool' },
    wrong(expect.stringContaining('is not a public network, address pool range can not be added')),
  ],
  [
    { startIp: '224.0.0.1', endIp: '224.0.0.9' },
    wrong('the IP range[224.0.0.1 ~ 224.0.0.9] contains D class addresses which are for multicast'),
  ],
  [
    { startIp: '240.0.0.1', endIp: '240.0.0.9' },
    wrong('the IP range[240.0.0.1 ~ 240.0.0.9] contains E class addresses which are reserved'),
  ],
  [
    { startIp: '169.254.2.1', endIp: '169.254.2.9' },
    wrong(
      'the IP range[169.254.2.1 ~ 169.254.2.9] contains link local addresses which are reserved',
    ),
  ],
  [
    { gateway: '10.0.0.1' },
    wrong('the gateway[10.0.0.1] is not in the subnet 192.168.8.10/255.255.255.0'),
  ],
  [
    { endIp: '192.168.8.255' },
    wrong('ip allocation can not contain network address or broadcast address'),
  ],
  [
    { netmask: '255.0.255.0', gateway: '192.168.8.1' },
    wrong('netmask[255.0.255.0] is not a netmask, and the IP range netmask cannot be 0.0.0.0'),
  ],
  [{ endIp: '192.168.8.9' }, wrong('start ip[192.168.8.10] is behind end ip[192.168.8.9]')],
  [
    { startIp: '10.1.0.5', endIp: '10.1.0.12', gateway: '10.1.0.1' },
    wrong(`overlap with ip range[uuid:${ipRange}, start ip:10.1.0.10, end ip: 10.1.3.250]`),
  ],
  [
    { endIp: '192.168.9.3' },
    wrong('the endip[192.168.9.3] is not in the subnet 192.168.8.10/255.255.255.0'),
  ],
  [
    { gateway: '192.168.8.15' },
    wrong('gateway[192.168.8.15] can not be part of range[192.168.8.10, 192.168.8.20]'),
  ],
])('a range with %j is refused', async (params, error) => {
  const { emulator, uuid } = await withNetwork();
  expect(await emulator.refused(...add(uuid, { ...usual, ...params }))).toMatchObject(error);
});

test('ranges of one network lie in one subnet and have one gateway', async () => {
  const { emulator, uuid } = await withNetwork();
  const first = await emulator.make(...add(uuid, usual));
  const other = {
    ...usual,
    startIp: '192.168.9.10',
    endIp: '192.168.9.20',
    gateway: '192.168.9.1',
  };
  expect(await emulator.refused(...add(uuid, other))).toMatchObject(
    wrong(
      `multiple CIDR on the same L3 network is not allowed. There has been a IP range[uuid:${first.uuid}, CIDR:192.168.8.0/24], the new IP range[CIDR:192.168.9.0/24] is not in the CIDR with the existing one`,
    ),
  );
  const behind = { ...usual, startIp: '192.168.8.30', endIp: '192.168.8.40' };
  expect(await emulator.refused(...add(uuid, { ...behind, gateway: '192.168.8.2' }))).toMatchObject(
    wrong('new add ip range gateway 192.168.8.2 is different from old gateway 192.168.8.1'),
  );
  await emulator.make(...add(uuid, behind));
});

test('a CIDR makes one range, or two where its gateway lies in the middle', async () => {
  const { emulator, uuid } = await withNetwork();
  const first = await emulator.call(...byCidr(uuid, { networkCidr: '192.168.5.9/28' }));
  expect(first.body.inventory).toMatchObject({
    startIp: '192.168.5.2',
    endIp: '192.168.5.14',
    gateway: '192.168.5.1',
    netmask: '255.255.255.240',
    networkCidr: '192.168.5.0/28',
  });
  expect(first.body.inventories).toHaveLength(1);
  const another = await emulator.make('POST', '/l3-networks', {
    params: { name: 'b', l2NetworkUuid: SEED.l2Networks.usual },
  });
  const two = { networkCidr: '192.168.6.0/28', gateway: '192.168.6.7' };
  const both = await emulator.call(...byCidr(another.uuid, two));
  expect(both.body.inventories).toMatchObject([
    { startIp: '192.168.6.1', endIp: '192.168.6.6' },
    { startIp: '192.168.6.8', endIp: '192.168.6.14' },
  ]);
});

test.each([
  [{ networkCidr: '192.168.5.0' }, '192.168.5.0 is not a valid network cidr'],
  [
    { networkCidr: '192.168.5.0/31' },
    "192.168.5.0/31 is not an allowed network cidr, because it doesn't have usable ip range",
  ],
  [
    { networkCidr: '192.168.5.0/28', gateway: '192.168.6.1' },
    'the gateway[192.168.6.1] is not in the subnet 192.168.5.0/28',
  ],
  [{ networkCidr: '10.1.0.0/22' }, expect.stringContaining('overlap with ip range')],
])('a CIDR of %j is refused', async (params, details) => {
  const { emulator, uuid } = await withNetwork();
  expect(await emulator.refused(...byCidr(uuid, params))).toMatchObject(wrong(details));
});

test('address pools are of public networks, and keep the last usual range', async () => {
  const { emulator, uuid } = await withNetwork({ category: 'Public' });
  const { gateway: _gateway, ...rest } = usual;
  const range = await emulator.make(...add(uuid, usual));
  const pool = await emulator.make(
    ...add(uuid, {
      ...rest,
      startIp: '172.16.0.5',
      endIp: '172.16.0.9',
      ipRangeType: 'AddressPool',
    }),
  );
  expect(pool).toMatchObject({ gateway: '172.16.0.5', ipRangeType: 'AddressPool' });
  expect(await emulator.find('/l3-networks/address-pools')).toMatchObject({ uuid: pool.uuid });
  expect(await emulator.refused('DELETE', `/l3-networks/ip-ranges/${range.uuid}`)).toMatchObject(
    wrong('can not delete the last normal ip range because there is still has address pool'),
  );
  await emulator.make('DELETE', `/l3-networks/ip-ranges/${pool.uuid}`);
  await emulator.make('DELETE', `/l3-networks/ip-ranges/${range.uuid}`);
  expect(await emulator.find(`/l3-networks/${uuid}`)).toMatchObject({ ipVersion: 0, ipRanges: [] });
});

test('VMs lose the NICs that have an address of a range that goes', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('DELETE', `/l3-networks/ip-ranges/${ipRange}`);
  await emulator.make('DELETE', `/l3-networks/ip-ranges/${ipRange}`);
  const vm = await emulator.find('/vm-instances/a0000000000040008000000000000001');
  expect(vm).toMatchObject({ vmNics: [], defaultL3NetworkUuid: null });
  expect(emulator.world()['used_ips']).toMatchObject([{ l3_network_uuid: SEED.publicNetwork }]);
});

test('reserved addresses are taken, counted and given free', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}/reserved-ip-ranges`;
  const reserve = (startIp: string, endIp: string) =>
    ['POST', path, { params: { startIp, endIp } }] as const;
  // 10.1.0.11 and 10.1.0.12 are NICs' already.
  const reserved = await emulator.make(...reserve('10.1.0.10', '10.1.0.13'));
  expect(reserved).toMatchObject({ startIp: '10.1.0.10', endIp: '10.1.0.13', ipVersion: 4 });
  const taken = await emulator.call('GET', '/l3-networks/ip-address?q=usedFor=Reserved&sort=%2Bip');
  expect(taken.body.inventories).toMatchObject([{ ip: '10.1.0.10' }, { ip: '10.1.0.13' }]);
  const refuse = (why: string) => wrong(`could not reserve ip range, because ${why}`);
  expect(await emulator.refused(...reserve('x', '10.1.0.13'))).toMatchObject(
    refuse('start ip[x] is not valid ip address'),
  );
  expect(await emulator.refused(...reserve('10.1.0.13', 'y'))).toMatchObject(
    refuse('start ip[10.1.0.13] is not valid ip address'),
  );
  expect(await emulator.refused(...reserve('10.1.0.30', '10.1.0.20'))).toMatchObject(
    refuse('end ip[10.1.0.20] is less than start ip[10.1.0.30]'),
  );
  expect(await emulator.refused(...reserve('10.2.0.1', '10.2.0.2'))).toMatchObject(
    refuse('reserve ip is not in ip range[10.1.0.0/22]'),
  );
  expect(await emulator.refused(...reserve('10.1.0.13', '10.1.0.14'))).toMatchObject(
    refuse('new range [10.1.0.13:10.1.0.14] is overlapped with old range'),
  );
  const [nic] = (await emulator.find('/vm-instances/a0000000000040008000000000000001')).vmNics;
  await emulator.make('DELETE', `/vm-instances/nics/${nic.uuid}`);
  // What is given back there is reserved.
  const all = '/l3-networks/ip-address?q=usedFor=Reserved';
  expect((await emulator.call('GET', all)).body.inventories).toHaveLength(3);
  await emulator.make('DELETE', `/l3-networks/reserved-ip-ranges/${reserved.uuid}`);
  expect((await emulator.call('GET', all)).body.inventories).toEqual([]);
  const { uuid } = await emulator.make('POST', '/l3-networks', {
    params: { name: 'empty', l2NetworkUuid: SEED.l2Networks.usual },
  });
  const elsewhere = `/l3-networks/${uuid}/reserved-ip-ranges`;
  const params = { startIp: '10.1.0.1', endIp: '10.1.0.1' };
  expect(await emulator.refused('POST', elsewhere, { params })).toMatchObject(
    refuse('there is no ipv4 range'),
  );
});

test('a NIC’s address is not deleted, a reserved one is', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}`;
  const params = { startIp: '10.1.0.20', endIp: '10.1.0.20' };
  await emulator.make('POST', `${path}/reserved-ip-ranges`, { params });
  const addresses = (await emulator.call('GET', '/l3-networks/ip-address')).body.inventories;
  const of = (ip: string) => addresses.find((one: { ip: string }) => one.ip === ip);
  const remove = (uuid: string) => ['DELETE', `${path}/ip-address?usedIpUuids=${uuid}`] as const;
  expect(await emulator.refused(...remove(of('10.1.0.11').uuid))).toMatchObject(
    wrong(`could delete ip address, because it's used by vmnic[uuid:${of('10.1.0.11').vmNicUuid}]`),
  );
  await emulator.make(...remove(of('10.1.0.20').uuid));
  expect(await emulator.find('/l3-networks/ip-address?q=ip=10.1.0.20')).toBeUndefined();
});

test('free addresses are told of networks and ranges, from where one begins', async () => {
  const emulator = await TestEmulator.start();
  const free = async (path: string) =>
    (await emulator.call('GET', `/l3-networks/${path}`)).body.inventories.map(
      ({ ip }: { ip: string }) => ip,
    );
  expect(await free(`${l3Network}/ip/free?limit=3`)).toEqual([
    '10.1.0.10',
    '10.1.0.13',
    '10.1.0.14',
  ]);
  expect(await free(`ip-ranges/${ipRange}/ip/free?limit=1&start=10.1.1.0`)).toEqual(['10.1.1.0']);
  expect(await free(`${l3Network}/ip/free`)).toHaveLength(100);
  expect(await free(`${l3Network}/ip/free?limit=-1`)).toHaveLength(1009 - 2);
  expect(await free(`${l3Network}/ip/free?ipRangeType=Normal&limit=1`)).toEqual(['10.1.0.10']);
  expect(await free(`${l3Network}/ip/free?ipRangeType=AddressPool`)).toEqual([]);
  expect(await emulator.refused('GET', '/l3-networks/ip/free')).toMatchObject(
    wrong('ipRangeUuid and l3NetworkUuid cannot both be null; you must set either one.'),
  );
  expect(await emulator.refused('GET', `/l3-networks/${l3Network}/ip/free?start=x`)).toMatchObject(
    wrong(
      'could not get free ip with start[ip:x],because start[ip:x] is not a correct ipv4 address',
    ),
  );
});

test('whether an address is free is told with the reason', async () => {
  const emulator = await TestEmulator.start();
  const check = async (ip: string, query = '') =>
    (await emulator.call('GET', `/l3-networks/${l3Network}/ip/${ip}/availability${query}`)).body;
  expect(await check('10.1.0.13')).toMatchObject({ available: true, reason: '' });
  expect(await check('10.1.0.11')).toMatchObject({ available: false, reason: 'USED' });
  expect(await check('10.1.0.1')).toMatchObject({ available: false, reason: 'GATEWAY' });
  expect(await check('10.1.0.2')).toMatchObject({ available: false, reason: 'NO_IN_RANGE' });
  expect(await check('10.1.0.2', '?ipRangeCheck=false')).toMatchObject({ available: true });
  const path = `/l3-networks/${l3Network}/ip/x/availability`;
  expect(await emulator.refused('GET', path)).toMatchObject(wrong('invalid IP[x]'));
});

test('capacities add up: of ranges, networks, zones and all', async () => {
  const emulator = await TestEmulator.start();
  const capacity = async (query: string) =>
    (await emulator.call('GET', `/ip-capacity?${query}`)).body;
  const numbers = { totalCapacity: 1009, availableCapacity: 1007, usedIpAddressNumber: 2 };
  // With those of the public network, of which a VIP has one.
  const all = { totalCapacity: 1250, availableCapacity: 1247, usedIpAddressNumber: 3 };
  for (const [query, type, uuid, sum] of [
    [`ipRangeUuids=${ipRange}`, 'IpRangeVO', ipRange, numbers],
    [`l3NetworkUuids=${l3Network}`, 'L3NetworkVO', l3Network, numbers],
    [`zoneUuids=${SEED.zone}`, 'ZoneVO', SEED.zone, all],
    ['all=true', 'ZoneVO', SEED.zone, all],
  ] as const) {
    expect(await capacity(query)).toMatchObject({
      ...sum,
      ipv4TotalCapacity: sum.totalCapacity,
      ipv6TotalCapacity: 0,
      resourceType: type,
      capacityData: [{ resourceUuid: uuid, ...sum }],
    });
  }
  expect(await emulator.refused('GET', '/ip-capacity')).toMatchObject(
    wrong(
      'ipRangeUuids, L3NetworkUuids, zoneUuids must have at least one be none-empty list, or all is set to true',
    ),
  );
});

test('a user tag that stands on the network already is refused in words', async () => {
  const { emulator, uuid } = await withNetwork();
  const [method, path, body] = add(uuid, usual);
  const tagged = { ...body, userTags: ['mine'] };
  const { uuid: range } = await emulator.make(method, path, tagged);
  await emulator.call('DELETE', `/l3-networks/ip-ranges/${range}`);
  expect(await emulator.refused(method, path, tagged)).toMatchObject({
    code: 'SYS.1006',
    details: `Duplicated Tag[tag:mine, type:User, resourceType:L3NetworkVO, resourceUuid:${uuid}]`,
  });
});

test('the first free address is found behind many that are taken, and in any gap of theirs', async () => {
  const emulator =
    await startSeed(`sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
clusters: [{ name: c, zone: z }]
hosts: [{ name: h, cluster: c, cpuNum: 4096, memory: 16T }]
l2Networks: [{ name: l2, zone: z, clusters: [c] }]
l3Networks:
  - name: net
    l2Network: l2
    ipRanges: [{ name: r, startIp: 10.9.0.2, endIp: 10.9.7.254, netmask: 255.255.248.0, gateway: 10.9.0.1 }]
primaryStorages: [{ name: ps, zone: z, type: NFS, url: "10.0.0.2:/ps", clusterUuids: [c], totalCapacity: 900T }]
vmInstances:
  - { name: "web-{n}", count: 1500, zone: z, hostUuid: h, nics: [{ l3Network: net }], rootVolume: { primaryStorage: ps, size: 1M, format: qcow2 } }
`);
  const network = await emulator.find('/l3-networks?q=name=net');
  const free = async (query: string) =>
    (
      await emulator.call('GET', `/l3-networks/${network.uuid}/ip/free?${query}`)
    ).body.inventories.map(({ ip }: { ip: string }) => ip);
  const at = (n: number) => `10.9.${Math.floor(n / 256)}.${n % 256}`;
  expect(await free('limit=2')).toEqual([at(1502), at(1503)]);
  const gaps = [1400, 766, 767, 258, 257, 1501, 2, 1022];
  for (const gap of gaps) {
    const nic = await emulator.find(`/vm-instances/nics?q=ip=${at(gap)}`);
    await emulator.make('DELETE', `/nics/${nic.uuid}`);
    const lowest = Math.min(...gaps.slice(0, gaps.indexOf(gap) + 1));
    expect(await free('limit=1')).toEqual([at(lowest)]);
  }
  expect(await free(`limit=4&start=${at(300)}`)).toEqual([at(766), at(767), at(1022), at(1400)]);
  expect(await free(`limit=1&start=${at(1402)}`)).toEqual([at(1501)]);
  const left = await free('limit=-1');
  expect(left).toHaveLength(2045 - 1500 + gaps.length);
  const nic = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: network.uuid } });
  expect(left).toContain(nic.ip);
});
