// Jest as the tests have it, for one mutant or for what tests reach (environment.cjs).
'use strict';
const path = require('node:path');
const base = require('../../../jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: path.join(__dirname, '..', '..', '..'),
  testEnvironment: path.join(__dirname, 'environment.cjs'),
  // What is counted is counted for each file of tests alone.
  testEnvironmentOptions: { modules: process.env.MUTATION_COVERAGE ? 'own' : 'shared' },
  cacheDirectory: '<rootDir>/.build/mutation/jest',
};
