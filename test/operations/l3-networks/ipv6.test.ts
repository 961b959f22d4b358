import { capture, load, toldBy } from '../../support/capture';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { BASE, startSeed } from '../../support/seeds';

const { l3Network, images } = SEED;
const STATEFUL = 'Stateful-DHCP';
const RUNNING = 'a0000000000040008000000000000001';
const STOPPED = 'a0000000000040008000000000000002';
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const none = (details: unknown) => ({ code: 'L3.1000', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const usual = {
  name: 'r6',
  startIp: '2001:DB8::0010',
  endIp: '2001:db8::20',
  gateway: '2001:db8::2',
  prefixLen: 64,
  addressMode: STATEFUL,
};
const add = (l3: string, params: object = {}) =>
  ['POST', `/l3-networks/${l3}/ipv6-ranges`, { params: { ...usual, ...params } }] as const;
const byCidr = (l3: string, networkCidr: string, params: object = {}) =>
  [
    'POST',
    `/l3-networks/${l3}/ipv6-ranges/by-cidr`,
    { params: { name: 'c6', networkCidr, addressMode: STATEFUL, ...params } },
  ] as const;
const add4 = (l3: string, networkCidr = '192.168.9.0/29') =>
  [
    'POST',
    `/l3-networks/${l3}/ip-ranges/by-cidr`,
    { params: { name: 'c4', networkCidr } },
  ] as const;
const createVm = (l3: string, systemTags: readonly string[] = []) =>
  [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: 2 ** 30,
        imageUuid: images.linux,
        l3NetworkUuids: [l3],
      },
      systemTags,
    },
  ] as const;
const setIp = (vm: string, l3NetworkUuid: string, params: object) =>
  ['PUT', `/vm-instances/${vm}/actions`, { setVmStaticIp: { l3NetworkUuid, ...params } }] as const;
const attach = (vm: string, l3: string, params: object = {}, systemTags: readonly string[] = []) =>
  ['POST', `/vm-instances/${vm}/l3-networks/${l3}`, { params, systemTags }] as const;
const network = async (more: object = {}): Promise<string> => {
  const params = { name: 'l3', l2NetworkUuid: SEED.l2Networks.usual, ...more };
  return (await emulator.make('POST', '/l3-networks', { params })).uuid as string;
};
const nicOn = async (vm: string, l3: string): Promise<Json> =>
  (await emulator.find(`/vm-instances/${vm}`)).vmNics.find(
    ({ l3NetworkUuid }: Json) => l3NetworkUuid === l3,
  );
