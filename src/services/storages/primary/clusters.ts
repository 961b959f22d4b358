import { isSameText } from '../../../core/collation.js';
import { apiError } from '../../../core/api-error.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../../domain/primary-storage/primary-storage.js';
import type { VmState } from '../../../domain/vm-instance/vm-instance.js';
import type { World } from '../../../domain/world.js';
import { clusterOf, primaryStorageOf } from '../../resources/lookup.js';
import { connect, hasUsableHost, isMounted, isReachedThroughHosts } from './connection.js';
import { stopVms } from './stop-vms.js';

/**
 * What must hold for a storage to be attached to a cluster.
 * @throws SYS.1006 or SYS.1007
 */
export function checkAttach(world: World, storageUuid: string, clusterUuid: string): void {
  const { primaryStorages } = world.repositories;
  const attached = primaryStorages.listByCluster(clusterUuid);
  if (attached.some(({ uuid }) => uuid === storageUuid)) {
    throw apiError(
      'SYS.1006',
      `primary storage[uuid:${storageUuid}] has been attached to cluster[uuid:${clusterUuid}]`,
    );
  }
  const { zoneUuid, url } = primaryStorageOf(world, storageUuid);
  if (clusterOf(world, clusterUuid).zoneUuid !== zoneUuid) {
    throw apiError(
      'SYS.1007',
      `primary storage[uuid:${storageUuid}] and cluster[uuid:${clusterUuid}] are not in the same zone`,
    );
  }
  if (attached.some((other) => isSameText(other.url, url))) {
    throw apiError(
      'SYS.1007',
      `url[${url}] has been occupied, it cannot be duplicate in same cluster`,
    );
  }
}

/** Lets the hosts of a cluster use a storage; a shared one is connected where one of them can mount it. */
export function attachToCluster(
  world: World,
  storage: PrimaryStorage,
  clusterUuid: string,
  now: number,
): void {
  const { primaryStorages } = world.repositories;
  primaryStorages.attachToCluster(storage.uuid, clusterUuid);
  const isLost = storage.status !== 'Connected' && isReachedThroughHosts(storage);
  if (isLost && hasUsableHost(world, clusterUuid)) connect(world, storage, now);
}

/** @throws SYS.1007 for a storage that is not attached to the cluster */
export function checkDetach(world: World, storageUuid: string, clusterUuid: string): void {
  const attached = world.repositories.primaryStorages.clusterUuids(storageUuid);
  if (attached.includes(clusterUuid)) return;
  throw apiError(
    'SYS.1007',
    `primary storage[uuid:${storageUuid}] has not been attached to cluster[uuid:${clusterUuid}] yet`,
  );
}

/** States of a VM that a detached storage takes its disks from. */
const ON_ITS_DISKS: readonly VmState[] = ['Unknown', 'Running', 'Pausing', 'Paused'];

/**
 * Takes a storage from a cluster; VMs there that use its volumes are stopped first. An NFS storage that no host
 * mounts any more is Disconnected: in the real system at its next ping.
 */
export function detachFromCluster(
  world: World,
  storage: PrimaryStorage,
  clusterUuid: string,
  now: number,
): void {
  const { uuid } = storage;
  world.repositories.primaryStorages.detachFromCluster(uuid, clusterUuid);
  stopVms(
    world,
    uuid,
    (vm) => vm.clusterUuid === clusterUuid && ON_ITS_DISKS.includes(vm.state),
    now,
  );
  if (storage.type !== 'NFS' || isMounted(world, uuid)) return;
  const status = primaryStorageStatusMachine.next(storage.status, 'disconnected');
  world.repositories.primaryStorages.update(storage, { status }, now);
}

/**
 * A storage that is attached to clusters stays.
 * @throws SYS.1006
 */
export function checkDelete(world: World, { uuid }: PrimaryStorage): void {
  const clusterUuids = world.repositories.primaryStorages.clusterUuids(uuid);
  if (clusterUuids.length === 0) return;
  throw apiError(
    'SYS.1006',
    `primary storage[uuid:${uuid}] cannot be deleted for still being attached to cluster[uuid:${clusterUuids.join(', ')}].`,
  );
}
