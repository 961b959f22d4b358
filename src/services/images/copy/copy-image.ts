import { apiError } from '../../../core/api-error.js';
import { templateInstallPath } from '../../../domain/backup-storage/install-path.js';
import {
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
} from '../../../domain/image/image.js';
import { isBootModeTag } from '../../../domain/tag/system-tag-formats.js';
import type { World } from '../../../domain/world.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { copyingTime } from '../../../jobs/work-time.js';
import { backupStorageOf, imageOf } from '../../resources/lookup.js';
import { allocateBackupStorage } from '../../storages/allocate-backup-storage.js';
import { checkImageStore } from '../../storages/backup/image-store.js';
import { assertUsable } from '../../storages/backup/usable.js';
import { removeImage } from '../delete/remove-image.js';
import { insertTemplate, type NewTemplate } from '../template-parts/new-image.js';
import { bringRef, bytesToCopy, imageInMaking, insertRef } from '../template-parts/refs.js';

/** Which image, from which ImageStore to which. */
export interface ImageCopy {
  readonly sourceUuid: string;
  readonly srcBackupStorageUuid: string;
  readonly dstBackupStorageUuid: string;
}

/** A checked call of SyncImageFromImageStoreBackupStorage or its way back; kept as the flow's context. */
interface CopyContext {
  readonly request: NewTemplate & ImageCopy;
  imageUuid?: string;
}

type Run = StepRun<CopyContext>;

/**
 * What must hold before an image of one ImageStore is copied to another: `isLost` is told where the first has it not.
 * @throws SYS.1007
 */
export function checkCopy(
  world: World,
  { sourceUuid, srcBackupStorageUuid: src, dstBackupStorageUuid: dst }: ImageCopy,
  isLost: (src: string, image: string) => string,
): void {
  for (const uuid of [src, dst]) checkImageStore(backupStorageOf(world, uuid));
  const { images } = world.repositories;
  if (images.findRef(sourceUuid, src)?.status !== 'Ready') {
    throw apiError('SYS.1007', isLost(src, sourceUuid));
  }
  if (images.findRef(sourceUuid, dst)) {
    throw apiError(
      'SYS.1007',
      `target backup storage[uuid:${dst}] already contains the image [uuid:${sourceUuid}]`,
    );
  }
}

/** Why an image is not synchronized. */
export const notToSync = (src: string, image: string): string =>
  `source backup storage[${src}] doesn't contain image[${image}]`;
/** Why an image is not recovered. */
export const notToRecover = (src: string, image: string): string =>
  `src backupstorage[${src}] doesn't contain image[${image}]`;

/** Makes a new image of the bytes of one: on another ImageStore, with its sum and what is known of its guest. */
export const copyImageFlow: Flow<CopyContext> = {
  name: 'copy-image-between-image-stores',
  firstStep: 'create-image-in-database',
  isPlain: true,
  stepsThatTakeBytes: ['create-image-in-database', 'copy-image'],
  steps: {
    'create-image-in-database': begin,
    'copy-image': finish,
  },
  rollback({ world, context }) {
    if (context.imageUuid !== undefined) removeImage(world, context.imageUuid);
  },
};

/** The image that is copied, as the first storage has it now. @throws SYS.1006 */
function sourceOf({ world, context }: Run): { image: Image; ref: ImageBackupStorageRef } {
  const { sourceUuid, srcBackupStorageUuid } = context.request;
  const ref = world.repositories.images.findRef(sourceUuid, srcBackupStorageUuid);
  if (!ref) {
    throw apiError(
      'SYS.1006',
      `image[${sourceUuid}] not found on backup storage[${srcBackupStorageUuid}]`,
    );
  }
  assertUsable(backupStorageOf(world, srcBackupStorageUuid), 'DownloadImageMsg');
  return { image: imageOf(world, sourceUuid), ref };
}

function begin(run: Run): void {
  const { world, context, now, schedule } = run;
  const { request } = context;
  const { image, ref } = sourceOf(run);
  const takenBytes = bytesToCopy(image, ref);
  const { dstBackupStorageUuid: backupStorageUuid } = request;
  const storage = allocateBackupStorage(world, { size: takenBytes, backupStorageUuid });
  const { size, actualSize, mediaType, format, platform, guestOsType, architecture } = image;
  const { system, virtio } = image;
  const guest = { platform, guestOsType, architecture, system, virtio };
  context.imageUuid = insertTemplate(
    world,
    { ...request, systemTags: [...request.systemTags, ...inherited(world, image, request)] },
    { ...guest, size, actualSize, mediaType, format, url: ref.installPath },
    now,
  );
  const imageUuid = context.imageUuid;
  insertRef(world, { imageUuid, backupStorageUuid, status: 'Creating', takenBytes }, now);
  const on = [imageUuid, image.uuid, request.srcBackupStorageUuid];
  schedule('copy-image', null, copyingTime(world, 'template', on, storage, takenBytes));
}

/** What the tags of an image say of its guest is so of its copy, where the call says nothing else. */
function inherited(world: World, { uuid }: Image, { systemTags }: NewTemplate): string[] {
  const hasBootMode = systemTags.some(isBootModeTag);
  return world.repositories.tags
    .listSystemTags(uuid)
    .filter((tag) => !systemTags.includes(tag) && !(hasBootMode && isBootModeTag(tag)));
}

function finish(run: Run): void {
  const { world, context, now, succeed } = run;
  const { images } = world.repositories;
  const { dstBackupStorageUuid, ownerUuid } = context.request;
  const image = imageInMaking(world, context.imageUuid ?? '');
  const source = sourceOf(run);
  const storage = backupStorageOf(world, dstBackupStorageUuid);
  assertUsable(storage, 'DownloadImageMsg');
  if (run.isOutOfRoom) throw apiError('SYS.1006', 'no space left on device');
  const ref = images.findRef(image.uuid, storage.uuid);
  if (!ref) throw apiError('SYS.1006', `image [uuid:${image.uuid}] has been deleted`);
  const installPath = templateInstallPath(storage, { ...image, ownerUuid });
  bringRef(world, ref, { installPath }, now);
  const { contentId, md5Sum } = source.image;
  const status = imageStatusMachine.next(image.status, 'bitsReady');
  images.update(image, { status, contentId, md5Sum }, now);
  succeed({ imageUuid: image.uuid });
}
