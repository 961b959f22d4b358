// `node scripts/prepare.mjs`: installs what `npm start` needs, so that a later start needs no registry.
import { ensureInstalled, orExplain } from './lib/prepare.mjs';

await orExplain(() => ensureInstalled('serving'));
