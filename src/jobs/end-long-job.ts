import type { ErrorCode } from '../core/api-error.js';
import type { LongJob, LongJobState } from '../domain/long-job/long-job.js';
import type { World } from '../domain/world.js';
import { forgetTimeout } from './long-job-timeout.js';

const FINAL: readonly LongJobState[] = ['Succeeded', 'Failed', 'Canceled'];
export const isFinal = ({ state }: LongJob): boolean => FINAL.includes(state);

/** Takes over the end of the work of a long job; belongs into the same transaction. */
export function innerJobEnded(
  world: World,
  longJob: LongJob,
  event: 'succeed' | 'fail',
  result: string,
  now: number,
): void {
  if (event === 'fail') {
    failLongJob(world, longJob, JSON.parse(result) as ErrorCode, now);
    return;
  }
  // What a client uploads goes on behind the call that opened the address.
  if (isUploading(world, longJob)) return;
  const body = JSON.parse(result) as object;
  endLongJob(world, longJob, 'Succeeded', JSON.stringify({ ...body, success: true }), now);
}

/** Ends a long job by an error; one that was being canceled is. */
export function failLongJob(world: World, longJob: LongJob, error: ErrorCode, now: number): void {
  const state = longJob.state === 'Canceling' ? 'Canceled' : 'Failed';
  endLongJob(world, longJob, state, resultOf(error), now);
}

export function endLongJob(
  world: World,
  longJob: LongJob,
  state: LongJobState,
  jobResult: string,
  now: number,
): void {
  const executeTime = Math.max(1, Math.floor((now - longJob.createDate) / 1000));
  world.repositories.longJobs.update(
    longJob,
    { state, jobResult, executeTime, doneDate: now },
    now,
  );
  forgetTimeout(world, longJob.uuid);
}

/** Whether bytes of the image that it adds are still to come. */
export const isUploading = ({ repositories }: World, { targetResourceUuid }: LongJob): boolean =>
  targetResourceUuid !== null && repositories.uploads.listByImage(targetResourceUuid).length > 0;

/** A failure as a long job keeps it. */
export const resultOf = ({ details, description, cause }: ErrorCode): string =>
  JSON.stringify({
    detail: details,
    ...(cause ? { cause: cause.details } : {}),
    message: description,
  });
