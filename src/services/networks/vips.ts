import { apiError } from '../../core/api-error.js';
import { isIpv6 } from '../../core/ip.js';
import { isIpv4 } from '../../core/ipv4.js';
import type { IpRange, L3Network, UsedIp } from '../../domain/network/l3-network.js';
import { vipStateMachine, type Vip } from '../../domain/network/vip.js';
import type { World } from '../../domain/world.js';
import { ipRangeOf, l3NetworkOf, newUuid } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { allocateIp, noneFree, releaseIp, strategyOf } from './addresses.js';
import { removeEipOfVip } from './eips.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/** How addresses of IPv6 are chosen: none of IPv4 is found so, nor one of IPv6 in another way. */
const OF_IPV6 = ['FirstAvailableIpv6AllocatorStrategy', 'RandomIpv6AllocatorStrategy'];
const STRATEGIES: readonly string[] = [
  'FirstAvailableIpAllocatorStrategy',
  'RandomIpAllocatorStrategy',
  'AscDelayRecycleIpAllocatorStrategy',
  ...OF_IPV6,
];

/** What a new VIP is to be; null leaves it to the network. */
export interface NewVip extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  readonly l3NetworkUuid: string;
  readonly ipRangeUuid: string | null;
  readonly requiredIp: string | null;
  readonly allocatorStrategy: string | null;
  readonly ipVersion: number | null;
}

/** @throws SYS.1007 for a way to choose that is none or an address of another version, SYS.1006 for one that is taken */
export function checkNewVip(
  { repositories }: World,
  { l3NetworkUuid, requiredIp, allocatorStrategy }: NewVip,
): void {
  if (allocatorStrategy !== null && !STRATEGIES.includes(allocatorStrategy)) {
    throw wrong(`unsupported ip allocation strategy[${allocatorStrategy}]`);
  }
  if (requiredIp === null) return;
  const versions = repositories.ipRanges.listByL3(l3NetworkUuid).map(({ ipVersion }) => ipVersion);
  const isOther =
    (isIpv4(requiredIp) && !versions.includes(4)) || (isIpv6(requiredIp) && !versions.includes(6));
  // The real text says IPv4 of both.
  if (isOther) throw wrong(`requiredIp[${requiredIp}] is not in valid IPv4 mediaType`);
  if (repositories.vips.listByIp(l3NetworkUuid, requiredIp).length > 0) {
    throw refused(`there is already a vip[${requiredIp}] on l3Network[uuid:${l3NetworkUuid}]`);
  }
  if (repositories.usedIps.findByIp(l3NetworkUuid, requiredIp)) {
    throw refused(`required ip address [${requiredIp}] is already used`);
  }
}

/**
 * Makes a VIP with an address of the network, or of the range: that is taken by its uuid, on whichever network it is.
 * @throws L3.1000 where none is free, or the required one is in no range
 */
export function createVip(world: World, wanted: NewVip, now: number): string {
  const { vips, ipRanges, accounts } = world.repositories;
  const range = wanted.ipRangeUuid === null ? null : ipRangeOf(world, wanted.ipRangeUuid);
  const address = takeAddress(world, wanted, range, now);
  const of = range ?? ipRanges.find(address.ipRangeUuid ?? '');
  const uuid = newUuid(world, wanted.resourceUuid);
  vips.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    state: 'Enabled',
    l3NetworkUuid: address.l3NetworkUuid,
    ipRangeUuid: of?.uuid ?? '',
    usedIpUuid: address.uuid,
    ip: address.ip,
    netmask: address.netmask ?? '',
    gateway: address.gateway ?? '',
    prefixLen: of?.prefixLen ?? 0,
    system: false,
    createDate: now,
    lastOpDate: now,
  });
  accounts.own(wanted.ownerUuid, uuid, 'VipVO');
  writeTags(world, 'VipVO', uuid, wanted, now);
  return uuid;
}

function takeAddress(world: World, wanted: NewVip, range: IpRange | null, now: number): UsedIp {
  const network = l3NetworkOf(world, wanted.l3NetworkUuid);
  const { requiredIp, allocatorStrategy } = wanted;
  const version = versionOf(world, wanted, network, range);
  const strategy = allocatorStrategy ?? strategyOf(world, network.uuid, version);
  const found = OF_IPV6.includes(strategy) ? 6 : 4;
  const asked = range?.ipVersion ?? found;
  if (asked !== found) {
    throw noneFree(
      strategy,
      requiredIp === null
        ? `no ip is available in this l3Network[name:${network.name}, uuid:${network.uuid}]`
        : `IP[${requiredIp}] is not available`,
    );
  }
  return allocateIp(world, network, requiredIp, now, { version: found, range, strategy });
}

function versionOf(
  { repositories }: World,
  { requiredIp, ipVersion }: NewVip,
  network: L3Network,
  range: IpRange | null,
): number {
  if (requiredIp !== null && isIpv4(requiredIp)) return 4;
  if (requiredIp !== null && isIpv6(requiredIp)) return 6;
  if (ipVersion !== null) return ipVersion;
  if (range) return range.ipVersion;
  const versions = repositories.ipRanges.listByL3(network.uuid).map((one) => one.ipVersion);
  return versions.includes(4) ? 4 : 6;
}

/** @throws SYS.1007 for one that the cloud has made for itself */
export function checkVipDeletion({ repositories }: World, uuid: string): void {
  if (!repositories.vips.find(uuid)?.system) return;
  throw wrong('system vip can not be deleted by API message');
}

/**
 * Removes a VIP with the EIP on it, and gives its address back.
 * @throws SYS.1006 where the EIP cannot be taken from its NIC
 */
export function deleteVip(world: World, vip: Vip, now: number): void {
  const { vips, usedIps, accounts, tags, resourceConfigs } = world.repositories;
  removeEipOfVip(world, vip);
  tags.removeAll(vip.uuid);
  accounts.disown(vip.uuid);
  resourceConfigs.removeAll(vip.uuid);
  vips.remove(vip.uuid);
  const address = usedIps.find(vip.usedIpUuid);
  if (address) releaseIp(world, address, now);
}

export function updateVip(
  { repositories }: World,
  vip: Vip,
  { name, description }: Readonly<Record<'name' | 'description', string | null>>,
  now: number,
): void {
  if (name === null && description === null) return;
  repositories.vips.update(
    vip,
    { ...(name === null ? {} : { name }), ...(description === null ? {} : { description }) },
    now,
  );
}

export function changeVipState(
  { repositories }: World,
  vip: Vip,
  event: 'enable' | 'disable',
  now: number,
): void {
  repositories.vips.update(vip, { state: vipStateMachine.next(vip.state, event) }, now);
}
