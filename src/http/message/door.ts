import type { Answer, Call } from '../../api/call.js';
import type { ImageOperation } from '../../api/define-operation.js';
import type { Runtime } from '../../api/runtime.js';
import { ApiError, toErrorCode } from '../../core/api-error.js';
import { isNoDefect } from '../../core/machine-fault.js';
import { RestError } from '../../core/rest-error.js';
import { hostOf } from '../address.js';
import type { FindApi } from '../api-of-release.js';
import { WorldOver, type Door } from '../dispatcher.js';
import type { Exchange } from '../exchange.js';
import { asFaulty, mayAnswer, meetFault } from '../faults-of-call.js';
import { perform, type OnAnswered } from '../perform.js';
import { readBody } from '../read-body.js';
import type { Target } from '../target.js';
import { operationOf } from './operation-of.js';
import {
  credentialsIn,
  parametersIn,
  readMessage,
  timeoutIn,
  type Message,
} from './read-message.js';
import { renderResponse, renderResult } from './render-answer.js';
import { resultOf, sendResult } from './results.js';

export interface MessageParts {
  readonly apiOf: FindApi;
  readonly requiresSession: boolean;
  /** Told of every operation that was called and how it was answered, or undefined. */
  readonly onAnswered: OnAnswered | undefined;
}

type Called = ImageOperation;

/**
 * The message door: one address for all operations, each called by a message that names its class. Whatever comes
 * of a message stands in an answer with status 200, also why it was refused (docs/message-api.md).
 */
export function createMessageDoor(parts: MessageParts): Door {
  return async (target, runtime, exchange) => {
    const { request } = exchange;
    const result = resultOf(target.path);
    if (result !== undefined) {
      await sendResult(runtime, result, exchange);
      return;
    }
    if (request.method !== 'POST' && request.method !== 'PUT') {
      throw new RestError(405, `Request method '${request.method}' not supported`);
    }
    exchange.requestBody = await runtime.lease.listen(() => readBody(request));
    if (runtime.lease.isOver) throw new WorldOver();
    const message = readMessage(exchange.requestBody);
    const operation = operationOf(message.className, parts.apiOf(runtime.world.release));
    if (!operation) {
      throw new RestError(200, `Unable to deserialize class ${message.className}`);
    }
    exchange.operation = operation.name;
    await answer(parts, target, message, operation as Called, runtime, exchange);
  };
}

async function answer(
  parts: MessageParts,
  target: Target,
  message: Message,
  operation: Called,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  const createdDate = runtime.world.clock.now();
  let faulty: Call | undefined;
  let result: Answer;
  try {
    const call = callOf(parts, target, message, operation, exchange);
    exchange.call = call;
    faulty = meetFault(runtime, operation, call, exchange);
    if (!faulty) return;
    result = await perform(parts.onAnswered, runtime, operation, faulty);
  } catch (error) {
    result = refusalOf(runtime, error);
  }
  if (faulty && !(await mayAnswer(faulty, result, exchange))) return;
  const text = await renderCall(runtime, message, operation, result, createdDate);
  exchange.json(200, faulty ? asFaulty(faulty, text) : text);
}

/**
 * What was thrown on the way as an answer.
 * @throws {RestError} with 200 for a message that could not be read, as the real system answers it; whatever else the
 * dispatcher answers
 */
function refusalOf({ lease, noticed }: Runtime, error: unknown): Answer {
  if (error instanceof RestError && !(error instanceof WorldOver)) {
    throw new RestError(200, error.message);
  }
  if (lease.isOver || !(error instanceof ApiError || isNoDefect(error))) throw error;
  noticed(error);
  return { kind: 'failure', error: toErrorCode(error) };
}

function callOf(
  { requiresSession }: MessageParts,
  { controlPath }: Target,
  message: Message,
  operation: Called,
  { request, asking }: Exchange,
): Call {
  return {
    method: request.method ?? 'POST',
    isMessage: true,
    credentials: requiresSession && operation.auth ? credentialsIn(message) : { kind: 'none' },
    parameters: parametersIn(message, operation.params),
    pathVariables: {},
    systemTags: undefined,
    userTags: undefined,
    search: new URLSearchParams(),
    jobUuid: undefined,
    apiTimeout: timeoutIn(message),
    webHook: null,
    respondAsync: true,
    controlUrl: `http://${hostOf(request)}${controlPath}`,
    fault: undefined,
    asking,
  };
}

async function renderCall(
  { world }: Runtime,
  { className }: Message,
  operation: Called,
  result: Answer,
  createdDate: number,
): Promise<string> {
  if (result.kind === 'job') {
    return renderResponse({ uuid: result.jobUuid, state: 'Processing', createdDate });
  }
  if (result.kind !== 'success' && result.kind !== 'failure') {
    throw new Error(`${operation.name} answers no fields`);
  }
  return renderResponse({
    state: 'Done',
    createdDate,
    finishedDate: world.clock.now(),
    result: await renderResult(operation.name, className, result),
  });
}
