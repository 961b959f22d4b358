// `npm run soak [-- STEPS]`: the random operations of test/properties, a million of them by default.
// `npm run soak -- --cycles 200 [--seed 1]`: kills under load (faults/kills.mjs).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, root } from './lib/prepare.mjs';

const words = process.argv.slice(2);
if (words.some((word) => word.startsWith('--'))) {
  await orExplain(async () => {
    await ensureInstalled();
    await ensureBuilt();
  });
  await import('./faults/kills.mjs');
} else {
  const steps = words[0] ?? '1000000';
  if (!/^\d+$/.test(steps)) {
    console.error(`how many steps? ${steps} is no number`);
    process.exit(1);
  }
  const test = spawn(
    process.execPath,
    [join(root, 'scripts', 'test.mjs'), 'test/properties', '--testNamePattern', 'whatever is done'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, SOAK_STEPS: steps } },
  );
  test.on('exit', (code) => process.exit(code ?? 1));
}
