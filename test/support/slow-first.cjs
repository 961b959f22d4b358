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
  'contract/schemathesis/schemathesis',
  'fleet-real/short',
  'faults/harnesses',
  'library/languages',
  'properties/random-world',
  'restart/crashes',
  'contract/odd-values',
  'library/jest-preset',
  'properties/random-queries',
  'environments/kills',
  'cli/docs',
  'uploads/refusals',
  'environments/import-refusals',
  'control/faults',
  'cli/images',
  'verify/only-looks',
  'restart/kills',
  'clients/go',
  'cli/transfer',
  'cli/run',
  'properties/steps-together',
  'contract/examples',
  'verify/what-differs',
  'library/examples',
  'cli/bundle',
  'clients/generated',
  'fleet/processes',
  'fleet/store-loss',
  'page/copied-requests',
  'environments/history',
  'services/seed-capture',
  'environments/blobs',
  'library/inspect',
  'scripts/install',
  'cli/steering',
  'environments/export',
  'cli/environments',
  'domain/disk-file',
  'properties/random-seeds',
  'library/pack',
  'restart/rewind',
  'cli/serve',
  'security/browser',
  'environments/requests-under-way',
  'upgrade/migration-kills',
  'services/seeds-of-the-package',
  'upgrade/worlds',
  'environments/import-old',
  'contract/releases',
  'operations/queries/heavy-queries',
  'verify/verify-the-emulator',
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
