/** The tests' environment with the program of the run (seat.cjs): a mutant in it, or counters of what is reached. */
'use strict';
const Base = require('../../../test/support/sources/environment.cjs');

/** What seat.cjs has set for the run. */
const run = globalThis[Symbol.for('mutation/run')];

module.exports = class extends Base {
  #path;
  #hasFailed = false;

  constructor(config, context) {
    super(config, context);
    this.#path = context.testPath;
  }

  /** They serve all files of tests of a mutant. */
  kept() {
    return (run.modules ??= this.made());
  }

  made(outside = require, context) {
    const moduleOf = run.program.modulesIn(context, outside);
    return new Proxy({}, { get: (_, name) => () => moduleOf(name) });
  }

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.#hasFailed) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) this.#hasFailed = run.bail;
  }

  async teardown() {
    run.reached?.(this.#path, this.global.__coverage__ ?? {});
    await super.teardown();
  }
};
