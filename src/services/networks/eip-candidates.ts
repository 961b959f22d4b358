import { apiError } from '../../core/api-error.js';
import type { IpVersion } from '../../core/ip.js';
import type { Vip, VipInUse } from '../../domain/network/vip.js';
import type { Eip } from '../../domain/network/eip.js';
import { DUAL_STACK, L3_BASIC_NETWORK, type L3Network } from '../../domain/network/l3-network.js';
import type { VmNic, VmNicWithIps } from '../../domain/network/vm-nic.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf, vipOf, vmOf } from '../resources/lookup.js';
import { ATTACHABLE, providerOn, versionOfIp } from './eips.js';
import { isIn } from './reach.js';

const refused = (details: string) => apiError('SYS.1006', details);

const ROUTERS: readonly (string | undefined)[] = ['vrouter', 'VirtualRouter'];

/** What is asked of the NICs that an EIP can be given to. */
interface Asked {
  readonly eipUuid: string | null;
  readonly vipUuid: string | null;
  readonly vmUuid: string | null;
  readonly vmName: string | null;
  readonly networkServiceProvider: string | null;
  readonly attachedToVm: boolean;
  readonly limit: number;
  readonly start: number;
}

/** Of an address pool it asks for networks of routers, of IPv6 for flat ones. @throws SYS.1007 without an EIP or VIP, SYS.1006 for a disabled EIP */
export function checkAttachableNics(world: World, asked: Asked): Asked {
  const { eips, ipRanges } = world.repositories;
  const { eipUuid, vipUuid } = asked;
  const eip = eipUuid === null ? undefined : eips.find(eipUuid);
  if (eip && eip.state !== 'Enabled') {
    throw refused(`eip[uuid:${eipUuid}] is not in state of Enabled, cannot get attachable vm nic`);
  }
  const of = vipUuid ?? eip?.vipUuid;
  if (of === undefined) throw apiError('SYS.1007', 'either eipUuid or vipUuid must be set');
  const vip = vipOf(world, of);
  const isPool = ipRanges.find(vip.ipRangeUuid)?.ipRangeType === 'AddressPool';
  if (isPool) return { ...asked, networkServiceProvider: 'vrouter' };
  return versionOfIp(vip.ip) === 6 ? { ...asked, networkServiceProvider: 'Flat' } : asked;
}

interface Found {
  readonly nics: readonly VmNicWithIps[];
  /** Where the next page begins, and whether there may be one. */
  readonly start: number;
  readonly more: boolean;
}

const NOTHING: Found = { nics: [], start: 0, more: false };

/**
 * The NICs that an EIP can be given to: of VMs in the clusters of its network, on other networks with EIPs. Those of
 * networks with routers are none: routers are no VMs here.
 */
export function attachableNics(world: World, asked: Asked): Found {
  const { eips, vips, usedIps } = world.repositories;
  const { networkServiceProvider: wanted } = asked;
  const eip = asked.eipUuid === null ? undefined : eips.find(asked.eipUuid);
  if (eip && eip.vmNicUuid !== null) return NOTHING;
  const [vip] = vips.inUse([vipOf(world, eip?.vipUuid ?? asked.vipUuid ?? '')]);
  const networks = vip ? guestNetworks(world, vip) : [];
  if (!vip || networks.length === 0) return NOTHING;
  const ofVms = nicsOfVms(world, vip, networks, asked);
  const page = ofVms.slice(asked.start, asked.start + asked.limit);
  const loose = networks
    .flatMap(({ uuid }) => world.repositories.vmNics.listByL3(uuid))
    .filter(({ vmInstanceUuid }) => vmInstanceUuid === null);
  const candidates = [...page, ...loose];
  if (candidates.length === 0) return NOTHING;
  const more = candidates.length >= asked.limit;
  const nics = candidates
    .filter((nic) => isFor(world, vip, nic))
    .filter(({ vmInstanceUuid }) => asked.attachedToVm || vmInstanceUuid === null)
    .filter(({ l3NetworkUuid }) => wanted === null || providerOn(world, l3NetworkUuid) === wanted)
    .map((nic) => ({ ...nic, usedIps: usedIps.listByNic(nic.uuid) }));
  return { nics, start: asked.start + (more ? asked.limit : candidates.length), more };
}

/** The networks whose NICs EIPs of a VIP can be for. */
function guestNetworks(world: World, vip: VipInUse): L3Network[] {
  const { l3Networks, l2Networks } = world.repositories;
  const own = l3NetworkOf(world, vip.l3NetworkUuid);
  const clusters = l2Networks.clusterUuids(own.l2NetworkUuid);
  const version = versionOfIp(vip.ip);
  return l3Networks.listByZone(own.zoneUuid).filter((network) => {
    const provider = providerOn(world, network.uuid);
    return (
      !network.system &&
      network.uuid !== own.uuid &&
      (network.ipVersion === version || network.ipVersion === DUAL_STACK) &&
      provider !== undefined &&
      (vip.serviceProvider === null || vip.serviceProvider === provider) &&
      isIn(world, network, clusters)
    );
  });
}

