// Compares openapi/openapi.json with what the code says now; `--write` (npm run openapi) mends it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

const file = join(root, 'openapi', 'openapi.json');

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const current = describeApi();
  if (committed === current) return;
  if (process.argv.includes('--write')) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, current);
    console.log('wrote openapi/openapi.json');
    return;
  }
  throw new PreparationError(
    `openapi/openapi.json is not what the code describes (${firstDifference(committed, current)}). ` +
      'Run `npm run openapi` and commit the result.',
  );
});

function describeApi() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist', 'cli', 'main.js'), 'openapi'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 },
  );
  if (status === 0) return stdout;
  throw new PreparationError(
    `\`zstack-image-emulator openapi\` failed (exit ${status}):\n${stderr}`,
  );
}

function firstDifference(committed, current) {
  if (committed === '') return 'the file is missing or empty';
  const lines = committed.split('\n');
  const index = current.split('\n').findIndex((line, at) => line !== lines[at]);
  return `first difference at line ${index === -1 ? lines.length : index + 1}`;
}
