import { configMilliseconds } from '../../domain/global-config.js';
import { scheduleChore, type Chore } from '../chores/chore.js';
import { removeImage } from '../remove-image.js';
import type { World } from '../world.js';
import { isComplete } from './slices.js';
import { isReceiving } from './under-way.js';

export const WATCH_UPLOAD = 'watch-upload';

/** How long an upload may stand still, in ms (`image/upload.max.idle.duration.in.seconds`). */
export const uploadIdleLimit = (world: World): number =>
  configMilliseconds(world.repositories.globalConfig, 'uploadMaxIdle');

/** Ends an upload that has stood still: its image goes, with everything that it took. */
export const watchUpload: Chore = {
  name: WATCH_UPLOAD,
  run(world, subject, now) {
    const [imageUuid = '', backupStorageUuid = ''] = subject.split('-');
    const upload = world.repositories.uploads.find(imageUuid, backupStorageUuid);
    if (!upload) return;
    const end = upload.lastOpDate + uploadIdleLimit(world);
    if (end > now || isReceiving(world, upload) || isComplete(upload)) {
      scheduleChore(world, WATCH_UPLOAD, subject, Math.max(end, now + 1000));
    } else removeImage(world, imageUuid);
  },
};
