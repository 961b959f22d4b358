import { apiError } from '../../core/api-error.js';
import { parseAddress } from '../../core/cidr.js';
import { writeAddress } from '../../core/ipv4.js';
import { uuidFromName } from '../../core/uuid.js';
import {
  RESERVED,
  type IpRange,
  type L3Network,
  type UsedIp,
} from '../../domain/network/l3-network.js';
import type { World } from '../../domain/world.js';
import { effectiveConfig } from '../configuration/resource-config.js';

/** So many addresses are looked at at a time for a free one. */
const STRETCH = 255;

/** How an address is to be chosen: of one range, which may be a pool, and in another way than the network's. */
export interface Choice {
  readonly range?: IpRange | null;
  readonly strategy?: string | null;
}

/**
 * Takes an address of a network: the one that is required, or one that is free, as `l3Network/ipAllocateStrategy` says.
 * (Addresses that were given back are not kept for later by any strategy here.)
 * @throws L3.1000 where the required one is in no range, or none is free
 */
export function allocateIp(
  world: World,
  network: L3Network,
  required: string | null,
  now: number,
  { range: only = null, strategy: told = null }: Choice = {},
): UsedIp {
  const ranges = only
    ? [only]
    : world.repositories.ipRanges
        .listByL3(network.uuid)
        .filter(({ ipRangeType }) => ipRangeType === 'Normal');
  const strategy =
    told ??
    effectiveConfig(world, {
      category: 'l3Network',
      name: 'ipAllocateStrategy',
      resourceUuid: network.uuid,
    });
  if (required !== null) {
    const wanted = parseAddress(required) ?? -1;
    const range = ranges.find(
      ({ startInLong, endInLong }) => wanted >= startInLong && wanted <= endInLong,
    );
    if (!range) {
      throw apiError(
        'L3.1000',
        `cannot find ip range that has ip[${required}] in l3Network[uuid:${network.uuid}]`,
      );
    }
    if (world.repositories.usedIps.takenIn(range.uuid, wanted, wanted).length === 0) {
      return takeIp(world, range, wanted, now);
    }
    throw noneFree(strategy, `IP[${required}] is not available`);
  }
  const isRandom = strategy === 'RandomIpAllocatorStrategy';
  for (const range of isRandom ? world.chance.shuffled(ranges) : ranges) {
    const free = isRandom ? randomFree(world, range) : firstFree(world, range, range.startInLong);
    if (free !== undefined) return takeIp(world, range, free, now);
  }
  throw noneFree(
    strategy,
    `no ip is available in this l3Network[name:${network.name}, uuid:${network.uuid}]`,
  );
}

export const noneFree = (strategy: string, reason: string) =>
  apiError('L3.1000', `IP allocator strategy[${strategy}] failed, because ${reason}`);

/** From a place in the range that is drawn to its end, then from its beginning. */
function randomFree(world: World, range: IpRange): number | undefined {
  const size = range.endInLong - range.startInLong + 1;
  const start = range.startInLong + world.chance.below(size);
  return firstFree(world, range, start) ?? firstFree(world, range, range.startInLong);
}

/** The first address of a range from there on that nothing has. */
export function firstFree(
  { repositories }: World,
  range: IpRange,
  start: number,
): number | undefined {
  for (let from = start; from <= range.endInLong; from += STRETCH) {
    const to = Math.min(from + STRETCH - 1, range.endInLong);
    const taken = repositories.usedIps.takenIn(range.uuid, from, to);
    if (taken.length === to - from + 1) continue;
    const at = taken.findIndex((address, i) => address !== from + i);
    return at < 0 ? from + taken.length : from + at;
  }
  return undefined;
}

function takeIp(world: World, range: IpRange, address: number, now: number): UsedIp {
  const row = usedIpOf(range, address, now);
  world.repositories.usedIps.insert(row);
  return row;
}

/** Takes an address on a network that gives none by itself: it is noted as the call tells it. */
export function noteAddress(
  world: World,
  network: L3Network,
  told: { readonly ip: string; readonly netmask: string | null; readonly gateway: string | null },
  now: number,
): UsedIp {
  const { usedIps, ipRanges } = world.repositories;
  const address = parseAddress(told.ip) ?? 0;
  const ranges = ipRanges.listByL3(network.uuid);
  const range = ranges.find(
    ({ startInLong, endInLong }) => address >= startInLong && address <= endInLong,
  );
  const row: UsedIp = {
    uuid: world.chance.uuid(),
    ipRangeUuid: range?.uuid ?? null,
    l3NetworkUuid: network.uuid,
    ipVersion: 4,
    ip: told.ip,
    netmask: told.netmask ?? ranges[0]?.netmask ?? null,
    gateway: told.gateway ?? ranges[0]?.gateway ?? '',
    usedFor: null,
    metaData: null,
    ipInLong: address,
    vmNicUuid: null,
    createDate: now,
    lastOpDate: now,
  };
  usedIps.insert(row);
  return row;
}

