import { apiError } from '../../../core/api-error.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';

/** How shared storages that hosts mount are called in the real system's words. */
const MOUNTED = { NFS: 'NFS', SharedMountPoint: 'SMP' } as const;

const nameOf = (type: string): string | undefined => MOUNTED[type as keyof typeof MOUNTED];

/** Whether a storage is connected only while a host of a cluster of its own mounts it. */
export const isReachedThroughHosts = ({ type }: Pick<PrimaryStorage, 'type'>): boolean =>
  nameOf(type) !== undefined;

/** Whether a host of the cluster can mount a storage now. */
export const hasUsableHost = ({ repositories }: World, clusterUuid: string): boolean =>
  repositories.hosts
    .listByCluster(clusterUuid)
    .some(
      ({ status, state }) =>
        status === 'Connected' && state !== 'PreMaintenance' && state !== 'Maintenance',
    );

/** Whether a Connected host is in a cluster that the storage is attached to. */
export const isMounted = ({ repositories }: World, uuid: string): boolean =>
  repositories.primaryStorages
    .clusterUuids(uuid)
    .some((cluster) =>
      repositories.hosts.listByCluster(cluster).some(({ status }) => status === 'Connected'),
    );

/**
 * Storages of a cluster whose hosts came or went: an NFS storage that no host mounts any more is Disconnected (in the
 * real system at its next ping), and one that is reached through hosts is connected when a host can mount it again.
 */
export function followHosts(world: World, clusterUuid: string, now: number): void {
  const { primaryStorages } = world.repositories;
  const canMount = hasUsableHost(world, clusterUuid);
  for (const storage of primaryStorages.listByCluster(clusterUuid)) {
    if (canMount && storage.status === 'Disconnected' && isReachedThroughHosts(storage)) {
      if (storage.isReachable) connect(world, storage, now);
    } else if (storage.type === 'NFS' && !isMounted(world, storage.uuid)) {
      const status = primaryStorageStatusMachine.next(storage.status, 'disconnected');
      primaryStorages.update(storage, { status }, now);
    }
  }
}

/** Connects a storage at once. */
export function connect({ repositories }: World, storage: PrimaryStorage, now: number): void {
  const connecting = primaryStorageStatusMachine.next(storage.status, 'connect');
  const status = primaryStorageStatusMachine.next(connecting, 'connected');
  repositories.primaryStorages.update(storage, { status }, now);
}

/**
 * What must hold for a storage to be connected anew.
 * @throws PS.1003 for a shared one that no host mounts, SYS.1006 for a local one whose hosts are all Disconnected
 */
export function checkHostsOf(world: World, { uuid, name, type }: PrimaryStorage): void {
  if (type === 'LocalStorage' && !isMounted(world, uuid)) {
    throw apiError(
      'SYS.1006',
      'No Host state is Enabled, Please check the availability of the host',
    );
  }
  const kind = nameOf(type);
  if (kind === undefined || isMounted(world, uuid)) return;
  throw apiError(
    'PS.1003',
    `the ${kind} primary storage[uuid:${uuid}, name:${name}] has not attached to any clusters, or no hosts in the attached clusters are connected`,
  );
}

/**
 * The root volume of a VM is only expunged where hosts could reach it: one on a shared storage that is attached to no
 * cluster stays.
 * @throws SYS.1006, in which the real system takes the VM for its volume
 */
export function checkRootVolumeReached({ repositories }: World, vmUuid: string): void {
  const root = repositories.volumes.listByVm(vmUuid).find(({ type }) => type === 'Root');
  const storage =
    root && root.primaryStorageUuid !== null
      ? repositories.primaryStorages.find(root.primaryStorageUuid)
      : undefined;
  if (!root || !storage || !isReachedThroughHosts(storage)) return;
  if (repositories.primaryStorages.clusterUuids(storage.uuid).length > 0) return;
  throw apiError(
    'SYS.1006',
    `the ${nameOf(storage.type)} primary storage[uuid:${storage.uuid}] is not attached to any clusters, and cannot expunge the root volume[uuid:${vmUuid}] of the VM[uuid:${root.uuid}]`,
  );
}
