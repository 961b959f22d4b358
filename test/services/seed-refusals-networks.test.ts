import { BASE, problemsOf } from '../support/seeds';

const VM = 'vmInstances: [{ name: v, zone: z, rootVolume: { primaryStorage: p, size: 1G } }]';

describe('networks', () => {
  const ALL = `
l2Networks: [{ name: l2, zone: z }]
`;
  const range = (fields: string) =>
    `${ALL}l3Networks: [{ name: l3, l2Network: l2, ipRanges: [{ ${fields} }] }]`;
  const L3 = `${range('cidr: 10.0.0.0/24')}\n${VM.replace('zone: z,', 'zone: z, nics: [{ l3Network: l3, uuid: e1c00000000040008000000000000001 }],')}`;
  const PUBLIC = L3.replace(
    'l3Networks: [',
    "l3Networks: [{ name: public, l2Network: l2, category: Public, ipRanges: [{ cidr: '172.16.0.0/24' }, { cidr: '2001:db8::/64' }] }, ",
  );
  test.each([
    [
      'cidr: 10.0.0.0/24, startIp: 10.0.0.2',
      'a range has a cidr, or a startIp, an endIp and a netmask',
    ],
    [
      'cidr: 10.0.0.0/24, endIp: 10.0.0.2',
      'a range has a cidr, or a startIp, an endIp and a netmask',
    ],
    [
      'cidr: 10.0.0.0/24, netmask: 255.0.0.0',
      'a range has a cidr, or a startIp, an endIp and a netmask',
    ],
    ['cidr: 10.0.0.0/24, prefixLen: 24', 'a prefixLen and an addressMode are of a range of IPv6'],
    [
      'cidr: 10.0.0.0/24, addressMode: SLAAC',
      'a prefixLen and an addressMode are of a range of IPv6',
    ],
    ['gateway: 10.0.0.1', 'a range needs a cidr, or a startIp, an endIp and a netmask'],
    [
      'startIp: 10.0.0.2, endIp: 10.0.0.3',
      'a range needs a cidr, or a startIp, an endIp and a netmask',
    ],
    [
      'startIp: 10.0.0.2, netmask: 255.0.0.0',
      'a range needs a cidr, or a startIp, an endIp and a netmask',
    ],
    [
      'endIp: 10.0.0.2, netmask: 255.0.0.0',
      'a range needs a cidr, or a startIp, an endIp and a netmask',
    ],
    [
      'startIp: 10.0.0.2, endIp: 10.0.0.3, netmask: 255.0.0.0',
      'a range without a cidr needs a gateway',
    ],
    ["cidr: '2001:db8::/64', netmask: 255.0.0.0", 'a range of IPv6 has a prefixLen for a netmask'],
    [
      "cidr: '2001:db8::/64', startIp: '2001:db8::2'",
      'a range of IPv6 has a cidr, or a startIp, an endIp and a prefixLen',
    ],
    [
      "cidr: '2001:db8::/64', endIp: '2001:db8::2'",
      'a range of IPv6 has a cidr, or a startIp, an endIp and a prefixLen',
    ],
    [
      "cidr: '2001:db8::/64', prefixLen: 64",
      'a range of IPv6 has a cidr, or a startIp, an endIp and a prefixLen',
    ],
    [
      "cidr: '2001:db8::/64', gateway: '2001:db8::1'",
      'of a cidr of IPv6 the gateway cannot be told',
    ],
    [
      "startIp: '2001:db8::2', endIp: '2001:db8::3'",
      'a range of IPv6 needs a cidr, or a startIp, an endIp and a prefixLen',
    ],
    [
      "startIp: '2001:db8::2', prefixLen: 64",
      'a range of IPv6 needs a cidr, or a startIp, an endIp and a prefixLen',
    ],
    [
      "startIp: '2001:db8::2', endIp: '2001:db8::3', prefixLen: 64",
      'a range without a cidr needs a gateway',
    ],
  ])('a range of %s', async (fields, problem) => {
    expect(await problemsOf(`${BASE}${range(fields)}`)).toEqual([`l3Networks.0: ${problem}`]);
  });

  test.each([
    [
      'eips: [{ name: e, vip: i, nic: e1c00000000040008000000000000009 }]',
      'eips.0: no NIC has the uuid e1c00000000040008000000000000009',
    ],
    [
      'eips: [{ name: e, vip: i6, nic: e1c00000000040008000000000000001 }]',
      'eips.0: the NIC has no address of the version of its VIP',
    ],
    [
      'eips: [{ name: e, vip: own, nic: e1c00000000040008000000000000001 }]',
      'eips.0: the NIC is on the network of its VIP',
    ],
    ['eips: [{ name: e, vip: i }, { name: f, vip: i }]', 'eips.1: its VIP has another EIP'],
    ['eips: [{ name: e, vip: i, nic: e1c00000000040008000000000000001 }]', undefined],
  ])('%s', async (eips, problem) => {
    const vips =
      "vips: [{ name: i, l3Network: public }, { name: i6, l3Network: public, ip: '2001:db8::9' }, { name: own, l3Network: l3 }]";
    expect(await problemsOf(`${BASE}${PUBLIC}\n${vips}\n${eips}`)).toEqual(
      problem ? [problem] : [],
    );
  });

  test.each([
    ['ip: 10.9.0.1', 'the address 10.9.0.1 is in no range of its network'],
    ['ip: nothing', 'the address nothing is in no range of its network'],
    ['ip: 10.0.0.9, ip6: 10.0.0.10', 'a NIC has one address of a version at most'],
    ['ip: 10.0.0.2', 'the address 10.0.0.2 is taken already'],
  ])('a second NIC with %s', async (fields, problem) => {
    const seed = L3.replace('nics: [', 'nics: [{ l3Network: l3, ip: 10.0.0.2 }, ').replace(
      'uuid: e1c',
      `${fields}, uuid: e1c`,
    );
    expect(await problemsOf(`${BASE}${seed}`)).toEqual([`vmInstances.0: ${problem}`]);
  });

  test('more NICs than addresses', async () => {
    const seed = L3.replace('10.0.0.0/24', '10.0.0.0/30').replace(
      'nics: [',
      'nics: [{ l3Network: l3 }, ',
    );
    expect(await problemsOf(`${BASE}${seed}`)).toEqual([
      'vmInstances.0: its network has no free address',
    ]);
  });
});
