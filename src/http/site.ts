import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Handler } from './dispatcher.js';
import { FOR_BROWSERS } from './send.js';
import type { ServerParts } from './server-parts.js';

/** The build puts the page's files there. */
const SWAGGER_UI = join(__dirname, '..', '..', 'dist', 'swagger-ui');

/** The page's script; a session that everybody knows, and that is there, is filled in. */
const initializer = (session: string | undefined) => `window.onload = () => {
  document.title = 'ZStack image API, emulated';
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    filter: true,
    persistAuthorization: true,
    presets: [SwaggerUIBundle.presets.apis],
    validatorUrl: null,
    onComplete: () => {
      ${session === undefined ? '' : `window.ui.preauthorizeApiKey('session', 'OAuth ${session}');`}
    },
  });
};`;

/**
 * What the page of the documentation may do: it is made of its own files, and calls this emulator. Its
 * styles and pictures stand in its script.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The Express application: the APIs' dispatcher mounted once, and the documentation for people. */
export function createSite(
  dispatcher: Handler,
  parts: Pick<ServerParts, 'openApi' | 'publishedSession'>,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((request, response, next) => dispatcher(request, response, next));
  app.use((_request, response, next) => {
    response.set({
      ...FOR_BROWSERS,
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
    });
    next();
  });
  let document: Promise<object> | undefined;
  app.get('/openapi.json', async (_request, response) => {
    document ??= parts.openApi();
    response.json(await document);
  });
  app.get('/docs/swagger-initializer.js', async (_request, response) => {
    response.type('text/javascript').send(initializer(await parts.publishedSession()));
  });
  app.get('/docs', (_request, response) => {
    response.redirect('/docs/index.html');
  });
  app.use('/docs', express.static(SWAGGER_UI, { index: false, dotfiles: 'deny' }));
  app.get('/', (_request, response) => {
    response.json({
      name: 'zstack-image-emulator',
      api: '/zstack/v1',
      documentation: '/docs',
      openapi: '/openapi.json',
      health: ['/healthz', '/readyz'],
    });
  });
  app.use((request, response) => {
    const where = `nothing is at ${request.path}; the API is under /zstack/v1, its documentation at ${join('/', 'docs')}`;
    response.status(404).type('text/plain').send(where);
  });
  app.use((_error: Error, _request: Request, response: Response, _next: NextFunction) => {
    response.status(400).type('text/plain').send('the request could not be read');
  });
  return app;
}
