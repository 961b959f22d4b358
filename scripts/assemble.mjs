// `node scripts/assemble.mjs FOLDER`: what the emulator runs with on this platform and nothing else, for an
// image of a container: the bundle, the page, its data, and the one binary of better-sqlite3 that fits.
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

const DATA = [
  'package.json',
  'LICENSE',
  'migrations',
  'seed',
  'openapi',
  join('contract', 'cases'),
  join('contract', 'facts'),
];
const target = process.argv[2];

await orExplain(async () => {
  if (target === undefined) throw new PreparationError('Which folder? assemble.mjs FOLDER');
  await ensureInstalled('serving');
  await ensureBuilt();
  for (const name of DATA) copy(name, (path) => !path.endsWith('_snapshot.json'));
  const binary = join('prebuilds', `${platformOfSqlite()}.node`);
  copy('dist', (path) => {
    if (path.endsWith('.d.ts') || /[\\/]dist[\\/]\./.test(path)) return false;
    return !path.endsWith('.node') || path.endsWith(binary);
  });
});

function copy(name, filter = () => true) {
  const to = join(resolve(target), name);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, name), to, { recursive: true, filter });
}

/** As better-sqlite3 calls it. */
function platformOfSqlite() {
  const { platform, arch, report } = process;
  // Without names of hosts, which may take long.
  report.excludeNetwork = true;
  const isMusl = platform === 'linux' && !report.getReport().header.glibcVersionRuntime;
  return `${platform}${isMusl ? 'musl' : ''}-${arch}`;
}
