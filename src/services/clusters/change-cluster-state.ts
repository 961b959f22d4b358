import { clusterStateMachine, type Cluster } from '../../domain/cluster/cluster.js';
import { hostStateMachine } from '../../domain/host/host.js';
import type { World } from '../../domain/world.js';

/** Enables or disables a cluster and its hosts; those in maintenance stay there. */
export function changeClusterState(
  world: World,
  cluster: Cluster,
  event: 'enable' | 'disable',
  now: number,
): void {
  const { clusters, hosts } = world.repositories;
  for (const host of hosts.listByCluster(cluster.uuid)) {
    if (host.state === 'Maintenance' || host.state === 'PreMaintenance') continue;
    hosts.update(host, { state: hostStateMachine.next(host.state, event) }, now);
  }
  clusters.update(cluster, { state: clusterStateMachine.next(cluster.state, event) }, now);
}