/** An address of a range as it is taken; its uuid is told by both, as in the real system. */
export function usedIpOf(range: IpRange, address: number, now: number): UsedIp {
  const ip = writeAddress(address);
  return {
    uuid: uuidFromName(range.uuid + ip),
    ipRangeUuid: range.uuid,
    l3NetworkUuid: range.l3NetworkUuid,
    ipVersion: 4,
    ip,
    netmask: range.netmask,
    gateway: range.gateway,
    usedFor: null,
    metaData: null,
    ipInLong: address,
    vmNicUuid: null,
    createDate: now,
    lastOpDate: now,
  };
}

/** Gives an address back: one of a reserved range is reserved again. */
export function releaseIp({ repositories }: World, address: UsedIp, now: number): void {
  const { usedIps, reservedIpRanges } = repositories;
  const reserved = reservedIpRanges
    .listByL3(address.l3NetworkUuid)
    .find(({ startIp, endIp }) => isWithin(address.ipInLong, startIp, endIp));
  if (!reserved) usedIps.remove(address.uuid);
  else {
    const change = { vmNicUuid: null, usedFor: RESERVED, metaData: reserved.uuid };
    usedIps.update(address, change, now);
  }
}

export const isWithin = (address: number, startIp: string, endIp: string): boolean =>
  address >= (parseAddress(startIp) ?? 0) && address <= (parseAddress(endIp) ?? -1);

/** Free addresses of a range, from the first that is not before `start`, so many at most. */
export function freeIpsOf(
  { repositories }: World,
  range: IpRange,
  limit: number,
  start: number,
): number[] {
  const free: number[] = [];
  let from = Math.max(range.startInLong, start);
  while (from <= range.endInLong && free.length < limit) {
    const to = Math.min(from + 1023, range.endInLong);
    const taken = new Set(repositories.usedIps.takenIn(range.uuid, from, to));
    for (let address = from; address <= to && free.length < limit; address++) {
      if (!taken.has(address)) free.push(address);
    }
    from = to + 1;
  }
  return free;
}

/** Whether an address of a network is free, and why not: a gateway, in no range, taken. */
export function availabilityOf(
  { repositories }: World,
  network: L3Network,
  ip: string,
  looksAtRanges: boolean,
): { readonly available: boolean; readonly reason: string } {
  const ranges = repositories.ipRanges.listByL3(network.uuid);
  const address = parseAddress(ip);
  const normal = ranges.filter(({ ipRangeType }) => ipRangeType === 'Normal');
  if (address !== undefined && normal.some(({ gateway }) => gateway === ip)) {
    return { available: false, reason: 'GATEWAY' };
  }
  const isInRange =
    !looksAtRanges ||
    !network.enableIPAM ||
    // Of IPv6 there are no ranges here, and none is as good as any.
    address === undefined ||
    ranges.length === 0 ||
    ranges.some((range) => address >= range.startInLong && address <= range.endInLong);
  if (!isInRange) return { available: false, reason: 'NO_IN_RANGE' };
  if (repositories.usedIps.listByIp(network.uuid, ip).length > 0) {
    return { available: false, reason: 'USED' };
  }
  return { available: true, reason: '' };
}

/** Addresses of something, and how many of them are taken. */
export interface Capacity {
  readonly uuid: string;
  readonly total: number;
  readonly used: number;
}

/** How large a number the real system tells. */
const LARGEST = 2 ** 31 - 1;

const sizeOf = (ranges: readonly IpRange[]) =>
  ranges.reduce((sum, range) => sum + range.endInLong - range.startInLong + 1, 0);

const capacity = (uuid: string, ranges: readonly IpRange[], used: number): Capacity => ({
  uuid,
  total: Math.min(sizeOf(ranges), LARGEST),
  used: Math.min(used, LARGEST),
});

export const capacityOfRange = ({ repositories }: World, range: IpRange): Capacity =>
  capacity(range.uuid, [range], repositories.usedIps.countIn(range.uuid));

export const capacityOfNetwork = ({ repositories }: World, uuid: string): Capacity =>
  capacity(uuid, repositories.ipRanges.listByL3(uuid), repositories.usedIps.countOn(uuid));

export function capacityOfZone(world: World, uuid: string): Capacity {
  const networks = world.repositories.l3Networks
    .listByZone(uuid)
    .map((network) => capacityOfNetwork(world, network.uuid));
  const sum = (of: (one: Capacity) => number) =>
    Math.min(
      networks.reduce((all, one) => all + of(one), 0),
      LARGEST,
    );
  return { uuid, total: sum(({ total }) => total), used: sum(({ used }) => used) };
}
