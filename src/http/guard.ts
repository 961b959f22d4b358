import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RestError } from '../core/rest-error.js';
import { allowOrigin, answerPreflight, isPreflight } from './cors.js';
import { createHostRule, type HostNames } from './host-rule.js';
import { sendText } from './send.js';
import type { Target } from './target.js';

/** Every web hook of an emulator carries it, and no emulator takes it. */
export const WEB_HOOK_MARK = 'x-emulator-web-hook';

/** Addresses that the image API hands out to its clients: they have keys of their own. */
const UPLOAD = 'UploadImageSlice';
const EXPORT = 'DownloadExport';

/** What the operator decided about who may come in. */
export interface GuardSettings extends HostNames {
  /** What clients of the emulator's own API must send; undefined: whoever reaches it may use it. */
  readonly token: string | undefined;
  /** Origins whose pages may use the image API, as browsers write them. */
  readonly allowedOrigins: readonly string[];
  /** The operation of the emulator's own API at a path, or undefined. */
  readonly ownOperation: (path: string) => string | undefined;
}

/** Lets a request go on, or answers it: true. */
export type Guard = (request: IncomingMessage, response: ServerResponse, target: Target) => boolean;

/**
 * Decides who may use the APIs, before anything of a request is read or a world is looked for: nobody by a
 * name that somebody else gave to this address, no page of another site that a browser happens to show, no
 * web hook, and the emulator's own API only whoever has the token, where there is one (docs/security.md).
 */
export function createGuard(settings: GuardSettings): Guard {
  const { token, ownOperation } = settings;
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  const isName = createHostRule(settings);
  const allowedOrigins = new Set(settings.allowedOrigins);
  return (request, response, { door, path }) => {
    const operation = door === 'control' ? ownOperation(path) : undefined;
    const isForClients = door !== 'control' || operation === UPLOAD || operation === EXPORT;
    try {
      const { headers } = request;
      if (headers[WEB_HOOK_MARK] !== undefined) throw new RestError(403, REFUSED_HOOK);
      const { host, origin } = headers;
      if (!isName(host)) throw strangeName(String(host));
      if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) {
        const mayPass = isForClients && allowedOrigins.has(origin.toLowerCase());
        if (!mayPass) throw strangeOrigin(origin, isForClients);
        if (isPreflight(request)) {
          answerPreflight(request, response, origin);
          return true;
        }
        allowOrigin(response, origin);
      }
      // Whoever has the address of an export has its key: a link to it may stand on any page.
      else if (origin === undefined && operation !== EXPORT) refuseOtherSites(headers);
      if (!isForClients && expected && !timingSafeEqual(digest(headers.authorization), expected)) {
        throw new RestError(401, NEEDS_TOKEN);
      }
      return false;
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      sendText(response, error.status, error.message);
      // What it still sends is dropped, so that the client gets to read the refusal.
      request.resume();
      return true;
    }
  };
}

const NEEDS_TOKEN =
  "the emulator's own API needs the header Authorization: Bearer <token>, with the token of EMULATOR_CONTROL_TOKEN";
const REFUSED_HOOK = 'a web hook of an emulator may not call an emulator';

/** Browsers say so of each request since 2023; what sends nothing is no such browser. */
function refuseOtherSites({ 'sec-fetch-site': site }: IncomingMessage['headers']): void {
  if (site !== 'cross-site' && site !== 'same-site') return;
  throw new RestError(
    403,
    `pages of other sites may not use this emulator (Sec-Fetch-Site: ${site}); EMULATOR_ALLOWED_ORIGINS names those that may use the image API by fetch`,
  );
}

function strangeOrigin(given: string, isForClients: boolean): RestError {
  const origin = cut(given);
  if (!isForClients) {
    return new RestError(403, `pages of ${origin} may not use the emulator's own API`);
  }
  const canBeAllowed = given !== 'null';
  return new RestError(
    403,
    `pages of ${origin} may not use this emulator${canBeAllowed ? `; to let them use the image API start it with EMULATOR_ALLOWED_ORIGINS=${origin}` : ''}`,
  );
}

function strangeName(given: string): RestError {
  const name = /^[\w.:[\]-]+$/.test(given) ? cut(given) : 'what it says';
  return new RestError(
    403,
    `this emulator is reached as localhost or a loopback address, not as ${name}; for another name set EMULATOR_ALLOWED_HOSTS`,
  );
}

const LONGEST_TOLD = 200;
const cut = (text: string) =>
  text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}...` : text;

const digest = (text = '') => createHash('sha256').update(text).digest();

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
