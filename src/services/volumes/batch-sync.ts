import type { World } from '../../domain/world.js';

/** How many volumes were looked at, and of how many the storage did not answer. */
export interface BatchSync {
  readonly successCount: number;
  readonly failCount: number;
}

/**
 * Looks at the volumes of all VMs that run on Connected hosts of a cluster. Their sizes are kept in step here, so that
 * nothing changes. (The real system means to add what their snapshots hold, but looks these up by the wrong uuids.)
 */
export function syncVolumesOf({ repositories }: World, clusterUuid: string): BatchSync {
  const { hosts, vmInstances, volumes, primaryStorages } = repositories;
  const looked = hosts
    .listByCluster(clusterUuid)
    .filter(({ status }) => status === 'Connected')
    .flatMap(({ uuid }) => vmInstances.listByHost(uuid))
    .filter(({ state }) => state === 'Running')
    .flatMap(({ uuid }) => volumes.listByVm(uuid))
    .map(({ primaryStorageUuid }) => primaryStorages.find(primaryStorageUuid ?? '')?.status);
  const successCount = looked.filter((status) => status === 'Connected').length;
  return { successCount, failCount: looked.length - successCount };
}
