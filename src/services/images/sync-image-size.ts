import { apiError } from '../../core/api-error.js';
import type { Image } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';

/**
 * Asks a Connected storage how large the image is.
 * @throws SYS.1006 when it is on no storage, or on none that is Connected
 */
export function syncImageSize(world: World, image: Image, now: number): void {
  const { images, backupStorages, blobs } = world.repositories;
  const refs = images.listRefs(image.uuid);
  if (refs.length === 0) {
    throw apiError(
      'SYS.1006',
      `the image[uuid:${image.uuid}, name:${image.name}] is not on any backup storage`,
    );
  }
  const ref = refs.find(
    ({ backupStorageUuid }) => backupStorages.find(backupStorageUuid)?.status === 'Connected',
  );
  if (!ref) {
    throw apiError(
      'SYS.1006',
      `No connected backup storage found for image[uuid:${image.uuid}, name:${image.name}]`,
    );
  }
  const blob = image.contentId === null ? undefined : blobs.find(image.contentId);
  const size = blob?.virtualSize ?? image.size;
  // A clone takes nothing where it lies: its bytes are those of its original.
  images.update(image, { size, actualSize: ref.takenBytes || image.actualSize }, now);
}
