import { apiError } from '../../core/api-error.js';
import { isCidr, isInCidr } from '../../core/cidr.js';
import { isIpv6, keyOfText } from '../../core/ip.js';
import { isIpv4 } from '../../core/ipv4.js';
import { isDomainName } from '../../domain/tag/top-level-domains.js';
import type { L2Network } from '../../domain/network/l2-network.js';
import {
  L3_TYPES,
  type L3Network,
  type L3NetworkCategory,
} from '../../domain/network/l3-network.js';
import { findProvider } from '../../domain/network/service-provider.js';
import { L3_MTU, ROUTER_INTERFACE_IP } from '../../domain/tag/offering-tags.js';
import { tokensOf } from '../../domain/tag/tag-format.js';
import type { World } from '../../domain/world.js';
import { effectiveConfig } from '../configuration/resource-config.js';
import { l2NetworkOf, l3NetworkOf, newUuid } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { freeIpsOf, isIn } from './addresses.js';
import { removeRange } from './ip-ranges.js';
import { detachNic } from './nics.js';
import { deleteVip } from './vips.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/** What a new network of layer 3 is to be. */
export interface NewL3Network extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  readonly type: string;
  readonly l2NetworkUuid: string;
  readonly category: L3NetworkCategory;
  readonly ipVersion: number | null;
  readonly system: boolean;
  readonly dnsDomain: string | null;
  readonly enableIPAM: boolean;
}

/** @throws SYS.1007 */
export function checkNewL3(
  wanted: Pick<NewL3Network, 'type' | 'dnsDomain' | 'system' | 'category'>,
): void {
  if (!L3_TYPES.includes(wanted.type)) throw wrong(`unsupported l3network type[${wanted.type}]`);
  if (wanted.dnsDomain !== null && !isDomainName(wanted.dnsDomain)) {
    throw wrong(`${wanted.dnsDomain} is not a valid domain name`);
  }
  checkCategory(wanted.system, wanted.category);
}

/** A network of the system is of its category, and no other is. @throws SYS.1007 */
function checkCategory(system: boolean, category: L3NetworkCategory): void {
  if (system === (category === 'System')) return;
  throw wrong(
    'not valid combination of system and category,only {false=[Public, Private], true=[System]} are valid',
  );
}

export function createL3Network(world: World, wanted: NewL3Network, now: number): string {
  const l2 = l2NetworkOf(world, wanted.l2NetworkUuid);
  const uuid = newUuid(world, wanted.resourceUuid);
  world.repositories.l3Networks.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    type: wanted.type,
    zoneUuid: l2.zoneUuid,
    l2NetworkUuid: l2.uuid,
    state: 'Enabled',
    dnsDomain: wanted.dnsDomain,
    system: wanted.system,
    category: wanted.category,
    ipVersion: wanted.ipVersion ?? 4,
    enableIPAM: wanted.enableIPAM,
    isolated: l2.isolated,
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(wanted.ownerUuid, uuid, 'L3NetworkVO');
  writeTags(world, 'L3NetworkVO', uuid, wanted, now);
  return uuid;
}

/**
 * Whether a network may change from or to one of the system: both are told then.
 * @throws SYS.1007
 */
export function checkL3Change(
  network: L3Network,
  {
    category,
    system,
  }: { readonly category: L3NetworkCategory | null; readonly system: boolean | null },
): void {
  if (system !== null && category === null && system !== network.system) {
    throw wrong('you must update system and category both');
  }
  if (category !== null) checkCategory(system ?? network.system, category);
}

/** Removes a network with its ranges; VMs lose their NICs on it, and NICs of no VM go, too. */
export function deleteL3Network(world: World, network: L3Network, now: number): void {
  const { l3Networks, ipRanges, reservedIpRanges, usedIps, vmNics, vips } = world.repositories;
  const { tags, accounts, resourceConfigs } = world.repositories;
  const { uuid } = network;
  // What is given back is free then.
  for (const reserved of reservedIpRanges.listByL3(uuid)) reservedIpRanges.remove(reserved.uuid);
  for (const nic of vmNics.listByL3(uuid)) detachNic(world, nic, now);
  for (const vip of vips.listByL3(uuid)) deleteVip(world, vip, now);
  for (const address of usedIps.listByL3(uuid)) usedIps.remove(address.uuid);
  for (const range of ipRanges.listByL3(uuid)) removeRange(world, range);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  // Its name servers, routes and services go by their foreign keys.
  l3Networks.remove(uuid);
}

/** @throws SYS.1007 for what is no address, SYS.1006 for one that is there */
export function checkNewDns({ repositories }: World, l3Uuid: string, dns: string): void {
  const key = keyOfText(dns);
  if (key === undefined) throw wrong(`dns[${dns}] is not a IP address`);
  const isThere = (one: string) => one === dns || (isIpv6(dns) && keyOfText(one) === key);
  if (!repositories.l3Networks.partsOf(l3Uuid).dns.some((one) => isThere(one.dns))) return;
  throw refused(`there has been a DNS[${dns}] on L3 network[uuid:${l3Uuid}]`);
}

