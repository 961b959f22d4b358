const { statSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

// Jest's own, which no package of ours depends on: it is found where the packages between find it.
const Sequencer = require(
  ['@jest/core', 'jest-config', '@jest/test-sequencer'].reduce(
    (from, name) => createRequire(from).resolve(name),
    require.resolve('jest'),
  ),
).default;

/**
 * The files that take longest, in this order: they begin first, so that all workers end together. Jest itself
 * knows that only from an earlier run, and a fresh clone has none. What is not named here follows, large
 * files first.
 */
const SLOW = [
  'faults/harnesses',
  'properties/random-world',
  'verify/verify-the-emulator',
  'verify/only-looks',
  'properties/random-queries',
  'environments/import-refusals',
  'contract/odd-values',
  'uploads/refusals',
  'environments/large-files',
  'properties/steps-together',
  'library/jest-preset',
  'environments/kills',
  'library/examples',
  'clients/go',
  'uploads/random',
  'domain/disk-file',
  'cli/steering',
  'operations/images/upload',
  'services/seed-capture',
  'cli/bundle',
  'verify/what-differs',
  'control/faults',
  'operations/images/fetch',
  'faults/full-disk',
  'operations/tags/tag-uuids',
  'library/collected',
  'environments/requests-under-way',
  'control/every-operation',
  'environments/import-old',
  'control/long-jumps',
  'cli/environments',
  'cli/doctor-mend',
  'library/pack',
  'restart/restart',
  'restart/long-jobs',
  'environments/limits',
  'cli/docs',
  'security/browser',
  'clients/java-sdk',
  'environments/export',
  'restart/kills',
  'services/seeds-of-the-package',
  'contract/every-operation',
  'cli/serve',
  'operations/queries/sizes',
];

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const keyed = tests.map((test) => {
      const { rootDir } = test.context.config;
      const name = path.relative(rootDir, test.path).split(path.sep).join('/');
      const place = SLOW.indexOf(name.replace(/^test\//, '').replace(/\.test\.ts$/, ''));
      return { test, place: place < 0 ? SLOW.length : place, size: statSync(test.path).size };
    });
    return keyed.toSorted((a, b) => a.place - b.place || b.size - a.size).map(({ test }) => test);
  }
};
