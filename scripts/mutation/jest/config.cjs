// Jest as the tests have it, for one mutant or for what tests reach (transform.cjs).
'use strict';
const path = require('node:path');
const base = require('../../../jest.config.cjs');

const here = (file) => path.join(__dirname, file);
const [[files, [, options]]] = Object.entries(base.transform);

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: path.join(__dirname, '..', '..', '..'),
  transform: { [files]: [here('transform.cjs'), options] },
  reporters: [here('results.cjs')],
  testSequencer: here('as-asked.cjs'),
  cacheDirectory: '<rootDir>/.build/mutation/jest',
  ...(process.env.MUTATION_COVERAGE ? { setupFilesAfterEnv: [here('note-coverage.cjs')] } : {}),
};
