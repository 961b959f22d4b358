import type { Image, ImageBackupStorageRef } from '../../../domain/image/image.js';
import { uploadAddress } from './upload-address.js';
import { uploadIdleLimit, watchLater } from './watch-upload.js';
import type { World } from '../../../domain/world.js';

const PREFIX = 'upload://';
const KEY_LENGTH = 32;

/**
 * Opens the address at which a client brings an image's bytes; belongs into a transaction. The key
 * that it must send is the 32 characters after `upload://`, or the image's uuid where there are none.
 */
export function startUpload(
  world: World,
  jobUuid: string,
  image: Image,
  ref: ImageBackupStorageRef,
  controlUrl: string,
  now: number,
): void {
  const { images, uploads } = world.repositories;
  const { backupStorageUuid } = ref;
  const given = image.url.slice(PREFIX.length, PREFIX.length + KEY_LENGTH);
  const uploadUrl = uploadAddress(world, controlUrl, backupStorageUuid, image.uuid);
  images.updateRef(ref, { installPath: uploadUrl }, now);
  uploads.insert({
    imageUuid: image.uuid,
    backupStorageUuid,
    key: /^[0-9a-f]{32}$/.test(given) ? given : image.uuid,
    jobUuid,
    imageSize: null,
    sliceSize: null,
    received: '',
    uploadUrl,
    createDate: now,
    lastOpDate: now,
  });
  const upload = { imageUuid: image.uuid, backupStorageUuid };
  watchLater(world, upload, now + uploadIdleLimit(world));
}
