const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { useMemory } = require('./memory-folder.cjs');
const { makeScript } = require('./sources/sources.cjs');

/** A folder for what the tests of one run share: processes of the run find it in the variable. */
module.exports = async () => {
  useMemory();
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-tests-'));
  process.env.EMULATOR_TEST_FOLDER = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await makeScript();
};
