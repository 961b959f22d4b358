import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether a browser asks if a page of another origin may do what it is about to do. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** What pages may read of an answer beside its body. */
const EXPOSED = 'Content-Disposition, Content-Range, Accept-Ranges, X-Emulator-Fault';

/** Lets a page of this origin, which the operator allowed, read the answer. */
export function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  // There are no cookies; some clients ask for them all the same, and fail without this.
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  response.setHeader('Vary', 'Origin');
}

const NAMES = /^[\w!#$%&'*+.^`|~-]+(\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/** How long a browser may go by the answer, in seconds. */
const MAX_AGE = '600';

/** Answers a preflight of an origin that the operator allowed: it may do all that a client may. */
export function answerPreflight(
  { headers }: IncomingMessage,
  response: ServerResponse,
  origin: string,
): void {
  allowOrigin(response, origin);
  const wanted = headers['access-control-request-headers'];
  if (typeof wanted === 'string' && NAMES.test(wanted)) {
    response.setHeader('Access-Control-Allow-Headers', wanted);
  }
  // A page of the Internet asks for this before it may speak to an address of this machine or network.
  if (headers['access-control-request-private-network'] === 'true') {
    response.setHeader('Access-Control-Allow-Private-Network', 'true');
  }
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE',
    'Access-Control-Max-Age': MAX_AGE,
  });
  response.end();
}
