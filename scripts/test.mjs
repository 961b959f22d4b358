// `npm test -- PATTERN`: jest, after whatever it needs. The arguments are jest's own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ensureTypes, orExplain, root } from './lib/prepare.mjs';

await orExplain(async () => {
  await ensureInstalled();
  await Promise.all([ensureBuilt(), ensureTypes()]);
});

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
// In CI a snapshot that is missing is a failure, not something to write.
const inCi = process.env.CI !== undefined && process.env.CI !== 'false' ? ['--ci'] : [];
// `npm run coverage`: a run of all tests that writes docs/coverage.md.
const asked = process.argv.slice(2);
const writes = asked.includes('--write-coverage');
const child = spawn(
  process.execPath,
  [jest, ...inCi, ...asked.filter((argument) => argument !== '--write-coverage')],
  {
    cwd: root,
    stdio: 'inherit',
    env: writes ? { ...process.env, WRITE_COVERAGE: '1' } : process.env,
  },
);
// Ctrl-C reaches jest too; it stops first and its exit code becomes ours.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