const ipsOf = (nic: Json): string[] => nic.usedIps.map(({ ip }: Json) => ip).toSorted();
const ownTags = async (uuid: string, kind = 'staticIp'): Promise<string[]> =>
  (
    await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}&q=tag~=${kind}%25`)
  ).body.inventories
    .map(({ tag }: Json) => tag)
    .toSorted();
const versionOf = async (l3: string): Promise<number> =>
  (await emulator.find(`/l3-networks/${l3}`)).ipVersion;

describe('ranges', () => {
  test('a range of IPv6 is added in the standard way of writing', async () => {
    const l3 = await network({ ipVersion: 6 });
    const range = await emulator.make(...add(l3, { description: 'd' }));
    expect(range).toMatchObject({
      l3NetworkUuid: l3,
      description: 'd',
      startIp: '2001:db8::10',
      endIp: '2001:db8::20',
      gateway: '2001:db8::2',
      netmask: 'ffff:ffff:ffff:ffff:0:0:0:0',
      networkCidr: '2001:db8::/64',
      ipVersion: 6,
      addressMode: STATEFUL,
      prefixLen: 64,
      ipRangeType: 'Normal',
    });
    const [found] = (await emulator.call('GET', `/l3-networks/ip-ranges?q=addressMode=${STATEFUL}`))
      .body.inventories;
    expect(found).toMatchObject({ uuid: range.uuid, addressMode: STATEFUL });
  });

  test.each([
    ['2001:db8:1::7/124', '2001:db8:1::1', '2001:db8:1::2', '2001:db8:1::f', '2001:db8:1::/124'],
    [
      '2002:2001::/64',
      '2002:2001::1',
      '2002:2001::2',
      '2002:2001::ffff:ffff:ffff:ffff',
      '2002:2001::/64',
    ],
  ])(
    'a network as a CIDR %s has its gateway first',
    async (cidr, gateway, startIp, endIp, networkCidr) => {
      const l3 = await network();
      expect(await emulator.make(...byCidr(l3, cidr))).toMatchObject({
        gateway,
        startIp,
        endIp,
        networkCidr,
        ipRangeType: 'Normal',
      });
    },
  );

  test('the mask of a prefix is written in eight groups, with the slip of the real table at eight ones', async () => {
    const l3 = await network();
    expect(await emulator.make(...byCidr(l3, '2001:db8::/120'))).toMatchObject({
      netmask: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff800',
    });
  });

  test('a network has the version of its ranges', async () => {
    const l3 = await network();
    expect(await versionOf(l3)).toBe(4);
    const range = await emulator.make(...add(l3));
    expect(await versionOf(l3)).toBe(6);
    const other = await emulator.make(...add4(l3));
    expect(await versionOf(l3)).toBe(46);
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${range.uuid}`);
    expect(await versionOf(l3)).toBe(4);
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${other.uuid}`);
    expect(await versionOf(l3)).toBe(0);
  });

  /** What refuses a range, in the real system's order. */
  test.each([
    [{ startIp: '10.0.0.1' }, wrong('10.0.0.1 is not a valid ipv6 address')],
    [{ endIp: 'ff02::1' }, wrong('ff02::1 is not a valid ipv6 address')],
    [{ gateway: 'fe80::1' }, wrong('fe80::1 is not a valid ipv6 address')],
    [{ startIp: 'fec0::1' }, wrong('fec0::1 is not a valid ipv6 address')],
    [
      { endIp: '2001:db8::f' },
      wrong(
        '[startIp 2001:DB8::0010, endIp 2001:db8::f, prefixLen 64, gateway 2001:db8::2] is not a valid ipv6 range',
      ),
    ],
    [{ gateway: '2001:db8::10' }, wrong(expect.stringContaining('is not a valid ipv6 range'))],
    [{ startIp: '2001:db8::' }, wrong(expect.stringContaining('is not a valid ipv6 range'))],
    [{ endIp: '2001:db8:0:1::' }, wrong(expect.stringContaining('is not a valid ipv6 range'))],
    [{ gateway: '2001:db9::1' }, wrong(expect.stringContaining('is not a valid ipv6 range'))],
    // Just outside, on either side.
    [
      { gateway: '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff' },
      wrong(expect.stringContaining('is not a valid ipv6 range')),
    ],
    [{ gateway: '2001:db8:0:1::' }, wrong(expect.stringContaining('is not a valid ipv6 range'))],
    [
      { ipRangeType: 'AddressPool' },
      wrong('can not add ip range, because ipv6 address pool is not supported'),
    ],
    [
      { addressMode: 'SLAAC', prefixLen: 80 },
      wrong('ipv6 prefix length must be 64 for Stateless-DHCP or SLAAC'),
    ],
    [
      { gateway: '2001:db8::15' },
      wrong('gateway[2001:db8::15] can not be part of range[2001:db8::10, 2001:db8::20]'),
    ],
    [{ prefixLen: 127 }, wrong(expect.stringContaining('field[prefixLen]'))],
    [{ prefixLen: undefined }, wrong(expect.stringContaining('is mandatory'))],
    [{ addressMode: 'DHCP' }, wrong(expect.stringContaining('field[addressMode]'))],
  ])('a range with %j is refused', async (params, error) => {
    const l3 = await network();
    expect(await emulator.refused(...add(l3, params))).toMatchObject(error);
  });

  test.each(['10.0.0.0/24', '2001:db8::/127', '2001:db8::/7', 'ff00::/64', '2001:db8::', 'x/64'])(
    'the CIDR %s is refused',
    async (cidr) => {
      const l3 = await network();
      expect(await emulator.refused(...byCidr(l3, cidr))).toMatchObject(
        wrong(`${cidr} is not a valid network cidr`),
      );
    },
  );

  test.each(['fd00::/8', '2001:db8::/126'])('the CIDR %s is one', async (cidr) => {
    const l3 = await network();
    expect(await emulator.make(...byCidr(l3, cidr))).toMatchObject({ networkCidr: cidr });
  });

  test('a range may end just before another begins, and not where it begins', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    const before = (endIp: string) => add(l3, { startIp: '2001:db8::8', endIp });
    expect(await emulator.refused(...before('2001:db8::10'))).toMatchObject(
      wrong(expect.stringContaining('is overlaped with old ip range[startip :2001:db8::10,')),
    );
    await emulator.make(...before('2001:db8::f'));
  });

  test.each([
    ['just before its first', '2001:db8::f'],
    ['just after its last', '2001:db8::21'],
  ])('a gateway lies outside of its range: %s', async (_where, gateway) => {
    const l3 = await network();
    expect(await emulator.make(...add(l3, { gateway }))).toMatchObject({ gateway });
  });

  test('ranges of one layer 2 have no address in common, those of a network one CIDR, gateway and mode', async () => {
    const [l3, other] = [await network(), await network()];
    await emulator.make(...add(l3));
    const overlaps = { startIp: '2001:db8::20', endIp: '2001:db8::30' };
    expect(await emulator.refused(...add(other, overlaps))).toMatchObject(
      wrong(
        'new ip range [startip :2001:db8::20, endip :2001:db8::30] is overlaped with old ip range[startip :2001:db8::10, endip :2001:db8::20]',
      ),
    );
    const beside = { startIp: '2001:db8::21', endIp: '2001:db8::30' };
    expect(await emulator.refused(...add(l3, { ...beside, prefixLen: 65 }))).toMatchObject(
      wrong('new network CIDR [2001:db8::/64] is different from old network cidr [2001:db8::/65]'),
    );
    expect(await emulator.refused(...add(l3, { ...beside, gateway: '2001:db8::3' }))).toMatchObject(
      wrong('new add ip range gateway 2001:db8::3 is different from old gateway 2001:db8::2'),
    );
    expect(await emulator.refused(...add(l3, { ...beside, addressMode: 'SLAAC' }))).toMatchObject(
      wrong(`addressMode[SLAAC] is different from L3Netowork address mode[${STATEFUL}]`),
    );
    await emulator.make(...add(l3, beside));
    await emulator.make(
      ...add(other, { ...beside, startIp: '2001:db8::31', endIp: '2001:db8::31' }),
    );
  });

  test('a network of the system has no addresses of IPv6, and one with a flat DHCP no large ones', async () => {
    const system = await network({ system: true, category: 'System' });
    expect(await emulator.refused(...add(system))).toMatchObject(
      wrong("can not add ip range, because system network doesn't support ipv6 yet"),
    );
    const flat = await network();
    const services = { networkServices: { Flat: ['DHCP'] } };
    const path = `/l3-networks/${flat}/network-services`;
    await emulator.make('POST', path, { params: services });
    expect(await emulator.refused(...byCidr(flat, '2001:db8::/63'))).toMatchObject(
      wrong('minimum ip range prefix length of flat network is 64'),
    );
    await emulator.make(...byCidr(flat, '2001:db8::/64'));
  });

  test('the last usual range of IPv4 stays while there is a pool, one of IPv6 can go', async () => {
    const l3 = await network({ category: 'Public' });
    const range = await emulator.make(...add4(l3));
    const wide = await emulator.make(...add(l3));
    const pool = {
      name: 'p',
      startIp: '192.168.201.20',
      endIp: '192.168.201.50',
      netmask: '255.255.255.0',
    };
    const params = { ...pool, ipRangeType: 'AddressPool' };
    await emulator.make('POST', `/l3-networks/${l3}/ip-ranges`, { params });
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${wide.uuid}`);
    expect(await emulator.refused('DELETE', `/l3-networks/ip-ranges/${range.uuid}`)).toMatchObject(
      wrong(expect.stringContaining('can not delete the last normal ip range')),
    );
  });
});