/** The real text names the network for the prefix. */
function checkPrefix(l3Uuid: string, prefix: string): void {
  if (!isCidr(prefix)) throw wrong(`prefix [${l3Uuid}] is not a IPv4 network cidr`);
}

const hasRoute = ({ repositories }: World, l3Uuid: string, prefix: string) =>
  repositories.l3Networks.partsOf(l3Uuid).hostRoutes.some((route) => route.prefix === prefix);

/** @throws SYS.1007 for what is no network or address, SYS.1006 for a prefix that has a route */
export function checkNewRoute(world: World, l3Uuid: string, prefix: string, nexthop: string): void {
  checkPrefix(l3Uuid, prefix);
  if (!isIpv4(nexthop)) throw wrong(`nexthop[${nexthop}] is not a IPv4 address`);
  if (!hasRoute(world, l3Uuid, prefix)) return;
  throw refused(`there has been a hostroute for prefix[${prefix}] on L3 network[uuid:${l3Uuid}]`);
}

/** @throws SYS.1007 for what is no network, SYS.1006 for a prefix without a route */
export function checkKnownRoute(world: World, l3Uuid: string, prefix: string): void {
  checkPrefix(l3Uuid, prefix);
  if (hasRoute(world, l3Uuid, prefix)) return;
  throw refused(`there is no hostroute for prefix[${prefix}] on L3 network[uuid:${l3Uuid}]`);
}

/** Services of a network by their providers: uuids, or types in their place. */
export type Services = Readonly<Record<string, readonly string[]>>;

/**
 * What providers can be asked to do for a network.
 * @throws SYS.1007 for providers and services that are not there, SYS.1006 for what is attached or cannot be
 */
export function checkNewServices(world: World, l3Uuid: string, services: Services): void {
  const entries = Object.entries(services);
  if (entries.length === 0) throw wrong('networkServices cannot be empty');
  for (const [name, types] of entries) {
    const provider = findProvider(name);
    const uuid = provider?.uuid ?? name;
    if (types.length === 0) {
      throw wrong(`network service for provider[uuid:${uuid}] must be specified`);
    }
    if (!provider) {
      throw wrong(`cannot find network service provider[uuid:${uuid}] or it provides no services`);
    }
    const unknown = types.filter((type) => !provider.services.includes(type));
    if (unknown.length > 0) {
      throw wrong(
        `network service provider[uuid:${uuid}] doesn't provide services[${unknown.join(', ')}]`,
      );
    }
  }
  const { l3Networks } = world.repositories;
  const attached = new Set(
    l3Networks.partsOf(l3Uuid).networkServices.map((ref) => ref.networkServiceType),
  );
  for (const type of entries.flatMap(([, types]) => types)) {
    if (attached.has(type)) {
      throw refused(
        `there has been a network service[${type}] attached to L3 network[uuid:${l3Uuid}]`,
      );
    }
    if (type === 'DHCP') checkRoomForDhcp(world, l3Uuid);
  }
}

/** Where VMs have addresses already, one is to be free. */
function checkRoomForDhcp(world: World, l3Uuid: string): void {
  const { ipRanges, usedIps } = world.repositories;
  const ranges = ipRanges.listByL3(l3Uuid);
  const isUsed = usedIps
    .listByL3(l3Uuid)
    .some(({ vmNicUuid, ipRangeUuid }) => vmNicUuid !== null && ipRangeUuid !== null);
  if (!isUsed || ranges.some((range) => freeIpsOf(world, range, 1, range.startKey).length > 0))
    return;
  throw refused(
    `there are not enough IPs for allocation when attaching the DHCP service to L3 network[uuid:${l3Uuid}].`,
  );
}

export function attachServices({ repositories }: World, l3Uuid: string, services: Services): void {
  for (const [name, types] of Object.entries(services)) {
    const networkServiceProviderUuid = findProvider(name)?.uuid ?? name;
    for (const networkServiceType of new Set(types)) {
      repositories.l3Networks.insertService({
        l3NetworkUuid: l3Uuid,
        networkServiceProviderUuid,
        networkServiceType,
      });
    }
  }
}

/** Takes services from a network; those that it has not are passed over. */
export function detachServices({ repositories }: World, l3Uuid: string, services: Services): void {
  for (const [name, types] of Object.entries(services)) {
    const networkServiceProviderUuid = findProvider(name)?.uuid ?? name;
    for (const networkServiceType of types) {
      repositories.l3Networks.removeService({
        l3NetworkUuid: l3Uuid,
        networkServiceProviderUuid,
        networkServiceType,
      });
    }
  }
}

/** The MTU of a network: its own, or that of the kind of its layer 2. */
export function mtuOf(world: World, network: L3Network): number {
  return ownMtu(world, network.uuid) ?? usualMtu(world, l2NetworkOf(world, network.l2NetworkUuid));
}

