import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { l3Network, publicNetwork, images } = SEED;
const STOPPED = SEED.vms.stoppedWindows;
const RANDOM = 'RandomIpAllocatorStrategy';
const none = (strategy: string, why: string) => ({
  code: 'L3.1000',
  details: `IP allocator strategy[${strategy}] failed, because ${why}`,
});

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const network = async (more: object = {}): Promise<string> => {
  const params = { name: 'l3', l2NetworkUuid: SEED.l2Networks.usual, ...more };
  return (await emulator.make('POST', '/l3-networks', { params })).uuid;
};
const byCidr = (l3: string, networkCidr: string, more: object = {}): Promise<Json> =>
  emulator.make(
    'POST',
    `/l3-networks/${l3}/${networkCidr.includes(':') ? 'ipv6-ranges' : 'ip-ranges'}/by-cidr`,
    {
      params: {
        name: 'c',
        networkCidr,
        ...(networkCidr.includes(':') ? { addressMode: 'Stateful-DHCP' } : {}),
        ...more,
      },
    },
  );
const nic = (l3NetworkUuid: string, ip?: string) =>
  ['POST', '/nics', { params: { l3NetworkUuid, ip } }] as const;
const ipOf = async (l3: string, ip?: string): Promise<string> =>
  (await emulator.make(...nic(l3, ip))).ip;
const several = async (l3: string, count: number): Promise<string[]> => {
  const found = [];
  for (let i = 0; i < count; i++) found.push(await ipOf(l3));
  return found;
};
const first = (version = '') =>
  emulator.configure(
    `l3Network/ip${version}AllocateStrategy`,
    `FirstAvailableIp${version}AllocatorStrategy`,
  );

describe('an address that is required', () => {
  test.each(['10.1.0.10', '10.1.3.250'])('is taken: %s', async (ip) => {
    expect(await ipOf(l3Network, ip)).toBe(ip);
  });

  test.each(['10.1.0.9', '10.1.3.251'])('is in no range: %s', async (ip) => {
    expect(await emulator.refused(...nic(l3Network, ip))).toMatchObject({
      code: 'SYS.1007',
      details: `the static IP[${ip}] is not in any IP range of the L3 network[uuid:${l3Network}]`,
    });
  });

  test.each(['172.20.0.9', '172.20.0.251'])('of a VIP is in no range: %s', async (requiredIp) => {
    const params = { name: 'v', l3NetworkUuid: publicNetwork, requiredIp };
    expect(await emulator.refused('POST', '/vips', { params })).toMatchObject({
      code: 'L3.1000',
      details: `cannot find ip range that has ip[${requiredIp}] in l3Network[uuid:${publicNetwork}]`,
    });
  });

  test('is not of a pool, and not one that is taken', async () => {
    const l3 = await network({ category: 'Public' });
    await byCidr(l3, '192.168.9.0/29');
    await byCidr(l3, '172.16.0.0/29', { ipRangeType: 'AddressPool' });
    expect(await emulator.refused(...nic(l3, '172.16.0.3'))).toMatchObject({
      code: 'SYS.1007',
      details: `the static IP[172.16.0.3] is not in any IP range of the L3 network[uuid:${l3}]`,
    });
    await ipOf(l3, '192.168.9.3');
    expect(await emulator.refused(...nic(l3, '192.168.9.3'))).toMatchObject({
      code: 'SYS.1006',
      details: `the static IP[192.168.9.3] has been occupied on the L3 network[uuid:${l3}]`,
    });
    // Its five usual addresses, and none of the pool.
    expect((await several(l3, 4)).toSorted()).toEqual(
      ['2', '4', '5', '6'].map((last) => `192.168.9.${last}`),
    );
    expect(await emulator.refused(...nic(l3))).toMatchObject(
      none(RANDOM, `no ip is available in this l3Network[name:l3, uuid:${l3}]`),
    );
  });
});

describe('an address that is not required', () => {
  test('is drawn from the whole range, or the first one that is free', async () => {
    const drawn = await several(l3Network, 6);
    expect(new Set(drawn).size).toBe(6);
    const offsets = drawn.map((ip) => {
      const [third = 0, last = 0] = ip.split('.').slice(2).map(Number);
      return third * 256 + last;
    });
    expect(Math.max(...offsets)).toBeGreaterThan(300);
    expect(Math.min(...offsets)).toBeGreaterThan(20);
    await first();
    expect(await several(l3Network, 3)).toEqual(['10.1.0.10', '10.1.0.13', '10.1.0.14']);
  });

  test('of IPv6 is drawn from the beginning of a large range, or the first one that is free', async () => {
    const l3 = await network();
    await byCidr(l3, '2001:db8::/64');
    const drawn = await several(l3, 6);
    for (const ip of drawn) {
      const [, high = '0', low = '0'] =
        /^2001:db8::(?:([0-9a-f]{1,2}):)?([0-9a-f]{1,4})$/.exec(ip) ?? [];
      expect(Number.parseInt(high, 16) * 2 ** 16 + Number.parseInt(low, 16)).toBeLessThanOrEqual(
        2 ** 23 + 2,
      );
      expect(ip).toMatch(/^2001:db8::(?:[0-9a-f]{1,2}:)[0-9a-f]{1,4}$/);
    }
    await first('v6');
    expect(await several(l3, 2)).toEqual(['2001:db8::2', '2001:db8::3']);
  });

  test('of several ranges is of the next one when one is full', async () => {
    const l3 = await network();
    await first();
    await byCidr(l3, '192.168.9.0/29', { gateway: '192.168.9.3' });
    expect(await several(l3, 5)).toEqual(
      ['1', '2', '4', '5', '6'].map((last) => `192.168.9.${last}`),
    );
  });
});

