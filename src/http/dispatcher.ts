import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Runtime } from '../api/runtime.js';
import { ApiError, toErrorCode } from '../core/api-error.js';
import { ControlError, notFound } from '../core/control-error.js';
import { isNoDefect } from '../core/machine-fault.js';
import { RestError } from '../core/rest-error.js';
import type { HostHandler } from './control/host-api.js';
import { headRefusal, renderRefusal, sendRefusal } from './control/refusal.js';
import type { HomeOf } from './home-of.js';
import { Answer } from './answer.js';
import { Exchange } from './exchange.js';
import type { Guard } from './guard.js';
import { renderFailure, type WireForm } from './render.js';
import { sendJson, sendText } from './send.js';
import { targetOf, type Target } from './target.js';

/** The world of a request was reset or deleted while the request was under way. */
export class WorldOver extends RestError {
  constructor() {
    super(503, 'the environment was reset or deleted while the request was under way');
  }
}

/** One API over the operations: answers the requests about one environment. */
export type Door = (target: Target, runtime: Runtime, exchange: Exchange) => Promise<void>;

/** What the dispatcher leads to. */
export interface Dispatching {
  readonly wire: WireForm;
  readonly doors: Readonly<Record<Target['door'], Door>>;
  /** The environment that addresses without a name mean. */
  readonly homeOf: HomeOf;
  /** The environment of this name, or undefined; a promise of it while it is changed as a whole. */
  readonly find: (name: string) => Runtime | Promise<Runtime | undefined> | undefined;
  /**
   * Asked before a world is looked for, where several processes share them: undefined when it is here, or resolves when
   * it is, or is nowhere. Rejects with why it cannot be told; undefined: this process has all of its worlds.
   */
  readonly reach?: ((name: string) => Promise<void> | undefined) | undefined;
  /** Whether a request may go on, before a world is looked for; true: it was answered instead. */
  readonly guard: Guard;
  /** The emulator's own API as far as it is about environments as wholes. */
  readonly hostApi: HostHandler;
  /** Told of failures that are nobody's fault but ours. */
  readonly onDefect: (error: unknown) => void;
}

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

/**
 * The one way into every API: a handler in the form that Express mounts, which hands on (`next`)
 * what is not an API's path. It needs nothing of Express, so a server may call it first.
 */
export function createDispatcher(dispatching: Dispatching): Handler {
  return (request, response, next) => {
    const home = dispatching.homeOf(request);
    const target = targetOf(request.url ?? '/', home);
    if (target && dispatching.guard(request, response, target)) return;
    if (dispatching.hostApi(request, response)) return;
    if (!target) next();
    else if (dispatching.reach) void serveReached(dispatching, target, request, response);
    else serveFound(dispatching, target, request, response);
  };
}

function serveFound(
  dispatching: Dispatching,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  let runtime: ReturnType<Dispatching['find']>;
  try {
    runtime = dispatching.find(target.environment);
  } catch (error) {
    refuseUnopened(dispatching, target, response, error);
    return;
  }
  if (!runtime) refuseMissing(target, request, response);
  else if (!(runtime instanceof Promise)) {
    void serve(dispatching, target, runtime, request, response);
  } else void serveLater(dispatching, target, request, response);
}

/** Waits for a world that is another process's, or in the store of all of them. */
async function serveReached(
  dispatching: Dispatching,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await dispatching.reach?.(target.environment);
  } catch (error) {
    refuseUnopened(dispatching, target, response, error);
    request.resume();
    return;
  }
  serveFound(dispatching, target, request, response);
}

/** Waits for a world that is changed as a whole right now. */
async function serveLater(
  dispatching: Dispatching,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let runtime: ReturnType<Dispatching['find']>;
  try {
    runtime = dispatching.find(target.environment);
    while (runtime instanceof Promise) {
      await runtime.catch(() => undefined);
      // Asked again, to enter it in the same moment: the next change may have begun.
      runtime = dispatching.find(target.environment);
    }
  } catch (error) {
    refuseUnopened(dispatching, target, response, error);
    return;
  }
  if (runtime) await serve(dispatching, target, runtime, request, response);
  else refuseMissing(target, request, response);
}

