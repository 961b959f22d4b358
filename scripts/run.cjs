// `node scripts/run.cjs SCRIPT [ARGUMENT...]`: runs a script of this repository with a Node that is new
// enough: this one, or the pinned one that is then fetched once (lib/pinned-node.cjs).
// In words that every Node reads, so that an old one can say that it is too old.
'use strict';
const { isSupported, canFetch, WANTED } = require('./lib/supported.cjs');

const version = process.versions.node;
const script = process.argv[2];

if (isSupported(version)) {
  const { endWithParent } = require('./lib/hand-over.cjs');
  const { load } = require('./lib/load.cjs');
  endWithParent();
  process.argv.splice(1, 2, script);
  void load(script);
} else if (canFetch(version)) {
  const { runWithNewerNode } = require('./lib/newer-node.cjs');
  void runWithNewerNode(script, process.argv.slice(3));
} else {
  console.error(`Node ${version} is too old: install ${WANTED} and run the command again.`);
  process.exitCode = 1;
}
