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
import {
  RESERVED,
  type IpRange,
  type IpRangeType,
  type L3Network,
  type ReservedIpRange,
} from '../../domain/network/l3-network.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf } from '../resources/lookup.js';
import { usedIpOf } from './addresses.js';
import { detachNic } from './nics.js';
import { deleteVip } from './vips.js';

const wrong = (details: string) => apiError('SYS.1007', details);

/** A range as a call tells it. */
export interface WantedRange {
  readonly l3NetworkUuid: string;
  readonly startIp: string;
  readonly endIp: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly ipRangeType: IpRangeType;
}

/** What its texts say in numbers. */
interface Numbers {
  readonly start: number;
  readonly end: number;
  readonly gateway: number;
  readonly mask: number;
}

/** As the real system's library fails over a text that it cannot read. */
function numberOf(text: string): number {
  const number = parseAddress(text);
  if (number !== undefined) return number;
  throw apiError('SYS.1000', `Could not parse [${text}]`);
}

function numbersOf({ startIp, endIp, netmask, gateway }: WantedRange): Numbers {
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
  { startIp, netmask, ipRangeType }: WantedRange,
  { start, end }: Numbers,
): void {
  const ranges = repositories.l3Networks
    .listByL2(network.l2NetworkUuid)
    .flatMap(({ uuid }) => repositories.ipRanges.listByL3(uuid));
  for (const range of ranges) {
    if (overlap([start, end], [range.startInLong, range.endInLong])) {
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
  const { start, end } = numbersOf(wanted);
  return {
    uuid,
    l3NetworkUuid: wanted.l3NetworkUuid,
    name,
    description,
    startIp: wanted.startIp,
    endIp: wanted.endIp,
    netmask: wanted.netmask,
    gateway: wanted.gateway,
    networkCidr: cidrOf(wanted.startIp, wanted.netmask),
    ipVersion: 4,
    prefixLen: prefixLengthOf(wanted.netmask) ?? 0,
    ipRangeType: wanted.ipRangeType,
    startInLong: start,
    endInLong: end,
    ...dates,
  };
}

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
    if (address.ipInLong < range.startInLong || address.ipInLong > range.endInLong) continue;
    usedIps.update(address, { ipRangeUuid: uuid }, now);
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

/** A network has the version of its ranges: 4, or 0 when it has none any more. */
function keepIpVersion(world: World, l3Uuid: string, now: number): void {
  const { l3Networks, ipRanges } = world.repositories;
  const network = l3NetworkOf(world, l3Uuid);
  const ipVersion = ipRanges.listByL3(l3Uuid).length > 0 ? 4 : 0;
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
): WantedRange[] {
  const parsed = parseCidr(cidr);
  if (!parsed) throw wrong(`${cidr} is not a valid network cidr`);
  const { network, first, last } = parsed;
  if (last < first) {
    throw wrong(`${cidr} is not an allowed network cidr, because it doesn't have usable ip range`);
  }
  const length = Number(cidr.split('/')[1]);
  if (gateway !== null) {
    const at = parseAddress(gateway);
    if (at === undefined) throw wrong(`${cidr} is not a valid network cidr`);
    if (!isHostOf({ network, broadcast: last + 1, prefixLength: length }, at)) {
      throw wrong(`the gateway[${gateway}] is not in the subnet ${cidr}`);
    }
  }
  const range = (start: number, end: number, router: number): WantedRange => ({
    l3NetworkUuid,
    startIp: writeAddress(start),
    endIp: writeAddress(end),
    netmask: netmaskOf(length),
    gateway: writeAddress(router),
    ipRangeType,
  });
  if (ipRangeType === 'AddressPool') return [range(first, last, first)];
  const router = gateway === null ? first : (parseAddress(gateway) ?? first);
  if (router === first) return [range(first + 1, last, first)];
  if (router === last) return [range(first, last - 1, last)];
  return [range(first, router - 1, router), range(router + 1, last, router)];
}

/** @throws SYS.1007 for the last usual range of a network that has pools */
export function checkRangeDeletion({ repositories }: World, uuid: string): void {
  const range = repositories.ipRanges.find(uuid);
  if (range?.ipRangeType !== 'Normal') return;
  const types = repositories.ipRanges
    .listByL3(range.l3NetworkUuid)
    .map(({ ipRangeType }) => ipRangeType);
  const isLast = types.filter((type) => type === 'Normal').length === 1;
  if (!isLast || !types.includes('AddressPool')) return;
  throw wrong('can not delete the last normal ip range because there is still has address pool');
}

/** Removes a range: VMs lose the NICs that have its addresses, and all that is reserved of it is forgotten. */
export function deleteRange(world: World, range: IpRange, now: number): void {
  const { usedIps, vmNics, vips } = world.repositories;
  for (const vip of vips.listByL3(range.l3NetworkUuid)) {
    if (vip.ipRangeUuid === range.uuid) deleteVip(world, vip, now);
  }
  for (const address of usedIps.listByL3(range.l3NetworkUuid)) {
    if (address.ipRangeUuid !== range.uuid) continue;
    const nic = address.vmNicUuid === null ? undefined : vmNics.find(address.vmNicUuid);
    if (nic) detachNic(world, nic, now);
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
  const [start, end] = [parseAddress(startIp), parseAddress(endIp)];
  if (start === undefined) throw refuse(`start ip[${startIp}] is not valid ip address`);
  // The real text names the start here, too.
  if (end === undefined) throw refuse(`start ip[${startIp}] is not valid ip address`);
  if (end < start) throw refuse(`end ip[${endIp}] is less than start ip[${startIp}]`);
  const [range] = repositories.ipRanges.listByL3(l3NetworkUuid);
  if (!range) throw refuse('there is no ipv4 range');
  const around = subnetAround(range.startInLong, numberOf(range.netmask));
  if ([start, end].some((one) => one < around.network || one > around.broadcast)) {
    throw refuse(`reserve ip is not in ip range[${range.networkCidr}]`);
  }
  const other = repositories.reservedIpRanges
    .listByL3(l3NetworkUuid)
    .find((one) => overlap([start, end], [numberOf(one.startIp), numberOf(one.endIp)]));
  if (other) throw refuse(`new range [${startIp}:${endIp}] is overlapped with old range`);
}

/** Reserves addresses: those of its network's ranges that nothing has yet are taken. */
export function reserveRange(world: World, reserved: ReservedIpRange, now: number): void {
  const { reservedIpRanges, ipRanges, usedIps } = world.repositories;
  reservedIpRanges.insert(reserved);
  const [start, end] = [numberOf(reserved.startIp), numberOf(reserved.endIp)];
  for (const range of ipRanges.listByL3(reserved.l3NetworkUuid)) {
    const from = Math.max(start, range.startInLong);
    const to = Math.min(end, range.endInLong);
    if (to - from > MOST_RESERVED) {
      throw apiError(
        'SYS.1006',
        `could not reserve ip range, because the emulator reserves ${MOST_RESERVED} addresses at most`,
      );
    }
    const taken = new Set(from > to ? [] : usedIps.takenIn(range.uuid, from, to));
    for (let address = from; address <= to; address++) {
      if (taken.has(address)) continue;
      const row = usedIpOf(range, address, now);
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
