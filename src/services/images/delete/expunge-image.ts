import { apiError } from '../../../core/api-error.js';
import { configMilliseconds, configNumber } from '../../../domain/global-config.js';
import type { Image, ImageBackupStorageRef } from '../../../domain/image/image.js';
import type { Delay } from '../../../domain/task/task.js';
import { canDeleteBits } from '../../storages/backup/usable.js';
import { scheduleChore } from '../../../jobs/chores/chore.js';
import type { Flow } from '../../../jobs/flow.js';
import { imageOf } from '../../resources/lookup.js';
import { areShared, removeImage, removeImageRef } from './remove-image.js';
import { momentOf } from '../../../jobs/work-time.js';
import type { World } from '../../../domain/world.js';
import { COLLECT_GARBAGE } from './collect-garbage.js';

/**
 * The refs that an expunge takes: all that are Deleted, or the named ones, which must be.
 * @throws SYS.1006 when there is none, SYS.1007 when a named one is not there or not Deleted
 */
function refsToExpunge(
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

interface ExpungeRequest {
  readonly imageUuid: string;
  readonly backupStorageUuids: readonly string[] | null;
}

/** Deletes the bits of a deleted image, on all or some of its storages. */
export const expungeImageFlow: Flow<ExpungeRequest> = {
  name: 'expunge-image',
  firstStep: 'choose-refs',
  isPlain: true,
  stepsWithSubjects: ['delete-bits'],
  steps: {
    'choose-refs'({ world, context, schedule }) {
      const image = imageOf(world, context.imageUuid);
      for (const ref of refsToExpunge(world, image, context.backupStorageUuids)) {
        schedule('delete-bits', ref.backupStorageUuid, deletionTime(world, ref));
      }
    },
    'delete-bits'({ world, context, subject, now, meetFault, hasOtherTasks, succeed }) {
      const ref = world.repositories.images.findRef(context.imageUuid, subject ?? '');
      // It may have been recovered, or expunged by somebody else.
      if (ref?.status === 'Deleted') expungeRef(world, ref, now, meetFault);
      if (!hasOtherTasks()) succeed({});
    },
  },
  rollback: () => undefined,
};

/** How long it takes to delete the bits of a ref. */
export const deletionTime = (
  world: World,
  { imageUuid, backupStorageUuid }: ImageBackupStorageRef,
): Delay => momentOf(world, 'deletion', [imageUuid, backupStorageUuid]);

/**
 * Removes bits and ref for good; off the last storage, the image goes. Bits whose storage cannot
 * delete them now, or where `attempt` throws, are left as garbage.
 */
export function expungeRef(
  world: World,
  ref: ImageBackupStorageRef,
  now: number,
  attempt: () => void = () => undefined,
): void {
  if (!areShared(world, ref) && !canDeleteBits(world, ref, attempt)) leaveGarbage(world, ref, now);
  removeImageRef(world, ref);
  if (world.repositories.images.listRefs(ref.imageUuid).length === 0) {
    removeImage(world, ref.imageUuid);
  }
}

/** Bits that cannot be deleted now are tried again until they are, or their storage is gone. */
function leaveGarbage(world: World, ref: ImageBackupStorageRef, now: number): void {
  const { garbage, globalConfig } = world.repositories;
  const uuid = world.chance.uuid();
  garbage.insert({
    uuid,
    name: `gc-delete-bits-${ref.imageUuid}-on-backup-storage-${ref.backupStorageUuid}`,
    status: 'Idle',
    imageUuid: ref.imageUuid,
    backupStorageUuid: ref.backupStorageUuid,
    installPath: ref.installPath,
    interval: configNumber(globalConfig, 'imageGcInterval'),
    createDate: now,
    lastOpDate: now,
  });
  const due = now + configMilliseconds(globalConfig, 'imageGcInterval');
  scheduleChore(world, COLLECT_GARBAGE, uuid, due);
}
