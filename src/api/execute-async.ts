import { toErrorCode } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { apiTimeoutOf } from '../domain/api-timeout.js';
import { originOf, type WriteOrigin } from '../domain/write-history.js';
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
  const isAsync =
    runtime.apiMode === 'async' ||
    call.respondAsync ||
    (runtime.apiMode === 'auto' && call.canPoll === true);
  const write = (request: JobRequest, origin: WriteOrigin): Answer | undefined => {
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
  let jobUuid = '';
  // What it asks of chance belongs to its write: who came beside it changes nothing.
  const answer = await runtime.commits.run(() => {
    const uuid = call.jobUuid ?? world.chance.uuid();
    const { webHook, wantsSchema = false } = call;
    const request = { uuid, operation: operation.name, accountUuid: '', webHook, wantsSchema };
    const origin = originOf('call', operation.name, uuid, call.asking);
    jobUuid = uuid;
    Object.assign(call, { startedJob: uuid, origin });
    return world.writes.within(origin, () => write(request, origin));
  });
  runner.settleSoon();
  if (answer && !isAsync) return answer;
  const later: Answer = {
    kind: 'job',
    jobUuid,
    apiTimeout: call.apiTimeout ?? apiTimeoutOf(world.repositories.globalConfig, operation.name),
  };
  if (isAsync) return later;
  return (await awaitAnswer(runtime, jobUuid)) ?? later;
}
