// Writes down what a file of tests reached, as bits: one for each region (statement, branch, function) of a file of
// src, in the order of `regionsOf`. The regions themselves are written once for each state of a file.
'use strict';
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..', '..');

const spans = ({ start, end }) => [start.line, start.column, end.line, end.column];

/** As `hashOf` of files.mjs has it. */
const hashOf = (text) => createHash('sha256').update(text).update('\0').digest('hex').slice(0, 20);

/** Each region as `[line, column, line, column]`; null for a branch that is not written. */
const regionsOf = ({ statementMap, branchMap, fnMap }) => [
  ...Object.values(statementMap).map(spans),
  ...Object.values(branchMap).flatMap(({ locations }) =>
    locations.map((location) => (location.start?.line ? spans(location) : null)),
  ),
  ...Object.values(fnMap).map(({ loc }) => spans(loc)),
];

const countsOf = ({ s, b, f }) => [
  ...Object.values(s),
  ...Object.values(b).flat(),
  ...Object.values(f),
];

function bitsOf(counts) {
  const bytes = Buffer.alloc(Math.ceil(counts.length / 8));
  counts.forEach((count, i) => {
    if (count > 0) bytes[i >> 3] |= 1 << (i & 7);
  });
  return bytes.toString('base64');
}

function write(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
  renameSync(`${file}.${process.pid}`, file);
}

/** Writes what a file of tests has reached into `folder`. */
exports.noteReached = (folder, testPath, counters) => {
  const files = {};
  for (const [file, coverage] of Object.entries(counters)) {
    const hash = hashOf(readFileSync(file, 'utf8'));
    const regions = path.join(folder, 'regions', `${hash}.json`);
    if (!existsSync(regions)) write(regions, regionsOf(coverage));
    files[path.relative(root, file)] = [hash, bitsOf(countsOf(coverage))];
  }
  const test = path.relative(root, testPath);
  write(path.join(folder, 'reached', `${test.replaceAll('/', '+')}.json`), files);
};
