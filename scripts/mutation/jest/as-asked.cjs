'use strict';
const Sequencer = Object.getPrototypeOf(require('../../../test/support/slow-first.cjs'));

/** The tests in the order of TESTS: what most likely sees the mutant comes first. */
module.exports = class AsAsked extends Sequencer {
  sort(tests) {
    const asked = JSON.parse(process.env.TESTS ?? '[]');
    const place = ({ path, context }) =>
      asked.findIndex((test) => path === `${context.config.rootDir}/${test}`);
    return tests.toSorted((a, b) => place(a) - place(b));
  }
};
