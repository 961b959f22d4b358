import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as realDelay } from 'node:timers/promises';
import type { HostOperation, Operation, UploadOperation } from '../api/define-operation.js';
import type { Answer, Call } from '../api/call.js';
import { execute } from '../api/execute.js';
import { answerOfJob, hasJob } from '../api/job-answers.js';
import type { Runtime } from '../api/runtime.js';
import { faultOfCall } from '../api/fault-of-call.js';
import { readParams } from '../api/read-params.js';
import { validateParams } from '../api/validate-params.js';
import { ApiError, errorCode, isFull, toErrorCode } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { schemaMap } from '../contract/schema-map.js';
import { hostOf, searchOf } from './address.js';
import { readCall, type CallPolicy } from './call.js';
import { Exchange } from './exchange.js';
import { markFault } from './mark-fault.js';
import { parseJsonObject, readBody } from './read-body.js';
import { renderFailure, renderJob, renderSuccess, type Rendered, type WireForm } from './render.js';
import type { HostHandler } from './host-api.js';
import { sendBytes } from './send.js';
import { chooseRoute, methodNotAllowed, type Route, type Router } from './router.js';

/** What the dispatcher serves: one API under one prefix of an environment. */
export interface Dispatching {
  readonly wire: WireForm;
  readonly policy: CallPolicy;
  readonly imageApi: Router;
  readonly controlApi: Router;
  readonly operationByName: ReadonlyMap<string, Operation>;
  /** The environment of this name, or undefined; a promise of it while it is changed as a whole. */
  readonly find: (name: string) => Runtime | Promise<Runtime | undefined> | undefined;
  /** The emulator's own API as far as it is about environments as wholes. */
  readonly hostApi: HostHandler;
  /** Whether a call of the emulator's own API may go on. @throws {RestError} */
  readonly guard: (request: IncomingMessage, operation: string | undefined) => void;
  /** Told of every operation that was called and how it was answered, or undefined. */
  readonly onAnswered?: ((operation: string, kind: Answer['kind']) => void) | undefined;
  /** Told of failures that are nobody's fault but ours. */
  readonly onDefect: (error: unknown) => void;
}

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

interface Target {
  readonly environment: string;
  readonly router: Router;
  /** What precedes the API's own path: `/zstack`, `/environments/x/zstack` or `/emulator`. */
  readonly context: string;
  /** The API's own path, decoded, e.g. `/v1/images`. */
  readonly path: string;
  readonly isControl: boolean;
  /** Path of the emulator's own API for the environment. */
  readonly controlPath: string;
}

/** What the journal calls a look at a job. */
const POLL = 'PollJob';
const JOB_PATH = /^\/v1\/api-jobs\/([^/]+)$/;
const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']);
const DEFAULT_ENVIRONMENT = 'default';
const CONTROL_PATH = '/emulator/v1';

/**
 * The one way into every API: a handler in the form that Express mounts, which hands on (`next`)
 * what is not an API's path. It needs nothing of Express, so a server may call it first.
 */
export function createDispatcher(dispatching: Dispatching): Handler {
  return (request, response, next) => {
    if (dispatching.hostApi(request, response)) return;
    const target = targetOf(dispatching, request.url ?? '/');
    const runtime = target && dispatching.find(target.environment);
    if (!target || !runtime) {
      next();
      return;
    }
    if (!(runtime instanceof Promise)) {
      void serve(dispatching, target, runtime, request, response);
    } else void serveLater(dispatching, target, request, response, next);
  };
}

/** Waits for a world that is changed as a whole right now. */
async function serveLater(
  dispatching: Dispatching,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  let runtime = dispatching.find(target.environment);
  while (runtime instanceof Promise) {
    await runtime.catch(() => undefined);
    // Asked again, to enter it in the same moment: the next change may have begun.
    runtime = dispatching.find(target.environment);
  }
  if (runtime) await serve(dispatching, target, runtime, request, response);
  else next();
}

async function serve(
  dispatching: Dispatching,
  target: Target,
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  runtime.lease.enter();
  try {
    await answerWhole(dispatching, target, runtime, new Exchange(runtime, request, response));
  } finally {
    runtime.lease.leave();
  }
}

