import { vmStateMachine, type VmInstance } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';

/**
 * Stops the VMs that have a volume on a storage, those that `isMeant` names and that can be stopped: others go on,
 * as in the real system, which only logs that it failed. They are stopped at once, whatever the pace of the world:
 * the call that stops them is answered when they are.
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
    if (
      !vm ||
      !isMeant(vm) ||
      vm.state === 'Stopped' ||
      !vmStateMachine.accepts(vm.state, 'stop')
    ) {
      continue;
    }
    const stopping = vmStateMachine.next(vm.state, 'stop');
    vmInstances.update(vm, { state: stopping }, now);
    vmInstances.update(
      { ...vm, state: stopping },
      {
        state: vmStateMachine.next(stopping, 'stopped'),
        hostUuid: null,
        lastHostUuid: vm.hostUuid ?? vm.lastHostUuid,
      },
      now,
    );
  }
}
