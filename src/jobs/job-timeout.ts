import { errorCode, type ErrorCode } from '../core/api-error.js';
import { apiTimeoutOf } from '../domain/api-timeout.js';
import type { Job } from '../domain/job/job.js';
import { messageClassOf } from '../domain/message-class.js';
import type { World } from '../domain/world.js';
import type { FlowContext } from './flow.js';

/**
 * The name under which the ends of calls' times lie in the task table: tasks of no job, whose subject is the job
 * and whose step the flow that its failure undoes.
 */
export const JOB_TIMEOUT = 'job-timeout';

/** What of a job's context tells its time. */
interface Timed {
  /** Milliseconds that its call may take, where the caller said so; null: somebody else ends it. */
  readonly apiTimeout?: number | null;
  /** Set once a task ends it in time. */
  hasDeadline?: true;
}

function timeOf(world: World, job: Job, { apiTimeout }: Timed): number {
  if (apiTimeout === null) return Infinity;
  return apiTimeout ?? apiTimeoutOf(world.repositories.globalConfig, job.operation);
}

/**
 * Makes a job fail in time if work that begins now could take longer than its call may. Nearly always the work is
 * known to be done before: then nothing is written.
 */
export function keepTime(
  world: World,
  job: Job,
  flow: string,
  context: FlowContext & Timed,
  doneBy: number,
): void {
  const time = timeOf(world, job, context);
  const deadline = job.createDate + time;
  if (context.hasDeadline || time === Infinity || doneBy < deadline) return;
  context.hasDeadline = true;
  world.repositories.tasks.insert({
    jobUuid: null,
    flow: JOB_TIMEOUT,
    step: flow,
    subject: job.uuid,
    dueDate: deadline,
    createDate: world.clock.now(),
  });
}

/** A job has ended: nothing waits for its time to be up. */
export function forgetDeadline({ repositories }: World, jobUuid: string, context: string): void {
  if (context.includes('"hasDeadline":true')) repositories.tasks.removeChores(JOB_TIMEOUT, jobUuid);
}

/** Why a job failed whose time is up; the real system names the message inside that was not answered. */
export function timeoutError(world: World, job: Job): ErrorCode {
  const time = timeOf(world, job, JSON.parse(job.context) as Timed);
  return timeoutOfMessage(messageClassOf(job.operation), job.uuid, time);
}

/** The error of a message that was not answered in time, in ms. */
export const timeoutOfMessage = (message: string, uuid: string, time: number): ErrorCode =>
  errorCode(
    'SYS.1001',
    `Message[name: ${message}, id: ${uuid}] timeout after ${Math.floor(time / 1000)} seconds`,
  );