async function answerWhole(
  dispatching: Dispatching,
  target: Target,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  try {
    await answer(dispatching, target, runtime, exchange);
  } catch (error) {
    if (error instanceof RestError) exchange.text(error.status, error.message);
    else if (error instanceof ApiError) {
      const { status, body } = renderFailure(dispatching.wire, error.errorCode, []);
      exchange.json(status, body);
    } else if (runtime.lease.isOver) {
      exchange.text(503, 'the environment was reset or deleted while the request was under way');
    } else if (isFull(error)) {
      const { status, body } = renderFailure(dispatching.wire, toErrorCode(error), []);
      exchange.json(status, body);
    } else {
      dispatching.onDefect(error);
      exchange.text(500, toErrorCode(error).details);
    }
  }
  exchange.end();
}

function targetOf({ imageApi, controlApi }: Dispatching, url: string): Target | undefined {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  const common = { environment: DEFAULT_ENVIRONMENT, isControl: false, controlPath: CONTROL_PATH };
  if (path.startsWith('/zstack/v1')) {
    const context = '/zstack';
    return { ...common, router: imageApi, context, path: path.slice(context.length) };
  }
  const named = /^\/emulator\/v1\/environments\/([^/]+)(?=\/.)/.exec(path);
  if (named) {
    const [context, environment = ''] = named;
    const own = `/v1${path.slice(context.length)}`;
    return {
      environment,
      router: controlApi,
      context,
      path: own,
      isControl: true,
      controlPath: context,
    };
  }
  if (path.startsWith(CONTROL_PATH)) {
    const context = '/emulator';
    const own = path.slice(context.length);
    return { ...common, router: controlApi, context, path: own, isControl: true };
  }
  const match = /^\/environments\/([^/]+)\/zstack(?=\/v1)/.exec(path);
  if (!match) return undefined;
  const [context, environment = ''] = match;
  return {
    environment,
    router: imageApi,
    context,
    path: path.slice(context.length),
    isControl: false,
    controlPath: `${CONTROL_PATH}/environments/${environment}`,
  };
}

async function answer(
  dispatching: Dispatching,
  { router, context, path, isControl, controlPath }: Target,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  const method = request.method ?? 'GET';
  const match = router.find(path);
  if (isControl) dispatching.guard(request, match?.routes[0]?.operation?.name);
  const takesStream = match?.routes[0]?.operation?.kind === 'upload';
  const isBodiless = method === 'GET' || method === 'HEAD' || takesStream;
  const text = isBodiless ? '' : await readBody(request);
  exchange.requestBody = text;
  exchange.isJournalled = !isControl;
  const decoded = decode(path);
  if (!METHODS.has(method)) throw methodNotAllowed(method, decoded);
  const wantsSchema = request.headers['x-json-schema'] !== undefined;
  const job = isControl ? null : JOB_PATH.exec(path);
  if (job) {
    if (method !== 'GET') {
      throw new RestError(405, 'only GET method is allowed for querying job status');
    }
    sendJob(dispatching, runtime, job[1] ?? '', wantsSchema, exchange);
    return;
  }
  if (!match) throw new RestError(404, `no api mapping to ${decoded}`);
  const body = parseJsonObject(text);
  const paths = { decoded, withContext: context + decoded };
  const route = chooseRoute(match, method, body, paths, runtime.world.checks);
  const host = hostOf(request);
  const controlUrl = `http://${host}${controlPath}`;
  const search = searchOf(request);
  const call = readCall(
    request,
    route,
    match,
    search,
    body,
    dispatching.policy,
    runtime,
    decoded,
    controlUrl,
  );
  exchange.operation = route.declared.name;
  exchange.call = call;
  if (!route.operation || route.operation.kind === 'host') {
    const { status, body: failure } = renderFailure(dispatching.wire, notEmulated(route), []);
    exchange.json(status, failure);
    return;
  }
  // Slices and downloads are the client's own traffic, wherever their addresses lie.
  exchange.isJournalled ||=
    route.operation.kind === 'upload' || route.operation.kind === 'download';
  const fault = isControl ? undefined : faultOfCall(runtime.world, route.operation, call);
  if (fault?.action.kind === 'dropBefore') {
    exchange.drop();
    return;
  }
  const faulty = { ...call, fault };
  exchange.call = faulty;
  const result = await perform(dispatching, runtime, route.operation, faulty, request);
  markFault(response, fault, result.kind === 'failure' ? result.error : undefined);
  if (fault?.action.kind === 'answerLate') await realDelay(fault.action.milliseconds);
  if (fault?.action.kind === 'dropAfter') {
    exchange.drop();
    return;
  }
  if (result.kind === 'download') {
    await sendBytes(request, response, result.download);
    return;
  }
  if (result.kind === 'text') {
    exchange.text(200, result.text.text, result.text.contentType);
    return;
  }
  if (result.kind === 'job') {
    // Jobs of the emulator's own calls are polled where all jobs are.
    const base = `http://${host}${isControl ? apiPathOf(controlPath) : context}`;
    const location = `${base}/v1/api-jobs/${result.jobUuid}`;
    const rendered = renderJob(location, result.apiTimeout);
    exchange.json(rendered.status, rendered.body);
    return;
  }
  const rendered = render(dispatching.wire, route.operation, result, wantsSchema);
  const isBroken = fault?.action.kind === 'brokenJson';
  const half = rendered.body.slice(0, rendered.body.length / 2);
  exchange.json(rendered.status, isBroken ? half : rendered.body);
}

