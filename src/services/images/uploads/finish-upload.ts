import { errorCode } from '../../../core/api-error.js';
import { RestError } from '../../../core/rest-error.js';
import { imageStatusMachine } from '../../../domain/image/image.js';
import { downloadInstallPath } from '../../../domain/backup-storage/install-path.js';
import { partialOf, type Upload } from '../../../domain/upload/upload.js';
import { arrived } from '../add/arrived.js';
import type { MeteredBytes } from '../../../jobs/byte-meter.js';
import { keepContent } from '../contents.js';
import { uploadFailed, uploadSucceeded } from '../../long-jobs/uploads.js';
import { backupStorageOf, ownerOf } from '../../resources/lookup.js';
import { removeImage } from '../delete/remove-image.js';
import { readyUnlessDeleted } from '../template-parts/refs.js';
import type { World } from '../../../domain/world.js';
import { forgetUnderWay, rememberCompleted } from './under-way.js';

/**
 * All bytes are there, synced, on a path of their own: the storage's ref is Ready, and the image once every
 * storage has it. All of it holds at one commit, or nothing. Bytes that need another file, or whose header
 * cannot be, are no image: it goes.
 * @throws {RestError} for those
 */
export function finishUpload(
  world: World,
  upload: Upload,
  path: string,
  bytes: MeteredBytes,
): void {
  const { imageUuid, backupStorageUuid, key } = upload;
  const details = bytes.hasBackingFile
    ? `Qcow2 image ${key} has backing file`
    : bytes.defect === null
      ? undefined
      : `upload image ${key} failed: ${bytes.defect}`;
  if (details !== undefined) {
    world.unitOfWork.run(() => {
      uploadFailed(world, imageUuid, errorCode('SYS.1006', details), world.clock.now());
      removeImage(world, imageUuid);
    });
    throw new RestError(400, details);
  }
  world.unitOfWork.run(() => {
    const { images, uploads } = world.repositories;
    const now = world.clock.now();
    const image = images.find(imageUuid);
    const ref = images.findRef(imageUuid, backupStorageUuid);
    if (!image || !ref) throw new RestError(404, `image not found ${key}`);
    const { length, md5, format } = bytes;
    const size = bytes.virtualSize ?? length;
    const contentId = keepContent(world, path, { length, md5, format, virtualSize: size }, now);
    uploads.remove(imageUuid, backupStorageUuid);
    const storage = backupStorageOf(world, backupStorageUuid);
    const placed = { ...image, ownerUuid: ownerOf(world, imageUuid) };
    const installPath = downloadInstallPath(storage, placed, image.url);
    images.updateRef(ref, { status: readyUnlessDeleted(ref), installPath }, now);
    const content = { contentId, size, actualSize: length, format };
    const isWhole = uploads.listByImage(imageUuid).length === 0;
    const isReady = isWhole && imageStatusMachine.accepts(image.status, 'bitsReady');
    images.update(
      image,
      {
        ...arrived(world, image, content, storage),
        status: isReady ? imageStatusMachine.next(image.status, 'bitsReady') : image.status,
      },
      now,
    );
    if (isWhole) uploadSucceeded(world, imageUuid, now);
    world.unitOfWork.afterCommit(() => {
      rememberCompleted(world, upload);
      forgetUnderWay(world, upload);
      world.blobFiles.removePartial(partialOf(upload));
    });
  });
}
