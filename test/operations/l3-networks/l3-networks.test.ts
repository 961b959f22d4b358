import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { l3Network } = SEED;
const { usual, vlan } = SEED.l2Networks;
const make = (params: object) => ['POST', '/l3-networks', { params }] as const;
const actions = `/l3-networks/${l3Network}/actions`;
const told = { name: 'l3', l2NetworkUuid: usual };
const wrong = (details: string) => ({ code: 'SYS.1007', details });

test('a network of layer 3 is made, changed, switched off and on, found and deleted', async () => {
  const emulator = await TestEmulator.start();
  const network = await emulator.make(...make({ ...told, dnsDomain: 'example.com' }));
  expect(network).toMatchObject({
    name: 'l3',
    type: 'L3BasicNetwork',
    zoneUuid: SEED.zone,
    l2NetworkUuid: usual,
    state: 'Enabled',
    dnsDomain: 'example.com',
    system: false,
    category: 'Private',
    ipVersion: 4,
    enableIPAM: true,
    isolated: false,
    dns: [],
    ipRanges: [],
    networkServices: [],
    hostRoute: [],
    reservedIpRanges: [],
  });
  const path = `/l3-networks/${network.uuid}`;
  const update = { updateL3Network: { name: 'other', category: 'System', system: true } };
  expect(await emulator.make('PUT', `${path}/actions`, update)).toMatchObject({
    name: 'other',
    category: 'System',
    system: true,
  });
  const disable = { changeL3NetworkState: { stateEvent: 'disable' } };
  expect(await emulator.make('PUT', `${path}/actions`, disable)).toMatchObject({
    state: 'Disabled',
  });
  expect(await emulator.find('/l3-networks?q=state=Disabled')).toMatchObject({ name: 'other' });
  await emulator.make('DELETE', path);
  await emulator.make('DELETE', path);
  expect(await emulator.find(path)).toBeUndefined();
});

test.each([
  [{ ...told, type: 'L3VpcNetwork' }, 'unsupported l3network type[L3VpcNetwork]'],
  [{ ...told, dnsDomain: 'not a domain' }, 'not a domain is not a valid domain name'],
  [
    { ...told, category: 'System' },
    'not valid combination of system and category,only {false=[Public, Private], true=[System]} are valid',
  ],
  [{ ...told, category: 'Shared' }, 'valid value for field[category]'],
  [{ ...told, ipVersion: 5 }, 'valid value for field[ipVersion]'],
])('a network of %j is refused', async (params, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...make(params))).toMatchObject(
    wrong(expect.stringContaining(details)),
  );
});

test('what a network is to the system changes with its category alone', async () => {
  const emulator = await TestEmulator.start();
  const update = (updateL3Network: object) => ['PUT', actions, { updateL3Network }] as const;
  expect(await emulator.refused(...update({ system: true }))).toMatchObject(
    wrong('you must update system and category both'),
  );
  expect(await emulator.refused(...update({ category: 'System' }))).toMatchObject({
    details: expect.stringContaining('not valid combination'),
  });
  expect(await emulator.make(...update({ category: 'Public' }))).toMatchObject({
    category: 'Public',
  });
});

test('an account has networks of its own, as many as its quota says, and sees what is shared', async () => {
  const emulator = await TestEmulator.start();
  const [method, path, body] = make(told);
  const hers = (await emulator.call(method, path, body, ALICE_SESSION)).body.inventory;
  const seen = await emulator.call('GET', '/l3-networks', undefined, ALICE_SESSION);
  expect(seen.body.inventories).toHaveLength(3);
  const update = { updateL3Network: { name: 'x' } };
  expect((await emulator.refused('PUT', actions, update, ALICE_SESSION)).code).toBe('SYS.1006');
  const quota = { identityUuid: 'a11ce000000040008000000000000001', name: 'l3.num', value: 1 };
  await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota: quota });
  expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining('name: l3.num, value: 1'),
  });
  // Only she sees her own.
  await emulator.make('DELETE', `/l3-networks/${hers.uuid}`);
});

test('a shared network shares its ranges, those that come later, too', async () => {
  const emulator = await TestEmulator.start();
  const network = await emulator.make(...make(told));
  const params = { name: 'r', networkCidr: '192.168.7.0/24' };
  const ranges = `/l3-networks/${network.uuid}/ip-ranges/by-cidr`;
  const first = await emulator.make('POST', ranges, { params });
  const body = { shareResource: { resourceUuids: [network.uuid], toPublic: true } };
  await emulator.make('PUT', '/accounts/resources/actions', body);
  const shared = (await emulator.call('GET', '/accounts/resources')).body.inventories;
  const uuids = shared.map(({ resourceUuid }: { resourceUuid: string }) => resourceUuid);
  expect(uuids).toEqual(expect.arrayContaining([network.uuid, first.uuid]));
});

