import type { ImageBackupStorageRef } from '../domain/image/image.js';
import type { World } from './world.js';

/** Takes an image off one storage: the ref goes and gives back exactly what it took. */
export function removeImageRef(world: World, ref: ImageBackupStorageRef): void {
  const { images, backupStorages } = world.repositories;
  images.removeRef(ref);
  if (!backupStorages.changeAvailableCapacity(ref.backupStorageUuid, ref.takenBytes)) {
    throw new Error(`the capacity of backup storage ${ref.backupStorageUuid} does not add up`);
  }
}

/** Removes an image with everything that hangs on it: refs, capacity, tags, ownership. */
export function removeImage(world: World, uuid: string): void {
  const { images, accounts, tags } = world.repositories;
  for (const ref of images.listRefs(uuid)) removeImageRef(world, ref);
  tags.removeAll(uuid);
  accounts.disown(uuid);
  images.remove(uuid);
}
