import type { IncomingMessage } from 'node:http';

/** The address that the client used, as long as it can be one. */
export function hostOf({ headers }: IncomingMessage): string {
  const { host = 'localhost' } = headers;
  return /^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost';
}

const NONE = new URLSearchParams();

/** The query string of a request. */
export function searchOf({ url = '' }: IncomingMessage): URLSearchParams {
  const start = url.indexOf('?');
  return start === -1 ? NONE : new URLSearchParams(url.slice(start + 1));
}
