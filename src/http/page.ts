import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Express, Request, Response } from 'express';
import { FOR_BROWSERS } from './send.js';
import type { ServerParts } from './server-parts.js';

/** The build puts the page's files there. */
const FOLDER = join(__dirname, '..', '..', 'dist', 'page');
const DOCUMENT = 'index.html';

/** What the page may do: nothing but to run its own files, and to call this emulator. */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly packed: Buffer;
  readonly tag: string;
  /** A year for what is named after what is in it. */
  readonly keeping: string;
}

/**
 * Serves the page for people at `/` and `/environments/{name}`, its files below `/page`. They are read when somebody
 * opens it. Nothing of a world is in them: what the page shows it asks the APIs for, as whoever looks at it may.
 */
export function servePage(
  app: Express,
  { homeOf, needsToken, publishedSession }: ServerParts,
): void {
  let all: ReadonlyMap<string, PageFile> | undefined;
  const serve = (name: string, request: Request, response: Response, next: () => void) => {
    all ??= readFiles();
    const file = all.get(name);
    if (file) send(file, request, response);
    else next();
  };
  // Programs find what they found there before: addresses at the root, nothing at a world's.
  app.get(['/', '/environments/:name'], (request, response, next) => {
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') serve(DOCUMENT, request, response, next);
    else next();
  });
  app.get('/page/start.json', (request, response) =>
    publishedSession().then((session) => {
      response.set('Cache-Control', 'no-store');
      response.json({ session: session ?? null, home: homeOf(request), needsToken });
      return undefined;
    }),
  );
  app.get('/page/:name', (request, response, next) => {
    const { name } = request.params;
    if (name === DOCUMENT) next();
    else serve(name, request, response, next);
  });
}

function send(file: PageFile, request: Request, response: Response): void {
  response.set({
    ...FOR_BROWSERS,
    'Content-Security-Policy': POLICY,
    'Cache-Control': file.keeping,
    'Content-Type': file.type,
    ETag: file.tag,
  });
  response.vary('Accept-Encoding');
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const isPacked = request.acceptsEncodings(['gzip', 'identity']) === 'gzip';
  if (isPacked) response.set('Content-Encoding', 'gzip');
  response.end(isPacked ? file.packed : file.bytes);
}

function readFiles(): ReadonlyMap<string, PageFile> {
  return new Map(
    readdirSync(FOLDER).map((name) => {
      const bytes = readFileSync(join(FOLDER, name));
      const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
      const file = {
        type: TYPES[extname(name)] ?? 'application/octet-stream',
        bytes,
        packed: gzipSync(bytes, { level: 9 }),
        tag: `"${hash}"`,
        keeping: name === DOCUMENT ? 'no-cache' : 'public, max-age=31536000, immutable',
      };
      return [name, file];
    }),
  );
}
