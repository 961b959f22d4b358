import { isIPv6 } from 'node:net';
import { parseAddress, partsOf } from './cidr.js';
import { writeAddress } from './ipv4.js';

/** Addresses of both versions, as numbers and as keys that sort and compare as they do. */

export type IpVersion = 4 | 6;

/** An address: its version and its number. */
export interface Ip {
  readonly version: IpVersion;
  readonly number: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

/** The number of an address of IPv6; undefined for what is none. One with a zone (`fe80::1%eth0`) is none. */
export function parseIpv6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const written = withoutIpv4(text);
  const zeroes = '0:'.repeat(8 - groupsOf(written).length);
  const groups = groupsOf(written.replace('::', `:${zeroes}`));
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

const groupsOf = (written: string) => written.split(':').filter((group) => group !== '');

/** `::ffff:10.0.0.1` with its last four bytes in hexadecimal. */
function withoutIpv4(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const number = parseAddress(text.slice(at));
  if (number === undefined) return text;
  const hex = number.toString(16).padStart(8, '0');
  return `${text.slice(0, at)}${hex.slice(0, 4)}:${hex.slice(4)}`;
}

/** As RFC 5952 has it: the longest run of zeroes is left out, the first one of several. */
export function writeIpv6(number: bigint): string {
  const all = Array.from({ length: 8 }, (_, i) =>
    ((number >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  // An address of IPv4 in one of IPv6 keeps its dots.
  if (number >> 32n === 0xffffn) return `::ffff:${writeAddress(Number(number & 0xffff_ffffn))}`;
  let [start, length] = [0, 0];
  for (const from of all.keys()) {
    let to = from;
    while (all[to] === '0') to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length < 2) return all.join(':');
  return `${all.slice(0, start).join(':')}::${all.slice(start + length).join(':')}`;
}

/** An address of either version; undefined for what is none. */
export function parseIp(text: string): Ip | undefined {
  const number = parseAddress(text);
  if (number !== undefined) return { version: 4, number: BigInt(number) };
  const wide = parseIpv6(text);
  return wide === undefined ? undefined : { version: 6, number: wide };
}

export const writeIp = ({ version, number }: Ip): string =>
  version === 4 ? writeAddress(Number(number)) : writeIpv6(number);

export const isIpv6 = (text: string): boolean => parseIpv6(text) !== undefined;

/**
 * A text for an address: those of one version sort as their numbers do, and those of IPv4 are before all of IPv6. So
 * nothing of one version is ever between two of the other.
 */
export const keyOf = ({ version, number }: Ip): string =>
  `${version}${number.toString(16).padStart(BITS[version] / 4, '0')}`;

/** The key of what a text says; undefined for what is no address. */
export function keyOfText(text: string): string | undefined {
  const ip = parseIp(text);
  return ip && keyOf(ip);
}

export const ipOfKey = (key: string): Ip => ({
  version: key.startsWith('4') ? 4 : 6,
  number: BigInt(`0x${key.slice(1)}`),
});

/** An address in the standard way of writing; what is none stays as it is. */
export function canonicalIp(text: string): string {
  const ip = parseIp(text);
  return ip ? writeIp(ip) : text;
}

/** A network of IPv6: its first and last address. */
export interface Ipv6Network {
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLen: number;
}

/** The network of so many bits around an address. */
export function ipv6NetworkAround(address: bigint, prefixLen: number): Ipv6Network {
  const hosts = (1n << BigInt(BITS[6] - prefixLen)) - 1n;
  return { first: address - (address & hosts), last: address | hosts, prefixLen };
}

/** A network as a CIDR tells it; undefined for what is none. */
export function parseIpv6Cidr(text: string): Ipv6Network | undefined {
  const [base, bits] = partsOf(text);
  const address = parseIpv6(base);
  if (address === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > BITS[6]) return undefined;
  return ipv6NetworkAround(address, Number(bits));
}

export const writeIpv6Cidr = ({ first, prefixLen }: Ipv6Network): string =>
  `${writeIpv6(first)}/${prefixLen}`;

/** Networks whose addresses no range has: multicast (`ff00::/8`), of a site (`fec0::/48`), of a link (`fe80::/64`). */
const NOT_UNICAST = [
  ipv6NetworkAround(0xff00n << 112n, 8),
  ipv6NetworkAround(0xfec0n << 112n, 48),
  ipv6NetworkAround(0xfe80n << 112n, 64),
];

export const isUnicastIpv6 = (address: bigint): boolean =>
  !NOT_UNICAST.some(({ first, last }) => address >= first && address <= last);

/** Eight groups of a mask as the real system writes them: nothing is left out. */
export function ipv6NetmaskOf(prefixLen: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => {
    const ones = Math.min(Math.max(prefixLen - 16 * i, 0), 16);
    // Its table of masks has one digit too many for eight ones.
    if (ones === 8) return 'ff800';
    return ((0xffff << (16 - ones)) & 0xffff).toString(16);
  });
  return groups.join(':');
}

/** The address that a card gives itself in a network of 64 bits: of its MAC. */
export function ipv6OfMac({ first }: Ipv6Network, mac: string): bigint {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const id = [a ^ 2, b, c, 0xff, 0xfe, d, e, f];
  return id.reduce((sum, byte, i) => sum | (BigInt(byte) << BigInt(8 * (7 - i))), first);
}

/** The bytes of an address, each from -128 to 127: a byte of Java has a sign. */
export function bytesOfIp({ version, number }: Ip): number[] {
  const hex = number.toString(16).padStart(BITS[version] / 4, '0');
  return Array.from(Int8Array.from(Buffer.from(hex, 'hex')));
}
