import { setTimeout as realDelay } from 'node:timers/promises';
import type { Call } from '../../api/call.js';
import { faultOfCall } from '../../api/fault-of-call.js';
import type { Runtime } from '../../api/runtime.js';
import { errorCode } from '../../core/api-error.js';
import { RestError } from '../../core/rest-error.js';
import { WorldOver, type Door } from '../dispatcher.js';
import type { Exchange } from '../exchange.js';
import type { AnswerCache } from './answer-cache.js';
import { readCall, type CallPolicy } from './call.js';
import { markFault } from './mark-fault.js';
import { perform, type OnAnswered } from './perform.js';
import { jobOf, sendJob } from './poll.js';
import { parseJsonObject, readBody } from '../read-body.js';
import { renderFailure } from '../render.js';
import { respond, type Wiring } from './respond.js';
import { chooseOwnRoute, chooseRoute, methodNotAllowed, type Chosen } from './choose-route.js';
import type { Match, Router } from './router.js';
import type { Target } from '../target.js';

/** A REST API: ZStack's, or the emulator's own in the same form. */
export interface RestParts extends Wiring {
  readonly router: Router;
  readonly policy: CallPolicy;
  readonly answers: AnswerCache;
  /** Whether clients of the image API talk here: with jobs to poll, fault rules, and a journal. */
  readonly isImageApi: boolean;
  /** Told of every operation that was called and how it was answered, or undefined. */
  readonly onAnswered: OnAnswered | undefined;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']);

/** The REST door: finds the operation, makes the call, does it and answers, in the real system's order of checks. */
export function createRestDoor(parts: RestParts): Door {
  return async (target, runtime, exchange) => {
    const { request } = exchange;
    const method = request.method ?? 'GET';
    const match = parts.router.find(target.path);
    exchange.isJournalled = parts.isImageApi;
    if (hasBody(method, match)) {
      exchange.requestBody = await runtime.lease.listen(() => readBody(request));
      if (runtime.lease.isOver) throw new WorldOver();
    }
    const decoded = decode(target.path);
    if (!METHODS.has(method)) throw methodNotAllowed(method, decoded);
    const job = parts.isImageApi ? jobOf(target.path) : undefined;
    if (job !== undefined) {
      sendJob(parts, runtime, job, exchange);
      return;
    }
    if (!match) throw new RestError(404, `no api mapping to ${decoded}`);
    await answer(parts, target, match, decoded, runtime, exchange);
  };
}

/** Does the operation that is meant, and lets fault rules of the whole call act before and after it. */
async function answer(
  parts: RestParts,
  target: Target,
  found: Match,
  decoded: string,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  const { request } = exchange;
  const body = parseJsonObject(exchange.requestBody);
  const { route, match } = choose(parts, target, found, decoded, request.method ?? 'GET', body);
  exchange.operation = route.declared.name;
  const call = readCall({ request, route, match, body, decoded, target }, parts.policy, runtime);
  exchange.call = call;
  const { operation } = route;
  if (!operation || operation.kind === 'host') {
    const { status, body: failure } = renderFailure(parts.wire, notEmulated(exchange));
    exchange.json(status, failure);
    return;
  }
  // Slices and downloads are the client's own traffic, wherever their addresses lie.
  exchange.isJournalled ||= operation.kind === 'upload' || operation.kind === 'download';
  const fault = parts.isImageApi ? faultOfCall(runtime.world, operation, call) : undefined;
  if (fault?.action.kind === 'dropBefore') {
    exchange.drop();
    return;
  }
  const faulty: Call = fault ? { ...call, fault } : call;
  exchange.call = faulty;
  // A query that was answered before is answered alike while nothing has changed.
  const asked =
    operation.kind === 'query' && !fault
      ? parts.answers.ask(runtime.world, request, call)
      : undefined;
  if (asked?.body !== undefined) {
    parts.onAnswered?.(operation.name, 'success');
    exchange.json(200, asked.body);
    return;
  }
  const result = await perform(parts.onAnswered, runtime, operation, faulty, request);
  if (faulty.webHook !== null && faulty.startedJob !== undefined) {
    runtime.runner.answering(faulty.startedJob, exchange.answered);
  }
  markFault(exchange.response, fault, result.kind === 'failure' ? result.error : undefined);
  if (fault?.action.kind === 'answerLate') await realDelay(fault.action.milliseconds);
  if (fault?.action.kind === 'dropAfter') exchange.drop();
  else await respond(parts, target, operation, faulty, result, exchange);
  if (result.kind === 'success') asked?.keep(exchange.answerBody);
}

function choose(
  { isImageApi, router }: RestParts,
  { path, context }: Target,
  found: Match,
  decoded: string,
  method: string,
  body: Readonly<Record<string, unknown>> | undefined,
): Chosen {
  if (!isImageApi) return { route: chooseOwnRoute(found, method, decoded), match: found };
  return chooseRoute(router, found, {
    method,
    body,
    path,
    decoded,
    withContext: context + decoded,
  });
}

/** Uploads take their body as it comes. */
function hasBody(method: string, match: Match | undefined): boolean {
  const takesStream = match?.routes[0]?.operation?.kind === 'upload';
  return method !== 'GET' && method !== 'HEAD' && !takesStream;
}

function decode(path: string): string {
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}

const notEmulated = ({ operation }: Exchange) =>
  errorCode(
    'SYS.1014',
    `the operation[${operation}] is known to this emulator, but not supported yet`,
  );
