import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { l3NetworkOf } from '../resources/lookup.js';
import { hostsIn } from '../storages/primary/hosts.js';

/**
 * The clusters that are on all these networks; undefined where there are none to be on.
 * @throws SYS.1006 where no host is in any
 */
export function clustersOnNetworks(
  world: World,
  l3NetworkUuids: readonly string[],
): ReadonlySet<string> | undefined {
  if (l3NetworkUuids.length === 0) return undefined;
  const places = l3NetworkUuids.map((uuid) =>
    world.repositories.l2Networks.clusterUuids(l3NetworkOf(world, uuid).l2NetworkUuid),
  );
  const common = new Set(
    (places[0] ?? []).filter((cluster) => places.every((all) => all.includes(cluster))),
  );
  if ([...common].some((clusterUuid) => hostsIn(world, { clusterUuid }).length > 0)) return common;
  throw apiError(
    'SYS.1006',
    `no host found in clusters that has attached to L2Networks which have L3Networks[${l3NetworkUuids.join(', ')}]`,
  );
}

/** Those of these hosts that are on the networks of a VM's NICs. @throws SYS.1006 where no host is */
export function onItsNetworks<H extends { readonly clusterUuid: string }>(
  world: World,
  vm: VmInstance,
  hosts: readonly H[],
): readonly H[] {
  const nics = world.repositories.vmNics.listByVm(vm.uuid);
  const networks = nics.flatMap(({ l3NetworkUuid }) => l3NetworkUuid ?? []);
  const clusters = clustersOnNetworks(world, [...new Set(networks)]);
  return clusters ? hosts.filter(({ clusterUuid }) => clusters.has(clusterUuid)) : hosts;
}
