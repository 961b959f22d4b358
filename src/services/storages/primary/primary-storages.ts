import { apiError } from '../../../core/api-error.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../../domain/primary-storage/primary-storage.js';
import { fsidOf, withoutMonPassword } from '../../../domain/backup-storage/mon-url.js';
import { giveBackToPrimaryStorage } from '../capacity.js';
import type { Flow } from '../../../jobs/flow.js';
import { newUuid, primaryStorageOf } from '../../resources/lookup.js';
import { removeVm } from '../../vm-instances/remove-vm.js';
import { removeVolume } from '../../volumes/remove-volume.js';
import { momentOf } from '../../../jobs/work-time.js';
import { writeTags, type NewTags } from '../../tags/write-tags.js';
import type { World } from '../../../domain/world.js';

const DEFAULT_CAPACITY = 4 * 2 ** 40;

/** What a call says of a new storage. Capacities in bytes; default: 4 TiB, all free. */
export interface NewPrimaryStorage extends NewTags {
  readonly type: PrimaryStorage['type'];
  readonly name: string;
  readonly url: string;
  readonly description: string | null;
  readonly zoneUuid: string;
  readonly resourceUuid: string | null;
  readonly monUrls?: readonly string[];
  readonly capacity?: Pick<
    PrimaryStorage,
    'totalCapacity' | 'availableCapacity' | 'totalPhysicalCapacity' | 'availablePhysicalCapacity'
  >;
}

/** Adds a storage and connects it. Answers its uuid. */
export function addPrimaryStorage(world: World, wanted: NewPrimaryStorage, now: number): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const capacity = wanted.capacity ?? {
    totalCapacity: DEFAULT_CAPACITY,
    availableCapacity: DEFAULT_CAPACITY,
    totalPhysicalCapacity: DEFAULT_CAPACITY,
    availablePhysicalCapacity: DEFAULT_CAPACITY,
  };
  const used = capacity.totalCapacity - capacity.availableCapacity;
  const isNegative = Math.min(used, ...Object.values(capacity)) < 0;
  if (isNegative || used !== capacity.totalPhysicalCapacity - capacity.availablePhysicalCapacity) {
    throw apiError(
      'SYS.1007',
      'capacities contradict each other: none may be negative, and total minus available must be the same for both kinds',
    );
  }
  world.repositories.primaryStorages.insert(
    {
      uuid,
      zoneUuid: wanted.zoneUuid,
      name: wanted.name,
      url: wanted.url,
      description: wanted.description,
      type: wanted.type,
      state: 'Enabled',
      status: primaryStorageStatusMachine.next('Connecting', 'connected'),
      mountPath: mountPathOf(wanted, uuid),
      fsid: wanted.type === 'Ceph' ? fsidOf(wanted.monUrls ?? []) : null,
      ...capacity,
      systemUsedCapacity: used,
      monUrls: wanted.monUrls?.map(withoutMonPassword).join(',') ?? null,
      isReachable: true,
      createDate: now,
      lastOpDate: now,
    },
    [],
  );
  writeTags(world, 'PrimaryStorageVO', uuid, wanted, now);
  return uuid;
}

function mountPathOf({ type, url }: NewPrimaryStorage, uuid: string): string {
  return type === 'NFS' ? `/opt/zstack/nfsprimarystorage/prim-${uuid}` : url;
}

/**
 * What the url of a storage must be, by its type.
 * @throws SYS.1007
 */
export function checkPrimaryStorageUrl(type: PrimaryStorage['type'], url: string): void {
  if (type === 'NFS') {
    if (/^[^:\s]+:\/\S*$/.test(url)) return;
    throw apiError(
      'SYS.1007',
      `found multiple ':' or no path in nfs url[${url}]; the url should be in format of hostname:/path`,
    );
  }
  if (type !== 'LocalStorage' && type !== 'SharedMountPoint') return;
  if (!url.startsWith('/')) {
    throw apiError('SYS.1007', `the url[${url}] is not an absolute path starting with '/'`);
  }
  if (/^\/(dev|proc|sys)(\/|$)/.test(url)) {
    throw apiError('SYS.1007', ' the url contains an invalid folder[/dev or /proc or /sys]');
  }
}

/** Connects a storage anew. */
export const reconnectPrimaryStorageFlow: Flow<{ readonly uuid: string }> = {
  name: 'reconnect-primary-storage',
  firstStep: 'connect',
  isPlain: true,
  steps: {
    connect({ world, context, now, schedule }) {
      const storage = primaryStorageOf(world, context.uuid);
      const status = primaryStorageStatusMachine.next(storage.status, 'connect');
      world.repositories.primaryStorages.update(storage, { status }, now);
      schedule('hear', null, momentOf(world, 'reconnect', [storage.uuid]));
    },
    hear({ world, context, now, succeed }) {
      const storage = primaryStorageOf(world, context.uuid);
      if (!storage.isReachable) {
        throw apiError(
          'SYS.1006',
          `unable to connect to the agent of the primary storage[uuid:${storage.uuid}, name:${storage.name}]`,
        );
      }
      const status = primaryStorageStatusMachine.next(storage.status, 'connected');
      world.repositories.primaryStorages.update(storage, { status }, now);
      succeed({ uuid: storage.uuid });
    },
  },
  rollback({ world, context, now }) {
    const storage = world.repositories.primaryStorages.find(context.uuid);
    if (!storage) return;
    const status = primaryStorageStatusMachine.next(storage.status, 'disconnected');
    world.repositories.primaryStorages.update(storage, { status }, now);
  },
};

/**
 * Removes a storage with all that lies on it: VMs whose root volume is there, volumes, snapshots,
 * caches, trash. Images stay: they lie on backup storages.
 */
export function removePrimaryStorage(world: World, { uuid }: PrimaryStorage): void {
  const { volumes, vmInstances, volumeSnapshots, imageCaches, trash, tags, primaryStorages } =
    world.repositories;
  for (const volume of volumes.listByPrimaryStorage(uuid)) {
    const vm = volume.type === 'Root' && volume.vmInstanceUuid;
    const owner = vm ? vmInstances.find(vm) : undefined;
    if (owner) removeVm(world, owner);
    else removeVolume(world, volume);
  }
  // A snapshot whose volume lies elsewhere cannot be; one whose volume is gone can.
  for (const snapshot of volumeSnapshots.listByPrimaryStorage(uuid)) {
    volumeSnapshots.remove(snapshot.uuid);
  }
  for (const { id } of imageCaches.listByPrimaryStorage(uuid)) imageCaches.remove(id);
  for (const { trashId } of trash.listByStorage(uuid)) trash.remove(trashId);
  tags.removeAll(uuid);
  primaryStorages.remove(uuid);
}

/**
 * Removes cached images: those whose image is gone, with `force` also others; never one that a
 * volume still stands on.
 */
export function cleanUpImageCache(world: World, { uuid }: PrimaryStorage, force: boolean): void {
  const { imageCaches, images, volumes } = world.repositories;
  for (const cache of imageCaches.listByPrimaryStorage(uuid)) {
    const isStale = force || images.find(cache.imageUuid) === undefined;
    if (!isStale || volumes.usesImageOn(cache.imageUuid, uuid)) continue;
    imageCaches.remove(cache.id);
    giveBackToPrimaryStorage(world, uuid, cache.size, cache.size);
  }
}
