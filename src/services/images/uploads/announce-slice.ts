import { RestError } from '../../../core/rest-error.js';
import type { Asking } from '../../../domain/asked-request.js';
import type { Upload } from '../../../domain/upload/upload.js';
import type { World } from '../../../domain/world.js';
import { originOf } from '../../../domain/write-history.js';
import { takeFromBackupStorage } from '../../storages/capacity.js';
import { completedAs } from './under-way.js';

/** What the headers of an upload request say; sizes and offset in bytes. */
export interface SliceRequest {
  readonly key: string;
  readonly imageSize: number;
  readonly sliceOffset: number;
  readonly sliceSize: number;
  readonly sliceIndex: number | null;
  readonly sliceMd5: string | null;
  /** The request behind it, where requests are kept. */
  readonly asking?: Asking | undefined;
}

/**
 * Finds the upload that a request is about; belongs into a transaction. The first request takes the image's
 * room on the storage; all others must agree with it.
 * @throws {RestError}
 */
export function announce(world: World, storageUuid: string, request: SliceRequest): Upload {
  const { uploads, images } = world.repositories;
  const { key, imageSize, sliceSize, asking } = request;
  const upload = uploads.findByKey(key, storageUuid) ?? uploads.find(key, storageUuid);
  const image = upload && images.find(upload.imageUuid);
  const ref = upload && images.findRef(upload.imageUuid, storageUuid);
  if (!upload || !image || !ref) throw uploadGone(world, key, storageUuid);
  const isFirst = upload.imageSize === null;
  if (!isFirst && (upload.imageSize !== imageSize || upload.sliceSize !== sliceSize)) {
    throw new RestError(
      400,
      `every upload request for image[uuid:${image.uuid}] should has the same slice size and image size`,
    );
  }
  checkOffset(request);
  if (!isFirst) return upload;
  const now = world.clock.now();
  const isTooLarge = imageSize > world.fetching.largestImage;
  world.writes.within(originOf('call', 'UploadImageSlice', upload.jobUuid, asking), () => {
    if (isTooLarge || !takeFromBackupStorage(world, storageUuid, imageSize)) {
      throw new RestError(507, `capacity not enough for size: ${imageSize}`);
    }
    images.updateRef(ref, { takenBytes: imageSize }, now);
    images.update(image, { actualSize: imageSize }, now);
    uploads.update(upload, { imageSize, sliceSize }, now);
  });
  return { ...upload, imageSize, sliceSize };
}

function checkOffset({ imageSize, sliceSize, sliceOffset, sliceIndex }: SliceRequest): void {
  const isAligned = sliceOffset % sliceSize === 0 && sliceOffset < imageSize;
  if (isAligned && (sliceIndex === null || sliceIndex * sliceSize === sliceOffset)) return;
  throw new RestError(400, `invalid slice offset header: ${sliceOffset}, image_size: ${imageSize}`);
}

/** Why there is no upload of this key: its image is complete, or not there. */
export function uploadGone(world: World, key: string, storageUuid: string): RestError {
  const { images } = world.repositories;
  const ref = images.findRef(completedAs(world, key, storageUuid) ?? key, storageUuid);
  return ref && ref.status !== 'Downloading'
    ? new RestError(409, `image[uuid: ${key}] upload has completed`)
    : new RestError(404, `image not found ${key}`);
}
