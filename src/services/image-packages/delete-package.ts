import type { ImagePackage } from '../../domain/image-package/image-package.js';
import type { World } from '../../domain/world.js';
import { releaseContent } from '../images/contents.js';
import { backupStorageOf } from '../resources/lookup.js';
import { giveBackToBackupStorage } from '../storages/capacity.js';
import { checkConnected } from '../volume-backups/backup-storage.js';

/**
 * Deletes a package with its file. One that is still exported goes, too, and its export fails.
 * @throws SYS.1006 where the storage cannot delete the file; `isForced`: it is deleted all the same
 */
export function deletePackage(world: World, image: ImagePackage, isForced: boolean): void {
  if (!isForced) checkConnected(backupStorageOf(world, image.backupStorageUuid));
  giveBackToBackupStorage(world, image.backupStorageUuid, image.size ?? 0);
  removePackage(world, image);
}

/** What is left of an image store that goes: nothing. */
export function removePackagesOn(world: World, backupStorageUuid: string): void {
  for (const image of world.repositories.imagePackages.listByStorage(backupStorageUuid)) {
    removePackage(world, image);
  }
}

/** Removes what has no file any more, or never had one. */
export function removePackage(world: World, { uuid }: ImagePackage): void {
  const { imagePackages, accounts, tags, resourceConfigs } = world.repositories;
  const disks = imagePackages.listDisks(uuid);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  resourceConfigs.removeAll(uuid);
  imagePackages.remove(uuid);
  for (const { contentId } of disks) releaseContent(world, contentId);
}
