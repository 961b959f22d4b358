/** Jest's environment for Node, which has the modules of src (sources.cjs) of its worker. */
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

let script;
let shared;

/** What src looks for by its class: a test that throws it, or expects it, means that of the worker. */
const SHARED_CLASSES = ['Date', 'Error', 'Promise', 'RangeError', 'TypeError'];

module.exports = class extends TestEnvironment {
  #variables = { ...process.env };

  constructor(config, context) {
    super(config, context);
    const { modules: whose = 'shared' } = config.projectConfig.testEnvironmentOptions;
    this.global[KEY] = Object.assign(this.modulesOf(whose), { whose });
  }

  /**
   * What makes the modules of a file of tests. They are made once in a worker: what V8 has made of them, hot by then,
   * serves all files. Timers that are faked are those of the file alone, so that such a file has modules of its own.
   */
  modulesOf(whose) {
    if (whose === 'own') return (require) => this.made(require, this.getVmContext());
    for (const name of SHARED_CLASSES) this.global[name] = globalThis[name];
    this.global.process.env = process.env;
    let isAsked = false;
    return () => {
      // Who asks twice isolates modules, and gets others.
      if (isAsked) return this.made();
      isAsked = true;
      return this.kept();
    };
  }

  /** The modules of the worker. */
  kept() {
    return (shared ??= this.made());
  }

  /** Modules of their own; without a context they are in that of the worker. */
  made(require = createRequire(SCRIPT), context) {
    script ??= new Script(readFileSync(SCRIPT, 'utf8'), { filename: SCRIPT });
    const module = { exports: {} };
    const make = context ? script.runInContext(context) : script.runInThisContext();
    return make(require, module, module.exports);
  }

  async teardown() {
    for (const name of Object.keys(process.env)) {
      if (!(name in this.#variables)) delete process.env[name];
    }
    Object.assign(process.env, this.#variables);
    await super.teardown();
  }
};
