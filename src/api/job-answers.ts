import type { ErrorCode } from '../core/api-error.js';
import type { World } from '../domain/world.js';
import type { Answer } from './call.js';
import type { Runtime } from './runtime.js';

const MOST_WAITING = 2 ** 30;

/** The answer of a job that is done, or ends within the limit; undefined when it goes on. */
export async function awaitAnswer(runtime: Runtime, jobUuid: string): Promise<Answer | undefined> {
  const done = answerOfJob(runtime.world, jobUuid);
  if (done) return done;
  const limit = runtime.apiMode === 'sync' ? MOST_WAITING : runtime.waitLimit;
  if (runtime.apiMode === 'auto' && !runtime.runner.canEndWithin(jobUuid, limit)) return undefined;
  await runtime.runner.whenDone(jobUuid, limit);
  return answerOfJob(runtime.world, jobUuid);
}

/** What polling a job answers: its result, or undefined while it runs. */
export function answerOfJob(
  world: World,
  jobUuid: string,
): Extract<Answer, { kind: 'success' | 'failure' }> | undefined {
  const job = world.repositories.jobs.find(jobUuid);
  if (!job || job.result === null) return undefined;
  return job.state === 'Succeeded'
    ? { kind: 'success', body: job.result }
    : { kind: 'failure', error: JSON.parse(job.result) as ErrorCode };
}
