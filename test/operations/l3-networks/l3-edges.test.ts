import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { l3Network, publicNetwork } = SEED;
const { usual, vlan } = SEED.l2Networks;
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const make = (more: object = {}) =>
  ['POST', '/l3-networks', { params: { name: 'l3', l2NetworkUuid: usual, ...more } }] as const;
const network = async (more: object = {}): Promise<string> =>
  (await emulator.make(...make(more))).uuid;
const range = (l3: string, startIp: string, endIp: string, more: object = {}) =>
  [
    'POST',
    `/l3-networks/${l3}/ip-ranges`,
    {
      params: {
        name: 'r',
        startIp,
        endIp,
        netmask: '255.255.255.0',
        gateway: '192.168.8.1',
        ...more,
      },
    },
  ] as const;

test('a network is told whole', async () => {
  const wanted = { description: 'd', category: 'Public', ipVersion: 6, enableIPAM: false };
  const told = await emulator.make(...make({ ...wanted, l2NetworkUuid: vlan }));
  expect(told).toEqual({
    ...wanted,
    uuid: told.uuid,
    name: 'l3',
    type: 'L3BasicNetwork',
    zoneUuid: SEED.zone,
    l2NetworkUuid: vlan,
    state: 'Enabled',
    dnsDomain: null,
    system: false,
    isolated: false,
    dns: [],
    ipRanges: [],
    networkServices: [],
    hostRoute: [],
    reservedIpRanges: [],
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  const { uuid } = await emulator.make('POST', '/l2-networks/no-vlan', {
    params: { name: 'own', zoneUuid: SEED.zone, physicalInterface: 'eth7', isolated: true },
  });
  expect(await emulator.make(...make({ l2NetworkUuid: uuid }))).toMatchObject({ isolated: true });
});

const COMBINED =
  'not valid combination of system and category,only {false=[Public, Private], true=[System]} are valid';
test.each<[object, object, string | undefined]>([
  [{}, { system: false }, undefined],
  [{}, { system: true }, 'you must update system and category both'],
  [{}, { category: 'Public' }, undefined],
  [{}, { category: 'System' }, COMBINED],
  [{}, { category: 'System', system: false }, COMBINED],
  [{}, { category: 'Public', system: true }, COMBINED],
  [{}, { category: 'System', system: true }, undefined],
  [{ category: 'System', system: true }, { category: 'System' }, undefined],
  [{ category: 'System', system: true }, { category: 'Private' }, COMBINED],
  [{ category: 'System', system: true }, { category: 'Private', system: false }, undefined],
])('a network of %j that becomes %j is refused with %j', async (before, change, details) => {
  const told = await emulator.make(...make(before));
  const path = `/l3-networks/${told.uuid}`;
  const body = { updateL3Network: change };
  const { error } = (await emulator.call('PUT', `${path}/actions`, body)).body;
  expect([error?.details, await emulator.find(path)]).toEqual([
    details,
    details === undefined ? { ...told, ...change } : told,
  ]);
});

describe('DHCP', () => {
  const serve = (l3: string) =>
    [
      'POST',
      `/l3-networks/${l3}/network-services`,
      { params: { networkServices: { Flat: ['DHCP'] } } },
    ] as const;
  const takeAll = async (l3: string) => {
    for (const ip of ['192.168.8.10', '192.168.8.11']) {
      await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3, ip } });
    }
  };

  test('needs an address where NICs have all, be there several ranges', async () => {
    const l3 = await network();
    await emulator.make(...range(l3, '192.168.8.10', '192.168.8.11'));
    await takeAll(l3);
    expect(await emulator.refused(...serve(l3))).toMatchObject(
      refusedWith(
        `there are not enough IPs for allocation when attaching the DHCP service to L3 network[uuid:${l3}].`,
      ),
    );
    await emulator.make(...range(l3, '192.168.8.20', '192.168.8.20'));
    await emulator.make(...serve(l3));
  });

  test('needs none where no NIC has any: reserved ones and those of VIPs are not asked', async () => {
    const l3 = await network({ category: 'Public' });
    await emulator.make(...range(l3, '192.168.8.10', '192.168.8.11'));
    const params = { name: 'v', l3NetworkUuid: l3, requiredIp: '192.168.8.10' };
    await emulator.make('POST', '/vips', { params });
    await emulator.make('POST', `/l3-networks/${l3}/reserved-ip-ranges`, {
      params: { startIp: '192.168.8.11', endIp: '192.168.8.11' },
    });
    expect((await emulator.call(...serve(l3))).status).toBe(200);
  });

  test('of several services each is looked at before any is given', async () => {
    const l3 = await network();
    const ask = (networkServices: object) =>
      ['POST', `/l3-networks/${l3}/network-services`, { params: { networkServices } }] as const;
    expect(await emulator.refused(...ask({ Flat: ['DHCP', 'x', 'y'] }))).toMatchObject({
      details: expect.stringMatching(/doesn't provide services\[x, y\]$/),
    });
    await emulator.make(...ask({ Flat: ['DHCP', 'DHCP', 'Eip'] }));
    const [first] = (await emulator.find(`/l3-networks/${l3}`)).networkServices;
    expect((await emulator.find(`/l3-networks/${l3}`)).networkServices).toEqual(
      ['DHCP', 'Eip'].map((networkServiceType) => ({ ...first, networkServiceType })),
    );
    expect(await emulator.refused(...ask({ Flat: ['Userdata', 'Eip'] }))).toMatchObject(
      refusedWith(`there has been a network service[Eip] attached to L3 network[uuid:${l3}]`),
    );
    await emulator.make(
      'DELETE',
      `/l3-networks/${l3}/network-services?networkServices.Flat=Userdata&networkServices.Flat=DHCP`,
    );
    const left = (await emulator.find(`/l3-networks/${l3}`)).networkServices;
    expect(left.map((ref: Json) => ref.networkServiceType)).toEqual(['Eip']);
  });
});

