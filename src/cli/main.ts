#!/usr/bin/env node
import { useCompileCache } from '../runtime/compile-cache.js';
import { tooOld } from '../runtime/old-node.js';
import { useStackTracesOfSources } from '../runtime/stack-traces.js';

const reason = tooOld(process.versions.node);
if (reason === undefined) {
  useStackTracesOfSources();
  useCompileCache();
  void import('./run.js').then(({ run }) => run());
} else {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
