// `npm run sbom`: writes dist/sbom.cdx.json, a list of what is inside of dist (CycloneDX).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, root } from './lib/prepare.mjs';
import { sbomOf } from './lib/sbom.mjs';

/** The build writes there which packages went into it. */
const BUNDLED = join(root, '.build', 'bundled.json');
/** The guide has one, too. */
const IN_GUIDE = ['node_modules/minisearch'];

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const folders = [...bundled(), ...IN_GUIDE];
  const document = sbomOf(folders);
  writeFileSync(join(root, 'dist', 'sbom.cdx.json'), `${JSON.stringify(document, null, 2)}\n`);
  console.error(`sbom (${document.components.length} components)`);
});

function bundled() {
  return JSON.parse(readFileSync(BUNDLED, 'utf8'));
}
