/**
 * A process that has jest and the program in it, and runs files of tests for one mutant after another: what takes
 * seconds to begin is begun once. It is asked with `{ tests, mutant, bail, folder }` and answers each file of tests with
 * `{ test, isGreen, failed, ms }`, then `{ done: true, bytes }`.
 */
'use strict';
const { mkdtempSync, rmSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const path = require('node:path');

// Jest's own, which no package of ours depends on: they are found where the packages between find them.
const core = createRequire(
  ['jest', '@jest/core'].reduce((from, name) => createRequire(from).resolve(name), __filename),
);
const { readConfigs } = core('jest-config');
const Runtime = core('jest-runtime').default;
const Runner = createRequire(core.resolve('jest-config'))('jest-runner').default;
const { noteReached } = require('./note-coverage.cjs');
const { Program } = require('./program.cjs');

const ROOT = path.join(__dirname, '..', '..', '..');
const coverage = process.env.MUTATION_COVERAGE;
const run = { program: new Program(coverage !== undefined), bail: false };
if (coverage) run.reached = (test, counters) => noteReached(coverage, test, counters);
globalThis[Symbol.for('mutation/run')] = run;

async function begun() {
  const config = path.join(__dirname, 'config.cjs');
  const argv = { _: [], $0: '', config, runInBand: true, silent: true, ci: true, watchman: false };
  const { globalConfig, configs } = await readConfigs(argv, [ROOT]);
  const context = await Runtime.createContext(configs[0], {
    console,
    maxWorkers: 1,
    watch: false,
    watchman: false,
  });
  return { globalConfig, context };
}
const beginning = begun();

async function answer({ tests, mutant, bail }) {
  const { globalConfig, context } = await beginning;
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-tests-'));
  process.env.EMULATOR_TEST_FOLDER = folder;
  run.program.mutant = mutant;
  run.modules = undefined;
  run.bail = bail;
  let isOver = false;
  const runner = new Runner(globalConfig, {});
  const told = (test, isGreen, failed, ms, messages) => {
    if (bail && !isGreen) isOver = true;
    process.send({ test: path.relative(ROOT, test.path), isGreen, failed, ms, messages });
  };
  runner.on(
    'test-file-success',
    ([test, { numFailingTests, testExecError, testResults, perfStats }]) => {
      const failed = testResults.filter(({ status }) => status === 'failed');
      told(
        test,
        numFailingTests === 0 && !testExecError,
        failed.map(({ fullName }) => fullName),
        perfStats.runtime,
        process.env.TELL && testResults.flatMap((r) => r.failureMessages).join('\n'),
      );
    },
  );
  runner.on('test-file-failure', ([test]) => told(test, false, [], 0));
  const watcher = { isInterrupted: () => isOver, on() {} };
  try {
    await runner.runTests(
      tests.map((test) => ({ context, path: path.join(ROOT, test) })),
      watcher,
      { serial: true },
    );
  } catch (error) {
    // It ends so when it was told to stop.
    if (!isOver) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.send({ done: true, bytes: process.memoryUsage().rss });
}

process.on('message', (asked) => void answer(asked));
process.on('disconnect', () => process.exit());
