import { parseAddress } from './cidr.js';

/** An IPv4 address of a number. */
export const writeAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

export const isIpv4 = (text: string): boolean => parseAddress(text) !== undefined;

/** How many bits a mask such as `255.255.255.0` has; undefined where its ones are not in front. */
export function prefixLengthOf(netmask: string): number | undefined {
  const hosts = 2 ** 32 - (parseAddress(netmask) ?? Number.NaN);
  const length = 32 - Math.log2(hosts);
  return Number.isInteger(length) ? length : undefined;
}

export const netmaskOf = (length: number): string => writeAddress(2 ** 32 - 2 ** (32 - length));

/** The network around an address: its own address, that of its broadcast, and its hosts, which lie between. */
export interface Subnet {
  readonly network: number;
  readonly broadcast: number;
  readonly prefixLength: number;
}

/** `mask` need not be one that is right: its ones are counted, as Apache's library does. */
export function subnetAround(address: number, mask: number): Subnet {
  const ones = mask.toString(2).replaceAll('0', '').length;
  const network = Number(BigInt(address) & BigInt(mask));
  const broadcast = Number(BigInt(network) | (~BigInt(mask) & 0xffffffffn));
  return { network, broadcast, prefixLength: ones };
}

/** Whether an address is of a host of the network. */
export const isHostOf = ({ network, broadcast }: Subnet, address: number): boolean =>
  address > network && address < broadcast;

/** Whether two stretches of addresses have one in common. */
export const overlap = (
  a: readonly [first: number, last: number],
  b: readonly [first: number, last: number],
): boolean => a[0] <= b[1] && b[0] <= a[1];
