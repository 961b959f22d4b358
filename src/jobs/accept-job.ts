import type { ErrorCode } from '../core/api-error.js';
import type { Job } from '../domain/job/job.js';
import { schedulePurge } from './chores/purge-jobs.js';
import type { TaskRunner } from './task-runner.js';
import type { World } from '../domain/world.js';

/** What a call brings with it whatever it asks for. */
export interface JobRequest {
  readonly uuid: string;
  readonly operation: string;
  readonly accountUuid: string;
  readonly webHook: string | null;
  /** Whether the web hook is told the class of each inventory; only those who named one ask for it. */
  readonly wantsSchema?: boolean;
}

/** An accepted call as a running job; whoever begins its work records it, in the same transaction as its checks. */
export function newJob(world: World, request: JobRequest, context: object): Job {
  return {
    wantsSchema: false,
    ...request,
    state: 'Running',
    context: JSON.stringify(context),
    result: null,
    createDate: world.clock.now(),
    doneDate: null,
  };
}

/** Records a refused call as a job that failed at once, for those who poll it; belongs into a transaction. */
export function recordRefusal(
  world: World,
  runner: TaskRunner,
  request: JobRequest,
  error: ErrorCode,
): void {
  const now = world.clock.now();
  world.repositories.jobs.insert({
    wantsSchema: false,
    ...request,
    state: 'Failed',
    context: '{}',
    result: JSON.stringify(error),
    createDate: now,
    doneDate: now,
  });
  schedulePurge(world, now);
  if (request.webHook !== null) runner.announce(request.uuid, now);
}
