import type { Cluster } from '../../domain/cluster/cluster.js';
import type { World } from '../../domain/world.js';
import { deleteHost } from '../hosts/delete-host.js';
import { detachFromCluster } from '../storages/primary/clusters.js';

/** Removes a cluster with its hosts, which stops their VMs; storages are detached. */
export function deleteCluster(world: World, cluster: Cluster, now: number): void {
  const { clusters, hosts, vmInstances, primaryStorages, tags, resourceConfigs } =
    world.repositories;
  for (const host of hosts.listByCluster(cluster.uuid)) deleteHost(world, host, now);
  for (const storage of primaryStorages.listByCluster(cluster.uuid)) {
    detachFromCluster(world, storage, cluster.uuid, now);
  }
  vmInstances.forgetCluster(cluster.uuid);
  tags.removeAll(cluster.uuid);
  resourceConfigs.removeAll(cluster.uuid);
  clusters.remove(cluster.uuid);
}
