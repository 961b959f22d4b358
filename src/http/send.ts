import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Download } from '../api/define-operation.js';
import { dropRest, isSending, MOST_DROPPED } from './drop-rest.js';

/**
 * What every answer tells a browser: to take it for what it is said to be, to show it in no frame, to run
 * nothing of it, and to give it to no page of another origin as a picture or script.
 */
export const FOR_BROWSERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Sends JSON text. */
export function sendJson(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'application/json;charset=UTF-8', body);
}

/** Sends a plain text, the form of every refusal at the REST level. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'text/plain;charset=UTF-8',
): void {
  send(response, status, contentType, body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent || response.destroyed) return;
  const length = Buffer.byteLength(body);
  if (isSending(response.req)) {
    sendEarly(response, status, type, body);
    return;
  }
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': length, ...FOR_BROWSERS });
  // Head and body leave in one write, and of plain ASCII nothing needs to be encoded.
  response.end(body, length === body.length ? 'latin1' : 'utf8');
}

/**
 * Answers a client that is still sending: whoever listens meanwhile has the answer at once. The connection is
 * not closed before the rest is read, within bounds: what a client sends to a closed one destroys the answer
 * on its way. One that has sent everything may use it for its next request.
 */
function sendEarly(response: ServerResponse, status: number, type: string, body: string): void {
  const { req: request } = response;
  const rest = Number(request.headers['content-length'] ?? Number.NaN);
  const headers = {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    ...FOR_BROWSERS,
  };
  // Without a length nobody knows how much is to come.
  const closes = !(rest <= MOST_DROPPED.bytes);
  response.writeHead(status, closes ? { ...headers, Connection: 'close' } : headers);
  response.write(body);
  void dropRest(request).then((isWhole) => {
    response.end();
    // What still comes is not read any more.
    if (!isWhole) request.socket.destroySoon();
    return undefined;
  });
}

/** Ends the connection of an answer, also of one that stands behind others: Node lets that wait for ever. */
export function cut({ req, socket }: ServerResponse): void {
  (socket ?? req.socket).destroy();
}

/** Sends bytes while they are made, no faster than the client takes them; one range of them if it asks. */
export async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  { fileName, length, read, contentType = 'application/octet-stream', isWhole }: Download,
): Promise<void> {
  const range = isWhole ? undefined : rangeOf(request.headers.range, length);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${length}`, ...FOR_BROWSERS }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: length };
  response.writeHead(range ? 206 : 200, {
    'Content-Type': contentType,
    'Content-Length': end - start,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'Accept-Ranges': isWhole ? 'none' : 'bytes',
    ...FOR_BROWSERS,
    ...(range ? { 'Content-Range': `bytes ${start}-${end - 1}/${length}` } : {}),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A client that goes away ends it; whatever else fails, the answer has begun and can only be cut.
  await pipeline(Readable.from(read(start, end)), response).catch(() => cut(response));
}

/** The one range that a header asks for; undefined: everything (several ranges are not offered). */
function rangeOf(header: string | undefined, length: number) {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const isSuffix = from === '';
  const start = isSuffix ? Math.max(length - Number(to), 0) : Number(from);
  const end = isSuffix || to === '' ? length : Math.min(Number(to) + 1, length);
  return start < end ? { start, end } : 'unsatisfiable';
}
