import { configMilliseconds, configText } from '../../../domain/global-config.js';
import type { ImageBackupStorageRef } from '../../../domain/image/image.js';
import {
  MOST_AT_ONCE,
  scheduleChoreOnce,
  scheduleSlowChore,
  type Chore,
} from '../../../jobs/chores/chore.js';
import type { World } from '../../../domain/world.js';
import { deletionTime, expungeRef } from './expunge-image.js';

const EXPUNGE_DELETED_IMAGES = 'expunge-deleted-images';

/** Makes the next look for old deleted images due, unless one is. */
export function scheduleExpunge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'imageExpungeInterval');
  scheduleChoreOnce(world, EXPUNGE_DELETED_IMAGES, now + interval);
}

/** Expunges what was deleted `image/expungePeriod` ago; comes back while anything is deleted. */
export const expungeDeletedImages: Chore = {
  name: EXPUNGE_DELETED_IMAGES,
  interval: 'imageExpungeInterval',
  run(world, _subject, now) {
    const { images, tasks, globalConfig } = world.repositories;
    if (configText(globalConfig, 'imageDeletionPolicy') !== 'Never') {
      const period = configMilliseconds(globalConfig, 'imageExpungePeriod');
      const due = images
        .listDeletedRefs(now - period)
        .filter((ref) => !tasks.hasChore(deleteBits.name, subjectOf(ref)));
      for (const ref of due.slice(0, MOST_AT_ONCE)) {
        const delay = deletionTime(world, ref);
        if (delay === 0) expungeRef(world, ref, now);
        else scheduleSlowChore(world, deleteBits.name, subjectOf(ref), delay, now);
      }
      if (due.length > MOST_AT_ONCE) {
        scheduleChoreOnce(world, EXPUNGE_DELETED_IMAGES, now);
        return;
      }
    }
    if (images.hasDeletedRefs()) scheduleExpunge(world, now);
  },
};

const subjectOf = ({ imageUuid, backupStorageUuid }: ImageBackupStorageRef) =>
  `${imageUuid}-${backupStorageUuid}`;

/** Ends the slow deletion of one ref's bits. */
export const deleteBits: Chore = {
  name: 'delete-bits',
  run(world, subject, now) {
    const [imageUuid = '', backupStorageUuid = ''] = subject.split('-');
    const ref = world.repositories.images.findRef(imageUuid, backupStorageUuid);
    // It may have been recovered meanwhile.
    if (ref?.status === 'Deleted') expungeRef(world, ref, now);
  },
};
