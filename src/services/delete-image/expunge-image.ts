import { apiError } from '../../core/api-error.js';
import { configMilliseconds } from '../../domain/global-config.js';
import type { Image, ImageBackupStorageRef } from '../../domain/image/image.js';
import { canDeleteBits } from '../backup-storages/usable.js';
import { scheduleChore } from '../chores/chore.js';
import { removeImage, removeImageRef } from '../remove-image.js';
import type { World } from '../world.js';
import { COLLECT_GARBAGE } from './collect-garbage.js';

/**
 * The refs that an expunge takes: all that are Deleted, or the named ones, which must be.
 * @throws SYS.1006 when there is none, SYS.1007 when a named one is not there or not Deleted
 */
export function refsToExpunge(
  world: World,
  image: Image,
  backupStorageUuids: readonly string[] | null,
): ImageBackupStorageRef[] {
  const refs = world.repositories.images.listRefs(image.uuid);
  const name = `the image[uuid:${image.uuid}, name:${image.name}]`;
  if (backupStorageUuids === null) {
    const deleted = refs.filter(({ status }) => status === 'Deleted');
    if (deleted.length > 0) return deleted;
    throw apiError('SYS.1006', `${name} is not deleted on any backup storage`);
  }
  return [...new Set(backupStorageUuids)].map((uuid) => {
    const ref = refs.find(({ backupStorageUuid }) => backupStorageUuid === uuid);
    if (!ref) throw apiError('SYS.1007', `${name} is not on the backup storage[uuid:${uuid}]`);
    if (ref.status !== 'Deleted') {
      throw apiError('SYS.1007', `${name} is not deleted on the backup storage[uuid:${uuid}]`);
    }
    return ref;
  });
}

/** Removes bits and refs for good; off the last storage, the image goes. */
export function expungeRefs(
  world: World,
  imageUuid: string,
  refs: readonly ImageBackupStorageRef[],
  now: number,
): void {
  for (const ref of refs) {
    if (!canDeleteBits(world, ref)) leaveGarbage(world, ref, now);
    removeImageRef(world, ref);
  }
  if (world.repositories.images.listRefs(imageUuid).length === 0) removeImage(world, imageUuid);
}

/** Bits that cannot be deleted now are tried again until they are, or their storage is gone. */
function leaveGarbage(world: World, ref: ImageBackupStorageRef, now: number): void {
  const { garbage, globalConfig } = world.repositories;
  const uuid = world.chance.uuid();
  garbage.insert({
    uuid,
    name: `gc-delete-bits-image-${ref.imageUuid}-on-backup-storage-${ref.backupStorageUuid}`,
    status: 'Idle',
    imageUuid: ref.imageUuid,
    backupStorageUuid: ref.backupStorageUuid,
    installPath: ref.installPath,
    createDate: now,
    lastOpDate: now,
  });
  const due = now + configMilliseconds(globalConfig, 'imageGcInterval');
  scheduleChore(world, COLLECT_GARBAGE, uuid, due);
}
