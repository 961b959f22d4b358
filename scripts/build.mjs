// `npm run build`: compiles src to dist, whether or not it looks up to date.
import { ensureBuilt, ensureInstalled, orExplain } from './lib/prepare.mjs';

await orExplain(() => {
  ensureInstalled();
  ensureBuilt({ force: true });
});
