import { apiError } from '../../core/api-error.js';
import {
  canonicalIp,
  ipv6NetmaskOf,
  ipv6NetworkAround,
  isUnicastIpv6,
  keyOfText,
  parseIpv6,
  parseIpv6Cidr,
  writeIpv6,
  writeIpv6Cidr,
} from '../../core/ip.js';
import type { AddressMode, IpRange, IpRangeType } from '../../domain/network/l3-network.js';
import { findProvider } from '../../domain/network/service-provider.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf } from '../resources/lookup.js';

const wrong = (details: string) => apiError('SYS.1007', details);

/** A range of IPv6 as a call tells it. */
export interface WantedIpv6Range {
  readonly l3NetworkUuid: string;
  readonly startIp: string;
  readonly endIp: string;
  readonly gateway: string;
  readonly prefixLen: number;
  readonly addressMode: AddressMode;
  readonly ipRangeType: IpRangeType;
  /** Told as a CIDR, whose first and last address are not looked at. */
  readonly isWhole: boolean;
}

const [LEAST_PREFIX, MOST_PREFIX] = [8, 126];
/** What networks have on which hosts make their own addresses. */
const PREFIX_OF_HOSTS = 64;

/**
 * The range of a network that is told as a CIDR: its gateway is the first address after that of the network.
 * @throws SYS.1007 for what is no network of unicast addresses
 */
export function rangeOfIpv6Cidr(
  l3NetworkUuid: string,
  cidr: string,
  addressMode: AddressMode,
  ipRangeType: IpRangeType,
): WantedIpv6Range {
  const network = parseIpv6Cidr(cidr);
  const isRight =
    network !== undefined &&
    network.prefixLen >= LEAST_PREFIX &&
    network.prefixLen <= MOST_PREFIX &&
    isUnicastIpv6(network.first);
  if (!isRight) throw wrong(`${cidr} is not a valid network cidr`);
  const gateway = writeIpv6(network.first + 1n);
  const startIp = writeIpv6(network.first + 2n);
  const told = { l3NetworkUuid, startIp, endIp: writeIpv6(network.last), gateway };
  return { ...told, prefixLen: network.prefixLen, addressMode, ipRangeType, isWhole: true };
}

/**
 * What a range of IPv6 must be, in the real system's order.
 * @throws SYS.1007
 */
export function checkIpv6Range(world: World, wanted: WantedIpv6Range): void {
  if (!wanted.isWhole) checkTexts(wanted);
  const { l3NetworkUuid, prefixLen, addressMode, ipRangeType } = wanted;
  const { startIp, endIp, networkCidr } = placeOfIpv6(wanted);
  const gateway = canonicalIp(wanted.gateway);
  const { l3Networks, ipRanges } = world.repositories;
  const network = l3NetworkOf(world, l3NetworkUuid);
  if (network.category === 'System') {
    throw wrong("can not add ip range, because system network doesn't support ipv6 yet");
  }
  const own = ipRanges.listByL3(l3NetworkUuid).filter(isUsualIpv6);
  const [known] = own;
  if (known && known.addressMode !== addressMode) {
    throw wrong(
      `addressMode[${addressMode}] is different from L3Netowork address mode[${known.addressMode}]`,
    );
  }
  if (addressMode !== 'Stateful-DHCP' && prefixLen !== PREFIX_OF_HOSTS) {
    throw wrong(`ipv6 prefix length must be ${PREFIX_OF_HOSTS} for Stateless-DHCP or SLAAC`);
  }
  const [startKey, endKey] = [keyOfText(startIp) ?? '', keyOfText(endIp) ?? ''];
  const ranges = l3Networks
    .listByL2(network.l2NetworkUuid)
    .flatMap(({ uuid }) => ipRanges.listByL3(uuid))
    .filter(({ ipVersion }) => ipVersion === 6);
  for (const range of ranges) {
    if (startKey <= range.endKey && range.startKey <= endKey) {
      throw wrong(
        `new ip range [startip :${startIp}, endip :${endIp}] is overlaped with old ip range[startip :${range.startIp}, endip :${range.endIp}]`,
      );
    }
    if (range.l3NetworkUuid !== l3NetworkUuid || !isUsualIpv6(range)) continue;
    // The real text has them in this order.
    if (ipRangeType !== 'AddressPool' && range.networkCidr !== networkCidr) {
      throw wrong(
        `new network CIDR [${range.networkCidr}] is different from old network cidr [${networkCidr}]`,
      );
    }
  }
  // A pool that has been made has its own first address for a gateway.
  const isItsOwn = ipRangeType === 'AddressPool' && gateway === startIp;
  const other = isItsOwn ? undefined : own.find((range) => range.gateway !== gateway);
  if (other) {
    throw wrong(
      `new add ip range gateway ${gateway} is different from old gateway ${other.gateway}`,
    );
  }
  const router = keyOfText(gateway) ?? '';
  if (ipRangeType === 'Normal' && startKey <= router && router <= endKey) {
    throw wrong(`gateway[${gateway}] can not be part of range[${startIp}, ${endIp}]`);
  }
  if (prefixLen < PREFIX_OF_HOSTS && hasFlatDhcp(world, l3NetworkUuid)) {
    throw wrong(`minimum ip range prefix length of flat network is ${PREFIX_OF_HOSTS}`);
  }
}

