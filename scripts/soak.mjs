// `npm run soak [-- STEPS]`: the random operations of test/properties, a million of them by default.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/prepare.mjs';

const steps = process.argv[2] ?? '1000000';
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
