import { errorCode, type ErrorCode } from '../../core/api-error.js';
import type { LongJob } from '../../domain/long-job/long-job.js';
import type { World } from '../../domain/world.js';
import { forgetTimeout } from '../../jobs/long-job-timeout.js';
import { endLongJob, failLongJob, isFinal, resultOf } from '../../jobs/end-long-job.js';

/** The long job that an image's upload belongs to, unless it has ended. */
export const longJobOfUpload = ({ repositories }: World, imageUuid: string): LongJob | undefined =>
  repositories.longJobs
    .listByTarget(imageUuid)
    .find(
      (job) =>
        job.jobName === 'APIAddImageMsg' &&
        !isFinal(job) &&
        repositories.jobs.find(job.innerJobUuid)?.state !== 'Running',
    );

/** The last byte of an upload has arrived. */
export function uploadSucceeded(world: World, imageUuid: string, now: number): void {
  const longJob = longJobOfUpload(world, imageUuid);
  if (longJob) endLongJob(world, longJob, 'Succeeded', 'Succeeded', now);
}

/** An upload has stood still: its long job waits for somebody to resume it. Answers whether there is one. */
export function uploadStoodStill(world: World, imageUuid: string, now: number): boolean {
  const longJob = longJobOfUpload(world, imageUuid);
  if (!longJob) return false;
  const details = `some error interrupt long job[uuid:${longJob.uuid}], analysis the cause to fix it and resume long job if you want to continue.`;
  const jobResult = resultOf(errorCode('LONG_JOB.1002', details));
  world.repositories.longJobs.update(longJob, { state: 'Suspended', jobResult }, now);
  // Its time goes on with it.
  forgetTimeout(world, longJob.uuid);
  return true;
}

/** An upload cannot go on. */
export function uploadFailed(world: World, imageUuid: string, error: ErrorCode, now: number): void {
  const longJob = longJobOfUpload(world, imageUuid);
  if (longJob) failLongJob(world, longJob, error, now);
}
