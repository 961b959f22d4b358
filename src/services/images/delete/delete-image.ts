import { apiError, errorCode, toErrorCode } from '../../../core/api-error.js';
import { configText } from '../../../domain/global-config.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../../domain/image/image.js';
import type { Flow } from '../../../jobs/flow.js';
import { uploadFailed } from '../../long-jobs/uploads.js';
import { areShared, removeImage, removeImageRef } from './remove-image.js';
import { detachIsoEverywhere } from '../../vm-instances/iso.js';
import { canDeleteBits } from '../../storages/backup/usable.js';
import type { World } from '../../../domain/world.js';
import { deletionTime } from './expunge-image.js';
import { scheduleExpunge } from './expunge-deleted-images.js';

/** What DeleteImage does to bits; `DeleteReference` only when their storage itself goes. */
export type ImageDeletionPolicy = 'Direct' | 'Delay' | 'Never' | 'DeleteReference';

/** Which image, from which storages (null: from all; those that it is not on are ignored). */
export interface ImageDeletion {
  readonly imageUuid: string;
  readonly backupStorageUuids: readonly string[] | null;
  readonly mode: 'Permissive' | 'Enforcing';
}

/**
 * Deletes an image by the world's policy. An image that is still being made goes at once, and what
 * makes it fails later. An image that is gone already is no error.
 */
export const deleteImageFlow: Flow<ImageDeletion> = {
  name: 'delete-image',
  firstStep: 'delete',
  isPlain: true,
  stepsWithSubjects: ['delete-bits'],
  steps: {
    delete({ world, context, now, schedule, succeed }) {
      const { globalConfig, images } = world.repositories;
      const image = images.find(context.imageUuid);
      if (!image) {
        succeed({});
        return;
      }
      const { backupStorageUuids, mode } = context;
      detachIsos(world, image, mode, now);
      const policy = configText(globalConfig, 'imageDeletionPolicy') as ImageDeletionPolicy;
      const isDirect = policy === 'Direct' && !isInMaking(images.listRefs(image.uuid));
      const refs = isDirect ? refsNamed(world, image.uuid, backupStorageUuids) : [];
      for (const ref of refs) {
        schedule('delete-bits', ref.backupStorageUuid, deletionTime(world, ref));
      }
      if (!isDirect) deleteRefs(world, image, policy, backupStorageUuids, now);
      if (refs.length === 0) succeed({});
    },
    'delete-bits'({ world, context, subject, now, meetFault, hasOtherTasks, succeed }) {
      const { images } = world.repositories;
      const image = images.find(context.imageUuid);
      const ref = image && images.findRef(image.uuid, subject ?? '');
      if (image && ref) deleteBits(world, image, ref, meetFault, now);
      if (!hasOtherTasks()) succeed({});
    },
  },
  rollback: () => undefined,
};

/** Bits that cannot be deleted are only logged by the real system: the ref stays. */
function deleteBits(
  world: World,
  image: Image,
  ref: ImageBackupStorageRef,
  attempt: () => void,
  now: number,
): void {
  if (!areShared(world, ref) && !canDeleteBits(world, ref, attempt)) return;
  removeImageRef(world, ref);
  settleImage(world, image, now);
}

/**
 * Deletes an image with its bits, whatever the policy says; one that is still being made goes, too.
 * @throws SYS.1004 where a VM cannot do without it
 */
export function deleteDirectly(world: World, image: Image, now: number, attempt: () => void): void {
  const refs = world.repositories.images.listRefs(image.uuid);
  if (isInMaking(refs)) {
    deleteRefs(world, image, 'Direct', null, now);
    return;
  }
  detachIsos(world, image, 'Permissive', now);
  for (const ref of refs) deleteBits(world, image, ref, attempt, now);
}

/** @throws SYS.1004 with its cause, unless the mode is Enforcing */
function detachIsos(world: World, image: Image, mode: ImageDeletion['mode'], now: number): void {
  try {
    world.unitOfWork.run(() => detachIsoEverywhere(world, image, now));
  } catch (error) {
    if (mode === 'Enforcing') return;
    throw apiError('SYS.1004', `failed to delete image[uuid:${image.uuid}]`, toErrorCode(error));
  }
}

/** Takes an image off storages by a policy, at once; off the last one, it goes. */
export function deleteRefs(
  world: World,
  image: Image,
  policy: ImageDeletionPolicy,
  backupStorageUuids: readonly string[] | null,
  now: number,
): void {
  const refs = world.repositories.images.listRefs(image.uuid);
  if (isInMaking(refs) && policy !== 'DeleteReference') {
    const details = `image [uuid:${image.uuid}] has been deleted`;
    uploadFailed(world, image.uuid, errorCode('SYS.1006', details), now);
    removeImage(world, image.uuid);
    return;
  }
  for (const ref of refsNamed(world, image.uuid, backupStorageUuids)) {
    if (policy === 'DeleteReference') removeImageRef(world, ref);
    else markDeleted(world, ref, now);
  }
  settleImage(world, image, now);
}

const isInMaking = (refs: readonly ImageBackupStorageRef[]) =>
  refs.every(({ status }) => status === 'Creating' || status === 'Downloading');

const refsNamed = (
  { repositories }: World,
  imageUuid: string,
  backupStorageUuids: readonly string[] | null,
) =>
  repositories.images
    .listRefs(imageUuid)
    .filter(
      (ref) => backupStorageUuids === null || backupStorageUuids.includes(ref.backupStorageUuid),
    );

/** The bits stay until they are expunged. */
function markDeleted(world: World, ref: ImageBackupStorageRef, now: number): void {
  const status = imageRefStatusMachine.next(ref.status, 'delete');
  world.repositories.images.updateRef(ref, { status }, now);
  scheduleExpunge(world, now);
}

/** An image follows its refs: without any it goes, with none but deleted ones it is Deleted. */
export function settleImage(world: World, image: Image, now: number): void {
  const { images } = world.repositories;
  const left = images.listRefs(image.uuid);
  if (left.length === 0) removeImage(world, image.uuid);
  else if (left.every(({ status }) => status === 'Deleted')) {
    const status = imageStatusMachine.next(image.status, 'delete');
    images.update(image, { status }, now);
  }
}
