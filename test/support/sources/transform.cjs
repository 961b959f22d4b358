/** Tests are compiled; a file of src becomes a line that takes its part of the script of all (sources.cjs). */
'use strict';
const path = require('node:path');
const swc = require('@swc/jest');
const { nameOf } = require('./sources.cjs');

const INSTANCE = JSON.stringify(path.join(__dirname, 'instance.cjs'));

exports.createTransformer = (options) => {
  const compiler = swc.createTransformer(options);
  return {
    canInstrument: compiler.canInstrument,
    getCacheKey: (text, file, asked) => {
      const name = nameOf(file);
      return name === undefined ? compiler.getCacheKey(text, file, asked) : `part ${name}`;
    },
    process: (text, file, asked) => {
      const name = nameOf(file);
      if (name === undefined) return compiler.process(text, file, asked);
      return { code: `module.exports = require(${INSTANCE})(${JSON.stringify(name)});` };
    },
  };
};