describe('addresses of VMs', () => {
  test('a NIC on a network of both versions has an address of each, and tells that of IPv4', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...add4(l3));
    const vm = await emulator.make(...createVm(l3));
    const [nic] = vm.vmNics;
    expect(nic.usedIps).toHaveLength(2);
    const wide = nic.usedIps.find(({ ipVersion }: Json) => ipVersion === 6);
    expect(nic).toMatchObject({
      ip: expect.stringContaining('192.168.9.'),
      netmask: '255.255.255.248',
    });
    expect(wide).toMatchObject({
      ip: expect.stringMatching(/^2001:db8::(1[0-9a-f]|20)$/),
      ipInLong: 0,
      netmask: 'ffff:ffff:ffff:ffff:0:0:0:0',
      gateway: '2001:db8::2',
      vmNicUuid: nic.uuid,
    });
    expect(wide.ipInBinary).toHaveLength(16);
    expect(wide.ipInBinary.slice(0, 4)).toEqual([32, 1, 13, -72]);
    await emulator.make('DELETE', `/vm-instances/${vm.uuid}`);
    await emulator.make('PUT', `/vm-instances/${vm.uuid}/actions`, { expungeVmInstance: {} });
    const left = await emulator.call('GET', `/l3-networks/ip-address?q=l3NetworkUuid=${l3}`);
    expect(left.body.inventories).toEqual([]);
  });

  test.each(['SLAAC', 'Stateless-DHCP'])('of %s it is made of the MAC', async (addressMode) => {
    const l3 = await network({ ipVersion: 6 });
    await emulator.make(...byCidr(l3, '2001:db8:0:7::/64', { addressMode }));
    const tag = `customMac::${l3}::fa:7e:00:08:01:00`;
    const { vmNics } = await emulator.make(...createVm(l3, [tag]));
    expect(vmNics[0]).toMatchObject({
      ip: '2001:db8:0:7:f87e:ff:fe08:100',
      netmask: 'ffff:ffff:ffff:ffff:0:0:0:0',
      gateway: '2001:db8:0:7::1',
    });
  });

  test('one that its range has not is none', async () => {
    const l3 = await network({ ipVersion: 6 });
    await emulator.make(...add(l3, { addressMode: 'SLAAC' }));
    expect(await emulator.refused(...attach(STOPPED, l3))).toMatchObject(
      none(expect.stringContaining('cannot find ip range that has ip[2001:db8::')),
    );
  });

  test('a range is given away to its last address', async () => {
    const l3 = await network({ ipVersion: 6 });
    await emulator.make(...byCidr(l3, '2001:db8::/124'));
    const nics = [];
    for (let i = 0; i < 14; i++) {
      nics.push(await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } }));
    }
    expect(new Set(nics.map(({ ip }) => ip)).size).toBe(14);
    const more = ['POST', '/nics', { params: { l3NetworkUuid: l3 } }] as const;
    expect(await emulator.refused(...more)).toMatchObject(
      none(
        `IP allocator strategy[RandomIpv6AllocatorStrategy] failed, because no ip is available in this l3Network[name:l3, uuid:${l3}]`,
      ),
    );
    await emulator.make('DELETE', `/nics/${nics[3]?.uuid}`);
    expect(await emulator.make(...more)).toMatchObject({ ip: nics[3]?.ip });
  });

  test('the first one that is free is given where the network wants it', async () => {
    const l3 = await network({ ipVersion: 6 });
    await emulator.make(...byCidr(l3, '2001:db8::/64'));
    const strategy = { value: 'FirstAvailableIpv6AllocatorStrategy' };
    await emulator.make(
      'PUT',
      `/resource-configurations/l3Network/ipv6AllocateStrategy/${l3}/actions`,
      {
        updateResourceConfig: strategy,
      },
    );
    for (const ip of ['2001:db8::2', '2001:db8::3']) {
      expect(await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } })).toMatchObject(
        { ip },
      );
    }
  });

  test('tags tell addresses of both versions, and get what lies around them', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...add4(l3));
    const tags = [`staticIp::${l3}::192.168.9.4`, `staticIp::${l3}::2001:db8--0014`];
    const vm = await emulator.make(...createVm(l3, tags));
    expect(ipsOf(vm.vmNics[0])).toEqual(['192.168.9.4', '2001:db8::14']);
    expect(await ownTags(vm.uuid, 'ipv')).toEqual([
      `ipv4Gateway::${l3}::192.168.9.1`,
      `ipv4Netmask::${l3}::255.255.255.248`,
      `ipv6Gateway::${l3}::2001:db8--2`,
      `ipv6Prefix::${l3}::64`,
    ]);
  });

  test.each([
    [['2001:db8--99'], wrong(expect.stringContaining('because: NO_IN_RANGE'))],
    [['2001:db8--2'], wrong(expect.stringContaining('because: GATEWAY'))],
    [['2001:db8--g'], wrong('the static IP[2001:db8::g] format error')],
  ])('a tag with the address %j is refused', async ([ip], error) => {
    const l3 = await network();
    await emulator.make(...add(l3));
    expect(await emulator.refused(...createVm(l3, [`staticIp::${l3}::${ip}`]))).toMatchObject(
      error,
    );
  });

  test('a prefix and a gateway that are told are those of the range', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    const ip = `staticIp::${l3}::2001:db8--14`;
    expect(await emulator.refused(...createVm(l3, [ip, `ipv6Prefix::${l3}::65`]))).toMatchObject(
      refusedWith('ipv6 prefix length error, expect: 64, got: 65'),
    );
    expect(
      await emulator.refused(...createVm(l3, [ip, `ipv6Gateway::${l3}::2001:db8--3`])),
    ).toMatchObject(refusedWith('gateway error, expect: 2001:db8::2, got: 2001:db8::3'));
  });

  test('a VM is attached with the address that the call tells, and with those of tags', async () => {
    const [l3, other] = [await network(), await network()];
    await emulator.make(...add(l3));
    await emulator.make(...add4(l3));
    await emulator.make(...byCidr(other, '2001:db8:1::/64'));
    await emulator.make(...attach(RUNNING, l3, { staticIp: '2001:db8::16' }));
    expect(ipsOf(await nicOn(RUNNING, l3))).toEqual([
      expect.stringContaining('192.168.9.'),
      '2001:db8::16',
    ]);
    expect(await ownTags(RUNNING)).toEqual([`staticIp::${l3}::2001:db8--16`]);
    expect(
      await emulator.refused(...attach(STOPPED, l3, { staticIp: '2001:db8::16' })),
    ).toMatchObject(
      refusedWith(`the static IP[2001:db8::16] has been occupied on the L3 network[uuid:${l3}]`),
    );
    await emulator.make(...attach(STOPPED, other, {}, [`staticIp::${other}::2001:db8:1--5`]));
    expect(await nicOn(STOPPED, other)).toMatchObject({ ip: '2001:db8:1::5' });
  });

  test('SetVmStaticIp changes the address of one version or of both', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...add4(l3));
    await emulator.make(...attach(STOPPED, l3));
    await emulator.make(...setIp(STOPPED, l3, { ip: '192.168.9.3', ip6: '2001:db8::11' }));
    expect(ipsOf(await nicOn(STOPPED, l3))).toEqual(['192.168.9.3', '2001:db8::11']);
    await emulator.make(...setIp(STOPPED, l3, { ip: '2001:db8--12' }));
    expect(await nicOn(STOPPED, l3)).toMatchObject({ ip: '192.168.9.3' });
    expect(ipsOf(await nicOn(STOPPED, l3))).toEqual(['192.168.9.3', '2001:db8::12']);
    expect(await ownTags(STOPPED)).toEqual([
      `staticIp::${l3}::192.168.9.3`,
      `staticIp::${l3}::2001:db8--12`,
    ]);
    const forget = (staticIp: string) =>
      emulator.make(
        'DELETE',
        `/vm-instances/${STOPPED}/static-ips?l3NetworkUuid=${l3}&staticIp=${staticIp}`,
      );
    await forget('192.168.9.3');
    expect(await ownTags(STOPPED)).toEqual([`staticIp::${l3}::2001:db8--12`]);
    await forget('2001:db8::12');
    expect(await ownTags(STOPPED)).toEqual([]);
  });

  test.each([
    [{ ip6: '10.0.0.1' }, wrong('10.0.0.1 is not a valid IPv6 address')],
    [
      { ip6: '2001:db8::99' },
      wrong(
        'ip address [2001:db8::99] is not in ip range [startIp 2001:db8::10, endIp 2001:db8::20]',
      ),
    ],
    [{ ip6: '2001:db8::11' }, wrong(expect.stringContaining('already set to vmNic'))],
    [
      { ip6: '2001:db8::12' },
      none(
        'IP allocator strategy[RandomIpv6AllocatorStrategy] failed, because IP[2001:db8::12] is not available',
      ),
    ],
  ])('SetVmStaticIp with %j is refused', async (params, error) => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...attach(STOPPED, l3, { staticIp: '2001:db8::11' }));
    await emulator.make(...attach(RUNNING, l3, { staticIp: '2001:db8::12' }));
    expect(await emulator.refused(...setIp(STOPPED, l3, params))).toMatchObject(error);
  });

  test('on a network that gives none an address is noted with its prefix', async () => {
    const l3 = await network({ enableIPAM: false });
    await emulator.make(...attach(STOPPED, l3));
    expect(await emulator.refused(...setIp(STOPPED, l3, { ip6: '2001:db8::1' }))).toMatchObject(
      wrong('ipv6 address need a prefix'),
    );
    const told = { ip6: '2001:db8::1', ipv6Prefix: '64', ipv6Gateway: '2001:db8::ffff' };
    await emulator.make(...setIp(STOPPED, l3, told));
    await emulator.make(...attach(RUNNING, l3));
    expect(await emulator.refused(...setIp(RUNNING, l3, told))).toMatchObject(
      wrong('ip address [2001:db8::1] already set to vmNic'),
    );
    const nic = await nicOn(STOPPED, l3);
    expect(nic).toMatchObject({
      ip: '2001:db8::1',
      netmask: 'ffff:ffff:ffff:ffff:0:0:0:0',
      gateway: '2001:db8::ffff',
    });
    expect(nic.usedIps).toMatchObject([{ ipRangeUuid: null }]);
    // A range that has it later takes it in.
    const range = await emulator.make(
      ...add(l3, { startIp: '2001:db8::1', endIp: '2001:db8::9', gateway: '2001:db8::ffff' }),
    );
    expect((await nicOn(STOPPED, l3)).usedIps).toMatchObject([{ ipRangeUuid: range.uuid }]);
  });

  test('a NIC gets an address of the version that its network has got since, when its VM starts', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    const { vmNics } = await emulator.make(...attach(STOPPED, l3));
    await emulator.make(...add4(l3));
    const [before] = ipsOf(vmNics.find(({ l3NetworkUuid }: Json) => l3NetworkUuid === l3));
    await emulator.make('PUT', `/vm-instances/${STOPPED}/actions`, { startVmInstance: {} });
    const nic = await nicOn(STOPPED, l3);
    expect(ipsOf(nic)).toEqual([expect.stringContaining('192.168.9.'), before]);
    expect(nic.ip).toContain('192.168.9.');
  });

  test('a range that goes takes one address of a NIC with two, and a NIC with one', async () => {
    const [l3, single] = [await network(), await network()];
    await emulator.make(...add(l3));
    const four = await emulator.make(...add4(l3));
    const other = await emulator.make(...byCidr(single, '2001:db8:1::/64'));
    await emulator.make(...attach(STOPPED, l3, { staticIp: '2001:db8::11' }));
    await emulator.make(...attach(STOPPED, single));
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${four.uuid}`);
    expect(await nicOn(STOPPED, l3)).toMatchObject({ ip: '2001:db8::11', gateway: '2001:db8::2' });
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${other.uuid}`);
    expect(await nicOn(STOPPED, single)).toBeUndefined();
  });

  test('a NIC that changes its network has addresses of the new one', async () => {
    const [l3, other] = [await network(), await network()];
    await emulator.make(...add4(l3));
    await emulator.make(...add(other));
    await emulator.make(...add4(other, '192.168.10.0/29'));
    await emulator.make(...attach(STOPPED, l3));
    const { uuid } = await nicOn(STOPPED, l3);
    const nic = await emulator.make('POST', `/vm-instances/nics/${uuid}/l3-networks/${other}`, {
      params: {},
      systemTags: [`staticIp::${other}::2001:db8--1f`],
    });
    expect(ipsOf(nic)).toEqual([expect.stringContaining('192.168.10.'), '2001:db8::1f']);
  });
});

