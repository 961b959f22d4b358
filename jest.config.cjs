'use strict';
const { availableParallelism } = require('node:os');

// Times on the wire name no zone; the emulator's own start sets UTC likewise.
process.env.TZ = 'UTC';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/sources/environment.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/test/support/sources/transform.cjs',
      {
        swcrc: false,
        sourceMaps: true,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // Sources first: for each import of each file each ending is looked for in this order.
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  moduleNameMapper: {
    // TypeScript's nodenext imports name the emitted file; here the source is read instead.
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^formidable$': '<rootDir>/test/support/no-formidable.cjs',
  },
  reporters: [
    'default',
    '<rootDir>/test/support/operation-coverage.cjs',
    '<rootDir>/test/support/missing-tools.cjs',
  ],
  testSequencer: '<rootDir>/test/support/slow-first.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  // A net for what hangs, wide enough for a machine that does much else: no test may need it.
  testTimeout: 900_000,
  // One more than cores: a third of the time of a file of processes is waiting. A worker takes a gigabyte at the most.
  maxWorkers: Math.min(4, availableParallelism() + 1),
};
