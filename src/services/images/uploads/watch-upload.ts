import { errorCode, isFull } from '../../../core/api-error.js';
import type { Asking } from '../../../domain/asked-request.js';
import { configMilliseconds } from '../../../domain/global-config.js';
import { scheduleChore, type Chore } from '../../../jobs/chores/chore.js';
import type { Upload } from '../../../domain/upload/upload.js';
import { uploadFailed, uploadStoodStill } from '../../long-jobs/uploads.js';
import { removeImage } from '../delete/remove-image.js';
import { originOf } from '../../../domain/write-history.js';
import type { World } from '../../../domain/world.js';
import { HELD } from '../../../domain/task/task.js';
import { forgetUnderWay, underWay, type UnderWay } from './under-way.js';

export const WATCH_UPLOAD = 'watch-upload';

/** How long an upload may stand still, in ms (`image/upload.max.idle.duration.in.seconds`). */
export const uploadIdleLimit = (world: World): number =>
  configMilliseconds(world.repositories.globalConfig, 'uploadMaxIdle');

type Place = Pick<Upload, 'imageUuid' | 'backupStorageUuid'>;

const subjectOf = ({ imageUuid, backupStorageUuid }: Place) => `${imageUuid}-${backupStorageUuid}`;

/** Of the look that is held until no bytes come any more; a start lets go what was held. */
const whileBytesCome = (upload: Place) => `${subjectOf(upload)}-interrupted`;

/** Makes the next look at an upload due. */
export function watchLater(world: World, upload: Place, due: number): void {
  scheduleChore(world, WATCH_UPLOAD, subjectOf(upload), due);
}

/** The limit has changed: every upload is looked at when it ends by the new one. */
export function followIdleLimit(world: World): void {
  const { uploads, tasks } = world.repositories;
  const now = world.clock.now();
  for (const upload of uploads.list()) {
    tasks.removeChores(WATCH_UPLOAD, subjectOf(upload));
    watchLater(world, upload, Math.max(upload.lastOpDate + uploadIdleLimit(world), now));
  }
}

/**
 * Ends an upload that has stood still: its image goes, with everything that it took. One of a long job
 * that had begun is only suspended. While bytes come nobody looks, however far the clock goes.
 */
export const watchUpload: Chore = {
  name: WATCH_UPLOAD,
  run(world, subject, now) {
    const [imageUuid = '', backupStorageUuid = '', interrupted] = subject.split('-');
    const { uploads } = world.repositories;
    const upload = uploads.find(imageUuid, backupStorageUuid);
    if (!upload) return;
    const known = underWay(world, upload);
    const limit = uploadIdleLimit(world);
    const end = upload.lastOpDate + limit;
    if (known.requests > 0) {
      known.isUnwatched = true;
      scheduleChore(world, WATCH_UPLOAD, whileBytesCome(upload), HELD);
    } else if (interrupted !== undefined) {
      // Bytes came until the process ended: their client may come back.
      uploads.update(upload, {}, now);
      watchLater(world, upload, now + limit);
    } else if (end > now) watchLater(world, upload, end);
    else if (upload.imageSize === null) {
      uploadFailed(world, imageUuid, errorCode('SYS.1006', 'upload session expired'), now);
      removeImage(world, imageUuid);
    } else if (!uploadStoodStill(world, imageUuid, now)) removeImage(world, imageUuid);
  },
};

/** Runs `work` while the upload counts as under way. */
export async function whileReceiving<T>(
  world: World,
  upload: Upload,
  asking: Asking | undefined,
  work: (known: UnderWay) => Promise<T>,
): Promise<T> {
  const known = underWay(world, upload);
  known.requests++;
  try {
    return await work(known);
  } finally {
    known.requests--;
    const origin = originOf('call', 'UploadImageSlice', upload.jobUuid, asking);
    if (known.requests === 0) world.writes.within(origin, () => watchAgain(world, upload, known));
  }
}

/** From now on the upload stands still, and is looked at. */
function watchAgain(world: World, { imageUuid, backupStorageUuid }: Upload, known: UnderWay): void {
  const { repositories, unitOfWork } = world;
  if (unitOfWork.isOver) return;
  const upload = repositories.uploads.find(imageUuid, backupStorageUuid);
  if (!upload) forgetUnderWay(world, { imageUuid, backupStorageUuid });
  if (!known.isUnwatched) return;
  try {
    unitOfWork.run(() => {
      const now = world.clock.now();
      const place = { imageUuid, backupStorageUuid };
      repositories.tasks.removeChores(WATCH_UPLOAD, whileBytesCome(place));
      if (!upload) return;
      repositories.uploads.update(upload, {}, now);
      watchLater(world, upload, now + uploadIdleLimit(world));
    });
    known.isUnwatched = false;
  } catch (error) {
    // No room for it: the end of the next request sees to it, or the next start.
    if (!isFull(error)) throw error;
  }
}
