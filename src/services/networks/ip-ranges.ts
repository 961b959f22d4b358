import { apiError } from '../../core/api-error.js';
import { parseAddress, parseCidr } from '../../core/cidr.js';
import {
  isHostOf,
  isIpv4,
  netmaskOf,
  overlap,
  prefixLengthOf,
  subnetAround,
  writeAddress,
} from '../../core/ipv4.js';
import { ipOfKey, ipv6NetworkAround, keyOf, keyOfText, parseIp, parseIpv6 } from '../../core/ip.js';
import {
  DUAL_STACK,
  RESERVED,
  type IpRange,
  type IpRangeType,
  type L3Network,
  type ReservedIpRange,
} from '../../domain/network/l3-network.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf } from '../resources/lookup.js';
import { isIn, keyAfter, usedIpOf } from './addresses.js';
import { checkIpv6Range, placeOfIpv6, type WantedIpv6Range } from './ipv6-ranges.js';
import { detachNic, loseAddress } from './nics.js';
import { deleteVip } from './vips.js';

const wrong = (details: string) => apiError('SYS.1007', details);

/** A range as a call tells it: of IPv4 with a mask, of IPv6 with the length of its prefix. */
export type WantedRange = WantedIpv4Range | WantedIpv6Range;

interface Wanted {
  readonly l3NetworkUuid: string;
  readonly startIp: string;
  readonly endIp: string;
  readonly gateway: string;
  readonly ipRangeType: IpRangeType;
}

export interface WantedIpv4Range extends Wanted {
  readonly netmask: string;
}

/** What its texts say in numbers. */
interface Numbers {
  readonly start: number;
  readonly end: number;
  readonly gateway: number;
  readonly mask: number;
}

const isOfIpv4 = ({ ipVersion }: IpRange): boolean => ipVersion === 4;

/** As the real system's library fails over a text that it cannot read. */
function numberOf(text: string): number {
  const number = parseAddress(text);
  if (number !== undefined) return number;
  throw apiError('SYS.1000', `Could not parse [${text}]`);
}

function numbersOf({ startIp, endIp, netmask, gateway }: WantedIpv4Range): Numbers {
  const start = numberOf(startIp);
  const mask = numberOf(netmask);
  if (!isIpv4(endIp)) throw apiError('SYS.1000', `${endIp} is not a valid ipv4 address`);
  return { start, end: numberOf(endIp), mask, gateway: numberOf(gateway) };
}

/** Addresses that no host may have, with what is said of them. */
const FORBIDDEN = [
  ['224.0.0.0', '239.255.255.255', 'contains D class addresses which are for multicast'],
  ['240.0.0.0', '255.255.255.255', 'contains E class addresses which are reserved'],
  ['169.254.1.0', '169.254.254.255', 'contains link local addresses which are reserved'],
] as const;

/**
 * What a range must be, in the real system's order.
 * @throws SYS.1007, and SYS.1000 for texts that are no addresses
 */
export function checkRange(world: World, wanted: WantedRange): void {
  if ('addressMode' in wanted) checkIpv6Range(world, wanted);
  else checkIpv4Range(world, wanted);
}

function checkIpv4Range(world: World, wanted: WantedIpv4Range): void {
  const { startIp, endIp, netmask, gateway, ipRangeType } = wanted;
  const numbers = numbersOf(wanted);
  const { start, end } = numbers;
  const network = l3NetworkOf(world, wanted.l3NetworkUuid);
  if (ipRangeType === 'AddressPool' && network.category !== 'Public') {
    throw wrong(
      `l3 network [uuid ${network.uuid}: name ${network.name}] is not a public network, address pool range can not be added`,
    );
  }
  for (const [first, last, what] of FORBIDDEN) {
    if (overlap([numberOf(first), numberOf(last)], [start, end])) {
      throw wrong(`the IP range[${startIp} ~ ${endIp}] ${what}`);
    }
  }
  const subnet = subnetAround(start, numbers.mask);
  if (!isHostOf(subnet, numbers.gateway)) {
    throw wrong(`the gateway[${gateway}] is not in the subnet ${startIp}/${netmask}`);
  }
  if (start === subnet.network || end === subnet.broadcast) {
    throw wrong('ip allocation can not contain network address or broadcast address');
  }
  if (prefixLengthOf(netmask) === undefined || numbers.mask === 0) {
    throw wrong(`netmask[${netmask}] is not a netmask, and the IP range netmask cannot be 0.0.0.0`);
  }
  if (start > end) throw wrong(`start ip[${startIp}] is behind end ip[${endIp}]`);
  checkBesideOthers(world, network, wanted, numbers);
  if (ipRangeType !== 'Normal') return;
  if (!isHostOf(subnet, end)) {
    throw wrong(`the endip[${endIp}] is not in the subnet ${startIp}/${netmask}`);
  }
  if (start <= numbers.gateway && numbers.gateway <= end) {
    throw wrong(`gateway[${gateway}] can not be part of range[${startIp}, ${endIp}]`);
  }
  const other = world.repositories.ipRanges
    .listByL3(network.uuid)
    .filter(isOfIpv4)
    .find((range) => range.ipRangeType === 'Normal' && range.gateway !== gateway);
  if (other) {
    throw wrong(
      `new add ip range gateway ${gateway} is different from old gateway ${other.gateway}`,
    );
  }
}

