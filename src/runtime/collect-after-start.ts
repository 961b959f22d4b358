import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tellStarted } from './started.js';

/** How long after the start, in ms: the first requests come first. */
const DELAY = 1_000;

/**
 * Gives back what the start needed and nothing needs any more: 12 MB of 40, which V8 would keep for as long as
 * little happens. It takes some 15 ms, once.
 */
export function collectAfterStart(): void {
  setTimeout(() => {
    // What V8 has made of the bundle is kept while all of it is there (code-cache.ts): this forgets a third.
    tellStarted();
    try {
      setFlagsFromString('--expose-gc');
      // Also the room that the young generation has grown into.
      (runInNewContext('gc') as (how: object) => void)({ type: 'major', flavor: 'last-resort' });
      // V8 takes no code that was made with other flags than its own: what a run keeps for the next start
      // (code-cache.ts) would be refused by it.
      setFlagsFromString('--no-expose-gc');
    } catch {
      // Then it comes when V8 thinks so.
    }
  }, DELAY).unref();
}