test('name servers come and go, each once', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}/dns`;
  const add = (dns: string) => ['POST', path, { params: { dns } }] as const;
  expect((await emulator.make(...add('8.8.8.8'))).dns).toEqual(['223.5.5.5', '8.8.8.8']);
  expect(await emulator.refused(...add('8.8.8.8'))).toMatchObject({
    code: 'SYS.1006',
    details: `there has been a DNS[8.8.8.8] on L3 network[uuid:${l3Network}]`,
  });
  expect(await emulator.refused(...add('dns.google'))).toMatchObject(
    wrong('dns[dns.google] is not a IP address'),
  );
  expect(await emulator.find('/l3-networks?q=dns=8.8.8.8')).toMatchObject({ uuid: l3Network });
  expect((await emulator.make('DELETE', `${path}/223.5.5.5`)).dns).toEqual(['8.8.8.8']);
  // Of one that is not there nothing is told.
  expect((await emulator.call('DELETE', `${path}/1.1.1.1`)).body.inventory).toBeUndefined();
});

test('routes come and go, one for each prefix', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}/hostroute`;
  const add = (prefix: string, nexthop: string) =>
    ['POST', path, { params: { prefix, nexthop } }] as const;
  const { hostRoute } = await emulator.make(...add('10.9.0.0/16', '10.1.0.1'));
  expect(hostRoute).toMatchObject([{ prefix: '10.9.0.0/16', nexthop: '10.1.0.1' }]);
  expect(await emulator.refused(...add('10.9.0.0/16', '10.1.0.2'))).toMatchObject({
    code: 'SYS.1006',
    details: `there has been a hostroute for prefix[10.9.0.0/16] on L3 network[uuid:${l3Network}]`,
  });
  expect(await emulator.refused(...add('10.9.0.0', '10.1.0.2'))).toMatchObject(
    wrong(`prefix [${l3Network}] is not a IPv4 network cidr`),
  );
  expect(await emulator.refused(...add('10.8.0.0/16', 'gateway'))).toMatchObject(
    wrong('nexthop[gateway] is not a IPv4 address'),
  );
  expect(await emulator.find('/l3-networks?q=hostRoute.nexthop=10.1.0.1')).toBeDefined();
  const gone = await emulator.make('DELETE', `${path}?prefix=10.9.0.0/16`);
  expect(gone.hostRoute).toEqual([]);
  expect(await emulator.refused('DELETE', `${path}?prefix=10.9.0.0/16`)).toMatchObject({
    code: 'SYS.1006',
    details: `there is no hostroute for prefix[10.9.0.0/16] on L3 network[uuid:${l3Network}]`,
  });
  expect(await emulator.refused('DELETE', `${path}?prefix=x`)).toMatchObject(
    wrong(`prefix [${l3Network}] is not a IPv4 network cidr`),
  );
});

test('providers do services for a network, named by their uuids or types', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/network-services/providers');
  const uuidOf = (type: string) =>
    body.inventories.find((provider: { type: string }) => provider.type === type).uuid;
  expect(body.inventories).toHaveLength(4);
  expect(body.inventories[0].attachedL2NetworkUuids).toEqual([usual, vlan]);
  const network = await emulator.make(...make(told));
  const path = `/l3-networks/${network.uuid}/network-services`;
  const attach = (networkServices: object) =>
    ['POST', path, { params: { networkServices } }] as const;
  const attached = await emulator.make(
    ...attach({ [uuidOf('Flat')]: ['DHCP'], SecurityGroup: ['SecurityGroup'] }),
  );
  expect(attached.networkServices).toMatchObject([
    { networkServiceType: 'DHCP', networkServiceProviderUuid: uuidOf('Flat') },
    { networkServiceType: 'SecurityGroup' },
  ]);
  const refused = async (services: object) => emulator.refused(...attach(services));
  expect(await refused({})).toMatchObject(wrong('networkServices cannot be empty'));
  expect(await refused({ Flat: [] })).toMatchObject(
    wrong(`network service for provider[uuid:${uuidOf('Flat')}] must be specified`),
  );
  expect(await refused({ nobody: ['DHCP'] })).toMatchObject(
    wrong('cannot find network service provider[uuid:nobody] or it provides no services'),
  );
  expect(await refused({ Flat: ['SNAT', 'IPsec'] })).toMatchObject(
    wrong(`network service provider[uuid:${uuidOf('Flat')}] doesn't provide services[SNAT, IPsec]`),
  );
  expect(await refused({ vrouter: ['DHCP'] })).toMatchObject({
    code: 'SYS.1006',
    details: `there has been a network service[DHCP] attached to L3 network[uuid:${network.uuid}]`,
  });
  const refs = await emulator.call('GET', '/l3-networks/network-services/refs');
  expect(refs.body.inventories).toHaveLength(6);
  const found = await emulator.call('GET', '/l3-networks?q=serviceProvider.type=SecurityGroup');
  expect(found.body.inventories).toHaveLength(2);
  const left = await emulator.make('DELETE', `${path}/DHCP`);
  expect(left.networkServices).toMatchObject([{ networkServiceType: 'SecurityGroup' }]);
  expect(await emulator.refused('DELETE', path)).toMatchObject(
    wrong('networkServices cannot be empty'),
  );
  const types = await emulator.call('GET', '/network-services/types');
  expect(types.body.types).toMatchObject({ HostRoute: ['Flat'] });
});

