import { apiError } from '../../core/api-error.js';
import { keyOfText, parseIp, type IpVersion } from '../../core/ip.js';
import { isIpv4 } from '../../core/ipv4.js';
import type { IpRange, L3Network } from '../../domain/network/l3-network.js';
import { fits, tokensOf } from '../../domain/tag/tag-format.js';
import {
  IPV4_GATEWAY,
  IPV4_NETMASK,
  IPV6_GATEWAY,
  IPV6_PREFIX,
  STATIC_IP,
} from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import { writeTags } from '../tags/write-tags.js';
import { availabilityOf, isIn } from './addresses.js';
import { ipOfTag, ipToTag, staticIpsOf, valueFor } from './nics.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/** What tags ask for is of the network. @throws SYS.1006 or SYS.1007 */
export function checkStaticIpTags(
  world: World,
  network: L3Network,
  systemTags: readonly string[],
): void {
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [ofNetwork = '', ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    if (ofNetwork !== network.uuid) {
      throw wrong(`static ip l3 uuid[${ofNetwork}] is not included in nic l3 [[${network.uuid}]]`);
    }
    checkStaticIp(world, network, ipOfTag(ip));
  }
}

/** @throws SYS.1007 for an address in no range, SYS.1006 for one that is taken */
export function checkStaticIp({ repositories }: World, network: L3Network, ip: string): void {
  const { ipRanges, usedIps } = repositories;
  const key = keyOfText(ip) ?? '';
  const isInRange = ipRanges
    .listByL3(network.uuid)
    .filter(({ ipRangeType }) => ipRangeType === 'Normal')
    .some((range) => isIn(key, range));
  if (!isInRange && network.enableIPAM) {
    throw wrong(
      `the static IP[${ip}] is not in any IP range of the L3 network[uuid:${network.uuid}]`,
    );
  }
  if (usedIps.findByIp(network.uuid, ip)) {
    throw refused(`the static IP[${ip}] has been occupied on the L3 network[uuid:${network.uuid}]`);
  }
}

/**
 * What tags that ask for addresses must be (`staticIp::`, and of the same network `ipv4Netmask::`, `ipv4Gateway::`,
 * `ipv6Prefix::`, `ipv6Gateway::`).
 * @throws SYS.1007 for an address that is none or not free, SYS.1006 for another mask, prefix or gateway than the
 * range's
 */
export function checkStaticIps(world: World, systemTags: readonly string[]): void {
  for (const tag of systemTags.filter((one) => fits(STATIC_IP, one))) {
    const [l3Uuid = '', told = ''] = tokensOf(STATIC_IP, tag) ?? [];
    const ip = ipOfTag(told);
    const version = parseIp(ip)?.version;
    if (version === undefined) throw wrong(`the static IP[${ip}] format error`);
    const network = world.repositories.l3Networks.find(l3Uuid);
    if (!network) throw wrong(`Unable to find L3Network[uuid:${l3Uuid}], it may have been deleted`);
    const { available, reason } = availabilityOf(world, network, ip, true);
    if (!available) {
      throw wrong(
        `IP[${ip}] is not available on the L3 network[uuid:${l3Uuid}] because: ${reason}`,
      );
    }
    checkAround(usualRange(world, l3Uuid, version), version, (format) =>
      valueFor(systemTags, format, l3Uuid),
    );
  }
}

export const usualRange = ({ repositories }: World, l3Uuid: string, version: IpVersion) =>
  repositories.ipRanges
    .listByL3(l3Uuid)
    .find(({ ipRangeType, ipVersion }) => ipRangeType === 'Normal' && ipVersion === version);

/** What tags tell of the network around an address of each version, as the range has it. */
const AROUND = {
  4: [
    ['netmask', IPV4_NETMASK, ({ netmask }: IpRange) => netmask],
    ['gateway', IPV4_GATEWAY, ({ gateway }: IpRange) => gateway],
  ],
  6: [
    ['ipv6 prefix length', IPV6_PREFIX, ({ prefixLen }: IpRange) => String(prefixLen)],
    ['gateway', IPV6_GATEWAY, ({ gateway }: IpRange) => gateway],
  ],
} as const;

function checkAround(
  range: IpRange | undefined,
  version: IpVersion,
  told: (format: string) => string | undefined,
): void {
  const [[mask, format]] = AROUND[version];
  if (!range) {
    if (told(format) === undefined) throw refused(`${mask} must be set`);
    return;
  }
  for (const [what, of, inRange] of AROUND[version]) {
    const value = told(of);
    const [got, expected] = [value && ipOfTag(value), inRange(range)];
    if (got === undefined || got === expected) continue;
    throw refused(`${what} error, expect: ${expected}, got: ${got}`);
  }
}

/** The tags that a call with a static address gets beside its own: mask or prefix, and gateway, of its range. */
export function tagsOfStaticIps(world: World, systemTags: readonly string[]): string[] {
  return systemTags.flatMap((tag) => {
    const [l3Uuid, ip = ''] = tokensOf(STATIC_IP, tag) ?? [];
    const version = parseIp(ipOfTag(ip))?.version;
    if (l3Uuid === undefined || version === undefined) return [];
    const range = usualRange(world, l3Uuid, version);
    if (!range) return [];
    return AROUND[version].flatMap(([, format, inRange]) => {
      if (valueFor(systemTags, format, l3Uuid) !== undefined) return [];
      return [`${format.split('::')[0]}::${l3Uuid}::${ipToTag(inRange(range))}`];
    });
  });
}

/** Notes the address that a VM has on a network in its tags, in the place of another one of its version. */
export function writeStaticIp(
  world: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string,
  now: number,
): void {
  const own = world.repositories.tags.listSystemTags(vmUuid);
  for (const one of staticIpsOf(own, l3Uuid)) {
    if (isIpv4(one) === isIpv4(ip)) forgetStaticIp(world, vmUuid, l3Uuid, one);
  }
  const systemTags = [`staticIp::${l3Uuid}::${ipToTag(ip)}`];
  writeTags(world, 'VmInstanceVO', vmUuid, { systemTags, userTags: [] }, now);
}

/** Forgets the address that a VM is to keep on a network: this one, or whichever it is. The NIC keeps it. */
export function forgetStaticIp(
  { repositories }: World,
  vmUuid: string,
  l3Uuid: string,
  ip: string | null,
): void {
  for (const tag of repositories.tags.listSystemTags(vmUuid)) {
    const tokens = tokensOf(STATIC_IP, tag);
    if (tokens?.[0] !== l3Uuid || (ip !== null && tokens[1] !== ipToTag(ip))) continue;
    repositories.tags.removeSystemTag(vmUuid, tag);
  }
}
