import { createReadStream, realpathSync, statSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { sep } from 'node:path';
import type { Readable } from 'node:stream';
import { apiError } from '../../../core/api-error.js';
import type { FetchPolicy } from '../../../domain/world.js';

const TIMEOUT = 30_000;
const MOST_REDIRECTS = 5;

const refuse = (reason: string) => apiError('SYS.1006', reason);

/**
 * Length of what is behind a url in bytes, or null when its server does not say.
 * @throws SYS.1006 when it cannot be had, or the operator does not allow it
 */
export async function lengthOf(url: string, policy: FetchPolicy): Promise<number | null> {
  if (url.startsWith('file:')) return statSync(allowedPath(url, policy)).size;
  const response = await open(url, 'HEAD', policy);
  response.destroy();
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

/** The bytes behind a url. @throws SYS.1006 as `lengthOf` */
export async function bytesAt(url: string, policy: FetchPolicy): Promise<Readable> {
  if (url.startsWith('file:')) return createReadStream(allowedPath(url, policy));
  return open(url, 'GET', policy);
}

/**
 * The file of a url, if it really lies under one of the allowed directories. What lies elsewhere is told like
 * what is nowhere: who adds images must not learn which files there are. A pipe would never end.
 */
function allowedPath(url: string, { fileRoots }: FetchPolicy): string {
  const path = realPathOf(url);
  if (path === undefined || !fileRoots.some((root) => path.startsWith(realRoot(root)))) {
    throw refuse(
      `cannot find the file[${pathOf(url)}] under a directory that EMULATOR_FETCH_ROOTS allows`,
    );
  }
  if (!statSync(path).isFile()) throw refuse(`${pathOf(url)} is no file`);
  return path;
}

/** The text as it stands, `%`, `?` and `#` too: so the real system's agents read it. */
const pathOf = (url: string) => url.slice('file://'.length);

function realPathOf(url: string): string | undefined {
  try {
    return realpathSync(localPath(pathOf(url)));
  } catch {
    return undefined;
  }
}

/** `file:///C:/x` means `C:/x` where paths have drives. */
const localPath = (path: string) =>
  process.platform === 'win32' ? path.replace(/^\/+(?=[A-Za-z]:)/, '') : path;

function realRoot(root: string): string {
  const real = realpathSync(root);
  return real.endsWith(sep) ? real : real + sep;
}

/** Opens an allowed url; every redirect must be allowed too. */
async function open(
  url: string,
  method: 'GET' | 'HEAD',
  policy: FetchPolicy,
): Promise<IncomingMessage> {
  let at = new URL(url);
  for (let i = 0; i <= MOST_REDIRECTS; i++) {
    if (at.protocol !== 'http:' && at.protocol !== 'https:') {
      throw refuse(`only http, https and file urls are fetched, not ${at.protocol}`);
    }
    // `mirror.test` stands for all of its ports, `mirror.test:8000` for one.
    if (!policy.hosts.includes(at.hostname) && !policy.hosts.includes(at.host)) {
      throw refuse(`the host ${at.hostname} is not among those that EMULATOR_FETCH_HOSTS allows`);
    }
    const response = await send(at, method);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy();
      at = new URL(headers.location, at);
    } else if (statusCode === 200) {
      return response;
    } else {
      response.destroy();
      throw refuse(`the server answered ${statusCode}`);
    }
  }
  throw refuse(`more than ${MOST_REDIRECTS} redirects`);
}

function send(url: URL, method: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const by = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = by(url, { method, timeout: TIMEOUT }, resolve);
    request.on('timeout', () => request.destroy(new Error(`no answer for ${TIMEOUT / 1000} s`)));
    request.on('error', (error) => reject(refuse(error.message || String(error))));
    request.end();
  });
}
