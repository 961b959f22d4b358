import type { Zone } from '../../domain/zone/zone.js';
import { removeHost } from '../hosts/delete-host.js';
import { deleteL2Network } from '../networks/l2-networks.js';
import { removePrimaryStorage } from '../storages/primary/primary-storages.js';
import { removeVm } from '../vm-instances/remove-vm.js';
import type { World } from '../../domain/world.js';

/**
 * Removes a zone with its VMs, networks and primary storages; backup storages are only detached, and images
 * stay where they are.
 */
export function deleteZone(world: World, { uuid }: Zone): void {
  const now = world.clock.now();
  const { zones, clusters, hosts, vmInstances, primaryStorages, backupStorages, tags } =
    world.repositories;
  const { l2Networks, resourceConfigs } = world.repositories;
  for (const vm of vmInstances.listByZone(uuid)) removeVm(world, vm);
  for (const storage of primaryStorages.listByZone(uuid)) removePrimaryStorage(world, storage);
  for (const storage of backupStorages.listByZone(uuid)) {
    backupStorages.detachFromZone(storage.uuid, uuid);
  }
  for (const network of l2Networks.listByZone(uuid)) deleteL2Network(world, network.uuid, now);
  for (const cluster of clusters.listByZone(uuid)) {
    for (const host of hosts.listByCluster(cluster.uuid)) removeHost(world, host);
    tags.removeAll(cluster.uuid);
    resourceConfigs.removeAll(cluster.uuid);
    clusters.remove(cluster.uuid);
  }
  tags.removeAll(uuid);
  resourceConfigs.removeAll(uuid);
  zones.remove(uuid);
}