describe('what is free', () => {
  const free = async (path: string): Promise<string[]> =>
    (await emulator.call('GET', path)).body.inventories.map(({ ip }: Json) => ip);

  test('free addresses are told of the version of the network, or of the one that is asked for', async () => {
    const l3 = await network();
    const range = await emulator.make(...add(l3));
    expect(await free(`/l3-networks/${l3}/ip/free`)).toHaveLength(17);
    await emulator.make(...add4(l3));
    expect(await free(`/l3-networks/${l3}/ip/free`)).toHaveLength(22);
    expect(await free(`/l3-networks/${l3}/ip/free?ipVersion=4`)).toHaveLength(5);
    await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } });
    expect(await free(`/l3-networks/${l3}/ip/free?ipVersion=6`)).toHaveLength(16);
    expect(await free(`/l3-networks/ip-ranges/${range.uuid}/ip/free?limit=2`)).toHaveLength(2);
  });

  test('of IPv6 they begin behind the address that is told, and of both nothing can be told', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    expect(await free(`/l3-networks/${l3}/ip/free?start=2001:db8::1e`)).toEqual([
      '2001:db8::1f',
      '2001:db8::20',
    ]);
    const from = (start: string) => ['GET', `/l3-networks/${l3}/ip/free?start=${start}`] as const;
    expect(await emulator.refused(...from('10.0.0.1'))).toMatchObject(
      wrong(
        'could not get free ip with start[ip:10.0.0.1],because start[ip:10.0.0.1] is not a correct ipv6 address',
      ),
    );
    await emulator.make(...add4(l3));
    expect(await emulator.refused(...from('2001:db8::11'))).toMatchObject(
      wrong(
        `could not get free ip with start[ip:2001:db8::11],because l3Network[uuid:${l3}] is dual stack`,
      ),
    );
  });

  test('capacities are told by versions, and 2^31 - 1 at most', async () => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...add4(l3));
    await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3 } });
    const told = await emulator.call('GET', `/ip-capacity?l3NetworkUuids=${l3}`);
    expect(told.body).toMatchObject({
      totalCapacity: 22,
      usedIpAddressNumber: 2,
      ipv4TotalCapacity: 5,
      ipv4AvailableCapacity: 4,
      ipv6TotalCapacity: 17,
      ipv6UsedIpAddressNumber: 1,
      ipv6AvailableCapacity: 16,
    });
    const large = await network();
    await emulator.make(...byCidr(large, '2001:db8:1::/64'));
    const most = 2 ** 31 - 1;
    expect((await emulator.call('GET', `/ip-capacity?l3NetworkUuids=${large}`)).body).toMatchObject(
      {
        totalCapacity: most,
        ipv6TotalCapacity: most,
        ipv4TotalCapacity: 0,
      },
    );
  });

  test.each([
    ['2001:db8::10', true, ''],
    ['2001:db8::2', false, 'GATEWAY'],
    ['2001:db8::99', false, 'NO_IN_RANGE'],
    ['2001:db8::11', false, 'USED'],
    ['2001:0db8::0011', false, 'USED'],
    // There is no range of IPv4 that it could be in.
    ['10.9.9.9', true, ''],
  ])('whether %s is free: %s', async (ip, available, reason) => {
    const l3 = await network();
    await emulator.make(...add(l3));
    await emulator.make(...attach(STOPPED, l3, { staticIp: '2001:db8::11' }));
    const told = await emulator.call('GET', `/l3-networks/${l3}/ip/${ip}/availability`);
    expect(told.body).toMatchObject({ available, reason });
  });

  test('reserved addresses are given to nobody, and free again', async () => {
    const l3 = await network();
    const params = { startIp: '2001:db8::10', endIp: '2001:db8::1f' };
    const reserve = (more: object = {}) =>
      [
        'POST',
        `/l3-networks/${l3}/reserved-ip-ranges`,
        { params: { ...params, ...more } },
      ] as const;
    expect(await emulator.refused(...reserve())).toMatchObject(
      wrong('could not reserve ip range, because there is no ipv6 range'),
    );
    await emulator.make(...add(l3));
    expect(await emulator.refused(...reserve({ endIp: '10.0.0.1' }))).toMatchObject(
      wrong('could not reserve ip range, because end ip[10.0.0.1] is not ipv6 address'),
    );
    expect(await emulator.refused(...reserve({ endIp: '2001:db9::' }))).toMatchObject(
      wrong('could not reserve ip range, because reserve ip is not in ip range[2001:db8::/64]'),
    );
    const reserved = await emulator.make(...reserve());
    expect(reserved).toMatchObject({ ...params, ipVersion: 6 });
    expect(await emulator.refused(...reserve({ startIp: '2001:db8::1f' }))).toMatchObject(
      wrong(expect.stringContaining('is overlapped with old range')),
    );
    expect(await free(`/l3-networks/${l3}/ip/free`)).toEqual(['2001:db8::20']);
    const path = `/l3-networks/reserved-ip-ranges/${reserved.uuid}`;
    await emulator.make('DELETE', path);
    expect(await free(`/l3-networks/${l3}/ip/free`)).toHaveLength(17);
  });
});

