import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { VERSION } from '../core/version.js';
import type { Handler } from './dispatcher.js';
import { GUIDE, guideRoutes } from './guide.js';
import { servePage } from './page.js';
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

/** What there is, for programs. */
const FRONT = {
  name: 'zstack-image-emulator',
  version: VERSION,
  api: '/zstack/v1',
  control: '/emulator/v1',
  environments: '/emulator/v1/environments',
  metrics: '/emulator/v1/metrics',
  documentation: '/docs',
  guide: `${GUIDE}/`,
  openapi: '/openapi.json',
  health: ['/healthz', '/readyz'],
};

/** The same for people: addresses that a browser can open without a session. */
const LINKS: readonly (readonly [address: string, what: string])[] = [
  ['/docs', 'every operation, with an example that can be tried'],
  ['/openapi.json', 'the same for programs'],
  [`${GUIDE}/`, 'how to use it: tests, worlds, faults, time, clients'],
  ['/readyz', 'whether it is ready'],
  ['/emulator/v1/environments', 'the worlds that there are'],
  ['/emulator/v1/journal', 'the last requests of clients'],
  ['/emulator/v1/tasks', 'what is under way'],
  ['/emulator/v1/invariants', 'whether every law of the world holds'],
];

const FRONT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>zstack-image-emulator</title>
<link rel="icon" href="data:,">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 3em auto; padding: 0 1em; color-scheme: light dark }
td { padding: 0.2em 1.5em 0.2em 0 }
</style>
</head>
<body>
<h1>zstack-image-emulator</h1>
<p>ZStack's image API is at <code>/zstack/v1</code>; clients send a session with every call.</p>
<table>
${LINKS.map(([address, what]) => `<tr><td><a href="${address}">${address}</a></td><td>${what}</td></tr>`).join('\n')}
</table>
</body>
</html>
`;

/** The Express application: the APIs' dispatcher mounted once, and the documentation for people. */
export function createSite(dispatcher: Handler, parts: ServerParts): Express {
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
  app.use(GUIDE, guideRoutes());
  app.use('/docs', express.static(SWAGGER_UI, { index: false, dotfiles: 'deny' }));
  if (parts.hasPage) servePage(app, parts);
  app.get('/', (request, response) => {
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') response.type('html').send(FRONT_PAGE);
    else response.json(FRONT);
  });
  app.use((request, response) => {
    const metrics = request.path === '/metrics' ? ', metrics are at /emulator/v1/metrics' : '';
    const where = `nothing is at ${request.path}; the API is under /zstack/v1, its documentation at ${join('/', 'docs')}${metrics}`;
    response.status(404).type('text/plain').send(where);
  });
  app.use((_error: Error, _request: Request, response: Response, _next: NextFunction) => {
    response.status(400).type('text/plain').send('the request could not be read');
  });
  return app;
}
