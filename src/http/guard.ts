import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RestError } from '../core/rest-error.js';

/** Addresses that the image API hands out to its clients: they have keys and tokens of their own. */
const CLIENTS_OWN = new Set(['UploadImageSlice', 'DownloadExport']);

/** Names and addresses that nobody but this machine can give a meaning to. */
const LOCAL = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Decides who may use the emulator's own API: whoever has the token, where there is one; and no page of
 * another site that a browser on this machine happens to show. `isLocal`: without a token only this machine
 * may, so a name that somebody else gave to its address is not taken either.
 * @throws {RestError} 401 or 403
 */
export function createGuard(token: string | undefined, isLocal: boolean) {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  return ({ headers }: IncomingMessage, operation: string | undefined): void => {
    if (operation !== undefined && CLIENTS_OWN.has(operation)) return;
    const { origin, host, authorization = '' } = headers;
    if (origin !== undefined && originHost(origin) !== host) {
      throw new RestError(403, `pages of ${origin} may not use the emulator's own API`);
    }
    if (isLocal && expected === undefined && host !== undefined && !LOCAL.test(host)) {
      throw new RestError(
        403,
        "the emulator's own API is reached as 127.0.0.1 or localhost; for another name set EMULATOR_CONTROL_TOKEN, or EMULATOR_CONTROL=open",
      );
    }
    if (expected === undefined || timingSafeEqual(digest(authorization), expected)) return;
    throw new RestError(
      401,
      "the emulator's own API needs the header Authorization: Bearer <token>, with the token of EMULATOR_CONTROL_TOKEN",
    );
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