/** Ranges of one layer 2 have no address in common, and the usual ones of one network lie in one subnet. */
function checkBesideOthers(
  { repositories }: World,
  network: L3Network,
  { startIp, netmask, ipRangeType }: WantedIpv4Range,
  { start, end }: Numbers,
): void {
  const ranges = repositories.l3Networks
    .listByL2(network.l2NetworkUuid)
    .flatMap(({ uuid }) => repositories.ipRanges.listByL3(uuid))
    .filter(isOfIpv4);
  for (const range of ranges) {
    if (overlap([start, end], [numberOf(range.startIp), numberOf(range.endIp)])) {
      throw wrong(
        `overlap with ip range[uuid:${range.uuid}, start ip:${range.startIp}, end ip: ${range.endIp}]`,
      );
    }
    if (range.l3NetworkUuid !== network.uuid || ipRangeType !== 'Normal') continue;
    if (range.ipRangeType !== 'Normal') continue;
    const [cidr, known] = [cidrOf(startIp, netmask), range.networkCidr];
    if (cidr === known) continue;
    throw wrong(
      `multiple CIDR on the same L3 network is not allowed. There has been a IP range[uuid:${range.uuid}, CIDR:${known}], the new IP range[CIDR:${cidr}] is not in the CIDR with the existing one`,
    );
  }
}

/** The network around an address as it is usually written. */
function cidrOf(ip: string, netmask: string): string {
  const { network, prefixLength } = subnetAround(numberOf(ip), numberOf(netmask));
  return `${writeAddress(network)}/${prefixLength}`;
}

interface Named {
  readonly name: string;
  readonly description: string | null;
}

/** The row of a range that was checked. */
export function ipRangeRow(
  uuid: string,
  { name, description }: Named,
  wanted: WantedRange,
  dates: { readonly createDate: number; readonly lastOpDate: number },
): IpRange {
  const { l3NetworkUuid, ipRangeType } = wanted;
  const around = 'addressMode' in wanted ? placeOfIpv6(wanted) : placeOfIpv4(wanted);
  const keys = {
    startKey: keyOfText(around.startIp) ?? '',
    endKey: keyOfText(around.endIp) ?? '',
  };
  return { uuid, l3NetworkUuid, name, description, ...around, ipRangeType, ...keys, ...dates };
}

const placeOfIpv4 = ({ startIp, endIp, netmask, gateway }: WantedIpv4Range) => ({
  startIp,
  endIp,
  netmask,
  gateway,
  networkCidr: cidrOf(startIp, netmask),
  ipVersion: 4 as const,
  addressMode: null,
  prefixLen: prefixLengthOf(netmask) ?? 0,
});

/** Adds a range; addresses of its network that were in none before are in it now. */
export function addRange(
  world: World,
  uuid: string,
  named: Named,
  wanted: WantedRange,
  ownerUuid: string,
  now: number,
): void {
  const { ipRanges, usedIps, accounts } = world.repositories;
  const range = ipRangeRow(uuid, named, wanted, { createDate: now, lastOpDate: now });
  ipRanges.insert(range);
  accounts.own(ownerUuid, uuid, 'IpRangeVO');
  shareAsNetwork(world, range, now);
  keepIpVersion(world, range.l3NetworkUuid, now);
  for (const address of usedIps.listByL3(range.l3NetworkUuid)) {
    if (isIn(address.ipKey, range)) usedIps.update(address, { ipRangeUuid: uuid }, now);
  }
}

