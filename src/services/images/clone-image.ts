import { apiError } from '../../core/api-error.js';
import type { Image } from '../../domain/image/image.js';
import type { World } from '../../domain/world.js';
import { announceImage } from '../replication-groups/announce.js';
import { newUuid, ownerOf } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';

/** What a clone is given by its call. */
export interface NewClone extends NewTags {
  readonly resourceUuid: string | null;
}

/** @throws SYS.1006 for an image that is not Ready */
export function checkClone({ uuid, status }: Image): void {
  if (status === 'Ready') return;
  throw apiError('SYS.1006', `cannot clone image, because image [${uuid}] status is not ready`);
}

/**
 * A second image over the same bytes, of the same owner: it lies wherever those are, and takes no room there.
 * Answers its uuid.
 * @throws SYS.1006 for an image that is not Ready
 */
export function cloneImage(world: World, image: Image, wanted: NewClone, now: number): string {
  checkClone(image);
  const { images, accounts } = world.repositories;
  const uuid = newUuid(world, wanted.resourceUuid);
  const refs = images.listRefs(image.uuid);
  images.insert({ ...image, uuid, name: `Clone-from-${image.name}` });
  accounts.own(ownerOf(world, image.uuid), uuid, 'ImageVO');
  writeTags(world, 'ImageVO', uuid, wanted, now);
  // What is still on its way to a storage comes for the image alone.
  const there = refs.filter(({ status }) => status === 'Ready' || status === 'Deleted');
  for (const { backupStorageUuid, installPath, status } of there) {
    images.insertRef({
      imageUuid: uuid,
      backupStorageUuid,
      installPath,
      status,
      exportUrl: null,
      exportMd5Sum: null,
      takenBytes: 0,
      exportBytes: 0,
      exportFormat: null,
      createDate: now,
      lastOpDate: now,
    });
  }
  for (const { backupStorageUuid, status } of there) {
    if (status === 'Ready') announceImage(world, uuid, backupStorageUuid, now);
  }
  return uuid;
}
