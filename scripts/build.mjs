// `npm run build`: bundles src to dist and writes the types, whether or not they look up to date.
import { ensureBuilt, ensureInstalled, ensureTypes, orExplain } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled();
  await Promise.all([ensureBuilt({ force: true }), ensureTypes({ force: true })]);
});
