import { apiError } from '../../core/api-error.js';
import { parseSize } from '../../core/sizes.js';
import { cpuCapacityOf, type Host, type HostWithUse } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';
import { effectiveConfig } from '../configuration/resource-config.js';

/** What a VM takes of its host. Memory is bytes. */
export interface Load {
  readonly cpuNum: number;
  readonly memorySize: number;
}

/** Memory that a host of kind KVM keeps for itself (`kvm/reservedMemory`), in bytes; those of other kinds keep none. */
export function reservedMemoryOf(world: World, { uuid, hypervisorType }: Host): number {
  if (hypervisorType !== 'KVM') return 0;
  const place = { category: 'kvm', name: 'reservedMemory', resourceUuid: uuid };
  return parseSize(effectiveConfig(world, place)) ?? 0;
}

/** Virtual CPUs and memory of a host that no VM has. */
export const freeOf = (host: HostWithUse): { readonly cpus: number; readonly memory: number } => ({
  cpus: cpuCapacityOf(host) - host.used.cpus,
  memory: host.memorySize - host.used.memory,
});

/**
 * Those that have so many virtual CPUs and so much memory left, what they keep for themselves aside.
 * @throws SYS.1006 where none has
 */
export function withCapacity(
  world: World,
  hosts: readonly Host[],
  { cpuNum, memorySize }: Load,
): HostWithUse[] {
  const found = world.repositories.hosts.withUse(hosts).filter((host) => {
    const free = freeOf(host);
    return free.cpus >= cpuNum && free.memory - reservedMemoryOf(world, host) >= memorySize;
  });
  if (found.length > 0) return found;
  throw apiError('SYS.1006', `no host having cpu[${cpuNum}], memory[${memorySize} bytes] found`);
}
