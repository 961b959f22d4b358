import { apiError } from '../../../core/api-error.js';
import type { Host } from '../../../domain/host/host.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';

/** Hosts of a place; of all places where none is named. */
export function hostsIn(
  { repositories }: World,
  {
    zoneUuid,
    clusterUuid,
    hostUuid,
  }: Readonly<Partial<Record<'zoneUuid' | 'clusterUuid' | 'hostUuid', string | null>>> = {},
): Host[] {
  const { zones, clusters, hosts } = repositories;
  if (hostUuid) return [hosts.find(hostUuid) ?? []].flat();
  if (clusterUuid) return hosts.listByCluster(clusterUuid);
  const inZones = zoneUuid ? [zoneUuid] : zones.list().map(({ uuid }) => uuid);
  return inZones
    .flatMap((uuid) => clusters.listByZone(uuid))
    .flatMap(({ uuid }) => hosts.listByCluster(uuid));
}

/**
 * What is done on NFS is done by a host of its clusters, in worlds that have hosts.
 * @throws SYS.1006
 */
export function checkHostOfNfs(world: World, { uuid, type }: PrimaryStorage): void {
  if (type !== 'NFS') return;
  const isServed = world.repositories.primaryStorages
    .clusterUuids(uuid)
    .flatMap((clusterUuid) => hostsIn(world, { clusterUuid }))
    .some(({ state, status }) => state === 'Enabled' && status === 'Connected');
  if (isServed || hostsIn(world).length === 0) return;
  throw apiError(
    'SYS.1006',
    `cannot find a Connected host to execute command for nfs primary storage[uuid:${uuid}]`,
  );
}
