// A jest reporter: after a run of all tests it compares what docs/coverage.md says of driven and refused with what the
// run drove; `npm run coverage` writes it. A run that drives less than the page says fails; one that drives more says so.
// The other columns need no run: `npm run docs` writes them, and the check looks at them.
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { describeCoverage, marksOf, PAGE } = require('../../scripts/lib/coverage-page.cjs');

const ROOT = path.join(__dirname, '..', '..');
const DIRECTORY = path.join(ROOT, '.build', 'operation-coverage');

module.exports = class OperationCoverage {
  constructor(globalConfig) {
    const patterns = globalConfig.testPathPatterns;
    const named = patterns?.patterns ?? [].concat(globalConfig.testPathPattern ?? []);
    this.isWhole = named.filter(Boolean).length === 0 && !globalConfig.testNamePattern;
  }

  onRunStart() {
    rmSync(DIRECTORY, { recursive: true, force: true });
    if (this.isWhole) mkdirSync(DIRECTORY, { recursive: true });
  }

  onRunComplete(_contexts, { numFailedTests, numRuntimeErrorTestSuites }) {
    const isGreen = numFailedTests === 0 && numRuntimeErrorTestSuites === 0;
    if (!this.isWhole || !isGreen) return;
    const page = describeCoverage(answers());
    if (process.env.WRITE_COVERAGE) {
      writeFileSync(PAGE, page);
      console.log('wrote docs/coverage.md');
      return;
    }
    const [driven, told] = [marksOf(page), marksOf(readFileSync(PAGE, 'utf8'))];
    const beyond = (marks, other) => [...marks].filter((mark) => !other.has(mark));
    const [more, less] = [beyond(driven, told), beyond(told, driven)];
    if (more.length > 0) {
      console.log(
        `More was driven than docs/coverage.md says; \`npm run coverage\` writes it: ${more.join(', ')}`,
      );
    }
    if (less.length === 0) return;
    this.error = new Error(
      `docs/coverage.md says that tests drive what this run did not: ${less.join(', ')}. Where it is right to drive them no longer, run \`npm run coverage\` and commit the result.`,
    );
    console.error(this.error.message);
  }

  getLastError() {
    return this.error;
  }
};

function answers() {
  const lines = new Set();
  for (const name of readdirSync(DIRECTORY)) {
    for (const line of readFileSync(path.join(DIRECTORY, name), 'utf8').split('\n'))
      lines.add(line);
  }
  return lines;
}
