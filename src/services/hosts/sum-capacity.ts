import { cpuCapacityOf, type HostWithUse } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';
import { hostsIn } from '../storages/primary/hosts.js';
import { freeOf, reservedMemoryOfHosts } from './host-capacity.js';

const PLACES = {
  hosts: { field: 'hostUuid', resourceType: 'HostVO' },
  clusters: { field: 'clusterUuid', resourceType: 'ClusterVO' },
  zones: { field: 'zoneUuid', resourceType: 'ZoneVO' },
} as const;

/** Capacity of the hosts of some places together. Memory is bytes. */
export interface CpuMemoryCapacity {
  readonly totalCpu: number;
  readonly availableCpu: number;
  readonly totalMemory: number;
  readonly availableMemory: number;
  readonly managedCpuNum: number;
}

const NOTHING: CpuMemoryCapacity = {
  totalCpu: 0,
  availableCpu: 0,
  totalMemory: 0,
  availableMemory: 0,
  managedCpuNum: 0,
};

const together = (one: CpuMemoryCapacity, other: CpuMemoryCapacity): CpuMemoryCapacity => ({
  totalCpu: one.totalCpu + other.totalCpu,
  availableCpu: one.availableCpu + other.availableCpu,
  totalMemory: one.totalMemory + other.totalMemory,
  availableMemory: one.availableMemory + other.availableMemory,
  managedCpuNum: one.managedCpuNum + other.managedCpuNum,
});

/**
 * Sums what hosts have that are Enabled and Connected, for each of the places that has such hosts, and together.
 * What hosts keep for themselves is no available memory.
 */
export function sumCapacity(
  world: World,
  kind: keyof typeof PLACES,
  uuids: readonly string[],
  hypervisorType: string | null,
) {
  const { field, resourceType } = PLACES[kind];
  const capacityData = [...new Set(uuids)].flatMap((resourceUuid) => {
    const hosts = hostsIn(world, { [field]: resourceUuid }).filter(
      (host) =>
        host.state === 'Enabled' &&
        host.status === 'Connected' &&
        (hypervisorType === null || host.hypervisorType === hypervisorType),
    );
    if (hosts.length === 0) return [];
    return [{ resourceUuid, ...sumOf(world, world.repositories.hosts.withUse(hosts)) }];
  });
  const all = capacityData.reduce<CpuMemoryCapacity>(together, NOTHING);
  return { ...all, capacityData, resourceType };
}

function sumOf(world: World, hosts: readonly HostWithUse[]): CpuMemoryCapacity {
  const reservedOf = reservedMemoryOfHosts(world);
  const sum = hosts
    .map((host) => ({
      totalCpu: cpuCapacityOf(host),
      availableCpu: freeOf(host).cpus,
      totalMemory: host.memorySize,
      availableMemory: freeOf(host).memory - reservedOf(host),
      managedCpuNum: host.cpuNum,
    }))
    .reduce<CpuMemoryCapacity>(together, NOTHING);
  return { ...sum, availableMemory: Math.max(0, sum.availableMemory) };
}
