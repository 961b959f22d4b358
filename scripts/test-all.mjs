// `npm run test:all`: all tests, with every tool that some of them need; one that is missing is a failure.
// How it went goes into docs/evidence.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, orExplain, root } from './lib/prepare.mjs';
import { table } from './lib/table.mjs';

const PAGE = join(root, 'docs', 'evidence.md');
const BEGIN = '<!-- test:all -->';
const END = '<!-- /test:all -->';

await orExplain(() => ensureInstalled());

const results = join(root, '.build', 'test-all.json');
mkdirSync(join(root, '.build'), { recursive: true });
rmSync(results, { force: true });
const started = performance.now();
const tests = spawnSync(
  process.execPath,
  [join(root, 'scripts', 'test.mjs'), '--json', `--outputFile=${results}`],
  // Jest prints what it writes to the file, too.
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, EMULATOR_DEMAND_TOOLS: '1' },
  },
);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
if (!existsSync(results)) {
  console.error('The tests did not run to their end (see above): docs/evidence.md is as it was.');
  process.exit(1);
}
const page = readFileSync(PAGE, 'utf8');
const [head, rest] = page.split(BEGIN);
const [, tail] = (rest ?? '').split(END);
const summary = summarize(JSON.parse(readFileSync(results, 'utf8')));
writeFileSync(PAGE, `${head}${BEGIN}\n\n${summary.text}\n${END}${tail}`);
console.log(`wrote docs/evidence.md: ${summary.verdict}`);
process.exitCode = tests.status ?? 1;

/** What was run, and which tools had a part in it. */
function summarize(run) {
  const failures = run.numFailedTests + run.numRuntimeErrorTestSuites;
  const skipped = run.numPendingTests + run.numTodoTests;
  const verdict = `${run.numPassedTests} passed, ${failures} failed, ${skipped} skipped`;
  const [{ model } = { model: 'unknown' }] = cpus();
  const where = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores (${model.trim()})`;
  const date = new Date(run.startTime).toISOString().slice(0, 10);
  const rows = [...toolsIn(run)].map(([tool, { passed, failed }]) => [
    tool,
    String(passed),
    String(failed),
  ]);
  const lines = [`${date}, ${where}, ${minutes} minutes:`, '', `**${verdict}**`, ''];
  if (rows.length > 0) lines.push(...table([['needs', 'passed', 'failed'], ...rows]), '');
  return { verdict, text: lines.join('\n') };
}

/** Tests say in their names what they need: `(needs go)`. */
function toolsIn(run) {
  const tools = new Map();
  for (const { status, ancestorTitles, title } of run.testResults.flatMap(
    (file) => file.assertionResults,
  )) {
    const tool = /\(needs ([^)]+)\)/.exec([...ancestorTitles, title].join(' '))?.[1];
    if (tool === undefined) continue;
    const counts = tools.get(tool) ?? { passed: 0, failed: 0 };
    tools.set(tool, counts);
    if (status === 'passed') counts.passed++;
    if (status === 'failed') counts.failed++;
  }
  return [...tools].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
