import { BY_HAND } from '../domain/task/task.js';
import type { TaskProgress } from '../domain/long-job/task-progress.js';
import { longJobClassOf } from '../domain/long-job/long-job-class.js';
import { configMilliseconds } from '../domain/global-config.js';
import type { LongJob } from '../domain/long-job/long-job.js';
import type { Job } from '../domain/job/job.js';
import { messageClassOf } from '../domain/message-class.js';
import { isUpload } from '../domain/upload/upload.js';
import { slicesOf } from '../domain/upload/slices.js';
import type { World } from '../domain/world.js';

/** Operations whose work takes time. */
const TELLING: ReadonlySet<string> = new Set([
  'AddImage',
  'CreateDataVolumeTemplateFromVolume',
  'CreateDataVolumeTemplateFromVolumeSnapshot',
  'CreateRootVolumeTemplateFromRootVolume',
  'CreateRootVolumeTemplateFromVolumeSnapshot',
  'CreateVolumeSnapshot',
  'DeleteVolumeSnapshot',
  'ExportImageFromBackupStorage',
  'FlattenVmInstance',
  'FlattenVolume',
  'RevertVolumeFromSnapshot',
]);

/** What work of this operation is called, or undefined when it tells no progress. */
export const taskNameOf = (operation: string): string | undefined =>
  TELLING.has(operation) ? messageClassOf(operation) : undefined;

/** What the work of a long job is called, as Java prints a class. */
export const taskNameOfLongJob = ({ jobName }: LongJob): string =>
  `class ${longJobClassOf(jobName)?.name ?? jobName}`;

/**
 * For so long what work told is kept after its end, in ms. The real system drops it at its next look, which is
 * up to as long after that.
 */
export const KEPT_AFTER_END = 300_000;

interface AddImageContext {
  readonly request: { readonly url: string };
  readonly imageUuid?: string;
}

/** How far work has come, and when it began and ended. */
interface Told {
  /** Where it is not that of the call: of an upload. */
  readonly taskName?: string;
  readonly content: string;
  /** When this was told. */
  readonly time: number;
  readonly begun: number;
  /** Null while it goes on. */
  readonly ended: number | null;
}

/** The share of an upload that is told before its image is made of the bytes. */
const UPLOAD_SHARE = 90;

/** Percent from one step to the next. */
const STEP = 10;

/**
 * What the work behind a call has told, oldest first, from its own bytes: of a job, or of the call that submitted a
 * long job. Nothing for work that is not known, tells none, or ended long ago.
 */
export function progressOf(world: World, apiId: string): readonly TaskProgress[] {
  const { jobs, longJobs, taskProgresses, globalConfig } = world.repositories;
  const now = world.clock.now();
  const longJob = longJobs.findByApiId(apiId);
  const job = jobs.find(longJob?.innerJobUuid ?? apiId);
  const taskName = longJob ? taskNameOfLongJob(longJob) : job && taskNameOf(job.operation);
  const ttl = configMilliseconds(globalConfig, 'progressTtl');
  if (!job) {
    const last = taskProgresses.find(apiId);
    return last && last.time > now - Math.min(KEPT_AFTER_END, ttl) ? [last] : [];
  }
  const told = taskName === undefined ? undefined : toldBy(world, job, longJob, now);
  if (!told || taskName === undefined) return [];
  if (told.ended !== null && told.ended <= now - KEPT_AFTER_END) return [];
  return stepsOf(told)
    .filter(({ time }) => time > now - ttl)
    .map((step) => ({ apiId, taskName: told.taskName ?? taskName, ...step }));
}

/** Every step on the way to where the work is, as if it had gone on evenly. */
function stepsOf({ content, time, begun }: Told): Pick<TaskProgress, 'content' | 'time'>[] {
  const percent = Number(content);
  const steps = [];
  for (let step = 0; step < percent; step += STEP) {
    const at = begun + Math.floor(((time - begun) * step) / percent);
    steps.push({ content: String(step), time: at });
  }
  return [...steps, { content, time }];
}

function toldBy(
  world: World,
  job: Job,
  longJob: LongJob | undefined,
  now: number,
): Told | undefined {
  const { uuid, operation, state, createDate: begun, context } = job;
  if (state === 'Running') {
    const share = percentOf(world, uuid, now);
    const percent = operation === 'FlattenVmInstance' ? ofAllVolumes(context, share) : share;
    return { content: String(percent), time: now, begun, ended: null };
  }
  const doneDate = longJob?.doneDate ?? job.doneDate ?? now;
  if (state === 'Failed') {
    // What was refused had not begun.
    return doneDate > begun ? { content: '0', time: begun, begun, ended: doneDate } : undefined;
  }
  if (operation === 'AddImage') {
    const { request, imageUuid = '' } = JSON.parse(context) as AddImageContext;
    if (isUpload(request.url)) return uploadProgress(world, imageUuid, job, longJob, now);
  }
  return { content: '100', time: doneDate, begun, ended: doneDate };
}

/** Each volume of a VM is the same part of the work. */
function ofAllVolumes(context: string, share: number): number {
  const { total = 1, volumeUuids = [] } = JSON.parse(context) as {
    readonly total?: number;
    readonly volumeUuids?: readonly string[];
  };
  const done = Math.max(total - volumeUuids.length - 1, 0);
  return Math.floor((done * 100 + share) / Math.max(total, 1));
}

/** The share of the piece of work that is least far. */
function percentOf({ repositories }: World, jobUuid: string, now: number): number {
  const shares = repositories.tasks
    .listByJob(jobUuid)
    .filter(({ length }) => (length ?? 0) > 0)
    .map(({ dueDate, createDate, length }) => {
      const share = dueDate < BY_HAND ? (now - createDate) / (length ?? 1) : 0;
      return Math.min(Math.max(share, 0), 1);
    });
  return shares.length === 0 ? 0 : Math.floor(Math.min(...shares) * 100);
}

/** Of bytes that a client brings after its call was answered. */
function uploadProgress(
  { repositories }: World,
  imageUuid: string,
  { createDate: begun }: Job,
  longJob: LongJob | undefined,
  now: number,
): Told | undefined {
  const image = repositories.images.find(imageUuid);
  if (!image) return undefined;
  const uploads = repositories.uploads.listByImage(imageUuid);
  if (uploads.length === 0) {
    const ended = longJob?.doneDate ?? image.lastOpDate;
    return { taskName: 'adding to image store', content: '100', time: ended, begun, ended };
  }
  const shares = uploads.map((upload) => receivedShare(upload));
  const content = String(Math.floor(Math.min(...shares) * UPLOAD_SHARE));
  return { taskName: 'uploading image', content, time: now, begun, ended: null };
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