const isUsualIpv6 = ({ ipVersion, ipRangeType }: IpRange): boolean =>
  ipVersion === 6 && ipRangeType === 'Normal';

/** @throws SYS.1007 for addresses that are none, or make no range */
function checkTexts({ startIp, endIp, gateway, prefixLen, ipRangeType }: WantedIpv6Range): void {
  const [start, end, router] = [startIp, endIp, gateway].map((text) => {
    const address = parseIpv6(text);
    if (address !== undefined && isUnicastIpv6(address)) return address;
    throw wrong(`${text} is not a valid ipv6 address`);
  }) as [bigint, bigint, bigint];
  const { first, last } = ipv6NetworkAround(start, prefixLen);
  const isIn = (address: bigint) => address >= first && address <= last;
  const isRight =
    end >= start &&
    router !== start &&
    router !== end &&
    isIn(end) &&
    isIn(router) &&
    first !== start;
  if (!isRight) {
    throw wrong(
      `[startIp ${startIp}, endIp ${endIp}, prefixLen ${prefixLen}, gateway ${gateway}] is not a valid ipv6 range`,
    );
  }
  if (ipRangeType === 'AddressPool') {
    throw wrong('can not add ip range, because ipv6 address pool is not supported');
  }
}

/** Dnsmasq, which is the server of flat networks, has no larger networks. */
function hasFlatDhcp({ repositories }: World, l3NetworkUuid: string): boolean {
  const ref = repositories.l3Networks
    .partsOf(l3NetworkUuid)
    .networkServices.find(({ networkServiceType }) => networkServiceType === 'DHCP');
  return ref !== undefined && findProvider(ref.networkServiceProviderUuid)?.type === 'Flat';
}

/** Where a range lies; a pool has its own first address for a gateway. */
export function placeOfIpv6(wanted: WantedIpv6Range) {
  const { prefixLen, addressMode, ipRangeType } = wanted;
  const network = ipv6NetworkAround(parseIpv6(wanted.startIp) ?? 0n, prefixLen);
  const startIp = canonicalIp(wanted.startIp);
  return {
    startIp,
    endIp: canonicalIp(wanted.endIp),
    netmask: ipv6NetmaskOf(prefixLen),
    gateway: ipRangeType === 'AddressPool' ? startIp : canonicalIp(wanted.gateway),
    networkCidr: writeIpv6Cidr(network),
    ipVersion: 6 as const,
    addressMode,
    prefixLen,
  };
}
