// The transformer of the tests, of src with a change: the mutant of the run, or counters of what is reached.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const swc = require('@swc/jest');

const SRC = path.join(__dirname, '..', '..', '..', 'src') + path.sep;
const { MUTANT, MUTATION_COVERAGE } = process.env;
const mutant = MUTANT === undefined ? undefined : JSON.parse(readFileSync(MUTANT, 'utf8'));

let instrumenter;
function withCounters(text, file) {
  instrumenter ??= require('istanbul-lib-instrument').createInstrumenter({
    esModules: true,
    compact: false,
    parserPlugins: ['typescript', 'explicitResourceManagement'],
  });
  return instrumenter.instrumentSync(text, file);
}

const isCounted = (file) =>
  MUTATION_COVERAGE !== undefined &&
  file.startsWith(SRC) &&
  !file.includes(`${path.sep}generated${path.sep}`);

exports.createTransformer = (options) => {
  const plain = swc.createTransformer(options);
  const textOf = (text, file) => (mutant?.file === file ? mutant.text : text);
  return {
    canInstrument: false,
    process: (text, file, more) =>
      plain.process(isCounted(file) ? withCounters(text, file) : textOf(text, file), file, more),
    getCacheKey: (text, file, more) => {
      const key = plain.getCacheKey(textOf(text, file), file, more);
      return isCounted(file) ? createHash('sha1').update(`counted ${key}`).digest('hex') : key;
    },
  };
};
