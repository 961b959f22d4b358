'use strict';
const { basename, join } = require('node:path');
const { PreparationError } = require('./failure.cjs');
const { handOver } = require('./hand-over.cjs');
const { load } = require('./load.cjs');
const { pinnedNode } = require('./pinned-node.cjs');

/** Runs a script with the pinned Node; what the script needs is installed while that one is fetched. */
async function runWithNewerNode(script, args) {
  const [node, installed] = await Promise.allSettled([pinnedNode(), installFor(script)]);
  const failed = [node, installed].filter(({ status }) => status === 'rejected');
  for (const { reason } of failed) {
    if (!(reason instanceof PreparationError)) throw reason;
    console.error(reason.message);
  }
  if (failed.length > 0) return process.exit(1);
  const { binary, version } = node.value;
  console.error(`Node ${process.versions.node} is too old here: going on with Node ${version}`);
  handOver(binary, [join(__dirname, '..', 'run.cjs'), script, ...args]);
}

async function installFor(script) {
  const { ensureInstalled } = await load(join(__dirname, 'install.mjs'));
  await ensureInstalled(basename(script) === 'start.mjs' ? 'serving' : 'everything');
}

module.exports = { runWithNewerNode };
