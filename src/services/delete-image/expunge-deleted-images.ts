import { configMilliseconds, configText } from '../../domain/global-config.js';
import { scheduleChoreOnce, type Chore } from '../chores/chore.js';
import type { World } from '../world.js';
import { expungeRefs } from './expunge-image.js';

const EXPUNGE_DELETED_IMAGES = 'expunge-deleted-images';

/** Makes the next look for old deleted images due, unless one is. */
export function scheduleExpunge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'imageExpungeInterval');
  scheduleChoreOnce(world, EXPUNGE_DELETED_IMAGES, now + interval);
}

/** Expunges what was deleted `image/expungePeriod` ago; comes back while anything is deleted. */
export const expungeDeletedImages: Chore = {
  name: EXPUNGE_DELETED_IMAGES,
  run(world, _subject, now) {
    const { images, globalConfig } = world.repositories;
    if (configText(globalConfig, 'imageDeletionPolicy') !== 'Never') {
      const period = configMilliseconds(globalConfig, 'imageExpungePeriod');
      for (const ref of images.listDeletedRefs(now - period)) {
        expungeRefs(world, ref.imageUuid, [ref], now);
      }
    }
    if (images.hasDeletedRefs()) scheduleExpunge(world, now);
  },
};
