// `npm test -- PATTERN`: jest, after whatever it needs. The arguments are jest's own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, root } from './lib/prepare.mjs';

await orExplain(() => {
  ensureInstalled();
  ensureBuilt();
});

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
// In CI a snapshot that is missing is a failure, not something to write.
const inCi = process.env.CI !== undefined && process.env.CI !== 'false' ? ['--ci'] : [];
const child = spawn(process.execPath, [jest, ...inCi, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl-C reaches jest too; it stops first and its exit code becomes ours.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