describe('VIPs and EIPs', () => {
  test('a VIP is of the version that is asked for, or of IPv4 where there is one', async () => {
    const l3 = await network({ category: 'Public' });
    const range = await emulator.make(...add(l3));
    const vip = async (params: object = {}): Promise<Json> =>
      emulator.make('POST', '/vips', { params: { name: 'v', l3NetworkUuid: l3, ...params } });
    expect(await vip({ requiredIp: '2001:db8::15' })).toMatchObject({
      ip: '2001:db8::15',
      prefixLen: 64,
      gateway: '2001:db8::2',
    });
    expect((await vip()).ip).toContain('2001:db8::');
    await emulator.make(...add4(l3));
    expect((await vip()).ip).toContain('192.168.9.');
    expect((await vip({ ipVersion: 6 })).ip).toContain('2001:db8::');
    expect((await vip({ ipRangeUuid: range.uuid })).ip).toContain('2001:db8::');
  });

  test('an EIP of IPv6 stands for an address of IPv6', async () => {
    const [outside, inside] = [await network({ category: 'Public' }), await network()];
    await emulator.make(...add(outside));
    await emulator.make(...byCidr(inside, '2001:db8:1::/64'));
    await emulator.make(...add4(inside));
    const services = { params: { networkServices: { Flat: ['Eip'] } } };
    await emulator.make('POST', `/l3-networks/${inside}/network-services`, services);
    const { vmNics } = await emulator.make(...createVm(inside));
    const [nic] = vmNics;
    const wide = nic.usedIps.find(({ ipVersion }: Json) => ipVersion === 6);
    const params = { name: 'v', l3NetworkUuid: outside };
    const vip = await emulator.make('POST', '/vips', { params });
    const eip = await emulator.make('POST', '/eips', { params: { name: 'e', vipUuid: vip.uuid } });
    const give = (more: object = {}) =>
      ['POST', `/eips/${eip.uuid}/vm-instances/nics/${nic.uuid}`, { params: more }] as const;
    const candidates = await emulator.call('GET', `/vm-instances/nics/${nic.uuid}/candidate-eips`);
    expect(candidates.body.inventories).toMatchObject([{ uuid: eip.uuid }]);
    // Its candidates are NICs of flat networks.
    const nics = await emulator.call('GET', `/eips/${eip.uuid}/vm-instances/candidate-nics`);
    expect(nics.body.inventories).toMatchObject([{ uuid: nic.uuid }]);
    expect(await emulator.refused(...give())).toMatchObject(
      refusedWith('vip ipVersion [6] is different from guestIp ipVersion [4].'),
    );
    expect(await emulator.make(...give({ usedIpUuid: wide.uuid }))).toMatchObject({
      vmNicUuid: nic.uuid,
      guestIp: wide.ip,
    });
    const second = await emulator.make('POST', '/vips', { params });
    const another = { name: 'f', vipUuid: second.uuid, vmNicUuid: nic.uuid, usedIpUuid: wide.uuid };
    expect(await emulator.refused('POST', '/eips', { params: another })).toMatchObject(
      wrong(`can not bound more than 1 ipv6 eip to a vm nic[uuid:${nic.uuid}] of flat `),
    );
    const routed = await network();
    await emulator.make(...byCidr(routed, '2001:db8:2::/64'));
    const router = { params: { networkServices: { vrouter: ['Eip'] } } };
    await emulator.make('POST', `/l3-networks/${routed}/network-services`, router);
    await emulator.make(...attach(STOPPED, routed));
    const { uuid: other } = await nicOn(STOPPED, routed);
    const loose = await emulator.make('POST', '/eips', {
      params: { name: 'g', vipUuid: second.uuid },
    });
    expect(
      await emulator.refused('POST', `/eips/${loose.uuid}/vm-instances/nics/${other}`, {
        params: {},
      }),
    ).toMatchObject(
      wrong('could not attach eip because ipv6 eip can ONLY be attached to flat network'),
    );
    // Its address goes with its range.
    await emulator.make('DELETE', `/l3-networks/ip-ranges/${wide.ipRangeUuid}`);
    expect(await emulator.find(`/eips/${eip.uuid}`)).toMatchObject({ vmNicUuid: null });
  });
});

