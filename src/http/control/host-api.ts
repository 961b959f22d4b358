import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Download, HostOperation } from '../../api/define-operation.js';
import { unavailable } from '../../core/control-error.js';
import { machineFaultOf, machineFaultText } from '../../core/machine-fault.js';
import { hostOf } from '../address.js';
import type { HomeOf } from '../home-of.js';
import { renderSuccess, type WireForm } from '../render.js';
import type { Router } from '../rest/router.js';
import { sendBytes, sendJson } from '../send.js';
import { hasBody, ownBody, ownParameters } from './own-parameters.js';
import { findOwn, type OwnRoute } from './own-route.js';
import { sendRefusal, renderRefusal } from './refusal.js';

/** Answers a request about environments as wholes; false: it is about something else. */
export type HostHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HostParts {
  readonly wire: WireForm;
  readonly router: Router;
  readonly homeOf: HomeOf;
  readonly host: Parameters<HostOperation['run']>[0];
  /** See `Dispatching.reach`. */
  readonly reach?: ((name: string) => Promise<void> | undefined) | undefined;
  readonly onAnswered?: ((operation: string, kind: 'success' | 'failure') => void) | undefined;
  readonly onDefect: (error: unknown) => void;
}

const PREFIXES = ['/emulator/v1/environments', '/emulator/v1/fleet'];

/** The part of the emulator's own API that belongs to no environment: it makes, changes and ends them. */
export function createHostApi(parts: HostParts): HostHandler {
  return (request, response) => {
    const { url = '/', method = 'GET' } = request;
    if (!PREFIXES.some((prefix) => url.startsWith(prefix))) return false;
    const path = (url.split('?', 1)[0] ?? '').slice('/emulator'.length);
    let found: OwnRoute | undefined;
    try {
      found = findOwn(parts.router, method, path);
    } catch (error) {
      sendRefusal(response, error);
      dropRest(request);
      return true;
    }
    if (!found) return false;
    void serve(parts, found, request, response);
    return true;
  };
}

async function serve(
  parts: HostParts,
  { route, variables }: OwnRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const operation = route.operation as HostOperation;
  try {
    const body = operation.takesBytes ? undefined : hasBody(request) ? await ownBody(request) : '';
    const params = ownParameters(operation, request, variables, body);
    const base = `http://${hostOf(request)}`;
    const home = parts.homeOf(request);
    await reached(parts, variables);
    const result = await operation.run(parts.host, params, { body: request, base, home });
    // What changed something has asked for itself.
    if (operation.method === 'GET') await reached(parts, variables);
    parts.onAnswered?.(operation.name, 'success');
    if (isDownload(result)) await send(request, response, result);
    else {
      const { status, body: text } = renderSuccess(parts.wire, result);
      sendJson(response, status, text);
    }
  } catch (error) {
    parts.onAnswered?.(operation.name, 'failure');
    // Nobody listens any more to who went away in the middle of a body.
    if (!request.errored) refuse(parts, response, error);
  } finally {
    dropRest(request);
  }
}

/** Nothing is told of a world that another process may have by now; of one that is nowhere that may be told. */
function reached(
  { reach }: HostParts,
  { name, environment }: OwnRoute['variables'],
): Promise<void> | undefined {
  const named = environment ?? name;
  return named === undefined ? undefined : reach?.(named);
}

/** How long a client may go on sending what nobody reads any more, in ms of real time. */
const LONGEST_REST = 10_000;

/** Drops what was not read, so that a client that sends all before it reads gets its answer; but not for ever. */
function dropRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const limit = setTimeout(() => request.destroy(), LONGEST_REST).unref();
  request.once('close', () => clearTimeout(limit));
}

const isDownload = (result: object): result is Download => 'read' in result;

async function send(request: IncomingMessage, response: ServerResponse, download: Download) {
  try {
    await sendBytes(request, response, download);
  } finally {
    download.done?.();
  }
}

function refuse({ onDefect }: HostParts, response: ServerResponse, error: unknown): void {
  // No world of its own is to blame for a disk that is full.
  const fault = machineFaultOf(error);
  const told = fault ? unavailable(machineFaultText(fault)) : error;
  if (renderRefusal(told).isDefect) onDefect(error);
  sendRefusal(response, told);
}
