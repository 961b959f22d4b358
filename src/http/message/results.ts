import { answerOfJob } from '../../api/job-answers.js';
import type { Runtime } from '../../api/runtime.js';
import { RestError } from '../../core/rest-error.js';
import type { Exchange } from '../exchange.js';
import { markFault } from '../mark-fault.js';
import { renderResponse, renderResult } from './render-answer.js';

/** What the journal calls a look at a result, as at a job. */
const POLL = 'PollJob';
const RESULT_PATH = '/api/result/';

/** The uuid of the result that a path is about, or undefined. */
export const resultOf = (path: string): string | undefined =>
  path.startsWith(RESULT_PATH) ? path.slice(RESULT_PATH.length).replace(/\/$/, '') : undefined;

/**
 * Answers a look at what a message came to.
 * @throws {RestError} 405 for other methods than GET and PUT, 404 for a result that is not there (any more)
 */
export async function sendResult(
  { world, runner }: Runtime,
  uuid: string,
  exchange: Exchange,
): Promise<void> {
  const { method } = exchange.request;
  if (method !== 'GET' && method !== 'PUT') {
    throw new RestError(405, `Request method '${method}' not supported`);
  }
  exchange.operation = POLL;
  exchange.polledJob = uuid;
  const job = world.repositories.jobs.find(uuid);
  if (!job) throw new RestError(404, `No api result[uuid:${uuid}] found`);
  const { createDate: createdDate, doneDate } = job;
  const done = answerOfJob(world, uuid);
  if (!done) {
    runner.polled(uuid);
    exchange.json(200, renderResponse({ uuid, state: 'Processing', createdDate }));
    return;
  }
  markFault(exchange.response, undefined, done.kind === 'failure' ? done.error : undefined);
  const finishedDate = doneDate ?? createdDate;
  const result = await renderResult(job.operation, undefined, done);
  exchange.json(200, renderResponse({ uuid, state: 'Done', createdDate, finishedDate, result }));
}