/** The NICs with addresses of VMs on these networks, none of which is on the network of the VIP; by VMs. */
function nicsOfVms(
  world: World,
  vip: Vip,
  networks: readonly L3Network[],
  { vmUuid, vmName }: Asked,
): VmNic[] {
  const { vmNics, vmInstances, usedIps } = world.repositories;
  const version = versionOfIp(vip.ip);
  const isAsked = ({ uuid, name, type, state, clusterUuid }: VmInstance) =>
    type === 'UserVm' &&
    ATTACHABLE.includes(state) &&
    clusterUuid !== null &&
    contains(uuid, vmUuid) &&
    contains(name, vmName) &&
    !vmNics
      .listByVm(uuid)
      .some(({ l3NetworkUuid, ip }) => l3NetworkUuid === vip.l3NetworkUuid && ip !== null);
  return networks
    .flatMap(({ uuid }) => vmNics.listByL3(uuid))
    .filter(({ uuid, vmInstanceUuid }) => {
      const vm = vmInstanceUuid === null ? undefined : vmInstances.find(vmInstanceUuid);
      const has = usedIps.listByNic(uuid).some(({ ipVersion }) => ipVersion === version);
      return vm !== undefined && has && isAsked(vm);
    })
    .toSorted((a, b) => ((a.vmInstanceUuid ?? '') < (b.vmInstanceUuid ?? '') ? -1 : 1));
}

/** As a database's LIKE: whatever the case. */
const contains = (text: string, part: string | null): boolean =>
  part === null || text.toLowerCase().includes(part.toLowerCase());

/** Whether the network of a NIC can give it an EIP of this VIP: a flat one gives one of a version at most. */
function isFor(world: World, vip: VipInUse, nic: VmNic): boolean {
  const version = versionOfIp(vip.ip);
  if (isOnlyOf(world, nic, version === 4 ? 6 : 4)) return false;
  const provider = providerOn(world, nic.l3NetworkUuid);
  if (ROUTERS.includes(provider)) {
    const peer = vip.peerL3NetworkUuid;
    return peer !== null && peer === nic.l3NetworkUuid;
  }
  return !world.repositories.eips
    .listByNic(nic.uuid)
    .some(({ vipIp }) => versionOfIp(vipIp) === version);
}

/** Whether a NIC has one address, of this version. */
function isOnlyOf({ repositories }: World, { uuid }: VmNic, version: IpVersion): boolean {
  const addresses = repositories.usedIps.listByNic(uuid);
  return addresses.length === 1 && addresses[0]?.ipVersion === version;
}

/**
 * The EIPs that a NIC of a VM can be given: loose ones of networks in its cluster. Only flat networks know any:
 * routers are no VMs here.
 * @throws SYS.1006 for a NIC of no VM
 */
export function attachableEips(world: World, nic: VmNic, ipVersion: number | null): Eip[] {
  const { eips, vips } = world.repositories;
  if (nic.vmInstanceUuid === null) {
    throw refused(
      `vmNic[uuid:${nic.uuid}] is not attached to vmInstance, cannot get attachable eips`,
    );
  }
  const networks = publicNetworks(world, vmOf(world, nic.vmInstanceUuid), nic.l3NetworkUuid);
  const has = eips.listByNic(nic.uuid).map(({ vipIp }) => versionOfIp(vipIp));
  // One of a version that it has already is none for it, nor one of a version of which it has no address.
  const isOut = (version: IpVersion) =>
    has.includes(version) ||
    isOnlyOf(world, nic, version === 4 ? 6 : 4) ||
    (ipVersion !== null && ipVersion !== version);
  return eips.listLoose().filter(({ vipUuid, vipIp }) => {
    const on = vips.find(vipUuid)?.l3NetworkUuid;
    return on !== undefined && networks.has(on) && !isOut(versionOfIp(vipIp));
  });
}

function publicNetworks(world: World, vm: VmInstance, l3NetworkUuid: string): ReadonlySet<string> {
  const { hosts, l3Networks, vmNics } = world.repositories;
  const own = l3NetworkOf(world, l3NetworkUuid);
  if (own.category !== 'Private' || providerOn(world, own.uuid) !== 'Flat') return new Set();
  const hostUuid = vm.hostUuid ?? vm.lastHostUuid;
  const cluster = hostUuid === null ? undefined : hosts.find(hostUuid)?.clusterUuid;
  if (cluster === undefined) return new Set();
  const taken = new Set(vmNics.listByVm(vm.uuid).map((one) => one.l3NetworkUuid));
  const near = l3Networks
    .list()
    .filter((network) => !taken.has(network.uuid) && isIn(world, network, [cluster]));
  const found = new Set<string>();
  // A network without EIPs counts as the one before it: the real system forgets to forget.
  let provider: string | undefined = 'Flat';
  for (const { uuid, category, type } of near) {
    if (category === 'Public') found.add(uuid);
    if (category !== 'Private' || type !== L3_BASIC_NETWORK) continue;
    provider = providerOn(world, uuid) ?? provider;
    if (provider === 'Flat') found.add(uuid);
  }
  return found;
}
