/** What each case comes to without a mutant, and which mutants it reaches: measured once for each program. */
import { join } from 'node:path';
import { hashOf, readJson, WORK, writeJson } from '../files.mjs';
import { Seat } from './seat.mjs';

/** How the emulator is verified in the suite, too; what it chooses by chance it chooses alike each time. */
const MODES = [
  { name: 'documented', settings: { chance: 1 } },
  { name: 'native', settings: { chance: 1, wire: 'native', checks: 'native' } },
];

const LONGEST = 1_800_000;

/**
 * Of each mode `{ mode, cases, once }`: cases by title as `{ operation, state, ms, reached }`; and the switches that are
 * reached in the first of the modes alone, such as when the program is loaded: cases that come later depend on them,
 * too. All are measured in one process.
 */
export async function reachOf({ bundle, state }, contract, say) {
  const file = join(WORK, 'verify', `reach-${hashOf(state, contract)}.json`);
  const known = readJson(file);
  if (known) return known;
  const seat = new Seat(bundle);
  const rounds = [];
  for (const mode of MODES) {
    say(`what the cases reach: ${mode.name}`);
    rounds.push(await roundIn(seat, mode, say));
  }
  seat.end();
  const [first, ...others] = rounds.map(
    ({ cases, outside }) =>
      new Set([...outside, ...Object.values(cases).flatMap(({ reached = [] }) => reached)]),
  );
  const once = [...first].filter((id) => !others.some((other) => other.has(id)));
  const reaches = rounds.map(({ cases, outside }, i) => ({ mode: MODES[i], cases, outside, once }));
  writeJson(file, reaches);
  return reaches;
}

async function roundIn(seat, { settings }, say) {
  const { cases, differing = [], ...more } = await seat.ask({ counts: true, settings }, LONGEST);
  if (!cases) throw new Error(`nothing was verified: ${JSON.stringify(more)}`);
  for (const one of differing) say(`without a mutant it differs, and is left out: ${one}`);
  for (const one of Object.values(cases)) one.reached ??= [];
  return { cases, ...more };
}
