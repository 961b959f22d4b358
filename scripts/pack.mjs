// What a package needs beside what is in the repository: npm runs it before `npm pack` and `npm publish`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ensureTypes, orExplain, root } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled();
  await Promise.all([ensureBuilt({ force: true }), ensureTypes({ force: true })]);
});
for (const name of ['guide', 'sbom']) {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', `${name}.mjs`)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
