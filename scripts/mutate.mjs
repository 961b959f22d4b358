// `npm run mutate -- --seed 1 --count 100`: draws mutants of src, runs the tests that reach each, and tells which
// nobody saw (docs/testing.md). `--planted`: those of test/planted-defects.yaml instead.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load as parse } from 'js-yaml';
import { ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';
import { numberOf, rowsOf, say } from './mutation/command.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    changed: { type: 'string' },
    planted: { type: 'boolean', default: false },
    tests: { type: 'string', default: '' },
    parallel: { type: 'string', default: String(availableParallelism()) },
    limit: { type: 'string', default: '60' },
    again: { type: 'boolean', default: false },
    cover: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
    matrix: { type: 'boolean', default: false },
  },
});

/** How long a file of tests that is named may take, in ms, by the way that limits are reckoned (judge.mjs). */
const NAMED = 60_000;

async function run(options) {
  const { coverageOf, isMeasured } = await import('./mutation/coverage.mjs');
  const { reportOf } = await import('./mutation/report.mjs');
  const { inParallel } = await import('./mutation/parallel.mjs');
  const { endSeats } = await import('./mutation/jest-run.mjs');
  const chosen = options.cover ? [] : await chosenOf(options);
  const isNamed = chosen.length > 0 && chosen.every(({ seenBy }) => seenBy !== undefined);
  const coverage = await coverageOf(
    (test) =>
      !isNamed &&
      options.tests.split(',').some((part) => test.includes(part)) &&
      (!options.known || isMeasured(test)),
    options.parallel,
    say,
  );
  if (!isNamed) say(`${coverage.size} files of tests`);
  if (options.matrix) {
    await showMatrix(chosen, coverage, options);
    endSeats();
    return;
  }
  const judged = [];
  const judgeOne = await judging(options, coverage);
  await inParallel(chosen, options.parallel, async (mutant) => {
    const result = await judgeOne(mutant);
    judged.push({ ...mutant, result });
    say(
      `${judged.length} of ${chosen.length}: ${mutant.file}:${mutant.line} ${result.outcome}, ${result.seconds} s`,
    );
  });
  endSeats();
  const place = new Map(chosen.map(({ key }, i) => [key, i]));
  console.log(reportOf(judged.toSorted((a, b) => place.get(a.key) - place.get(b.key))));
}

/** Lets all tests that reach a mutant look at it, and tells which of them see nothing that others see. */
async function showMatrix(chosen, coverage, { parallel, limit }) {
  const { matrixOf, reportOfMatrix } = await import('./mutation/matrix.mjs');
  const { inParallel } = await import('./mutation/parallel.mjs');
  const tryOne = matrixOf(coverage, limit);
  const rows = [];
  await inParallel(chosen, parallel, async (mutant) => {
    const row = await tryOne(mutant);
    rows.push(row);
    say(
      `${rows.length} of ${chosen.length}: ${mutant.file}:${mutant.line} seen by ${row.red.length} of ${row.looked.length}`,
    );
  });
  console.log(reportOfMatrix(rows));
}

/** The mutants of a run; each has what its file is with it, as `text`. */
async function chosenOf({ seed, count, only, changed, planted }) {
  const { plantedDefects } = await import('./mutation/planted.mjs');
  const isWanted = (file) => only.split(',').some((part) => file.startsWith(part));
  if (planted) return plantedDefects(isWanted);
  const { allMutants, shuffled, textWith } = await import('./mutation/mutants.mjs');
  const { firstThatCompile } = await import('./mutation/compile.mjs');
  const lines = changed === undefined ? undefined : changedLines(changed);
  const all = (await allMutants((file) => isWanted(file) && (!lines || lines.has(file)))).filter(
    (mutant) => !isEquivalent(mutant) && (!lines || touches(mutant, lines.get(mutant.file))),
  );
  say(`${all.length} mutants to draw from`);
  const mutants = firstThatCompile(shuffled(all, seed), Math.min(count, all.length), say);
  return mutants.map((mutant) => ({ ...mutant, text: textWith(mutant) }));
}