/** Path of the image API of the environment whose own API lies there. */
const apiPathOf = (controlPath: string) =>
  controlPath === CONTROL_PATH ? '/zstack' : `${controlPath.slice('/emulator/v1'.length)}/zstack`;

/** Does the call, and tells how it was answered to whoever wants to know. */
async function perform(
  { onAnswered }: Dispatching,
  runtime: Runtime,
  operation: Exclude<Operation, HostOperation>,
  call: Call,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    const result =
      operation.kind === 'upload'
        ? await receive(runtime.world, operation, call, request)
        : await execute(runtime, operation, call);
    onAnswered?.(operation.name, result.kind);
    return result;
  } catch (error) {
    onAnswered?.(operation.name, 'failure');
    throw error;
  }
}

/** Hands a body to an operation that takes it as it comes. */
async function receive(
  world: Runtime['world'],
  operation: UploadOperation,
  call: Call,
  request: IncomingMessage,
): Promise<Answer> {
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const params = validateParams(world, operation.params, raw);
  try {
    const body = await operation.run(world, params, request, request.headers);
    return { kind: 'success', body };
  } finally {
    // What was not read is dropped, so that the client gets to read a refusal.
    request.resume();
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function notEmulated({ declared }: Route) {
  return errorCode(
    'SYS.1014',
    `the operation[${declared.name}] is known to this emulator, but not supported yet`,
  );
}

function sendJob(
  dispatching: Dispatching,
  { world, runner }: Runtime,
  jobUuid: string,
  wantsSchema: boolean,
  exchange: Exchange,
): void {
  exchange.operation = POLL;
  exchange.polledJob = jobUuid;
  if (!hasJob(world, jobUuid)) throw new RestError(404, 'the job has been expired');
  const rendered = renderJobResult(dispatching, world, jobUuid, wantsSchema);
  const done = answerOfJob(world, jobUuid);
  markFault(exchange.response, undefined, done?.kind === 'failure' ? done.error : undefined);
  if (rendered) exchange.json(rendered.status, rendered.body);
  else {
    runner.polled(jobUuid);
    exchange.json(202, '{}');
  }
}

/** What polling a done job answers; undefined while it runs. */
export function renderJobResult(
  { wire, operationByName }: Pick<Dispatching, 'wire' | 'operationByName'>,
  world: Runtime['world'],
  jobUuid: string,
  wantsSchema: boolean,
): Rendered | undefined {
  const result = answerOfJob(world, jobUuid);
  const operation = operationByName.get(world.repositories.jobs.find(jobUuid)?.operation ?? '');
  return result && render(wire, operation, result, wantsSchema);
}

function render(
  wire: WireForm,
  operation: Operation | undefined,
  result: Answer,
  wantsSchema: boolean,
): Rendered {
  const returns = operation?.returns ?? {};
  if (result.kind === 'failure') return renderFailure(wire, result.error, Object.keys(returns));
  if (result.kind !== 'success') throw new Error(`a ${result.kind} has no body to render`);
  if (operation?.kind !== 'query' && !wantsSchema) return renderSuccess(wire, result.body);
  const body = (typeof result.body === 'string' ? JSON.parse(result.body) : result.body) as Record<
    string,
    unknown
  >;
  return renderSuccess(wire, { ...body, schema: schemaMap(returns, body) });
}
