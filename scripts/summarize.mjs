// `node scripts/summarize.mjs FILE`: the last lines of `.ci/run`, from what jest wrote as JSON.
import { existsSync, readFileSync } from 'node:fs';
import tools from './lib/missing-tools.cjs';

const file = process.argv[2];
const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (text === '') {
  console.log('0 passed, 1 failed: no test ran');
  process.exit(1);
}
const run = JSON.parse(text);
// A suite that could not even start has no tests to count: it is one failure.
const failures = run.numFailedTests + run.numRuntimeErrorTestSuites;
const skipped = run.numPendingTests + run.numTodoTests;
const missing = tools.missingTools(run.testResults);
if (missing !== undefined) console.log(missing);
const tail = skipped > 0 ? `, ${skipped} skipped` : '';
console.log(`${run.numPassedTests} passed, ${failures} failed${tail}`);
process.exitCode = failures === 0 && run.numPassedTests > 0 ? 0 : 1;
