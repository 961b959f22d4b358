import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Express } from 'express';
import { monotonicMilliseconds } from '../core/clock.js';
import { VERSION } from '../core/version.js';
import { Answer, type RequestNotes } from './answer.js';
import type { Handler } from './dispatcher.js';
import { sendJson, sendText } from './send.js';
import type { FleetHealth, RequestLine, ServerParts } from './server-parts.js';

/**
 * The HTTP server. The APIs' dispatcher and the health addresses come first; Express serves the
 * rest (documentation) and is loaded when something asks for it: it costs 90 ms and 12 MB.
 */
export function createServer(dispatcher: Handler, parts: ServerParts): Server {
  const site = lazySite(dispatcher, parts);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (parts.onRequest) logWhenDone(request, response, parts.onRequest);
    if (answeredHealth(request, response, parts)) return;
    dispatcher(request, response, () => site(request, response));
  };
  const server = createHttpServer({ ServerResponse: Answer }, handle);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // Of an answer that stands behind others Node would put this between its head and its bytes.
    if (response.socket) response.writeContinue();
    handle(request, response);
  });
  server.keepAliveTimeout = 65_000;
  // An image may take longer than Node's 5 minutes for a whole request; who reads a body has a limit of its own.
  server.requestTimeout = 0;
  return server;
}

/** The version is for clients of the emulator's own API, which look at it before they ask for anything. */
const HEALTHY = JSON.stringify({ status: 'ok', version: VERSION });

function answeredHealth(
  { url }: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): boolean {
  if (url === '/healthz') {
    const fleet = parts.fleet?.();
    sendJson(response, 200, fleet ? healthIn(fleet) : HEALTHY);
    return true;
  }
  if (url === '/readyz') {
    const status = parts.fleet?.().problem ?? (parts.isReady() ? 'ready' : 'starting');
    sendJson(response, status === 'ready' ? 200 : 503, JSON.stringify({ status }));
    return true;
  }
  return false;
}

const healthIn = ({ replica, store }: FleetHealth): string =>
  JSON.stringify({ status: 'ok', version: VERSION, replica, store });

/** Targets of other forms Express hands to `url.parse`, of which Node warns on standard error. */
const PLAIN = /^\/[^\s#\u00a0\ufeff]*$/;

function lazySite(dispatcher: Handler, parts: ServerParts) {
  let site: Promise<Express> | undefined;
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (!PLAIN.test(request.url ?? '')) {
      sendText(
        response,
        404,
        'nothing is there; the API is under /zstack/v1, its documentation at /docs',
      );
      return;
    }
    site ??= import('./site.js').then(({ createSite }) => createSite(dispatcher, parts));
    void site.then((app) => {
      app(request, response);
      return undefined;
    });
  };
}

function logWhenDone(
  request: IncomingMessage,
  response: ServerResponse,
  onRequest: (line: RequestLine) => void,
): void {
  const start = monotonicMilliseconds();
  const answer = response instanceof Answer ? response : undefined;
  let line: Omit<RequestLine, keyof RequestNotes> | undefined;
  let notes: RequestNotes | undefined;
  // The door and the connection are done with a request in either order.
  const tell = () => {
    if (line && (notes || !answer?.isNoted)) onRequest({ ...line, ...notes });
  };
  if (answer) {
    answer.note = (found) => {
      notes = found;
      tell();
    };
  }
  response.once('close', () => {
    line = {
      method: request.method,
      url: request.url,
      status: response.headersSent ? response.statusCode : 0,
      milliseconds: Math.round((monotonicMilliseconds() - start) * 10) / 10,
    };
    tell();
  });
}
