import type { ErrorCode } from '../core/api-error.js';
import { hideSecretsInJson } from '../core/secrets.js';
import { jobStateMachine, type Job } from '../domain/job/job.js';
import type { Flow, FlowContext } from './flow.js';
import { forgetDeadline } from './job-timeout.js';
import { innerJobEnded } from './end-long-job.js';
import type { World } from '../domain/world.js';

/** Ends a job; belongs into a transaction. `result` is its answer as JSON. */
export function endJob(
  world: World,
  job: Job,
  event: 'succeed' | 'fail',
  context: string,
  result: string,
  now: number,
): void {
  const state = jobStateMachine.next(job.state, event);
  const { jobs, longJobs } = world.repositories;
  forgetDeadline(world, job.uuid, context);
  const longJob = longJobs.findByInnerJob(job.uuid);
  jobs.finish(job.uuid, { state, context: withoutSecrets(context), result, doneDate: now });
  if (longJob) innerJobEnded(world, longJob, event, result, now);
}

/** What the work needed to know and nobody needs after it; nearly always there is nothing to look for. */
const withoutSecrets = (context: string): string =>
  context.includes('@') || context.includes('?') || context.includes('assword')
    ? hideSecretsInJson(context)
    : context;

/** Ends a job by an error: what its flow did is undone, what it would do goes. */
export function failJob(
  world: World,
  job: Job,
  flow: Pick<Flow<FlowContext>, 'rollback'>,
  context: string,
  error: ErrorCode,
  now: number,
): void {
  world.repositories.tasks.removeByJob(job.uuid);
  flow.rollback({ world, job, context: JSON.parse(context) as FlowContext, now }, error);
  endJob(world, job, 'fail', context, JSON.stringify(error), now);
}
