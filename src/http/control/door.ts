import type { IncomingMessage } from 'node:http';
import { PlainText, type OwnOperation, type StreamOperation } from '../../api/define-operation.js';
import type { Runtime } from '../../api/runtime.js';
import { asCall } from '../../api/as-call.js';
import { byHand, handOf } from '../../control/by-hand.js';
import { findNamed } from '../../control/find-named.js';
import type { StreamValues } from '../../control/operations/stream-events.js';
import { kindsIn } from '../../control/stream/stream-kinds.js';
import { searchOf } from '../address.js';
import { WorldOver, type Door } from '../dispatcher.js';
import type { Exchange } from '../exchange.js';
import type { OnAnswered } from '../perform.js';
import { renderSuccess, type WireForm } from '../render.js';
import type { Router } from '../rest/router.js';
import { sendBytes } from '../send.js';
import { CONTROL_CONTEXT, type Target } from '../target.js';
import { hasBody, ownBody, ownParameters } from './own-parameters.js';
import { findOwn, noSuchPath } from './own-route.js';
import type { Streams } from './streams.js';

/** The part of the emulator's own API that is about one environment. */
export interface ControlParts {
  readonly wire: WireForm;
  readonly router: Router;
  /** Paths of the emulator's own API, for who mistypes one. */
  readonly paths: readonly string[];
  /** Those who follow what happens. */
  readonly streams: () => Promise<Streams>;
  /** Told of every operation that was called and how it was answered, or undefined. */
  readonly onAnswered: OnAnswered | undefined;
}

/**
 * The door of the emulator's own API. It has nothing of the real system's ways: a call is what it says, or is refused
 * with what is wrong about it (see `refusal.ts`).
 */
export function createControlDoor(parts: ControlParts): Door {
  const { router, paths, onAnswered } = parts;
  return async (target, runtime, exchange) => {
    const { request } = exchange;
    exchange.isJournalled = false;
    const found = findOwn(router, request.method ?? 'GET', target.path);
    if (!found) throw noSuchPath(target.path, paths);
    const operation = found.route.operation as OwnOperation;
    exchange.operation = operation.name;
    try {
      const body = operation.kind === 'upload' ? undefined : await bodyOf(runtime, request);
      exchange.wholeBody = body;
      const values = read(operation, exchange, found.variables, body);
      findNamed(runtime.world, operation.params, values);
      if (operation.kind === 'stream') await follow(parts, target, runtime, values, exchange);
      else await answer(parts.wire, runtime, operation, values, exchange);
      onAnswered?.(operation.name, 'success');
    } catch (error) {
      onAnswered?.(operation.name, 'failure');
      throw error;
    }
  };
}

/** @throws {WorldOver} when the world went while the body came */
async function bodyOf({ lease }: Runtime, request: IncomingMessage): Promise<string> {
  if (!hasBody(request)) return '';
  const body = await lease.listen(() => ownBody(request));
  if (lease.isOver) throw new WorldOver();
  return body;
}

function read(
  operation: OwnOperation,
  exchange: Exchange,
  variables: Readonly<Record<string, string>>,
  body: string | undefined,
): Record<string, unknown> {
  const isOfClients = operation.kind === 'upload' || operation.kind === 'download';
  if (isOfClients || (operation.kind === 'control' && operation.isJournalled)) {
    // Slices and downloads are the client's own traffic, wherever their addresses lie.
    exchange.isJournalled = true;
    const search = searchOf(exchange.request);
    exchange.call = { search, parameters: {}, pathVariables: variables };
    exchange.requestBody = operation.kind === 'control' ? (body ?? '') : '';
  }
  return ownParameters(operation, exchange.request, variables, body);
}

async function answer(
  wire: WireForm,
  runtime: Runtime,
  operation: Exclude<OwnOperation, StreamOperation>,
  values: Record<string, unknown>,
  exchange: Exchange,
): Promise<void> {
  const { world, control } = runtime;
  switch (operation.kind) {
    case 'upload': {
      const { status, body } = renderSuccess(
        wire,
        await receive(runtime, operation, values, exchange),
      );
      exchange.json(status, body);
      return;
    }
    case 'download': {
      const { name } = operation;
      const run = () => operation.run(world, values);
      const download = asCall(world, name, null, exchange.asking, run);
      await exchange.settled();
      await sendBytes(exchange.request, exchange.response, download);
      return;
    }
    case 'control': {
      const origin = handOf(operation.name, exchange.asking);
      const result = await byHand(world, origin, () =>
        operation.run(control, values as never, origin),
      );
      if (result instanceof PlainText) exchange.text(200, result.text, result.contentType);
      else {
        const { status, body } = renderSuccess(wire, result);
        exchange.json(status, body);
      }
    }
  }
}

/** The answer goes on for as long as somebody listens; the world knows nothing of who does. */
async function follow(
  { streams }: ControlParts,
  target: Target,
  { control, lease }: Runtime,
  values: Record<string, unknown>,
  { request, response }: Exchange,
): Promise<void> {
  const { kinds, heartbeat } = values as StreamValues;
  const wanted = kindsIn(kinds);
  const opened = await streams();
  if (lease.isOver) throw new WorldOver();
  const isOfAll = target.context === CONTROL_CONTEXT;
  opened.open(request, response, { environment: control, isOfAll, kinds: wanted, heartbeat });
}

/** A client that sends nothing for so long has gone, in ms. */
const LONGEST_SILENCE = 300_000;

/** Hands a body to an operation that takes it as it comes; what it does not read is dropped with its answer. */
async function receive(
  { world, lease, runner }: Runtime,
  operation: Extract<OwnOperation, { kind: 'upload' }>,
  values: Record<string, unknown>,
  { request, asking }: Exchange,
): Promise<object> {
  const giveUp = () => request.destroy();
  request.socket.setTimeout(LONGEST_SILENCE, giveUp);
  asking?.keepStream();
  try {
    return await lease.listen(() =>
      operation.run(world, values as never, request, request.headers, asking),
    );
  } finally {
    request.socket.setTimeout(0);
    request.socket.off('timeout', giveUp);
    // What it made due is looked for.
    if (!lease.isOver) runner.settleSoon();
  }
}
