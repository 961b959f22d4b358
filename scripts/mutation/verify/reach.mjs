/** What each case comes to without a mutant, and which mutants it reaches: measured once for each program. */
import { join } from 'node:path';
import { hashOf, readJson, WORK, writeJson } from '../files.mjs';
import { Seat } from './seat.mjs';

/** How the emulator is verified in the suite, too. */
export const MODES = [
  { name: 'documented', settings: {} },
  { name: 'native', settings: { wire: 'native', checks: 'native' } },
];

const LONGEST = 900_000;

/**
 * Of a mode `{ mode, cases, outside, once }`: cases by title as `{ operation, state, ms, reached }`; the switches that
 * are reached beside the cases, such as when the world is filled; and those that are reached only the first time, such
 * as when the program is loaded.
 */
export async function reachOf({ bundle, state }, contract, mode, say) {
  const file = join(WORK, 'verify', `reach-${hashOf(state, contract, mode.name)}.json`);
  const known = readJson(file);
  if (known) return known;
  say(`what the cases reach: ${mode.name}`);
  const seat = new Seat(bundle);
  const [first, second] = [await roundIn(seat, mode), await roundIn(seat, mode)];
  seat.end();
  const reach = { mode, left: second.left, ...joined(first, second) };
  writeJson(file, reach);
  return reach;
}

async function roundIn(seat, { settings }) {
  const { cases, differing = [], ...more } = await seat.ask({ counts: true, settings }, LONGEST);
  if (!cases) throw new Error(`nothing was verified: ${JSON.stringify(more)}`);
  if (differing.length > 0) throw new Error(`without a mutant it differs:\n${differing.join('\n')}`);
  return { cases, ...more };
}

function joined(first, second) {
  const allOf = ({ cases, outside }) =>
    new Set([...outside, ...Object.values(cases).flatMap(({ reached = [] }) => reached)]);
  const again = allOf(second);
  const cases = Object.entries(second.cases).map(([title, one]) => {
    const reached = new Set([...(one.reached ?? []), ...(first.cases[title]?.reached ?? [])]);
    return [title, { ...one, reached: [...reached] }];
  });
  return {
    cases: Object.fromEntries(cases),
    outside: second.outside,
    once: [...allOf(first)].filter((id) => !again.has(id)),
  };
}
