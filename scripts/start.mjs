// `npm start -- --port 9000` is `zstack-image-emulator serve --port 9000`, from a fresh clone too.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, orExplain, root } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled('serving');
  await ensureBuilt();
});

const main = join(root, 'dist', 'cli', 'main.js');
// The same process, so that signals and the exit code reach the server directly.
process.argv = [process.argv[0], main, 'serve', ...process.argv.slice(2)];
await import(pathToFileURL(main).href);
