import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { hostForVm } from '../storages/primary/local-storage.js';
import { rootStorageOf } from './iso.js';

/** Where a VM is wanted, if the call says so. */
export interface WantedPlace {
  readonly hostUuid?: string | null;
  readonly clusterUuid?: string | null;
}

/**
 * The host that a VM starts on: where its local disks lie; else the named one, the last one, or any that can run
 * it. Null in a world that knows of no host for it.
 */
export function hostToStartOn(
  world: World,
  vm: VmInstance,
  { hostUuid = null, clusterUuid = null }: WantedPlace,
): string | null {
  const storage = rootStorageOf(world, vm.uuid);
  if (storage?.type === 'LocalStorage' && vm.lastHostUuid !== null) return vm.lastHostUuid;
  if (hostUuid !== null) return hostUuid;
  if (clusterUuid === null && vm.lastHostUuid !== null) return vm.lastHostUuid;
  if (!storage) return vm.lastHostUuid;
  const wanted = { clusterUuid, architecture: vm.architecture };
  return hostForVm(world, storage.uuid, wanted)?.uuid ?? vm.lastHostUuid;
}
