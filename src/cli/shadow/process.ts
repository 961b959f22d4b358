import { join } from 'node:path';
import { loadWithCodeCache } from '../../runtime/code-cache.js';
import { useStackTracesOfSources } from '../../runtime/stack-traces.js';

/** The build writes it here. */
declare const BUNDLE_ID: string;

// What `zstack-emulator shadow` starts beside itself.
useStackTracesOfSources();
loadWithCodeCache(join(__dirname, '..', '..', 'emulator.js'), BUNDLE_ID);
void import('./child.js').then(({ serveShadow }) => serveShadow());
