import { RestError } from '../../../core/rest-error.js';
import { isSameText } from '../../../core/same-text.js';
import type { World } from '../../../domain/world.js';
import { completedAs } from './under-way.js';

const WITH_KEY = /\/image-uploads\/([0-9a-f]+)$/;

/** Where clients bring the bytes of an image: the address has a key that nobody can compute from uuids. */
export function uploadAddress(
  world: World,
  controlUrl: string,
  storageUuid: string,
  imageUuid: string,
): string {
  const key = keyOf(world, storageUuid, imageUuid);
  return `${controlUrl}/backup-storage/${storageUuid}/image-uploads/${key}`;
}

/**
 * Whether bytes for an upload, which its client names by `uploadKey`, came to the address that was handed out
 * for it. One that version 0.1.0 opened has no key in its address; it stays good until it ends.
 * @throws {RestError} 404, as for an upload that is not there
 */
export function checkUploadAddress(
  world: World,
  storageUuid: string,
  uploadKey: string,
  addressKey: string | null,
): void {
  const { uploads } = world.repositories;
  const upload = uploads.findByKey(uploadKey, storageUuid) ?? uploads.find(uploadKey, storageUuid);
  const expected = upload
    ? WITH_KEY.exec(upload.uploadUrl)?.[1]
    : // It may be over: only who had its address is told so.
      keyOf(world, storageUuid, completedAs(world, uploadKey, storageUuid) ?? uploadKey);
  if (isSameText(addressKey ?? '', expected ?? '')) return;
  throw new RestError(404, `image not found ${uploadKey}`);
}

const keyOf = ({ keys }: World, storageUuid: string, imageUuid: string) =>
  keys.of(`upload/${storageUuid}/${imageUuid}`);
