import { apiError } from '../../../core/api-error.js';
import { templateInstallPath } from '../../../domain/backup-storage/install-path.js';
import {
  imageRefStatusMachine,
  imageStatusMachine,
  type Image,
  type ImageBackupStorageRef,
  type ImageStatus,
} from '../../../domain/image/image.js';
import { md5OfContent } from '../artifacts.js';
import { backupStorageOf } from '../../resources/lookup.js';
import { announceImage } from '../../replication-groups/announce.js';
import type { World } from '../../../domain/world.js';

/** Notes that an image is being put on a storage that has taken room for it. */
export function insertRef(
  world: World,
  ref: Pick<ImageBackupStorageRef, 'imageUuid' | 'backupStorageUuid' | 'status' | 'takenBytes'>,
  now: number,
  installPath = '',
): void {
  world.repositories.images.insertRef({
    ...ref,
    installPath,
    exportUrl: null,
    exportMd5Sum: null,
    exportBytes: 0,
    exportFormat: null,
    createDate: now,
    lastOpDate: now,
  });
  if (ref.status === 'Ready') announceImage(world, ref.imageUuid, ref.backupStorageUuid, now);
}

/** What a copy of an image takes, in bytes: a clone takes nothing where it lies over the bytes of another image. */
export const bytesToCopy = (
  { actualSize }: Pick<Image, 'actualSize'>,
  { takenBytes }: Pick<ImageBackupStorageRef, 'takenBytes'>,
): number => takenBytes || actualSize;

/**
 * The image that a flow makes.
 * @throws SYS.1006 when somebody deleted it meanwhile
 */
export function imageInMaking(world: World, imageUuid: string): Image {
  const image = world.repositories.images.find(imageUuid);
  if (!image) throw apiError('SYS.1006', `image [uuid:${imageUuid}] has been deleted`);
  return image;
}

/** Ends the copy on one storage: the ref becomes Ready where its storage's type puts it. */
export function finishRef(
  world: World,
  ref: ImageBackupStorageRef,
  image: Image,
  ownerUuid: string,
  now: number,
): void {
  const storage = backupStorageOf(world, ref.backupStorageUuid);
  const installPath = templateInstallPath(storage, { ...image, ownerUuid });
  bringRef(world, ref, { installPath }, now);
}

/** The bits are on the storage: others of its group are to get them, too. */
export function bringRef(
  world: World,
  ref: ImageBackupStorageRef,
  change: Partial<Pick<ImageBackupStorageRef, 'installPath' | 'takenBytes'>>,
  now: number,
): void {
  const status = readyUnlessDeleted(ref);
  world.repositories.images.updateRef(ref, { ...change, status }, now);
  if (status === 'Ready') announceImage(world, ref.imageUuid, ref.backupStorageUuid, now);
}

/** A ref that was deleted during its copy stays deleted; its bits are there all the same. */
const readyUnlessDeleted = ({ status }: ImageBackupStorageRef): ImageStatus =>
  imageRefStatusMachine.accepts(status, 'bitsReady')
    ? imageRefStatusMachine.next(status, 'bitsReady')
    : status;

/** The first storage that is done makes the image Ready, with its content and MD5. */
export function makeReady(
  world: World,
  image: Image,
  contentId: string,
  now: number,
  sizes: Partial<Pick<Image, 'size' | 'actualSize'>> = {},
): void {
  if (!imageStatusMachine.accepts(image.status, 'bitsReady') || image.contentId !== null) return;
  const { format } = image;
  const { size = image.size } = sizes;
  world.repositories.images.update(
    image,
    {
      ...sizes,
      status: imageStatusMachine.next(image.status, 'bitsReady'),
      contentId,
      md5Sum: md5OfContent(world, { contentId, format, size }),
    },
    now,
  );
}
