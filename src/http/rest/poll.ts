import { asCall } from '../../api/as-call.js';
import { answerOfJob } from '../../api/job-answers.js';
import type { Runtime } from '../../api/runtime.js';
import { RestError } from '../../core/rest-error.js';
import type { Exchange } from '../exchange.js';
import type { Rendered } from '../render.js';
import { markFault } from '../mark-fault.js';
import { render, type Wiring } from './respond.js';

/** What the journal calls a look at a job. */
const POLL = 'PollJob';
const JOB_PATH = '/v1/api-jobs/';

/** The uuid of the job that a path is about, or undefined. */
export function jobOf(path: string): string | undefined {
  if (!path.startsWith(JOB_PATH)) return undefined;
  const uuid = path.slice(JOB_PATH.length);
  return uuid === '' || uuid.includes('/') ? undefined : uuid;
}

/**
 * Answers a look at a job: its result, or 202 while it runs.
 * @throws {RestError} 405 for other methods than GET, 404 for a job that is not there (any more)
 */
export function sendJob(
  wiring: Wiring,
  { world, runner }: Runtime,
  jobUuid: string,
  exchange: Exchange,
): void {
  const { method, headers } = exchange.request;
  if (method !== 'GET') {
    throw new RestError(405, 'only GET method is allowed for querying job status');
  }
  exchange.operation = POLL;
  exchange.polledJob = jobUuid;
  if (!world.repositories.jobs.exists(jobUuid))
    throw new RestError(404, 'the job has been expired');
  const wantsSchema = headers['x-json-schema'] !== undefined;
  const rendered = renderJobResult(wiring, world, jobUuid, wantsSchema);
  const done = answerOfJob(world, jobUuid);
  markFault(exchange.response, undefined, done?.kind === 'failure' ? done.error : undefined);
  if (rendered) exchange.json(rendered.status, rendered.body);
  else {
    asCall(world, POLL, jobUuid, exchange.asking, () => runner.polled(jobUuid));
    exchange.json(202, '{}');
  }
}

/** What polling a done job answers; undefined while it runs. */
export function renderJobResult(
  { wire, operationByName }: Wiring,
  world: Runtime['world'],
  jobUuid: string,
  wantsSchema: boolean,
): Rendered | undefined {
  const result = answerOfJob(world, jobUuid);
  const operation = operationByName.get(world.repositories.jobs.find(jobUuid)?.operation ?? '');
  return result && render(wire, operation, result, wantsSchema);
}
