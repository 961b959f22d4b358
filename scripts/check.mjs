// `npm run check`: everything that CI checks besides the tests. All steps run even when one fails.
// `npm run check -- lint types` runs only those.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  ensureBuilt,
  ensureInstalled,
  ensureTypes,
  orExplain,
  PreparationError,
  root,
} from './lib/prepare.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** Name, then the arguments for node, or a function to call. */
const steps = [
  ['build', () => Promise.all([ensureBuilt(), ensureTypes()])],
  ['format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']],
  ['lint', [bin('oxlint/bin/oxlint'), '--deny-warnings']],
  ['layers', [bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'src']],
  ['types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']],
  ['page-types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'src/dashboard/tsconfig.json']],
  ['dead-code', [bin('knip/bin/knip.js')]],
  ['migrations', ['scripts/check-migrations.mjs']],
  ['grammar', ['scripts/check-grammar.mjs']],
  ['operations', ['scripts/check-operations.mjs']],
  ['openapi', ['scripts/check-openapi.mjs']],
  ['docs', ['scripts/check-docs.mjs']],
  ['guide', ['scripts/guide.mjs']],
  ['contract', ['scripts/check-contract.mjs']],
  ['clients', ['scripts/check-clients.mjs']],
];

await orExplain(() => ensureInstalled());

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(
    `No such step: ${unknown.join(', ')}. There are ${steps.map(([name]) => name).join(', ')}.`,
  );
  process.exit(1);
}

const failed = [];
for (const [name, work] of steps) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (!(await passes(name, work))) failed.push(name);
}
console.log(failed.length === 0 ? 'all checks passed' : `checks failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs one step and prints its name and time, and what it said when it failed. */
async function passes(name, work) {
  const started = performance.now();
  const { ok, output } = typeof work === 'function' ? await call(work) : runNode(work);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(11)} ${seconds.padStart(5)} s`);
  if (!ok) console.log(output.trimEnd());
  return ok;
}

async function call(work) {
  try {
    await work();
    return { ok: true, output: '' };
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    return { ok: false, output: error.message };
  }
}

function runNode(args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}
