/** What becomes of one mutant: the tests that reach it are run until one fails. */
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { runTests } from './jest-run.mjs';

/** A file of tests may take that much longer than when it was measured: a loop without end is seen so. */
const SLOWER = 8;
const START = 60_000;

/**
 * `{ outcome, by, ran, of, seconds }`: `seen` by a test, `late` (a test did not end), `unseen`, or `unreached`.
 * Tests are run until they would have taken `limit` ms: `ran` of `of`.
 */
export async function judge({ file, text }, tests, limit, attempts = 3) {
  const started = performance.now();
  const chosen = within(tests, limit);
  const seconds = () => Number(((performance.now() - started) / 1000).toFixed(1));
  const about = { ran: chosen.length, of: tests.length };
  if (tests.length === 0) return { outcome: 'unreached', ...about, seconds: 0 };
  const names = chosen.map(({ test }) => test);
  const ran = await tryTests({ file, text }, chosen, true);
  const { results, isLate, hasDied, isFresh, said } = ran;
  // Perhaps it died of what an earlier mutant had left behind.
  if (hasDied && !isFresh && attempts > 1) return judge({ file, text }, tests, limit, attempts - 1);
  const red = results.find(({ isGreen }) => !isGreen);
  const seen = (by, test) => ({ outcome: 'seen', by, test, ...about, seconds: seconds() });
  if (red) return seen(red.test, red.failed[0] ?? '');
  if (isLate) return { outcome: 'late', ...about, seconds: seconds() };
  if (hasDied) return seen(names[results.length], said.slice(0, 200));
  return { outcome: 'unseen', ...about, seconds: seconds() };
}

/** Runs tests of `{ test, ms }` over a mutant; `bail`: until one fails. */
export const tryTests = ({ file, text }, tests, bail) =>
  runTests(
    tests.map(({ test }) => test),
    {
      mutant: { file: join(root, file), text },
      bail,
      timeout: tests.map(({ ms }) => START + SLOWER * ms),
    },
  );

/** The first tests that together take no longer than `limit`; one in any case, the shortest. */
export function within(tests, limit) {
  let sum = 0;
  const chosen = tests.filter(({ ms }) => {
    const fits = sum + ms <= limit;
    if (fits) sum += ms;
    return fits;
  });
  return chosen.length > 0 ? chosen : tests.toSorted((a, b) => a.ms - b.ms).slice(0, 1);
}
