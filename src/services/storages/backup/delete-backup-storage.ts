import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { deleteRefs } from '../../images/delete/delete-image.js';
import { removePackagesOn } from '../../image-packages/delete-package.js';
import { removeBackupsOn } from '../../volume-backups/delete-backup.js';
import { leaveImages } from './unclaimed-images.js';
import type { World } from '../../../domain/world.js';

/**
 * Removes a storage. Its images lose it without touching bits; an image that was only there goes.
 * What is being made on it fails, and bits that could not be deleted on it are forgotten. Bits of images stay where
 * the storage was: one that is added there again can import them.
 */
export function deleteBackupStorage(world: World, storage: BackupStorage, now: number): void {
  const { uuid } = storage;
  const { images, backupStorages, tags, trash } = world.repositories;
  leaveImages(world, storage);
  for (const ref of images.listRefsOn(uuid)) {
    const image = images.find(ref.imageUuid);
    if (image) deleteRefs(world, image, 'DeleteReference', [uuid], now);
  }
  removeBackupsOn(world, uuid);
  removePackagesOn(world, uuid);
  for (const { trashId } of trash.listByStorage(uuid)) trash.remove(trashId);
  tags.removeAll(uuid);
  for (const zoneUuid of backupStorages.zoneUuids(uuid)) {
    backupStorages.detachFromZone(uuid, zoneUuid);
  }
  world.repositories.resourceConfigs.removeAll(uuid);
  backupStorages.remove(uuid);
}
