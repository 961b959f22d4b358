import { apiError, toErrorCode } from '../../core/api-error.js';
import { configText } from '../../domain/global-config.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../domain/image/image.js';
import { removeImage, removeImageRef } from '../remove-image.js';
import { detachIsoEverywhere } from '../vm-instances/iso.js';
import { canDeleteBits } from '../backup-storages/usable.js';
import type { World } from '../world.js';
import { scheduleExpunge } from './expunge-deleted-images.js';

/** What DeleteImage does to bits; `DeleteReference` only when their storage itself goes. */
export type ImageDeletionPolicy = 'Direct' | 'Delay' | 'Never' | 'DeleteReference';

export interface ImageDeletion {
  readonly imageUuid: string;
  /** Only these storages, or all. Those that the image is not on are ignored. */
  readonly backupStorageUuids: readonly string[] | null;
  readonly mode: 'Permissive' | 'Enforcing';
  readonly now: number;
}

/**
 * Deletes an image by the world's policy. An image that is still being made goes at once, and what
 * makes it fails later. An image that is gone already is no error.
 * @throws SYS.1004 with its cause, unless the mode is Enforcing
 */
export function deleteImage(
  world: World,
  { imageUuid, backupStorageUuids, mode, now }: ImageDeletion,
) {
  const image = world.repositories.images.find(imageUuid);
  if (!image) return;
  try {
    world.unitOfWork.run(() => detachIsoEverywhere(world, image, now));
  } catch (error) {
    if (mode === 'Permissive') {
      throw apiError('SYS.1004', `failed to delete image[uuid:${imageUuid}]`, toErrorCode(error));
    }
  }
  const policy = configText(world.repositories.globalConfig, 'imageDeletionPolicy');
  deleteRefs(world, image, policy as ImageDeletionPolicy, backupStorageUuids, now);
}

/** Takes an image off storages by a policy; off the last one, it goes. */
export function deleteRefs(
  world: World,
  image: Image,
  policy: ImageDeletionPolicy,
  backupStorageUuids: readonly string[] | null,
  now: number,
): void {
  const { images } = world.repositories;
  const refs = images.listRefs(image.uuid);
  const isInMaking = refs.every(({ status }) => status === 'Creating' || status === 'Downloading');
  if (isInMaking && policy !== 'DeleteReference') {
    removeImage(world, image.uuid);
    return;
  }
  const named = refs.filter(
    (ref) => backupStorageUuids === null || backupStorageUuids.includes(ref.backupStorageUuid),
  );
  for (const ref of named) deleteRef(world, ref, policy, now);
  const left = images.listRefs(image.uuid);
  if (left.length === 0) removeImage(world, image.uuid);
  else if (left.every(({ status }) => status === 'Deleted')) {
    const status = imageStatusMachine.next(image.status, 'delete');
    images.update(image, { status }, now);
  }
}

function deleteRef(
  world: World,
  ref: ImageBackupStorageRef,
  policy: ImageDeletionPolicy,
  now: number,
): void {
  switch (policy) {
    case 'Delay':
    case 'Never': {
      const status = imageRefStatusMachine.next(ref.status, 'delete');
      world.repositories.images.updateRef(ref, { status }, now);
      scheduleExpunge(world, now);
      return;
    }
    case 'Direct':
      // Bits that cannot be deleted are only logged by the real system: the ref stays.
      if (canDeleteBits(world, ref)) removeImageRef(world, ref);
      return;
    case 'DeleteReference':
      removeImageRef(world, ref);
  }
}
