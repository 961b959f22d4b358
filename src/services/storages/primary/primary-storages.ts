import { apiError } from '../../../core/api-error.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../../domain/primary-storage/primary-storage.js';
import { checkHostsOf } from './connection.js';
import { giveBackToPrimaryStorage } from '../capacity.js';
import type { Flow } from '../../../jobs/flow.js';
import { primaryStorageOf } from '../../resources/lookup.js';
import { removeVm } from '../../vm-instances/remove-vm.js';
import { removeVolume } from '../../volumes/remove-volume.js';
import { momentOf } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';

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
      checkHostsOf(world, storage);
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
  const {
    volumes,
    vmInstances,
    volumeSnapshots,
    imageCaches,
    trash,
    tags,
    primaryStorages,
    resourceConfigs,
  } = world.repositories;
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
  resourceConfigs.removeAll(uuid);
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
