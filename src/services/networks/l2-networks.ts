import { apiError } from '../../core/api-error.js';
import type { Cluster } from '../../domain/cluster/cluster.js';
import type { L2Network, L2NetworkType } from '../../domain/network/l2-network.js';
import type { World } from '../../domain/world.js';
import { clusterOf, l2NetworkOf, newUuid } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { deleteL3Network } from './l3-networks.js';
import { detachNic } from './nics.js';

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/** Of a network device of Linux. */
const LONGEST_DEVICE_NAME = 15;

/** What a new network of layer 2 is to be. */
export interface NewL2Network extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
  readonly zoneUuid: string;
  readonly physicalInterface: string;
  readonly type: L2NetworkType;
  readonly vlan: number | null;
  readonly vSwitchType: string;
  readonly isolated: boolean;
  readonly pvlan: string | null;
}

/** The type is told by the call itself; where it says another, it is refused. @throws SYS.1007 */
export function checkL2Type(told: string | null): void {
  if (told === null || told === 'L2NoVlanNetwork' || told === 'L2VlanNetwork') return;
  throw wrong(`unsupported l2Network type[${told}]`);
}

export function createL2Network(world: World, wanted: NewL2Network, now: number): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  world.repositories.l2Networks.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    zoneUuid: wanted.zoneUuid,
    physicalInterface: wanted.physicalInterface,
    type: wanted.type,
    vSwitchType: wanted.vSwitchType,
    virtualNetworkId: wanted.vlan ?? 0,
    isolated: wanted.isolated,
    pvlan: wanted.pvlan,
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(wanted.ownerUuid, uuid, 'L2NetworkVO');
  writeTags(world, 'L2NetworkVO', uuid, wanted, now);
  return uuid;
}

/**
 * What the interceptor looks at before a network is attached.
 * @throws SYS.1006 where it is attached already; SYS.1007 where another one on the interface has other switches, or
 *   Linux cannot name the device of the VLAN
 */
export function checkAttach(world: World, l2Uuid: string, clusterUuid: string): void {
  const { l2Networks } = world.repositories;
  const attached = l2Networks.listByCluster(clusterUuid);
  if (attached.some(({ uuid }) => uuid === l2Uuid)) {
    throw refused(
      `l2Network[uuid:${l2Uuid}] has attached to cluster[uuid:${clusterUuid}], can't attach again`,
    );
  }
  const network = l2NetworkOf(world, l2Uuid);
  const other = attached.find(
    ({ physicalInterface, vSwitchType }) =>
      physicalInterface === network.physicalInterface && vSwitchType !== network.vSwitchType,
  );
  if (other) {
    throw wrong(
      `could not attach l2 network, because there is another network [uuid:${other.uuid}] on physical interface [${network.physicalInterface}] with different vswitch type`,
    );
  }
  if (network.type !== 'L2VlanNetwork' || clusterOf(world, clusterUuid).hypervisorType !== 'KVM') {
    return;
  }
  const device = `${network.physicalInterface}.${network.virtualNetworkId}`;
  if (device.length <= LONGEST_DEVICE_NAME) return;
  throw wrong(`cannot create vlan-device on ${network.physicalInterface} because it's too long`);
}

/**
 * Lets the hosts of a cluster use a network.
 * @throws L2.1000 where another one has its interface, and its VLAN, there
 */
export function attachToCluster(
  world: World,
  l2Uuid: string,
  clusterUuid: string,
  l2ProviderType: string | null,
  now: number,
): void {
  const { l2Networks } = world.repositories;
  const network = l2NetworkOf(world, l2Uuid);
  const other = l2Networks.listByCluster(clusterUuid).find((one) => isSameWire(one, network));
  if (other) {
    const [kind, vlan] =
      network.type === 'L2VlanNetwork'
        ? ['L2VlanNetwork', `, vlan[${other.virtualNetworkId}]`]
        : ['l2Network', ''];
    const { errorCode } = wrong(
      `There has been a ${kind}[uuid:${other.uuid}, name:${other.name}] attached to cluster[uuid:${clusterUuid}] that has physical interface[${other.physicalInterface}]${vlan}. Failed to attach ${kind}[uuid:${l2Uuid}]`,
    );
    const { code, description, details } = errorCode;
    throw apiError(
      'L2.1000',
      `attach l2 network failed:${JSON.stringify({ code, description, details })}`,
      errorCode,
    );
  }
  l2Networks.attach({
    l2NetworkUuid: l2Uuid,
    clusterUuid,
    l2ProviderType,
    createDate: now,
    lastOpDate: now,
  });
}

/** Whether two networks would be one on a host: of the same type, on the same interface, with the same VLAN. */
const isSameWire = (a: L2Network, b: L2Network) =>
  a.type === b.type &&
  a.physicalInterface === b.physicalInterface &&
  a.virtualNetworkId === b.virtualNetworkId;

/** @throws SYS.1006 where it is not attached */
export function checkDetach({ repositories }: World, l2Uuid: string, clusterUuid: string): void {
  if (repositories.l2Networks.clusterUuids(l2Uuid).includes(clusterUuid)) return;
  throw refused(`l2Network[uuid:${l2Uuid}] has not attached to cluster[uuid:${clusterUuid}]`);
}