/** Lines of src that differ from a commit, by file. */
function changedLines(commit) {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['diff', '-U0', '--no-color', commit, '--', 'src'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new PreparationError(stderr.trim());
  const lines = new Map();
  let file = '';
  for (const line of stdout.split('\n')) {
    const name = /^\+\+\+ b\/(.+)$/.exec(line);
    if (name) file = name[1];
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [from, count] = [Number(hunk[1]), Number(hunk[2] ?? 1)];
    lines.set(file, [...(lines.get(file) ?? []), [from, from + count - 1]]);
  }
  return lines;
}

const touches = ({ line, endLine }, ranges) =>
  ranges.some(([from, to]) => line <= to && endLine >= from);

/** Mutants that no test can see, each with its reason. */
function isEquivalent(mutant) {
  const { file, original, replacement } = mutant;
  return equivalents().some((row) =>
    row.folder === undefined
      ? row.file === file && row.original === original && row.replacement === replacement
      : file.startsWith(row.folder) &&
        row.replacement === replacement &&
        new RegExp(`${row.ends}$`).test(lineUntil(mutant)),
  );
}

/** The lines of files that were asked for: there are tens of thousands of mutants. */
const lines = new Map();

/** The text of a line up to the end of a mutant on it. */
function lineUntil({ file, line, endLine, endColumn }) {
  if (line !== endLine) return '';
  if (!lines.has(file)) lines.set(file, readFileSync(join(root, file), 'utf8').split('\n'));
  return (lines.get(file)[line - 1] ?? '').slice(0, endColumn);
}

let rows;
function equivalents() {
  rows ??= parse(readFileSync(join(root, 'test', 'equivalent-mutants.yaml'), 'utf8')) ?? [];
  return rows;
}

/** Judges a mutant, or knows from an earlier run over the same source and tests what became of it. */
async function judging({ again, limit, tests }, coverage) {
  const { hashOf, read, sourceFiles, testFiles, WORK } = await import('./mutation/files.mjs');
  const { judge } = await import('./mutation/judge.mjs');
  const file = join(WORK, 'results.jsonl');
  const source = hashOf(...sourceFiles().map(read));
  const allTests = hashOf(tests, String(limit), ...testFiles().map(read));
  const known = new Map();
  for (const row of rowsOf(file)) {
    if (row.source === source) known.set(row.key, row);
    if (row.by) coverage.note(row.file, row.by);
  }
  mkdirSync(WORK, { recursive: true });
  return async (mutant) => {
    const row = again ? undefined : known.get(mutant.key);
    // Seen stays seen while the test is the same; unseen while all are.
    const stays = row?.by
      ? existsSync(join(root, row.by)) && row.byHash === hashOf(read(row.by))
      : row?.allTests === allTests;
    const before = stays ? row.result : undefined;
    if (before && !isLeft(mutant, before)) return before;
    const inProcess = before ?? (await judge(mutant, testsOf(mutant, coverage), limit));
    const result = isLeft(mutant, inProcess) ? await inBuiltProgram(mutant, inProcess) : inProcess;
    const { by } = result;
    if (by) coverage.note(mutant.file, by);
    const noted = {
      key: mutant.key,
      source,
      file: mutant.file,
      result,
      allTests,
      ...(by && { by, byHash: hashOf(read(by)) }),
    };
    appendFileSync(file, `${JSON.stringify(noted)}\n`);
    return result;
  };
}

/** Whether the tests that run the built program have still to look at it: no other one reaches it. */
const isLeft = ({ seenBy }, { outcome, whole }) =>
  seenBy === undefined && whole === undefined && outcome === 'unreached';

async function inBuiltProgram(mutant, inProcess) {
  const { judgeWhole } = await import('./mutation/whole-program.mjs');
  const started = performance.now();
  const { by, ran } = await judgeWhole(mutant);
  const own = (performance.now() - started) / 1000;
  const seconds = Number((inProcess.seconds + own).toFixed(1));
  return { ...inProcess, ...(by && { outcome: 'seen', by }), whole: ran, seconds };
}

/** Those that reach it; of a planted defect the one that is named for it. */
function testsOf(mutant, coverage) {
  return mutant.seenBy === undefined
    ? coverage.testsOf(mutant)
    : [{ test: mutant.seenBy, ms: NAMED }];
}

await orExplain(async () => {
  await ensureInstalled();
  const [seed, count, parallel, limit] = ['seed', 'count', 'parallel', 'limit'].map((name) =>
    numberOf(values, name),
  );
  await run({ ...values, seed, count, parallel, limit: limit * 1000 });
});
