import type { Host } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';
import { followHosts } from '../storages/primary/connection.js';
import { destroyVm } from '../vm-instances/destroy-vm.js';
import { stopAtOnce } from '../vm-instances/stop-at-once.js';
import { detachFromVm } from '../volumes/attach-volume.js';
import { removeVolume } from '../volumes/remove-volume.js';

/**
 * Removes a host: its VMs are stopped, and those with their root volume on its disks destroyed; the data volumes on
 * its disks are gone with it.
 */
export function deleteHost(world: World, host: Host, now: number): void {
  const { vmInstances } = world.repositories;
  for (const vm of vmInstances.listByHost(host.uuid)) stopAtOnce(world, vm, now);
  loseDisks(world, host, now);
  vmInstances.forgetHost(host.uuid);
  removeHost(world, host);
  followHosts(world, host.clusterUuid, now);
}

/** What lies on the host's own disks. */
function loseDisks(world: World, { uuid }: Host, now: number): void {
  const { primaryStorages, volumes, vmInstances } = world.repositories;
  const here = primaryStorages.localVolumesOn(uuid).flatMap((one) => volumes.find(one) ?? []);
  for (const { type, vmInstanceUuid } of here) {
    const vm = type === 'Root' && vmInstanceUuid ? vmInstances.find(vmInstanceUuid) : undefined;
    if (vm) destroyVm(world, vm, now);
  }
  for (const { uuid: volumeUuid, type } of here) {
    const volume = type === 'Data' ? volumes.find(volumeUuid) : undefined;
    if (volume) removeVolume(world, detachFromVm(world, volume, now));
  }
  // A root volume that waits for the end of its VM lies nowhere any more.
  primaryStorages.forgetLocalVolumesOn(uuid);
}

/** Removes what the world knows of a host that nothing is on any more. */
export function removeHost({ repositories }: World, { uuid }: Host): void {
  repositories.tags.removeAll(uuid);
  repositories.resourceConfigs.removeAll(uuid);
  repositories.hosts.remove(uuid);
}
