#!/usr/bin/env node
import { join } from 'node:path';
import { loadWithCodeCache } from '../runtime/code-cache.js';
import { tooOld } from '../runtime/old-node.js';
import { useStackTracesOfSources } from '../runtime/stack-traces.js';

/** The build writes it here. */
declare const BUNDLE_ID: string;

const reason = tooOld(process.versions.node);
if (reason === undefined) {
  useStackTracesOfSources();
  loadWithCodeCache(join(__dirname, '..', 'emulator.js'), BUNDLE_ID);
  void import('./run.js').then(({ run }) => run());
} else {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
