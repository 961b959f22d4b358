import { toErrorCode } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { apiTimeoutOf } from '../domain/api-timeout.js';
import { originOf } from '../domain/write-history.js';
import { recordRefusal, type JobRequest } from '../jobs/accept-job.js';
import { accept } from './accept.js';
import type { Answer, Call } from './call.js';
import { tagsOf } from './common-parameters.js';
import type { AsyncOperation } from './define-operation.js';
import { answerOfJob, awaitAnswer } from './job-answers.js';
import { readParams } from './read-params.js';
import type { Runtime } from './runtime.js';

/** Does a call that becomes a job, or is refused as one. */
export async function executeAsync(
  runtime: Runtime,
  operation: AsyncOperation,
  call: Call,
): Promise<Answer> {
  const { world, runner } = runtime;
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const tags = tagsOf(call);
  const request: JobRequest = {
    uuid: call.jobUuid ?? world.chance.uuid(),
    operation: operation.name,
    accountUuid: '',
    webHook: call.webHook,
    wantsSchema: call.wantsSchema ?? false,
  };
  call.startedJob = request.uuid;
  const isAsync =
    runtime.apiMode === 'async' ||
    call.respondAsync ||
    (runtime.apiMode === 'auto' && call.canPoll === true);
  const origin = originOf('call', operation.name, request.uuid);
  call.origin = origin;
  const write = (): Answer | undefined => {
    if (call.jobUuid !== undefined && world.repositories.jobs.exists(request.uuid)) {
      throw new RestError(400, `Duplicate job uuid[${request.uuid}]`);
    }
    try {
      const cause = { kind: 'call', name: operation.name, jobUuid: request.uuid } as const;
      world.causes.within(cause, () =>
        world.unitOfWork.run(() => {
          const accepted = accept(world, operation, request, call, raw, tags);
          origin.accountUuid = call.accountUuid ?? null;
          if (isAsync) runner.beginLater(accepted);
          else runner.begin(accepted);
        }),
      );
      // What ended at once is known without a further look.
      return isAsync ? undefined : answerOfJob(world, request.uuid);
    } catch (thrown) {
      const error = toErrorCode(thrown);
      world.unitOfWork.run(() => recordRefusal(world, runner, request, error));
      return { kind: 'failure', error };
    }
  };
  const answer = await runtime.commits.run(() => world.writes.within(origin, write));
  runner.settleSoon();
  if (answer && !isAsync) return answer;
  const later: Answer = {
    kind: 'job',
    jobUuid: request.uuid,
    apiTimeout: call.apiTimeout ?? apiTimeoutOf(world.repositories.globalConfig, operation.name),
  };
  if (isAsync) return later;
  return (await awaitAnswer(runtime, request.uuid)) ?? later;
}
