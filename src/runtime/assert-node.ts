import { tooOld } from './old-node.js';

// Imported for what it does, before everything else.
const reason = tooOld(process.versions.node);
if (reason !== undefined) throw new Error(reason);
