// `npm run guide`: docs as a site of plain pages, in dist/guide. It fails by links that lead nowhere.
// `npm run guide -- --serve` shows it meanwhile at http://localhost:8081 and again after every change.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';
import workFolders from './lib/work-folder.cjs';

const TARGET = join(root, 'dist', 'guide');
const isServing = process.argv.includes('--serve');

await orExplain(async () => {
  await ensureInstalled();
  const started = performance.now();
  const work = workFolders.workFolder(join(root, '.build'));
  try {
    const made = join(work.folder, 'guide');
    await eleventy(made, isServing ? ['--serve', '--port=8081'] : ['--quiet']);
    putInPlace(made, join(work.folder, 'old'));
  } finally {
    work.done();
  }
  console.error(`guide (${((performance.now() - started) / 1000).toFixed(1)} s)`);
});

async function eleventy(output, options) {
  const program = join(root, 'node_modules', '@11ty', 'eleventy', 'cmd.cjs');
  const config = '--config=scripts/guide/eleventy.config.mjs';
  const child = spawn(process.execPath, [program, config, `--output=${output}`, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
    if (isServing) process.stderr.write(text);
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  throw new PreparationError(`The guide could not be made:\n${said.trimEnd()}`);
}

/** Whole or not at all: who reads it meanwhile reads the old one. */
function putInPlace(made, old) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  if (existsSync(TARGET)) renameSync(TARGET, old);
  renameSync(made, TARGET);
}