test('a name server of IPv6 is there once, however it is written', async () => {
  const dns = (of: string) =>
    ['POST', `/l3-networks/${l3Network}/dns`, { params: { dns: of } }] as const;
  await emulator.make(...dns('2001:db8::53'));
  expect(await emulator.refused(...dns('2001:0DB8:0::53'))).toMatchObject(
    refusedWith(`there has been a DNS[2001:0DB8:0::53] on L3 network[uuid:${l3Network}]`),
  );
});

describe('seeds', () => {
  test('a world of IPv6 is captured, and begun again as it was', async () => {
    const [both, pool, empty] = [
      await network(),
      await network({ category: 'Public' }),
      await network({ ipVersion: 6 }),
    ];
    await emulator.make(...add(both));
    await emulator.make(...add4(both));
    const more = { ipRangeType: 'AddressPool', addressMode: 'SLAAC' };
    await emulator.make(...byCidr(pool, '2001:db8:2::/64', more));
    await emulator.make(...byCidr(pool, '2001:db8:1::/64', { addressMode: 'SLAAC' }));
    const reserved = { startIp: '2001:db8::10', endIp: '2001:db8::13' };
    await emulator.make('POST', `/l3-networks/${both}/reserved-ip-ranges`, { params: reserved });
    const flat = { params: { networkServices: { Flat: ['Eip'] } } };
    await emulator.make('POST', `/l3-networks/${both}/network-services`, flat);
    const vm = await emulator.make(...createVm(both));
    const params = { name: 'v', l3NetworkUuid: pool, requiredIp: '2001:db8:1::99' };
    const vip = await emulator.make('POST', '/vips', { params });
    const [nic] = vm.vmNics;
    const wide = nic.usedIps.find(({ ipVersion }: Json) => ipVersion === 6);
    await emulator.make('POST', '/eips', {
      params: { name: 'e', vipUuid: vip.uuid, vmNicUuid: nic.uuid, usedIpUuid: wide.uuid },
    });
    const seed = await capture(emulator);
    const again = await load(seed);
    expect(await toldBy(again)).toEqual(await toldBy(emulator));
    expect((await again.find(`/l3-networks/${empty}`)).ipVersion).toBe(6);
  });

  const NETWORKS = (range: string, nic = '') => `${BASE}
clusters: [{ name: c, zone: z }]
l2Networks: [{ name: l2, zone: z, clusters: [c] }]
l3Networks:
  - { name: n, l2Network: l2, ipRanges: [${range}] }
vmInstances: [{ name: v, zone: z, state: Stopped, rootVolume: { primaryStorage: p, size: 1G, format: qcow2 }, nics: [{ l3Network: n${nic} }] }]
`;

  test('a NIC of a seed has the first free address, or the one that is told', async () => {
    const world = await startSeed(NETWORKS('{ cidr: 2001:db8::/64 }, { cidr: 10.7.0.0/24 }'));
    const [nic] = (await world.call('GET', '/vm-instances/nics')).body.inventories;
    expect(nic.usedIps.map(({ ip }: Json) => ip).toSorted()).toEqual(['10.7.0.2', '2001:db8::2']);
    const told = await startSeed(NETWORKS('{ cidr: 2001:db8::/64 }', ', ip: 2001:db8::77'));
    const [other] = (await told.call('GET', '/vm-instances/nics')).body.inventories;
    expect(other).toMatchObject({ ip: '2001:db8::77', gateway: '2001:db8::1' });
  });

  test.each([
    ['{ cidr: 2001:db8::/64, netmask: 255.255.255.0 }', 'has a prefixLen for a netmask'],
    ['{ cidr: 2001:db8::/64, gateway: 2001:db8::1 }', 'the gateway cannot be told'],
    ['{ cidr: 2001:db8::/64, prefixLen: 64 }', 'has a cidr, or a startIp'],
    ['{ startIp: 2001:db8::2, endIp: 2001:db8::9 }', 'needs a cidr, or a startIp'],
    ['{ startIp: 2001:db8::2, endIp: 2001:db8::9, prefixLen: 64 }', 'needs a gateway'],
    ['{ cidr: 10.7.0.0/24, addressMode: SLAAC }', 'are of a range of IPv6'],
    ['{ cidr: 2001:db8::/127 }', 'is not a valid network cidr'],
  ])('a range %s of a seed is refused', async (range, words) => {
    await expect(startSeed(NETWORKS(range))).rejects.toThrow(words);
  });
});