/** A range of a network that is shared is shared, too: with everybody, or with one of those that have the network. */
function shareAsNetwork({ repositories }: World, range: IpRange, now: number): void {
  const { sharing } = repositories;
  const [first] = sharing.list(range.l3NetworkUuid);
  if (!first) return;
  sharing.insert({
    ...first,
    resourceType: 'IpRangeVO',
    resourceUuid: range.uuid,
    createDate: now,
    lastOpDate: now,
  });
}

/** A network has the version of its ranges: 4, 6, both, or 0 when it has none any more. */
export function keepIpVersion(world: World, l3Uuid: string, now: number): void {
  const { l3Networks, ipRanges } = world.repositories;
  const network = l3NetworkOf(world, l3Uuid);
  const versions = new Set(ipRanges.listByL3(l3Uuid).map((range) => range.ipVersion));
  const ipVersion = versions.size === 2 ? DUAL_STACK : ([...versions][0] ?? 0);
  if (network.ipVersion !== ipVersion) l3Networks.update(network, { ipVersion }, now);
}

/**
 * The ranges of a network that is told as a CIDR: one, or one on each side of a gateway in its middle.
 * @throws SYS.1007 for what is no network, or a gateway outside
 */
export function rangesOfCidr(
  l3NetworkUuid: string,
  cidr: string,
  gateway: string | null,
  ipRangeType: IpRangeType,
): WantedIpv4Range[] {
  const parsed = parseCidr(cidr);
  if (!parsed) throw wrong(`${cidr} is not a valid network cidr`);
  const { network, first, last } = parsed;
  if (last < first) {
    throw wrong(`${cidr} is not an allowed network cidr, because it doesn't have usable ip range`);
  }
  const length = Number(cidr.split('/')[1]);
  const router = gateway === null ? first : parseAddress(gateway);
  if (router === undefined) throw wrong(`${cidr} is not a valid network cidr`);
  if (!isHostOf({ network, broadcast: last + 1, prefixLength: length }, router)) {
    throw wrong(`the gateway[${gateway}] is not in the subnet ${cidr}`);
  }
  const range = (start: number, end: number, at: number): WantedIpv4Range => ({
    l3NetworkUuid,
    startIp: writeAddress(start),
    endIp: writeAddress(end),
    netmask: netmaskOf(length),
    gateway: writeAddress(at),
    ipRangeType,
  });
  if (ipRangeType === 'AddressPool') return [range(first, last, first)];
  if (router === first) return [range(first + 1, last, first)];
  if (router === last) return [range(first, last - 1, last)];
  return [range(first, router - 1, router), range(router + 1, last, router)];
}

/** @throws SYS.1007 for the last usual range of a network that has pools */
export function checkRangeDeletion({ repositories }: World, uuid: string): void {
  const range = repositories.ipRanges.find(uuid);
  if (range?.ipRangeType !== 'Normal' || range.ipVersion !== 4) return;
  const ranges = repositories.ipRanges.listByL3(range.l3NetworkUuid);
  const isLast =
    ranges.filter(({ ipRangeType }) => ipRangeType === 'Normal').filter(isOfIpv4).length === 1;
  if (!isLast || !ranges.some(({ ipRangeType }) => ipRangeType === 'AddressPool')) return;
  throw wrong('can not delete the last normal ip range because there is still has address pool');
}

/**
 * Removes a range: VMs lose the NICs whose only address is one of it, NICs with an address of the other version lose
 * this one, and all that is reserved of it is forgotten.
 */
export function deleteRange(world: World, range: IpRange, now: number): void {
  const { usedIps, vmNics, vips } = world.repositories;
  for (const vip of vips.listByL3(range.l3NetworkUuid)) {
    if (vip.ipRangeUuid === range.uuid) deleteVip(world, vip, now);
  }
  for (const address of usedIps.listByL3(range.l3NetworkUuid)) {
    if (address.ipRangeUuid !== range.uuid) continue;
    const nic = address.vmNicUuid === null ? undefined : vmNics.find(address.vmNicUuid);
    if (nic && usedIps.listByNic(nic.uuid).length > 1) loseAddress(world, nic, address, now);
    else if (nic) detachNic(world, nic, now);
    // Of a reserved range it stays otherwise.
    if (usedIps.find(address.uuid)) usedIps.remove(address.uuid);
  }
  removeRange(world, range);
  keepIpVersion(world, range.l3NetworkUuid, now);
}

