import { lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { WEB_HOOK_MARK } from './guard.js';
import { portOf, type WebHookRule } from './web-hook-rule.js';

const TIMEOUT = 10_000;

/**
 * Posts JSON to a web hook; resolves to whether it was taken (2xx). Redirects are not followed
 * and any TLS certificate is accepted, as in the real system. What leads to the emulator itself, by
 * whatever name, is not sent; by way of a proxy it is known by its mark.
 */
export function postWebHook(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  rule: WebHookRule,
): Promise<boolean> {
  const target = new URL(url);
  const name = target.hostname.replace(/^\[|\]$/g, '');
  const port = portOf(target);
  if (isIP(name) !== 0 && rule.isOwn(name, port)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
          [WEB_HOOK_MARK]: '1',
          ...headers,
        },
        timeout: TIMEOUT,
        rejectUnauthorized: false,
        agent: false,
        lookup: toOthers((address) => rule.isOwn(address, port)),
      },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 300);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end(body);
  });
}

/** Looks a name up, and finds nothing where it leads to the emulator itself. */
function toOthers(isOwn: (address: string) => boolean): LookupFunction {
  return (name, options, found) =>
    lookup(name, options, (error, address, family) => {
      const all = Array.isArray(address) ? address.map((one) => one.address) : [address];
      const refused = all.some((one) => one && isOwn(one));
      found(
        error ?? (refused ? new Error(`${name} is the emulator itself`) : null),
        address,
        family,
      );
    });
}
