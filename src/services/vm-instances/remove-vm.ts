import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { removeNicsOf } from '../networks/nics.js';
import { detachFromVm } from '../volumes/attach-volume.js';
import { removeVolume } from '../volumes/remove-volume.js';
import { removeGroup } from '../volume-snapshots/groups/snapshot-group.js';
import type { World } from '../../domain/world.js';

/**
 * Removes a VM for good, with its root volume and its snapshots; data volumes are only detached,
 * unless they are part of a creation that is undone.
 */
export function removeVm(world: World, vm: VmInstance, withDataVolumes = false): void {
  const { vmInstances, volumes, volumeSnapshotGroups, accounts, tags, resourceConfigs } =
    world.repositories;
  for (const volume of volumes.listByVm(vm.uuid)) {
    if (volume.type === 'Root' || withDataVolumes) removeVolume(world, volume);
    else detachFromVm(world, volume, world.clock.now());
  }
  for (const { uuid } of volumeSnapshotGroups.listByVm(vm.uuid)) removeGroup(world, uuid);
  removeNicsOf(world, vm.uuid, world.clock.now());
  tags.removeAll(vm.uuid);
  accounts.disown(vm.uuid);
  resourceConfigs.removeAll(vm.uuid);
  vmInstances.remove(vm.uuid);
}
