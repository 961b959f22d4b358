// Compares docs/state-machines.md with the transition tables; `--write` (npm run docs) mends it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

const file = join(root, 'docs', 'state-machines.md');

await orExplain(() => {
  ensureInstalled();
  ensureBuilt();
  const require = createRequire(import.meta.url);
  const { describeMachines } = require(join(root, 'dist', 'app', 'describe-machines.js'));
  const current = describeMachines();
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (committed === current) return;
  if (!process.argv.includes('--write')) {
    throw new PreparationError(
      'docs/state-machines.md is not what the tables say. Run `npm run docs` and commit the result.',
    );
  }
  writeFileSync(file, current);
  console.log('wrote docs/state-machines.md');
});
