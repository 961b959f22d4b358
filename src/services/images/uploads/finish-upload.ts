import { errorCode } from '../../../core/api-error.js';
import { RestError } from '../../../core/rest-error.js';
import { imageStatusMachine } from '../../../domain/image/image.js';
import { urlText, type UrlSums } from '../../../domain/image/url-text.js';
import { downloadInstallPath } from '../../../domain/backup-storage/install-path.js';
import { partialOf, type Upload } from '../../../domain/upload/upload.js';
import { arrived } from '../add/arrived.js';
import type { MeteredBytes } from '../../../jobs/byte-meter.js';
import { keepContent } from '../contents.js';
import { inspectFile } from '../inspect-file.js';
import { differenceOf } from '../sums.js';
import { uploadFailed, uploadSucceeded } from '../../long-jobs/uploads.js';
import { backupStorageOf, ownerOf } from '../../resources/lookup.js';
import { removeImage } from '../delete/remove-image.js';
import { bringRef } from '../template-parts/refs.js';
import type { World } from '../../../domain/world.js';
import { forgetUnderWay, rememberCompleted } from './under-way.js';

/** The whole of an upload. */
export interface UploadedBytes extends MeteredBytes {
  /** Where the url promises one. */
  readonly sha256: string | undefined;
}

/**
 * All bytes are there, synced, on a path of their own: the storage's ref is Ready, and the image once every
 * storage has it. All of it holds at one commit, or nothing. Bytes that need another file, whose header
 * cannot be, or that the url does not promise, are no image: it goes.
 * @throws {RestError} for those
 */
export function finishUpload(
  world: World,
  upload: Upload,
  path: string,
  bytes: UploadedBytes,
): void {
  const { imageUuid, backupStorageUuid, key } = upload;
  const { format, virtualSize, hasBackingFile, defect } = inspectFile(path);
  const wrong = defect ?? differenceOf(sumsOfUpload(world, imageUuid), bytes);
  const details = hasBackingFile
    ? `Qcow2 image ${key} has backing file`
    : wrong && `upload image ${key} failed: ${wrong}`;
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
    const { length, md5 } = bytes;
    const contentId = keepContent(world, path, { length, md5, format, virtualSize }, now);
    uploads.remove(imageUuid, backupStorageUuid);
    const storage = backupStorageOf(world, backupStorageUuid);
    const placed = { ...image, ownerUuid: ownerOf(world, imageUuid) };
    const installPath = downloadInstallPath(storage, placed, image.url);
    bringRef(world, ref, { installPath }, now);
    const content = { contentId, size: virtualSize, actualSize: length, format };
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

/** What the bytes of an upload must have, as its `upload://` url says. */
export function sumsOfUpload({ repositories }: World, imageUuid: string): UrlSums {
  return urlText(repositories.images.find(imageUuid)?.url ?? '').sums;
}