export function removeRange({ repositories }: World, { uuid }: IpRange): void {
  const { ipRanges, accounts, tags } = repositories;
  tags.removeAll(uuid);
  accounts.disown(uuid);
  ipRanges.remove(uuid);
}

/**
 * What addresses that are to be reserved must be.
 * @throws SYS.1007
 */
export function checkReservedRange(
  { repositories }: World,
  l3NetworkUuid: string,
  startIp: string,
  endIp: string,
): void {
  const refuse = (reason: string) => wrong(`could not reserve ip range, because ${reason}`);
  const [start, end] = [parseIp(startIp), parseIp(endIp)];
  if (start === undefined) throw refuse(`start ip[${startIp}] is not valid ip address`);
  // The real text names the start here, too.
  if (end === undefined) throw refuse(`start ip[${startIp}] is not valid ip address`);
  if (start.version !== end.version) {
    throw refuse(`end ip[${endIp}] is not ipv${start.version} address`);
  }
  const [startKey, endKey] = [keyOf(start), keyOf(end)];
  if (endKey < startKey) throw refuse(`end ip[${endIp}] is less than start ip[${startIp}]`);
  const range = repositories.ipRanges
    .listByL3(l3NetworkUuid)
    .find(({ ipVersion }) => ipVersion === start.version);
  if (!range) throw refuse(`there is no ipv${start.version} range`);
  const [first, last] = keysAround(range);
  if ([startKey, endKey].some((key) => key < first || key > last)) {
    throw refuse(`reserve ip is not in ip range[${range.networkCidr}]`);
  }
  const other = repositories.reservedIpRanges
    .listByL3(l3NetworkUuid)
    .find(
      (one) => startKey <= (keyOfText(one.endIp) ?? '') && (keyOfText(one.startIp) ?? '') <= endKey,
    );
  if (other) throw refuse(`new range [${startIp}:${endIp}] is overlapped with old range`);
}

/** The keys of the first and the last address of the network around a range. */
function keysAround({ ipVersion, startIp, netmask, prefixLen }: IpRange): [string, string] {
  if (ipVersion === 6) {
    const { first, last } = ipv6NetworkAround(parseIpv6(startIp) ?? 0n, prefixLen);
    return [keyOf({ version: 6, number: first }), keyOf({ version: 6, number: last })];
  }
  const { network, broadcast } = subnetAround(numberOf(startIp), numberOf(netmask));
  return [
    keyOf({ version: 4, number: BigInt(network) }),
    keyOf({ version: 4, number: BigInt(broadcast) }),
  ];
}

/** Reserves addresses: those of its network's ranges that nothing has yet are taken. */
export function reserveRange(world: World, reserved: ReservedIpRange, now: number): void {
  const { reservedIpRanges, ipRanges, usedIps } = world.repositories;
  reservedIpRanges.insert(reserved);
  const [start, end] = [keyOfText(reserved.startIp) ?? '', keyOfText(reserved.endIp) ?? ''];
  for (const range of ipRanges.listByL3(reserved.l3NetworkUuid)) {
    const from = start > range.startKey ? start : range.startKey;
    const to = end < range.endKey ? end : range.endKey;
    if (from > to) continue;
    if (ipOfKey(to).number - ipOfKey(from).number > MOST_RESERVED) {
      throw apiError(
        'SYS.1006',
        `could not reserve ip range, because the emulator reserves ${MOST_RESERVED} addresses at most`,
      );
    }
    const taken = new Set(usedIps.takenIn(range.uuid, from, to));
    for (let key = from; key <= to; key = keyAfter(key)) {
      if (taken.has(key)) continue;
      const row = usedIpOf(range, key, now);
      usedIps.insert({ ...row, usedFor: RESERVED, metaData: reserved.uuid });
    }
  }
}

/** Each reserved address is a row; the real system writes them in one piece, too, however long that takes. */
const MOST_RESERVED = 65_536;

/** Frees what was reserved; addresses that NICs have stay theirs. */
export function unreserveRange({ repositories }: World, reserved: ReservedIpRange): void {
  const { usedIps, reservedIpRanges } = repositories;
  for (const address of usedIps.listByL3(reserved.l3NetworkUuid)) {
    if (address.metaData === reserved.uuid && address.vmNicUuid === null) {
      usedIps.remove(address.uuid);
    }
  }
  reservedIpRanges.remove(reserved.uuid);
}
