import { BY_HAND } from '../domain/task/task.js';
import type { TaskProgress } from '../domain/long-job/task-progress.js';
import { configMilliseconds } from '../domain/global-config.js';
import type { Job } from '../domain/job/job.js';
import { isUpload } from '../domain/upload/upload.js';
import { slicesOf } from '../domain/upload/slices.js';
import type { World } from '../domain/world.js';

/** Operations whose work takes time, and what the real system calls it. */
const TASK_NAMES: Readonly<Record<string, string>> = {
  AddImage: 'add image',
  CreateDataVolumeTemplateFromVolume: 'create data volume template',
  CreateDataVolumeTemplateFromVolumeSnapshot: 'create data volume template',
  CreateRootVolumeTemplateFromRootVolume: 'create root volume template',
  CreateRootVolumeTemplateFromVolumeSnapshot: 'create root volume template',
  CreateVolumeSnapshot: 'create volume snapshot',
  ExportImageFromBackupStorage: 'export image',
};

/** What work of this operation is called, or undefined when it tells no progress. */
export const taskNameOf = (operation: string): string | undefined =>
  Object.hasOwn(TASK_NAMES, operation) ? TASK_NAMES[operation] : undefined;

interface AddImageContext {
  readonly request: { readonly url: string };
  readonly imageUuid?: string;
}

/** The share of an upload that is told before its image is made of the bytes. */
const UPLOAD_SHARE = 90;

/**
 * How far the work behind a call is, from its own bytes: of a job, or of the call that submitted a long
 * job. Undefined for work that is not known, tells none, or ended long ago; the progress of a long job
 * goes with its end.
 */
export function progressOf(world: World, apiId: string): TaskProgress | undefined {
  const { jobs, longJobs, taskProgresses, globalConfig } = world.repositories;
  const longJob = longJobs.findByApiId(apiId);
  if (longJob && longJob.state !== 'Running') return undefined;
  const job = jobs.find(longJob?.innerJobUuid ?? apiId);
  const now = world.clock.now();
  const told = job ? progressOfJob(world, job, now) : taskProgresses.find(apiId);
  const ttl = configMilliseconds(globalConfig, 'progressTtl');
  return told && told.time > now - ttl ? { ...told, apiId } : undefined;
}

function progressOfJob(
  world: World,
  { uuid, operation, state, context, doneDate }: Job,
  now: number,
): Omit<TaskProgress, 'apiId'> | undefined {
  const taskName = taskNameOf(operation);
  if (taskName === undefined || state === 'Failed') return undefined;
  if (state === 'Running') {
    return { taskName, content: String(percentOf(world, uuid, now)), time: now };
  }
  if (operation === 'AddImage') {
    const { request, imageUuid = '' } = JSON.parse(context) as AddImageContext;
    if (isUpload(request.url)) return uploadProgress(world, imageUuid, now);
  }
  return { taskName, content: '100', time: doneDate ?? now };
}

/** The share of the piece of work that is least far. */
function percentOf({ repositories }: World, jobUuid: string, now: number): number {
  const shares = repositories.tasks
    .listByJob(jobUuid)
    .filter(({ length }) => length !== null && length > 0)
    .map(({ dueDate, createDate, length }) => {
      const share = dueDate < BY_HAND ? (now - createDate) / (length ?? 1) : 0;
      return Math.min(Math.max(share, 0), 1);
    });
  return shares.length === 0 ? 0 : Math.floor(Math.min(...shares) * 100);
}

/** Of bytes that a client brings after its call was answered. */
function uploadProgress({ repositories }: World, imageUuid: string, now: number) {
  const image = repositories.images.find(imageUuid);
  if (!image) return undefined;
  const uploads = repositories.uploads.listByImage(imageUuid);
  if (uploads.length === 0) {
    return { taskName: 'adding to image store', content: '100', time: image.lastOpDate };
  }
  const shares = uploads.map((upload) => receivedShare(upload));
  const content = String(Math.floor(Math.min(...shares) * UPLOAD_SHARE));
  return { taskName: 'uploading image', content, time: now };
}

function receivedShare({
  imageSize,
  sliceSize,
  received,
}: {
  readonly imageSize: number | null;
  readonly sliceSize: number | null;
  readonly received: string;
}): number {
  if (imageSize === null || sliceSize === null || imageSize === 0) return 0;
  const slices = slicesOf({ imageSize, sliceSize, received });
  const count = slices.reduce((total, [first, last]) => total + last - first + 1, 0);
  return Math.min((count * sliceSize) / imageSize, 1);
}
