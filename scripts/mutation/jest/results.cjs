// A reporter that writes what became of each file of tests as soon as it is known: a run that ends with the first
// failure writes nothing else.
'use strict';
const { appendFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..', '..');

module.exports = class Results {
  onTestResult(_test, { testFilePath, numFailingTests, testExecError, testResults }) {
    const failed = testResults.filter(({ status }) => status === 'failed');
    const line = {
      test: path.relative(root, testFilePath),
      isGreen: numFailingTests === 0 && !testExecError,
      failed: failed.map(({ fullName }) => fullName),
    };
    appendFileSync(process.env.RESULTS, `${JSON.stringify(line)}\n`);
  }
};