/** Takes a network from a cluster: the VMs there lose their NICs on it. */
export function detachFromCluster(
  world: World,
  l2Uuid: string,
  clusterUuid: string,
  now: number,
): void {
  const { l2Networks, l3Networks, vmNics, vmInstances } = world.repositories;
  for (const { uuid } of l3Networks.listByL2(l2Uuid)) {
    for (const nic of vmNics.listByL3(uuid)) {
      const vm = nic.vmInstanceUuid === null ? undefined : vmInstances.find(nic.vmInstanceUuid);
      if (vm?.clusterUuid === clusterUuid) detachNic(world, nic, now);
    }
  }
  l2Networks.detach(l2Uuid, clusterUuid);
}

/** Removes a network with the networks of layer 3 on it. */
export function deleteL2Network(world: World, uuid: string, now: number): void {
  const { l2Networks, l3Networks, tags, accounts, resourceConfigs } = world.repositories;
  for (const network of l3Networks.listByL2(uuid)) deleteL3Network(world, network, now);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  l2Networks.remove(uuid);
}

/**
 * What another VLAN of a network asks for.
 * @throws SYS.1006 for its clusters and their hosts, SYS.1007 for the VLAN itself
 */
export function checkVlanChange(
  world: World,
  network: L2Network,
  { type, vlan }: { readonly type: string | null; readonly vlan: number | null },
): void {
  const { uuid, physicalInterface } = network;
  const { l2Networks, clusters, hosts } = world.repositories;
  const attached = l2Networks.clusterUuids(uuid);
  for (const clusterUuid of attached) {
    if (hosts.listByCluster(clusterUuid).some(({ status }) => status !== 'Connected')) {
      throw refused(
        `cannot change vlan for l2Network[uuid:${uuid}] because there are hosts status in Connecting or Disconnected`,
      );
    }
    if (clusters.find(clusterUuid)?.hypervisorType !== 'KVM') {
      throw refused(
        `cannot change vlan for l2Network[uuid:${uuid}] because it only supports an L2Network that is exclusively attached to a kvm cluster`,
      );
    }
  }
  if (network.isolated) {
    throw wrong(
      `cannot change vlan for l2Network[uuid:${uuid}] because this l2Network is isolated`,
    );
  }
  const beside = attached
    .flatMap((clusterUuid) => l2Networks.listByCluster(clusterUuid))
    .filter((one) => one.uuid !== uuid && one.physicalInterface === physicalInterface);
  if (type === 'L2VlanNetwork') {
    if (vlan === null) throw wrong(`vlan is required for ChangeL2NetworkVlanId with type[${type}]`);
    if (vlan < 1 || vlan > 4094) throw wrong(`vlan[${vlan}] is invalid`);
    if (beside.some((one) => one.type === type && one.virtualNetworkId === vlan)) {
      throw wrong(
        `There has been a l2Network attached to cluster with virtual network id[${vlan}] and physical interface[${physicalInterface}]. Failed to change L2 network[uuid:${uuid}]`,
      );
    }
  } else if (type === 'L2NoVlanNetwork') {
    if (vlan !== null) {
      throw wrong(`vlan is not allowed for ChangeL2NetworkVlanId with type[${type}]`);
    }
    if (beside.some((one) => one.type === type)) {
      throw wrong(
        `There has been a l2Network attached to cluster that has physical interface[${physicalInterface}]. Failed to change l2Network[uuid:${uuid}]`,
      );
    }
  } else {
    // The real system stumbles over a type that is missing, and writes down any other.
    throw type === null
      ? apiError('SYS.1000', 'java.lang.NullPointerException')
      : wrong(`unsupported l2Network type[${type}]`);
  }
}

/** The clusters that a network can be attached to. */
export function clustersFor(
  world: World,
  l2Uuid: string,
  clusterTypes: readonly string[] | null,
): Cluster[] {
  const { l2Networks, clusters } = world.repositories;
  const network = l2NetworkOf(world, l2Uuid);
  const attached = l2Networks.clusterUuids(l2Uuid);
  return clusters
    .listByZone(network.zoneUuid)
    .filter(
      ({ uuid, type }) =>
        !attached.includes(uuid) &&
        ((clusterTypes ?? []).length === 0 || clusterTypes?.includes(type)) &&
        network.vSwitchType !== 'OvsDpdk' &&
        !l2Networks.listByCluster(uuid).some((one) => isSameWire(one, network)),
    );
}

/** The networks that can be attached to a cluster: those without a VLAN first. */
export function l2NetworksFor(world: World, clusterUuid: string): L2Network[] {
  const { l2Networks } = world.repositories;
  const cluster = clusterOf(world, clusterUuid);
  const attached = l2Networks.listByCluster(clusterUuid);
  const found = l2Networks
    .listByZone(cluster.zoneUuid)
    .filter(
      (network) =>
        !attached.some((one) => one.uuid === network.uuid || isSameWire(one, network)) &&
        network.vSwitchType !== 'OvsDpdk',
    );
  const withVlan = ({ type }: L2Network) => Number(type === 'L2VlanNetwork');
  return found.toSorted((a, b) => withVlan(a) - withVlan(b));
}