async function serve(
  dispatching: Dispatching,
  target: Target,
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  runtime.lease.enter();
  const exchange = new Exchange(runtime, request, response);
  const answer = response instanceof Answer && response.note ? response : undefined;
  if (answer) answer.isNoted = true;
  try {
    await attend(dispatching, target, runtime, exchange);
  } finally {
    exchange.end();
    answer?.note?.(exchange.notes(target.environment));
    runtime.lease.leave();
  }
}

/** Lets a door answer a request. */
export async function attend(
  dispatching: Pick<Dispatching, 'wire' | 'doors' | 'onDefect'>,
  target: Target,
  runtime: Runtime,
  exchange: Exchange,
): Promise<void> {
  try {
    await dispatching.doors[target.door](target, runtime, exchange);
  } catch (error) {
    if (target.door === 'control') refuseOwn(dispatching, runtime, exchange, error);
    else refuse(dispatching, runtime, exchange, error);
  } finally {
    if (exchange.sending) await exchange.sending;
  }
}

/** Answers what was thrown on the way. */
function refuse(
  { wire, onDefect }: Pick<Dispatching, 'wire' | 'onDefect'>,
  runtime: Runtime,
  exchange: Exchange,
  error: unknown,
): void {
  const isOver = runtime.lease.isOver;
  if (!isOver) runtime.noticed(error);
  if (error instanceof RestError) exchange.text(error.status, error.message);
  else if (error instanceof ApiError || (!isOver && isNoDefect(error))) {
    const { status, body } = renderFailure(wire, toErrorCode(error));
    exchange.json(status, body);
  } else if (isOver) {
    const { status, message } = new WorldOver();
    exchange.text(status, message);
  } else if (exchange.isAborted) {
    // The client went away in the middle of its body: nobody reads an answer, and nothing is wrong here.
    exchange.drop();
  } else {
    onDefect(error);
    exchange.text(500, toErrorCode(error).details);
  }
}

/** The same of the emulator's own API; what agents of storages say stays as they say it. */
function refuseOwn(
  { onDefect }: Pick<Dispatching, 'onDefect'>,
  runtime: Runtime,
  exchange: Exchange,
  error: unknown,
): void {
  const isOver = runtime.lease.isOver;
  if (!isOver) runtime.noticed(error);
  const told = isOver && !(error instanceof ControlError) ? new WorldOver() : error;
  if (told instanceof RestError && exchange.isJournalled) {
    exchange.text(told.status, told.message);
    return;
  }
  const { status, body, isDefect } = renderRefusal(told);
  if (isDefect && exchange.isAborted) {
    exchange.drop();
    return;
  }
  if (isDefect) onDefect(error);
  headRefusal(exchange.response, told);
  exchange.json(status, body);
}

/** The path or the host's name is that of no environment, or a connection to its port has outlived it. */
function refuseMissing(
  { door, environment }: Target,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const text = `there is no environment '${environment}'`;
  if (door !== 'control') sendText(response, 404, text);
  else {
    const where = 'GET /emulator/v1/environments lists those that there are';
    sendRefusal(response, notFound(`${text}; ${where}`));
  }
  request.resume();
}

/** The environment is there, but its file cannot be opened now. */
function refuseUnopened(
  { wire, onDefect }: Dispatching,
  target: Target | undefined,
  response: ServerResponse,
  error: unknown,
): void {
  if (!(error instanceof ApiError || error instanceof ControlError)) onDefect(error);
  if (target?.door === 'control') {
    sendRefusal(response, error);
    return;
  }
  headRefusal(response, error);
  const { status, body } = renderFailure(wire, toErrorCode(error));
  sendJson(response, status, body);
}