test('the MTU of a network is its own, or that of its kind of layer 2', async () => {
  const emulator = await TestEmulator.start();
  const mtu = async (uuid: string) =>
    (await emulator.call('GET', `/l3-networks/${uuid}/mtu`)).body.mtu;
  const set = (uuid: string, value: number) =>
    ['POST', `/l3-networks/${uuid}/mtu`, { params: { mtu: value } }] as const;
  const onVlan = await emulator.make(...make({ ...told, l2NetworkUuid: vlan }));
  expect([await mtu(l3Network), await mtu(onVlan.uuid)]).toEqual([1500, 1500]);
  await emulator.configure('networkService/defaultDhcpMtu.l2VlanNetwork', '1400');
  expect([await mtu(l3Network), await mtu(onVlan.uuid)]).toEqual([1500, 1400]);
  await emulator.make(...set(l3Network, 9000));
  await emulator.make(...set(l3Network, 8000));
  expect(await mtu(l3Network)).toBe(8000);
  expect(await emulator.refused(...set(l3Network, 67))).toMatchObject(
    wrong('field[mtu] must be in range of [68, 9216]'),
  );
  // Its layer 2 is on the interface of the other one, which has 8000 where both are in one cluster.
  await emulator.make('POST', `/l2-networks/${vlan}/clusters/${SEED.clusters.used}`, {
    params: {},
  });
  expect(await emulator.refused(...set(onVlan.uuid, 8001))).toMatchObject(
    wrong(
      `could not set mtu because l2 network[uuid:${vlan}] of l3 network [uuid:${onVlan.uuid}] mtu can not be bigger than the novlan network`,
    ),
  );
  await emulator.make(...set(onVlan.uuid, 8000));
  expect(await mtu(onVlan.uuid)).toBe(8000);
});

test('the router of a network is its gateway, or what is set outside of its ranges', async () => {
  const emulator = await TestEmulator.start();
  const path = `/l3-networks/${l3Network}/router-interface-ip`;
  const set = (routerInterfaceIp: string) =>
    ['POST', path, { params: { routerInterfaceIp } }] as const;
  const ip = async () => (await emulator.call('GET', path)).body.routerInterfaceIp;
  expect(await ip()).toBe('10.1.0.1');
  await emulator.make(...set('10.1.0.2'));
  expect(await ip()).toBe('10.1.0.2');
  expect(await emulator.refused(...set('router'))).toMatchObject(wrong('invalid IP[router]'));
  expect(await emulator.refused(...set('10.2.0.1'))).toMatchObject(
    wrong(
      `ip[10.2.0.1] is not in the cidr of ip range[uuid:${SEED.ipRange}, cidr:10.1.0.0/22] which l3 network[${l3Network}] attached`,
    ),
  );
  expect(await emulator.refused(...set('10.1.0.10'))).toMatchObject(
    wrong(
      `ip[10.1.0.10] in ip range[uuid:${SEED.ipRange}, startIp:10.1.0.10, endIp:10.1.3.250] which l3 network[${l3Network}] attached, this is not allowed`,
    ),
  );
  const empty = await emulator.make(...make(told));
  const elsewhere = `/l3-networks/${empty.uuid}/router-interface-ip`;
  const body = { params: { routerInterfaceIp: '10.1.0.2' } };
  expect(await emulator.refused('POST', elsewhere, body)).toMatchObject(
    wrong(`no ip range in l3[${empty.uuid}]`),
  );
});

test('ZQL goes from networks to what belongs to them', async () => {
  const emulator = await TestEmulator.start();
  const zql = async (text: string) =>
    (await emulator.call('GET', `/zql?zql=${encodeURIComponent(text)}`)).body.results[0]
      .inventories;
  const [web] = await zql(
    "query vmInstance where vmNics.l3Network.ipRanges.name = 'range-1' and name = 'web-1'",
  );
  expect(web).toMatchObject({ name: 'web-1' });
  expect(await zql("query l3network where usedIp.ip = '10.1.0.11'")).toHaveLength(1);
  const params = { startIp: '10.1.0.100', endIp: '10.1.0.101' };
  await emulator.make('POST', `/l3-networks/${l3Network}/reserved-ip-ranges`, { params });
  expect(await zql('query reservedIpRange')).toMatchObject([params]);
  expect(await zql("query zone where l3Network.name = 'l3-flat'")).toHaveLength(1);
});