test('all free addresses of a range are told, whatever its size and wherever there are gaps', async () => {
  const l3 = await network();
  await byCidr(l3, '10.64.0.0/21');
  const all = Array.from({ length: 2045 }, (_, i) => i + 2);
  const write = (i: number) => `10.64.${Math.floor(i / 256)}.${i % 256}`;
  const taken = [2, 3, 1023, 1024, 1025, 1026, 1027, 2046];
  for (const i of taken) await ipOf(l3, write(i));
  const free = (await emulator.call('GET', `/l3-networks/${l3}/ip/free?limit=-1`)).body.inventories;
  expect(free.map(({ ip }: Json) => ip)).toEqual(all.filter((i) => !taken.includes(i)).map(write));
  await first();
  expect(await ipOf(l3)).toBe(write(4));
});

describe('on a network that gives no addresses', () => {
  const told = (l3: string, systemTags: string[]) =>
    emulator.make('POST', `/vm-instances/${STOPPED}/l3-networks/${l3}`, { params: {}, systemTags });
  const nicOn = async (l3: string): Promise<Json> =>
    (await emulator.find(`/vm-instances/${STOPPED}`)).vmNics.find(
      (one: Json) => one.l3NetworkUuid === l3,
    );
  const noted = (one: Json) =>
    one.usedIps.map(({ ip, ipVersion, netmask, gateway, ipRangeUuid }: Json) => [
      ip,
      ipVersion,
      netmask,
      gateway,
      ipRangeUuid,
    ]);

  test('one of IPv4 is kept as it is written, one of IPv6 in its short form', async () => {
    const l3 = await network({ enableIPAM: false });
    await byCidr(l3, '2001:db8::/64');
    await byCidr(l3, '192.168.9.0/29');
    await told(l3, [`staticIp::${l3}::192.168.9.005`, `staticIp::${l3}::2001:db8--0:00ff`]);
    expect(
      noted(await nicOn(l3))
        .map(([ip]: Json) => ip)
        .toSorted(),
    ).toEqual(['192.168.9.005', '2001:db8::ff']);
  });

  test('one that is told is noted with what lies around it, of the range of its version', async () => {
    const l3 = await network({ enableIPAM: false });
    const wide = await byCidr(l3, '2001:db8::/64');
    const usual = await byCidr(l3, '192.168.9.0/29');
    await told(l3, [`staticIp::${l3}::192.168.9.5`, `staticIp::${l3}::2001:db8--0:99`]);
    const found = await nicOn(l3);
    expect(noted(found).toSorted()).toEqual([
      ['192.168.9.5', 4, '255.255.255.248', '192.168.9.1', usual.uuid],
      ['2001:db8::99', 6, 'ffff:ffff:ffff:ffff:0:0:0:0', '2001:db8::1', wide.uuid],
    ]);
    expect(found).toMatchObject({
      ip: '192.168.9.5',
      netmask: '255.255.255.248',
      gateway: '192.168.9.1',
    });
  });

  test('one that lies in no range is noted as it is told', async () => {
    const l3 = await network({ enableIPAM: false });
    await told(l3, [`staticIp::${l3}::192.168.9.5`, `ipv4Netmask::${l3}::255.255.0.0`]);
    expect(noted(await nicOn(l3))).toEqual([['192.168.9.5', 4, '255.255.0.0', '', null]]);
    const numbers = (emulator.world()['used_ips'] as Json[])
      .filter((row) => row.l3_network_uuid === l3)
      .map((row) => row.ip_in_long);
    expect(numbers).toEqual([192 * 2 ** 24 + 168 * 2 ** 16 + 9 * 256 + 5]);
  });
});

test('an address of IPv6 has no number that Java could count', async () => {
  const l3 = await network();
  await byCidr(l3, '2001:db8::/64');
  await ipOf(l3, '2001:db8::9');
  const rows = emulator.world()['used_ips'] as Json[];
  expect(rows.filter((row) => row.l3_network_uuid === l3).map((row) => row.ip_in_long)).toEqual([
    0,
  ]);
});

describe('the MAC of a NIC', () => {
  const createVm = (systemTags: string[], l3NetworkUuids = [l3Network]) =>
    emulator.make('POST', '/vm-instances', {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: 2 ** 30,
        imageUuid: images.linux,
        l3NetworkUuids,
      },
      systemTags,
    });

  test('is of the form that the real system draws, with the number of the NIC at its end', async () => {
    const l3 = await network();
    await byCidr(l3, '192.168.9.0/29');
    const params = { defaultL3NetworkUuid: l3 };
    const { vmNics } = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: 2 ** 30,
        imageUuid: images.linux,
        l3NetworkUuids: [l3Network, l3],
        ...params,
      },
    });
    expect(vmNics.map(({ mac }: Json) => mac)).toEqual([
      expect.stringMatching(/^fa(:[0-9a-f]{2}){4}:00$/),
      expect.stringMatching(/^fa(:[0-9a-f]{2}){4}:01$/),
    ]);
    const loose = await emulator.make(...nic(l3Network));
    expect(loose.mac).toMatch(/^fa(:[0-9a-f]{2}){4}:01$/);
    expect(loose).toMatchObject({
      deviceId: 1,
      vmInstanceUuid: null,
      internalName: null,
      driverType: null,
      hypervisorType: null,
      state: 'enable',
    });
  });

  test('that a tag tells of this network is taken in small letters, and the tag is used up', async () => {
    const tag = `customMac::${l3Network}::FA:00:00:00:00:09`;
    const vm = await createVm([tag]);
    expect(vm.vmNics[0].mac).toBe('fa:00:00:00:00:09');
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${vm.uuid}`);
    expect(tags.body.inventories.map((one: Json) => one.tag)).not.toContain(tag);
  });
});