describe('an MTU on a VLAN', () => {
  const set = (l3: string, mtu: number) =>
    ['POST', `/l3-networks/${l3}/mtu`, { params: { mtu } }] as const;
  const bigger = (l3: string) =>
    wrong(
      `could not set mtu because l2 network[uuid:${vlan}] of l3 network [uuid:${l3}] mtu can not be bigger than the novlan network`,
    );
  const place = (cluster: string, l2: string = vlan) =>
    emulator.make('POST', `/l2-networks/${l2}/clusters/${cluster}`, { params: {} });

  test('is that of the interface at most, in every cluster: what has no network there has the usual one', async () => {
    const l3 = await network({ l2NetworkUuid: vlan });
    await emulator.make(...set(l3Network, 2000));
    await emulator.make(...set(publicNetwork, 1800));
    await place(SEED.clusters.used);
    await emulator.make(...set(l3, 2000));
    expect(await emulator.refused(...set(l3, 2001))).toMatchObject(bigger(l3));
    await place(SEED.clusters.empty);
    expect(await emulator.refused(...set(l3, 1501))).toMatchObject(bigger(l3));
    await emulator.make(...set(l3, 1500));
    await emulator.configure('networkService/defaultDhcpMtu.l2NoVlanNetwork', '1700');
    await emulator.make(...set(l3, 1700));
  });

  test('is the usual one at most where its interface has no other network', async () => {
    put(emulator, `update l2_networks set physical_interface = 'eth9' where uuid = '${vlan}'`);
    const l3 = await network({ l2NetworkUuid: vlan });
    expect(await emulator.refused(...set(l3, 1501))).toMatchObject(bigger(l3));
    await emulator.make(...set(l3, 1500));
  });

  test('that is set again takes the place of the one before, and no other tag of the network', async () => {
    await emulator.make('POST', `/l3-networks/${l3Network}/router-interface-ip`, {
      params: { routerInterfaceIp: '10.1.0.2' },
    });
    for (const mtu of [1400, 1300]) await emulator.make(...set(l3Network, mtu));
    await emulator.make('POST', `/l3-networks/${l3Network}/router-interface-ip`, {
      params: { routerInterfaceIp: '10.1.0.3' },
    });
    const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${l3Network}`);
    expect(body.inventories.map(({ tag, resourceType }: Json) => `${resourceType} ${tag}`)).toEqual(
      [
        `L3NetworkVO l3NetworkUuid::${l3Network}::mtu::1300`,
        'L3NetworkVO routerInterfaceIp::10.1.0.3',
      ],
    );
  });
});

test('the router of a network with a pool is the gateway of its usual range; the ends of ranges are theirs', async () => {
  const l3 = await network({ category: 'Public' });
  const path = `/l3-networks/${l3}/router-interface-ip`;
  const set = (routerInterfaceIp: string) =>
    ['POST', path, { params: { routerInterfaceIp } }] as const;
  const ip = async () => (await emulator.call('GET', path)).body.routerInterfaceIp;
  expect(await ip()).toBeNull();
  const pool = { ipRangeType: 'AddressPool', gateway: undefined };
  await emulator.make(...range(l3, '172.16.0.5', '172.16.0.9', pool));
  expect(await ip()).toBeNull();
  expect(await emulator.refused(...set('172.16.0.10'))).toMatchObject(
    wrong(`no ip range in l3[${l3}]`),
  );
  const { uuid } = await emulator.make(...range(l3, '192.168.8.10', '192.168.8.20'));
  expect(await ip()).toBe('192.168.8.1');
  for (const taken of ['192.168.8.10', '192.168.8.20']) {
    expect(await emulator.refused(...set(taken))).toMatchObject(
      wrong(
        `ip[${taken}] in ip range[uuid:${uuid}, startIp:192.168.8.10, endIp:192.168.8.20] which l3 network[${l3}] attached, this is not allowed`,
      ),
    );
  }
  for (const outside of ['192.168.8.9', '192.168.8.21']) {
    await emulator.make(...set(outside));
    expect(await ip()).toBe(outside);
  }
});

test('a network takes everything with it that was its own, and nothing of the one beside it', async () => {
  const before = emulator.world();
  const l3 = await network({ category: 'Public' });
  await emulator.make(...range(l3, '192.168.8.10', '192.168.8.20'));
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'L3NetworkVO', resourceUuid: l3, tag: 'mine' },
  });
  await emulator.make('POST', `/l3-networks/${l3}/dns`, { params: { dns: '1.1.1.1' } });
  const route = { prefix: '10.9.0.0/16', nexthop: '192.168.8.1' };
  await emulator.make('POST', `/l3-networks/${l3}/hostroute`, { params: route });
  await emulator.make('POST', `/l3-networks/${l3}/network-services`, {
    params: { networkServices: { Flat: ['DHCP', 'Eip'] } },
  });
  await emulator.make('POST', '/vips', { params: { name: 'v', l3NetworkUuid: l3 } });
  await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } });
  await emulator.make('POST', `/l3-networks/${l3}/reserved-ip-ranges`, {
    params: { startIp: '192.168.8.10', endIp: '192.168.8.20' },
  });
  await emulator.make('DELETE', `/l3-networks/${l3}`);
  const { tag_patterns: _now, ...after } = emulator.world();
  const { tag_patterns: _then, ...then } = before;
  expect(after).toEqual(then);
});

test('which addresses are taken is told in order: by date, then by address, then from behind', async () => {
  const l3 = await network({ category: 'Public' });
  await emulator.make(...range(l3, '192.168.8.8', '192.168.8.20'));
  for (const requiredIp of ['192.168.8.12', '192.168.8.9', '192.168.8.10']) {
    const params = { name: requiredIp, l3NetworkUuid: l3, requiredIp };
    await emulator.make('POST', '/vips', { params });
    emulator.advance(requiredIp === '192.168.8.12' ? 1000 : 0);
  }
  const ask = async (query: string, session?: string): Promise<Json> =>
    (
      await emulator.call('GET', `/l3-networks/${l3}/ip-statistic?${query}`, undefined, session)
    ).body.ipStatistics.map(({ ip }: Json) => ip.replace('192.168.8.', ''));
  for (const type of ['All', 'Vip']) {
    const of = (query: string) => ask(`resourceType=${type}&${query}`);
    expect(await of('')).toEqual(['9', '10', '12']);
    expect(await of('sortDirection=desc')).toEqual(['12', '10', '9']);
    expect(await of('sortBy=CreateDate')).toEqual(['12', '9', '10']);
    expect(await of('sortBy=CreateDate&sortDirection=desc')).toEqual(['9', '10', '12']);
    expect(await of('start=1&limit=1')).toEqual(['10']);
    expect(await of('start=3')).toEqual([]);
    expect(await of('ip=')).toEqual(['9', '10', '12']);
    expect(await of('ip=192.168.8.1_')).toEqual(['10', '12']);
  }
  await emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [l3], toPublic: true },
  });
  expect(await ask('resourceType=Vip', ALICE_SESSION)).toEqual([]);
  expect(await ask('resourceType=All', ALICE_SESSION)).toEqual(['9', '10', '12']);
});

test('the capacity of ranges is told by their versions', async () => {
  const l3 = await network();
  const four = await emulator.make(...range(l3, '192.168.8.10', '192.168.8.12'));
  const params = { name: 'c6', networkCidr: '2001:db8::/125', addressMode: 'Stateful-DHCP' };
  const six = await emulator.make('POST', `/l3-networks/${l3}/ipv6-ranges/by-cidr`, { params });
  for (const l3NetworkUuid of [l3, l3])
    await emulator.make('POST', '/nics', { params: { l3NetworkUuid } });
  const told = async (...uuids: string[]): Promise<number[]> => {
    const query = uuids.map((uuid) => `ipRangeUuids=${uuid}`).join('&');
    const { body } = await emulator.call('GET', `/ip-capacity?${query}`);
    return [
      body.ipv4TotalCapacity,
      body.ipv4UsedIpAddressNumber,
      body.ipv6TotalCapacity,
      body.ipv6UsedIpAddressNumber,
      body.totalCapacity,
      body.usedIpAddressNumber,
    ];
  };
  expect(await told(four.uuid)).toEqual([3, 2, 0, 0, 3, 2]);
  expect(await told(six.uuid)).toEqual([0, 0, 6, 2, 6, 2]);
  expect(await told(four.uuid, six.uuid)).toEqual([3, 2, 6, 2, 9, 4]);
});

test('of several NICs of a VM the addresses of the first on its default network are told', async () => {
  const l3 = await network();
  await emulator.make(...range(l3, '192.168.8.10', '192.168.8.12'));
  const vm = SEED.vms.stoppedWindows;
  await emulator.make('POST', `/vm-instances/${vm}/l3-networks/${l3}`, {
    params: { staticIp: '192.168.8.11' },
  });
  const told = async (of: string): Promise<Json> => {
    const path = `/l3-networks/${of}/ip-statistic?resourceType=VM&limit=100`;
    const { ipStatistics } = (await emulator.call('GET', path)).body;
    return ipStatistics.find((row: Json) => row.vmInstanceUuid === vm);
  };
  expect(await told(l3)).toMatchObject({ ip: '192.168.8.11', vmDefaultIp: ['10.1.0.12'] });
  put(emulator, `update vm_instances set default_l3_network_uuid = '${l3}' where uuid = '${vm}'`);
  expect(await told(l3Network)).toMatchObject({ ip: '10.1.0.12', vmDefaultIp: ['192.168.8.11'] });
});

test('a network of IPv6 may be large where flat providers do other things than DHCP', async () => {
  const l3 = await network();
  await emulator.make('POST', `/l3-networks/${l3}/network-services`, {
    params: { networkServices: { Flat: ['Eip', 'Userdata'] } },
  });
  const params = { name: 'c6', networkCidr: '2001:db8::/32', addressMode: 'Stateful-DHCP' };
  const path = `/l3-networks/${l3}/ipv6-ranges/by-cidr`;
  expect(await emulator.make('POST', path, { params })).toMatchObject({ prefixLen: 32 });
});
