import { apiError } from '../../core/api-error.js';
import { parseSize } from '../../core/sizes.js';
import { cpuCapacityOf, type Host, type HostWithUse } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';
import { effectiveConfigsOfMany } from '../configuration/resource-config.js';

/** What a VM takes of its host. Memory is bytes. */
export interface Load {
  readonly cpuNum: number;
  readonly memorySize: number;
}

/** Memory that hosts of kind KVM keep for themselves (`kvm/reservedMemory`), in bytes; those of other kinds keep none. */
export function reservedMemoryOfHosts(world: World): (host: Host) => number {
  const sizeOf = effectiveConfigsOfMany(world, { category: 'kvm', name: 'reservedMemory' });
  return ({ uuid, hypervisorType }) =>
    hypervisorType === 'KVM' ? (parseSize(sizeOf(uuid)) ?? 0) : 0;
}

/** Virtual CPUs and memory of a host that no VM has. */
export const freeOf = (host: HostWithUse): { readonly cpus: number; readonly memory: number } => ({
  cpus: cpuCapacityOf(host) - host.used.cpus,
  memory: host.memorySize - host.used.memory,
});

/** Whether hosts have so many virtual CPUs and so much memory left, what they keep for themselves aside. */
export function roomFor(
  world: World,
  { cpuNum, memorySize }: Load,
): (host: HostWithUse) => boolean {
  const reservedOf = reservedMemoryOfHosts(world);
  return (host) => {
    const free = freeOf(host);
    return free.cpus >= cpuNum && free.memory - reservedOf(host) >= memorySize;
  };
}

/**
 * Those that have so many virtual CPUs and so much memory left, what they keep for themselves aside.
 * @throws SYS.1006 where none has
 */
export function withCapacity(world: World, hosts: readonly Host[], load: Load): HostWithUse[] {
  const found = world.repositories.hosts.withUse(hosts).filter(roomFor(world, load));
  if (found.length > 0) return found;
  throw apiError(
    'SYS.1006',
    `no host having cpu[${load.cpuNum}], memory[${load.memorySize} bytes] found`,
  );
}
