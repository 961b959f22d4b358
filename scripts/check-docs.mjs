// Compares what is generated from the code (docs/state-machines.md from the transition tables,
// seed/seed.schema.json from the schema of seeds, contract/cases/schema.json from that of cases) with the files; `--write` (npm run docs) mends them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import source from './lib/load-source.cjs';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

/** File, then what it is made from, then how. */
const GENERATED = [
  ['docs/state-machines.md', 'the tables say', 'app/describe-machines.ts', 'describeMachines'],
  ['seed/seed.schema.json', 'seeds are', 'app/describe-seeds.ts', 'describeSeeds'],
  ['docs/releases.md', 'the facts say', 'app/describe-releases.ts', 'describeReleases'],
  ['contract/cases/schema.json', 'cases are', 'verify/cases/describe-cases.ts', 'describeCases'],
];

await orExplain(async () => {
  await ensureInstalled();
  const stale = GENERATED.filter(([file, , module, name]) => {
    const current = source.loadSource(module)[name]();
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === current) return false;
    if (!process.argv.includes('--write')) return true;
    writeFileSync(path, current);
    console.log(`wrote ${file}`);
    return false;
  });
  if (stale.length === 0) return;
  const texts = stale.map(([file, source]) => `${file} is not what ${source}.`);
  throw new PreparationError(`${texts.join(' ')} Run \`npm run docs\` and commit the result.`);
});
