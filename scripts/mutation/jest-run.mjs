/** One run of jest over some files of tests, in their order, in a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { WORK } from './files.mjs';

const JEST = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const CONFIG = join(root, 'scripts', 'mutation', 'jest', 'config.cjs');

let runs = 0;
const running = new Set();
process.on('exit', () => {
  for (const child of running) kill(child);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/**
 * Answers `{ results, isLate, said }`: what each file came to (`{ test, isGreen, failed }`), whether the time was up
 * first, and what jest said. `bail`: it ends with the first file that fails.
 */
export async function runTests(tests, { variables = {}, bail = false, timeout }) {
  const file = join(WORK, 'runs', `${process.pid}-${runs++}.jsonl`);
  mkdirSync(join(WORK, 'runs'), { recursive: true });
  const words = [
    '--config',
    CONFIG,
    '--runInBand',
    '--ci',
    '--silent',
    ...(bail ? ['--bail'] : []),
  ];
  const child = spawn(process.execPath, [JEST, ...words, '--runTestsByPath', ...tests], {
    cwd: root,
    // A group of its own: what tests start ends with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TESTS: JSON.stringify(tests), RESULTS: file, ...variables },
  });
  running.add(child);
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-4000)));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill(child);
  }, timeout);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  kill(child);
  running.delete(child);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  rmSync(file, { force: true });
  return { results: lines.filter(Boolean).map((line) => JSON.parse(line)), isLate, said };
}

function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended, and what it started.
  }
}
