/** Which files of tests see which mutants: all that reach one have their turn, and none ends the others. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from './command.mjs';
import { hashOf, read, sourceFiles, testFiles, WORK } from './files.mjs';
import { tryTests, within } from './judge.mjs';
import { table } from './report.mjs';

/** A file of tests that had so many before it, and saw none, is shown. */
const ENOUGH = 3;

/** A way to try a mutant, kept over runs: `{ key, looked, red }`, the files of tests that ran and that failed. */
export function matrixOf(coverage, limit) {
  const file = join(WORK, 'matrix.jsonl');
  const state = hashOf(String(limit), ...[...sourceFiles(), ...testFiles()].map(read));
  const known = new Map(
    rowsOf(file).flatMap((row) => (row.state === state ? [[row.key, row]] : [])),
  );
  mkdirSync(WORK, { recursive: true });
  return async (mutant) => {
    const before = known.get(mutant.key);
    if (before) return before;
    const chosen = within(coverage.testsOf(mutant), limit);
    const { results } = await tryTests(mutant, chosen, false);
    const row = {
      key: mutant.key,
      state,
      looked: results.map(({ test }) => test),
      red: results.filter(({ isGreen }) => !isGreen).map(({ test }) => test),
    };
    appendFileSync(file, `${JSON.stringify(row)}\n`);
    return row;
  };
}

/** What a matrix says of files of tests: which saw something alone, and which saw nothing of what they reached. */
export function reportOfMatrix(rows) {
  const tests = new Map();
  for (const { looked, red } of rows) {
    // What nobody sees says nothing of one among them.
    if (red.length === 0) continue;
    for (const test of looked) {
      const one = tests.get(test) ?? { looked: 0, red: 0, alone: 0 };
      one.looked += 1;
      if (red.includes(test)) one.red += 1;
      if (red.length === 1 && red[0] === test) one.alone += 1;
      tests.set(test, one);
    }
  }
  const all = [...tests].toSorted(([, a], [, b]) => b.alone - a.alone || b.red - a.red);
  const blind = all.filter(([, { looked, red }]) => red === 0 && looked >= ENOUGH);
  const cellsOf = ([test, { looked, red, alone }]) => [test, ...[looked, red, alone].map(String)];
  return [
    `${rows.filter(({ red }) => red.length > 0).length} of ${rows.length} mutants are seen, ${rows.filter(({ red }) => red.length === 1).length} by one file of tests alone`,
    '',
    table(
      ['file of tests', 'ran with', 'saw', 'alone'],
      all.filter(([, { red }]) => red > 0).map(cellsOf),
    ),
    '',
    `saw none of the ${ENOUGH} or more that others saw and they reached:`,
    ...blind.map(([test, { looked }]) => `${test} (${looked})`),
  ].join('\n');
}
