import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Download, HostOperation, Operation } from '../../api/define-operation.js';
import { readParams } from '../../api/read-params.js';
import { checkParams } from '../../api/validate-params.js';
import { ApiError, errorCode, toErrorCode, type ErrorCode } from '../../core/api-error.js';
import { isDamage, machineFaultOf, machineFaultText } from '../../core/machine-fault.js';
import { RestError } from '../../core/rest-error.js';
import { hostOf, searchOf } from '../address.js';
import type { HomeOf } from '../home-of.js';
import { ownQueryParameters } from '../rest/query-parameters.js';
import { parseJsonObject, readBody } from '../read-body.js';
import { renderFailure, renderSuccess, type WireForm } from '../render.js';
import { chooseOwnRoute } from '../rest/choose-route.js';
import type { Match, Router } from '../rest/router.js';
import { sendBytes, sendJson, sendText } from '../send.js';

/** Answers a request about environments as wholes; false: it is about something else. */
export type HostHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface HostParts {
  readonly wire: WireForm;
  readonly router: Router;
  readonly homeOf: HomeOf;
  readonly host: Parameters<HostOperation['run']>[0];
  readonly onAnswered?: ((operation: string, kind: 'success' | 'failure') => void) | undefined;
  readonly onDefect: (error: unknown) => void;
}

const PREFIX = '/emulator/v1/environments';

/** The part of the emulator's own API that belongs to no environment: it makes, changes and ends them. */
export function createHostApi(parts: HostParts): HostHandler {
  return (request, response) => {
    const { url = '/' } = request;
    if (!url.startsWith(PREFIX)) return false;
    const path = (url.split('?', 1)[0] ?? '').slice('/emulator'.length);
    const match = parts.router.find(path);
    if (!match) return false;
    void serve(parts, match, path, request, response);
    return true;
  };
}

async function serve(
  parts: HostParts,
  match: Match,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let operation: string | undefined;
  try {
    const takesBytes = match.routes.some(({ operation: one }) => isTakingBytes(one));
    const body = takesBytes ? undefined : parseJsonObject(await readBody(request));
    const method = request.method ?? 'GET';
    const route = chooseOwnRoute(match, method, path);
    operation = route.declared.name;
    const called = route.operation as HostOperation;
    const variables = Object.fromEntries(
      route.variables.map((name, i) => [name, match.values[i] ?? '']),
    );
    const given =
      method === 'GET' || method === 'HEAD' || method === 'DELETE'
        ? ownQueryParameters(searchOf(request), called.params)
        : parameters(body, called);
    const raw = readParams(called.params, { ...given, ...variables });
    const params = checkParams(called.params, raw);
    const base = `http://${hostOf(request)}`;
    const home = parts.homeOf(request);
    const result = await called.run(parts.host, params, { body: request, base, home });
    parts.onAnswered?.(operation, 'success');
    if (isDownload(result)) await send(request, response, result);
    else {
      const { status, body: text } = renderSuccess(parts.wire, result);
      sendJson(response, status, text);
    }
  } catch (error) {
    if (operation !== undefined) parts.onAnswered?.(operation, 'failure');
    // Nobody listens any more to who went away in the middle of a body.
    if (!request.errored) refuse(parts, response, error);
  } finally {
    dropRest(request);
  }
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

const isTakingBytes = (operation: Operation | undefined) =>
  operation?.kind === 'host' && operation.takesBytes === true;

/** The keys stand in the body itself; under `params`, as the image API's, they are found too. */
function parameters(
  body: Record<string, unknown> | undefined,
  { bodyKey = 'params' }: HostOperation,
) {
  const inner = body?.[bodyKey];
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? (inner as Record<string, unknown>)
    : (body ?? {});
}

const isDownload = (result: object): result is Download => 'read' in result;

async function send(request: IncomingMessage, response: ServerResponse, download: Download) {
  try {
    await sendBytes(request, response, download);
  } finally {
    download.done?.();
  }
}

function refuse({ wire, onDefect }: HostParts, response: ServerResponse, error: unknown): void {
  const told = wordsOf(error);
  if (error instanceof RestError) sendText(response, error.status, error.message);
  else if (told) {
    const { status, body } = renderFailure(wire, told);
    sendJson(response, status, body);
  } else {
    onDefect(error);
    sendText(response, 500, error instanceof Error ? error.message : String(error));
  }
}

/** How a failure is told in the API's own form; undefined: it is told in plain text. */
function wordsOf(error: unknown): ErrorCode | undefined {
  if (error instanceof ApiError) return error.errorCode;
  if (error instanceof RestError) return undefined;
  const fault = machineFaultOf(error);
  if (fault) return errorCode('SYS.1006', machineFaultText(fault));
  return isDamage(error) ? toErrorCode(error) : undefined;
}
