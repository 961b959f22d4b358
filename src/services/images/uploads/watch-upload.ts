import { errorCode } from '../../../core/api-error.js';
import { configMilliseconds } from '../../../domain/global-config.js';
import { scheduleChore, type Chore } from '../../../jobs/chores/chore.js';
import type { Upload } from '../../../domain/upload/upload.js';
import { uploadFailed, uploadStoodStill } from '../../long-jobs/uploads.js';
import { removeImage } from '../delete/remove-image.js';
import type { World } from '../../../domain/world.js';
import { isComplete } from '../../../domain/upload/slices.js';
import { isReceiving } from './under-way.js';

export const WATCH_UPLOAD = 'watch-upload';

/** How long an upload may stand still, in ms (`image/upload.max.idle.duration.in.seconds`). */
export const uploadIdleLimit = (world: World): number =>
  configMilliseconds(world.repositories.globalConfig, 'uploadMaxIdle');

/** Makes the next look at an upload due. */
export function watchLater(
  world: World,
  { imageUuid, backupStorageUuid }: Pick<Upload, 'imageUuid' | 'backupStorageUuid'>,
  due: number,
): void {
  scheduleChore(world, WATCH_UPLOAD, `${imageUuid}-${backupStorageUuid}`, due);
}

/** The limit has changed: every upload is looked at when it ends by the new one. */
export function followIdleLimit(world: World): void {
  const { uploads, tasks } = world.repositories;
  const now = world.clock.now();
  for (const upload of uploads.list()) {
    tasks.removeChores(WATCH_UPLOAD, `${upload.imageUuid}-${upload.backupStorageUuid}`);
    watchLater(world, upload, Math.max(upload.lastOpDate + uploadIdleLimit(world), now));
  }
}

/**
 * Ends an upload that has stood still: its image goes, with everything that it took. One of a long job
 * that had begun is only suspended.
 */
export const watchUpload: Chore = {
  name: WATCH_UPLOAD,
  run(world, subject, now) {
    const [imageUuid = '', backupStorageUuid = ''] = subject.split('-');
    const upload = world.repositories.uploads.find(imageUuid, backupStorageUuid);
    if (!upload) return;
    const end = upload.lastOpDate + uploadIdleLimit(world);
    if (end > now || isReceiving(world, upload) || isComplete(upload)) {
      watchLater(world, upload, Math.max(end, now + 1000));
    } else if (upload.imageSize === null || !uploadStoodStill(world, imageUuid, now)) {
      uploadFailed(world, imageUuid, errorCode('SYS.1006', 'upload session expired'), now);
      removeImage(world, imageUuid);
    }
  },
};
