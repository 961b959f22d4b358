import type { VmInstance } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';
import { stopAtOnce } from '../../vm-instances/stop-at-once.js';

/**
 * Stops the VMs that have a volume on a storage, those that `isMeant` names and that can be stopped: others go on,
 * as in the real system, which only logs that it failed.
 */
export function stopVms(
  world: World,
  storageUuid: string,
  isMeant: (vm: VmInstance) => boolean,
  now: number,
): void {
  const { volumes, vmInstances } = world.repositories;
  const onStorage = volumes.listByPrimaryStorage(storageUuid);
  for (const uuid of new Set(onStorage.flatMap(({ vmInstanceUuid }) => vmInstanceUuid ?? []))) {
    const vm = vmInstances.find(uuid);
    if (vm && isMeant(vm)) stopAtOnce(world, vm, now);
  }
}
