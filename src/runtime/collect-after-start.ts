import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tellStarted } from './started.js';

/** How long after the start, in ms: the first requests come first. */
const DELAY = 1_000;
/** A process that has worked for more of the last delay is under load, which need not wait for this. */
const LITTLE = 0.3;

/** What V8 does only where it is asked to: a collection at a given moment, and one that forgets code not running now. */
const FORGETFUL = ['--expose-gc', '--bytecode-old-age=1'];
/** V8 takes no code that was made with other flags than its own: what a run keeps for the next start needs these. */
const AS_BEFORE = ['--no-expose-gc', '--bytecode-old-age=6'];

/**
 * Gives back what the start needed and nothing needs any more, once little happens: 14 MB of 40, which V8 would keep for
 * as long as that. It takes some 15 ms, once; what calls need of the code is compiled anew when it is first called.
 */
export function collectAfterStart(): void {
  // What V8 has made of the bundle is kept while all of it is there (code-cache.ts): this forgets half of it.
  whenQuiet(collect, tellStarted);
}

/** Calls `then` at the end of the first delay in which little was worked, and `first` at the end of the very first. */
function whenQuiet(then: () => void, first?: () => void): void {
  const before = process.cpuUsage();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    first?.();
    if (user + system > LITTLE * DELAY * 1_000) whenQuiet(then);
    else then();
  }, DELAY).unref();
}

function collect(): void {
  try {
    FORGETFUL.forEach((flag) => setFlagsFromString(flag));
    // Also the room that the young generation has grown into.
    (runInNewContext('gc') as (how: object) => void)({ type: 'major', flavor: 'last-resort' });
  } catch {
    // Then it comes when V8 thinks so.
  } finally {
    AS_BEFORE.forEach((flag) => setFlagsFromString(flag));
  }
}
