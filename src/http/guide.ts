import { join } from 'node:path';
import express, { Router } from 'express';

/** Where the guide is served. */
export const GUIDE = '/docs/guide';

/** `npm run guide` puts its pages there; a package has them. */
const PAGES = join(__dirname, '..', '..', 'dist', 'guide');

const MISSING = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The guide is not made yet</title>
<link rel="icon" href="data:,">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 3em auto; padding: 0 1em; color-scheme: light dark }
</style>
</head>
<body>
<h1>The guide is not made yet</h1>
<p>The package has it. In a checkout <code>npm run guide</code> makes it, in some ten seconds; the emulator may go on
running. Its pages are those of the folder <code>docs</code>, which can be read as they are.</p>
<p><a href="/docs">Every operation</a> · <a href="/">What there is</a></p>
</body>
</html>
`;

const NO_PAGE = MISSING.replaceAll(
  'The guide is not made yet',
  'The guide has no such page',
).replace(/<p>The package[^]*?<\/p>/, `<p><a href="${GUIDE}/">It begins here.</a></p>`);

/** The pages of docs for people, as a build made them. */
export function guideRoutes(pages = PAGES): Router {
  const router = Router();
  router.use(express.static(pages, { dotfiles: 'deny' }));
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const isFirst = request.path === '/' || request.path === '/index.html';
    response
      .status(404)
      .type('html')
      .send(isFirst ? MISSING : NO_PAGE);
  });
  return router;
}
