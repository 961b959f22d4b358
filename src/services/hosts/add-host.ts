import { apiError } from '../../core/api-error.js';
import { isHostAddress } from '../../core/host-address.js';
import { USUAL_HOST, hostStatusMachine, type Host } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';
import { clusterOf, newUuid } from '../resources/lookup.js';
import { followHosts } from '../storages/primary/connection.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';
import { reservedMemoryOfHosts } from './host-capacity.js';

/** What a call says of a new host. */
export interface NewHost extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly managementIp: string;
  readonly clusterUuid: string;
  readonly resourceUuid: string | null;
  /** The kind of host that the call adds: the cluster's must be the same. */
  readonly kind: 'KVM' | 'Simulator';
  readonly username?: string;
  readonly sshPort?: number;
  /** What a host that is only pretended has. */
  readonly cpuNum?: number;
  readonly memorySize?: number;
}

const wrong = (details: string) => apiError('SYS.1007', details);

/** @throws SYS.1007 for what no host can be reached at */
export function checkAddress(managementIp: string): void {
  if (isHostAddress(managementIp)) return;
  throw wrong(`managementIp[${managementIp}] is neither an IPv4 address nor a valid hostname`);
}

/** @throws SYS.1007 for an address that a host has already */
export function checkAddressFree({ repositories }: World, managementIp: string): void {
  if (!repositories.hosts.findByAddress(managementIp)) return;
  throw wrong(`there has been a host having managementIp[${managementIp}]`);
}

/**
 * Adds a host to a cluster and connects it; its hardware is the cluster's usual one, as no agent tells. Answers its
 * uuid.
 * @throws SYS.1006 where the cluster has hosts of another kind, or the host is smaller than what it must keep free
 */
export function addHost(world: World, wanted: NewHost, now: number): string {
  checkAddressFree(world, wanted.managementIp);
  const { hosts, clusters } = world.repositories;
  const cluster = clusterOf(world, wanted.clusterUuid);
  if (cluster.hypervisorType !== wanted.kind) {
    throw apiError(
      'SYS.1006',
      `cluster[uuid:${cluster.uuid}] hypervisorType is not ${wanted.kind}`,
    );
  }
  const uuid = newUuid(world, wanted.resourceUuid);
  const architecture = cluster.architecture ?? 'x86_64';
  const host: Host = {
    uuid,
    zoneUuid: cluster.zoneUuid,
    clusterUuid: cluster.uuid,
    name: wanted.name,
    description: wanted.description,
    managementIp: wanted.managementIp,
    hypervisorType: cluster.hypervisorType,
    state: 'Enabled',
    status: 'Connecting',
    cpuNum: wanted.cpuNum ?? USUAL_HOST.cpuNum,
    cpuSockets: wanted.cpuNum === undefined ? USUAL_HOST.cpuSockets : 0,
    memorySize: wanted.memorySize ?? USUAL_HOST.memorySize,
    architecture,
    username: wanted.username ?? null,
    sshPort: wanted.sshPort ?? null,
    isReachable: true,
    createDate: now,
    lastOpDate: now,
  };
  hosts.insert(host);
  writeTags(world, 'HostVO', uuid, wanted, now);
  checkSize(world, host);
  hosts.update(host, { status: hostStatusMachine.next(host.status, 'connected') }, now);
  if (cluster.architecture === null) clusters.update(cluster, { architecture }, now);
  followHosts(world, cluster.uuid, now);
  return uuid;
}

function checkSize(world: World, host: Host): void {
  const reserved = reservedMemoryOfHosts(world)(host);
  if (host.memorySize >= reserved) return;
  throw apiError(
    'SYS.1006',
    `The host[uuid:${host.uuid}]'s available memory capacity[${host.memorySize}] is lower than the reserved capacity[${reserved}]`,
  );
}
