// A jest reporter: says which tools were missing, and how many tests were skipped for it.
const { missingTools } = require('../../scripts/lib/missing-tools.cjs');

module.exports = class MissingTools {
  onRunComplete(_contexts, { testResults }) {
    const line = missingTools(testResults);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  }
};
