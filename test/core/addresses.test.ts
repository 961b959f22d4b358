import * as cidrs from '../../src/core/cidr';
import * as ips from '../../src/core/ip';
import * as ipv4 from '../../src/core/ipv4';

// prettier-ignore
const IPV6: readonly (readonly [text: string, written: string, hex: string])[] = [
  ['1::', '1::', '0001 0000 0000 0000 0000 0000 0000 0000'],
  ['::1', '::1', '0000 0000 0000 0000 0000 0000 0000 0001'],
  ['::', '::', '0000 0000 0000 0000 0000 0000 0000 0000'],
  ['0:0:0:0:0:0:0:0', '::', '0000 0000 0000 0000 0000 0000 0000 0000'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', '0001 0002 0003 0004 0005 0006 0007 0008'],
  ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8', '0001 0000 0003 0004 0005 0006 0007 0008'],
  ['1:0:0:4:5:6:0:8', '1::4:5:6:0:8', '0001 0000 0000 0004 0005 0006 0000 0008'],
  ['1:0:0:4:0:0:7:8', '1::4:0:0:7:8', '0001 0000 0000 0004 0000 0000 0007 0008'],
  ['1:0:0:4:0:0:0:8', '1:0:0:4::8', '0001 0000 0000 0004 0000 0000 0000 0008'],
  ['0:0:1::', '0:0:1::', '0000 0000 0001 0000 0000 0000 0000 0000'],
  ['FE80::00AB', 'fe80::ab', 'fe80 0000 0000 0000 0000 0000 0000 00ab'],
  ['2001:db8::a0b:0', '2001:db8::a0b:0', '2001 0db8 0000 0000 0000 0000 0a0b 0000'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1', '0000 0000 0000 0000 0000 ffff 0a00 0001'],
  ['::ffff:ffff:ffff', '::ffff:255.255.255.255', '0000 0000 0000 0000 0000 ffff ffff ffff'],
  ['::fffe:0:0', '::fffe:0:0', '0000 0000 0000 0000 0000 fffe 0000 0000'],
  ['64:ff9b::10.0.0.1', '64:ff9b::a00:1', '0064 ff9b 0000 0000 0000 0000 0a00 0001'],
  ['::1:10.0.0.1', '::1:a00:1', '0000 0000 0000 0000 0000 0001 0a00 0001'],
  ['::200.1.2.3', '::c801:203', '0000 0000 0000 0000 0000 0000 c801 0203'],
];

test.each(IPV6)('%s is the address %s', (text, written, hex) => {
  const digits = hex.replaceAll(' ', '');
  const ip = { version: 6, number: BigInt(`0x${digits}`) } as const;
  expect(ips.parseIp(text)).toEqual(ip);
  expect(ips.parseIpv6(text)).toBe(ip.number);
  expect([ips.canonicalIp(text), ips.writeIp(ip)]).toEqual([written, written]);
  expect([ips.keyOfText(text), ips.keyOf(ip)]).toEqual([`6${digits}`, `6${digits}`]);
  expect(ips.ipOfKey(`6${digits}`)).toEqual(ip);
  expect([ips.isIpv6(text), ipv4.isIpv4(text)]).toEqual([true, false]);
  expect(Buffer.from(ips.bytesOfIp(ip)).toString('hex')).toBe(digits);
});

// prettier-ignore
const IPV4: readonly (readonly [text: string, written: string, hex: string])[] = [
  ['10.0.0.1', '10.0.0.1', '0a000001'],
  ['010.002.03.4', '10.2.3.4', '0a020304'],
  ['0.0.0.0', '0.0.0.0', '00000000'],
  ['255.255.255.255', '255.255.255.255', 'ffffffff'],
  ['192.168.1.254', '192.168.1.254', 'c0a801fe'],
];

test.each(IPV4)('%s is the address %s', (text, written, hex) => {
  const ip = { version: 4, number: BigInt(`0x${hex}`) } as const;
  expect(ips.parseIp(text)).toEqual(ip);
  expect(cidrs.parseAddress(text)).toBe(Number(ip.number));
  expect([ips.canonicalIp(text), ips.writeIp(ip)]).toEqual([written, written]);
  expect([ips.keyOfText(text), ips.keyOf(ip)]).toEqual([`4${hex}`, `4${hex}`]);
  expect(ips.ipOfKey(`4${hex}`)).toEqual(ip);
  expect([ips.isIpv6(text), ipv4.isIpv4(text)]).toEqual([false, true]);
  expect(ips.parseIpv6(text)).toBeUndefined();
  expect(Buffer.from(ips.bytesOfIp(ip)).toString('hex')).toBe(hex);
});

test('a byte of an address has a sign', () => {
  expect(ips.bytesOfIp({ version: 4, number: 0x7f80ff01n })).toEqual([127, -128, -1, 1]);
});

test.each([
  '',
  'x',
  'fe80::1%eth0',
  '::10.0.0.256',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '1.2.3.',
  '1.2.3.1000',
  ' 1.2.3.4',
  '1.2.3.-4',
  '1.2.3.x',
  '1.2.3.1e1',
  '1.2.3.4/8',
])(
  // prettier-ignore
  '%j is no address',
  (text) => {
    expect([ips.parseIp(text), ips.parseIpv6(text), ips.keyOfText(text)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([ips.isIpv6(text), ipv4.isIpv4(text)]).toEqual([false, false]);
    expect(ips.canonicalIp(text)).toBe(text);
  },
);

test.each([
  ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::/32'],
  ['2001:db8::1/64', '2001:db8::', '2001:db8::ffff:ffff:ffff:ffff', '2001:db8::/64'],
  ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
  ['::1/128', '::1', '::1', '::1/128'],
])('the network %s goes from %s to %s', (text, first, last, written) => {
  const network = ips.parseIpv6Cidr(text);
  expect(network).toEqual({
    first: ips.parseIpv6(first),
    last: ips.parseIpv6(last),
    prefixLen: Number(text.split('/')[1]),
  });
  expect(network && ips.writeIpv6Cidr(network)).toBe(written);
});

test.each([
  '::1/129',
  '::1/',
  '::1/1234',
  '/64',
  '10.0.0.0/8',
  'x/64',
  '::1/64/',
  '::1',
  'x ::/0',
  'x::/0',
  '::/0x',
  '::/1e1',
  '::/0001',
  '::/0 x',
])(
  // prettier-ignore
  '%s is no network of IPv6',
  (text) => {
    expect(ips.parseIpv6Cidr(text)).toBeUndefined();
  },
);

test.each([
  ['feff:ffff::', true],
  ['ff00::', false],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', false],
  ['febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true],
  ['fec0::', false],
  ['fec0:0:0:ffff:ffff:ffff:ffff:ffff', false],
  ['fec0:0:1::', true],
  ['fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true],
  ['fe80::', false],
  ['fe80::ffff:ffff:ffff:ffff', false],
  ['fe80:0:0:1::', true],
  ['2001:db8::1', true],
  ['::', true],
])('that %s is unicast is %p', (text, isUnicast) => {
  expect(ips.isUnicastIpv6(ips.parseIpv6(text) ?? -1n)).toBe(isUnicast);
});

test.each([
  [0, '0:0:0:0:0:0:0:0'],
  [1, '8000:0:0:0:0:0:0:0'],
  [7, 'fe00:0:0:0:0:0:0:0'],
  [8, 'ff800:0:0:0:0:0:0:0'],
  [9, 'ff80:0:0:0:0:0:0:0'],
  [16, 'ffff:0:0:0:0:0:0:0'],
  [17, 'ffff:8000:0:0:0:0:0:0'],
  [72, 'ffff:ffff:ffff:ffff:ff800:0:0:0'],
  [100, 'ffff:ffff:ffff:ffff:ffff:ffff:f000:0'],
  [127, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe'],
  [128, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
])('the mask of %d bits is %s', (bits, mask) => {
  expect(ips.ipv6NetmaskOf(bits)).toBe(mask);
});

test.each([
  ['fa:16:3e:01:02:ff', '2001:db8::f816:3eff:fe01:2ff'],
  ['00:00:00:00:00:00', '2001:db8::200:ff:fe00:0'],
  ['AB:CD:EF:98:76:54', '2001:db8::a9cd:efff:fe98:7654'],
])('a card of the MAC %s gives itself %s', (mac, address) => {
  const network = ips.ipv6NetworkAround(ips.parseIpv6('2001:db8::77') ?? 0n, 64);
  expect(ips.writeIpv6(ips.ipv6OfMac(network, mac))).toBe(address);
});

const number = (text: string): number => cidrs.parseAddress(text) ?? Number.NaN;

test.each([
  ['10.0.0.7/24', '10.0.0.0', '10.0.0.254', '10.0.0.0/24'],
  ['10.0.0.7/30', '10.0.0.4', '10.0.0.6', '10.0.0.4/30'],
  ['0.0.0.0/0', '0.0.0.0', '255.255.255.254', '0.0.0.0/0'],
  ['10.1.2.3/8', '10.0.0.0', '10.255.255.254', '10.0.0.0/8'],
  ['10.1.2.3/09', '10.0.0.0', '10.127.255.254', '10.0.0.0/09'],
  ['192.168.255.255/17', '192.168.128.0', '192.168.255.254', '192.168.128.0/17'],
  ['1.2.3.4/32', '1.2.3.4', '1.2.3.3', '1.2.3.4/32'],
])('the network %s begins at %s, its last host is %s', (text, network, last, standard) => {
  const said = { network: number(network), first: number(network) + 1, last: number(last) };
  expect(cidrs.parseCidr(text)).toEqual(said);
  expect([cidrs.standardCidr(text), cidrs.isCidr(text)]).toEqual([standard, true]);
  const broadcast = ipv4.writeAddress(said.last + 1);
  expect(cidrs.isInCidr(network, text)).toBe(true);
  expect(cidrs.isInCidr(broadcast, text)).toBe(true);
  for (const outside of [said.network - 1, said.last + 2]) {
    if (outside < 0 || outside >= 2 ** 32) continue;
    expect(cidrs.isInCidr(ipv4.writeAddress(outside), text)).toBe(false);
  }
});

test.each([
  '10.0.0.0/33',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0/24',
  '10.0.0.0/024',
  '/24',
  'x/24',
  '10.0.0.0/2x',
  'x10.0.0.0/2',
  '2001::/129',
  '2001::/',
  '/64',
  '::1/999',
  '::/1234',
  '::/6x',
  '::/1e1',
  '::/0001',
  '10.0.0.0/1e1',
])(
  // prettier-ignore
  '%s is no network',
  (text) => {
    expect([cidrs.parseCidr(text), cidrs.standardCidr(text)]).toEqual([undefined, undefined]);
    expect([cidrs.isCidr(text), cidrs.isInCidr('10.0.0.1', text)]).toEqual([false, false]);
  },
);

test('a network of IPv6 is a network, and what is no address is in none', () => {
  expect(['2001::/16', '::/0', '::1/128'].map(cidrs.isCidr)).toEqual([true, true, true]);
  expect(cidrs.parseCidr('2001::/16')).toBeUndefined();
  expect(['x', '', '10.0.0'].map((text) => cidrs.isInCidr(text, '0.0.0.0/0'))).toEqual([false, false, false]); // prettier-ignore
});

test.each([
  ['0.0.0.0', 0],
  ['128.0.0.0', 1],
  ['254.0.0.0', 7],
  ['255.255.255.0', 24],
  ['255.255.255.254', 31],
  ['255.255.255.255', 32],
])('the mask %s has %d bits', (mask, bits) => {
  expect([ipv4.prefixLengthOf(mask), ipv4.netmaskOf(bits)]).toEqual([bits, mask]);
});

test.each(['255.0.255.0', '0.0.0.1', '255.255.255.1', 'x', ''])('%j is no mask', (mask) => {
  expect(ipv4.prefixLengthOf(mask)).toBeUndefined();
});

test('a mask that is none has the bits that it has', () => {
  expect(ipv4.subnetAround(number('10.1.2.3'), number('255.255.0.255'))).toEqual({
    network: number('10.1.0.3'),
    broadcast: number('10.1.255.3'),
    prefixLength: 24,
  });
});

test('a host lies between the ends of its network', () => {
  const subnet = ipv4.subnetAround(number('192.168.7.9'), number('255.255.254.0'));
  const [network, broadcast] = [number('192.168.6.0'), number('192.168.7.255')];
  expect(subnet).toEqual({ network, broadcast, prefixLength: 23 });
  const near = [network - 1, network, network + 1, broadcast - 1, broadcast, broadcast + 1];
  const isHost = near.map((address) => ipv4.isHostOf(subnet, address));
  expect(isHost).toEqual([false, false, true, true, false, false]);
});

test.each([
  [[1, 5], [5, 9], true],
  [[1, 4], [5, 9], false],
  [[6, 7], [5, 9], true],
  [[9, 12], [5, 9], true],
  [[10, 12], [5, 9], false],
] as const)('that %j and %j have an address in common is %p', (a, b, has) => {
  expect([ipv4.overlap(a, b), ipv4.overlap(b, a)]).toEqual([has, has]);
});
