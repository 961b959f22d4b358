import type { ImageBackupStorageRef } from '../../../domain/image/image.js';
import { giveBackToBackupStorage } from '../../storages/capacity.js';
import { partialOf } from '../../../domain/upload/upload.js';
import { releaseContent } from '../contents.js';
import { forgetUnderWay } from '../uploads/under-way.js';
import type { World } from '../../../domain/world.js';

/** Takes an image off one storage: the ref goes and gives back exactly what it and its export took. */
export function removeImageRef(world: World, known: ImageBackupStorageRef): void {
  const { images, uploads } = world.repositories;
  const { imageUuid, backupStorageUuid } = known;
  // The one before it in a list may have left its bytes to it.
  const ref = images.findRef(imageUuid, backupStorageUuid);
  if (!ref) return;
  images.removeRef(ref);
  giveBackToBackupStorage(world, backupStorageUuid, bytesWithout(world, ref) + ref.exportBytes);
  if (uploads.find(imageUuid, backupStorageUuid)) {
    uploads.remove(imageUuid, backupStorageUuid);
    world.unitOfWork.afterCommit(() => {
      world.blobFiles.removePartial(partialOf(ref));
      forgetUnderWay(world, ref);
    });
  }
}

/** What becomes free when a ref goes: of bytes over which a clone lies nothing, for that takes them over. */
function bytesWithout(world: World, ref: ImageBackupStorageRef): number {
  const { images } = world.repositories;
  const clone = ref.takenBytes > 0 ? images.listClones(ref)[0] : undefined;
  if (!clone) return ref.takenBytes;
  images.updateRef(clone, { takenBytes: ref.takenBytes }, clone.lastOpDate);
  return 0;
}

/** Whether another image needs the bits that a ref leads to: they stay when it goes. */
export function areShared({ repositories }: World, ref: ImageBackupStorageRef): boolean {
  const { images } = repositories;
  if (ref.takenBytes > 0) return images.listClones(ref).length > 0;
  return (images.find(ref.imageUuid)?.actualSize ?? 0) > 0;
}

/** Removes an image with everything that hangs on it: refs, capacity, tags, ownership, bytes. */
export function removeImage(world: World, uuid: string): void {
  const { images, accounts, tags, vmInstances } = world.repositories;
  const image = images.find(uuid);
  if (!image) return;
  for (const ref of images.listRefs(uuid)) removeImageRef(world, ref);
  for (const cdRom of vmInstances.listCdRomsWithIso(uuid)) {
    vmInstances.putIso(cdRom, { isoUuid: null, isoInstallPath: null }, world.clock.now());
  }
  tags.removeAll(uuid);
  accounts.disown(uuid);
  images.remove(uuid);
  releaseContent(world, image.contentId);
}