function ownMtu({ repositories }: World, l3Uuid: string): number | undefined {
  const [mtu] = repositories.tags
    .listSystemTags(l3Uuid)
    .flatMap((tag) => tokensOf(L3_MTU, tag)?.[1] ?? []);
  return mtu === undefined ? undefined : Number(mtu);
}

const usualMtu = (world: World, l2: L2Network): number =>
  Number(
    effectiveConfig(world, {
      category: 'networkService',
      name:
        l2.type === 'L2VlanNetwork'
          ? 'defaultDhcpMtu.l2VlanNetwork'
          : 'defaultDhcpMtu.l2NoVlanNetwork',
      resourceUuid: l2.uuid,
    }),
  );

/**
 * On a VLAN no packet is larger than on the interface that it is on.
 * @throws SYS.1007
 */
export function checkMtu(world: World, network: L3Network, mtu: number): void {
  const { l2Networks, globalConfig } = world.repositories;
  const l2 = l2NetworkOf(world, network.l2NetworkUuid);
  if (l2.type !== 'L2VlanNetwork') return;
  const usual = Number(
    globalConfig.find('networkService', 'defaultDhcpMtu.l2NoVlanNetwork') ?? 1500,
  );
  const below = l2Networks
    .list()
    .filter(
      ({ type, physicalInterface }) =>
        type === 'L2NoVlanNetwork' && physicalInterface === l2.physicalInterface,
    );
  const limits = l2Networks.clusterUuids(l2.uuid).map((clusterUuid) => {
    const under = below.findLast((one) => l2Networks.clusterUuids(one.uuid).includes(clusterUuid));
    return under ? largestMtu(world, under) : usual;
  });
  if (below.length === 0) limits.push(usual);
  if (mtu <= Math.min(...limits)) return;
  throw wrong(
    `could not set mtu because l2 network[uuid:${l2.uuid}] of l3 network [uuid:${network.uuid}] mtu can not be bigger than the novlan network`,
  );
}

const largestMtu = (world: World, l2: L2Network): number =>
  Math.max(
    usualMtu(world, l2),
    ...world.repositories.l3Networks
      .listByL2(l2.uuid)
      .flatMap(({ uuid }) => ownMtu(world, uuid) ?? []),
  );

export function setMtu(world: World, l3Uuid: string, mtu: number, now: number): void {
  const { tags } = world.repositories;
  for (const tag of tags.listSystemTags(l3Uuid)) {
    if (tokensOf(L3_MTU, tag)) tags.removeSystemTag(l3Uuid, tag);
  }
  const systemTags = [`l3NetworkUuid::${l3Uuid}::mtu::${mtu}`];
  writeTags(world, 'L3NetworkVO', l3Uuid, { systemTags, userTags: [] }, now);
}

/** The address of the router on a network: the one that was set, or the gateway of its ranges; null without any. */
export function routerIpOf({ repositories }: World, l3Uuid: string): string | null {
  const [set] = repositories.tags
    .listSystemTags(l3Uuid)
    .flatMap((tag) => tokensOf(ROUTER_INTERFACE_IP, tag)?.[0] ?? []);
  const normal = repositories.ipRanges
    .listByL3(l3Uuid)
    .find(({ ipRangeType, ipVersion }) => ipRangeType === 'Normal' && ipVersion === 4);
  return set ?? normal?.gateway ?? null;
}

/** @throws SYS.1007 for an address outside of the network, or one that VMs may get */
export function checkRouterIp(world: World, l3Uuid: string, ip: string): void {
  if (!isIpv4(ip)) throw wrong(`invalid IP[${ip}]`);
  const network = l3NetworkOf(world, l3Uuid);
  const ranges = world.repositories.ipRanges
    .listByL3(network.uuid)
    .filter(({ ipRangeType, ipVersion }) => ipRangeType === 'Normal' && ipVersion === 4);
  if (ranges.length === 0) throw wrong(`no ip range in l3[${l3Uuid}]`);
  for (const range of ranges) {
    const { uuid, networkCidr, startIp, endIp } = range;
    if (!isInCidr(ip, networkCidr)) {
      throw wrong(
        `ip[${ip}] is not in the cidr of ip range[uuid:${uuid}, cidr:${networkCidr}] which l3 network[${l3Uuid}] attached`,
      );
    }
    if (isIn(keyOfText(ip) ?? '', range)) {
      throw wrong(
        `ip[${ip}] in ip range[uuid:${uuid}, startIp:${startIp}, endIp:${endIp}] which l3 network[${l3Uuid}] attached, this is not allowed`,
      );
    }
  }
}

export function setRouterIp(world: World, l3Uuid: string, ip: string, now: number): void {
  const { tags } = world.repositories;
  for (const tag of tags.listSystemTags(l3Uuid)) {
    if (tokensOf(ROUTER_INTERFACE_IP, tag)) tags.removeSystemTag(l3Uuid, tag);
  }
  const systemTags = [`routerInterfaceIp::${ip}`];
  writeTags(world, 'L3NetworkVO', l3Uuid, { systemTags, userTags: [] }, now);
}
