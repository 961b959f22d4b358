/** Jest's environment for Node, which can run the script of all of src (sources.cjs) inside of itself. */
'use strict';
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Script } = require('node:vm');
const { KEY } = require('./key.cjs');
const { SCRIPT } = require('./sources.cjs');

// Jest's own, which no package of ours depends on: it is found where the packages between find it.
const { TestEnvironment } = require(
  ['@jest/core', 'jest-config', 'jest-environment-node'].reduce(
    (from, name) => createRequire(from).resolve(name),
    require.resolve('jest'),
  ),
);

/** Compiled once in a worker: what V8 has made of a function serves all files of tests. */
let script;

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global[KEY] = (require) => {
      script ??= new Script(readFileSync(SCRIPT, 'utf8'), { filename: SCRIPT });
      const module = { exports: {} };
      return script.runInContext(this.getVmContext())(require, module, module.exports);
    };
  }
};
