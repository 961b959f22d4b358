/**
 * A process that verifies the emulator in memory, once for each message that it is sent (seat.mjs):
 * - `{ counts: true, settings }`: tells what each case comes to, and which switches it reaches, round after round
 * - `{ mutant, settings, mode, rounds, ignored }`: tries the titles of each round with that switch on, and answers
 *   with the first case that does not come out as `expected` says of the mode. No mutant: the program as it is
 * - `{ tells: true, mutant, settings, rounds }`: answers with what the cases of each round were told, by title, shortened
 *
 * `node process.mjs BUNDLE EXPECTED [MUTANT]`: EXPECTED is a file of what each title comes to, by mode; MUTANT is on
 * from the beginning, for what runs when the program is loaded.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire, enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';

const [, , bundle, expectedFile, first] = process.argv;
const switches = { activeMutant: first };
globalThis.__stryker__ = switches;
enableCompileCache(join(dirname(bundle), 'compiled'));
const { startEmulator, titleOf, toldTo, UNUSED_MACHINES, verify } = createRequire(import.meta.url)(
  bundle,
);
const expected = expectedFile === '' ? {} : JSON.parse(readFileSync(expectedFile, 'utf8'));

const targetAt = (url, signal) => ({
  url,
  identity: { account: 'admin', password: 'password' },
  pace: 0,
  // Jobs end at once; one that does not is found by that.
  patience: 10_000,
  prefix: 'zstack-verify',
  locale: 'en',
  imageUrl: 'http://images.example/verify.qcow2',
  isoUrl: 'http://images.example/verify.iso',
  given: UNUSED_MACHINES,
  // The same names and uuids each time.
  seed: 1,
  signal,
});

/** Tries cases, all where no titles are named; `onVerdict` is told of each as it ends. */
async function tryCases(url, titles, onVerdict) {
  let started;
  const { verdicts, left } = await verify(
    targetAt(url),
    { only: titles ?? [], skip: [], writes: true, disturbs: ['*'] },
    (_done, _total, one, before) => {
      if (before) onVerdict(before, performance.now() - started);
      started = performance.now();
      switches.currentTestId = titleOf(one);
    },
  );
  switches.currentTestId = undefined;
  const last = verdicts.at(-1);
  if (last) onVerdict(last, performance.now() - started);
  return { left, verdicts };
}

async function count({ settings }) {
  const emulator = await startEmulator(settings);
  const cases = {};
  const { left, verdicts } = await tryCases(emulator.url, undefined, ({ case: one, state }, ms) => {
    cases[titleOf(one)] = { operation: one.operation, state, ms: Math.round(ms * 10) / 10 };
  });
  await emulator.stop();
  const { static: outside = {}, perTest = {} } = switches.mutantCoverage ?? {};
  for (const [title, reached] of Object.entries(perTest)) {
    if (cases[title]) cases[title].reached = Object.keys(reached);
  }
  switches.mutantCoverage.static = {};
  switches.mutantCoverage.perTest = {};
  const differing = verdicts
    .filter(({ state }) => state === 'differs')
    .map(({ case: one, reasons }) => `${titleOf(one)}: ${reasons.join('; ')}`);
  return { cases, outside: Object.keys(outside), left: left.length, differing };
}

async function judge({ mutant, settings, mode, rounds, ignored }) {
  switches.activeMutant = mutant;
  const held = [];
  const { promise: enough, resolve } = Promise.withResolvers();
  const look = ({ case: one, state, reasons }) => {
    const title = titleOf(one);
    const before = expected[mode][title];
    const isAsBefore = state === before || (before === undefined && state !== 'differs');
    if (isAsBefore) held.push(title);
    if (isAsBefore || ignored.includes(title)) return;
    resolve({ found: title, state, reason: reasons.join('; ').slice(0, 300) });
    throw new Error('enough');
  };
  const emulator = await startEmulator(settings);
  // What is left to do then, such as to clean up, finds nobody any more.
  const answer = await Promise.race([enough, tryRounds(emulator.url, rounds, ignored, look)]);
  await emulator.stop();
  switches.activeMutant = first;
  return { ...answer, held };
}

async function tryRounds(url, rounds, ignored, look) {
  try {
    for (const titles of rounds) {
      const { left } = await tryCases(url, titles, look);
      if (left.length === 0 || ignored.includes('')) continue;
      const names = left.map(({ inventory, name }) => `${inventory} ${name}`).join(', ');
      return { found: '', state: 'left', reason: names.slice(0, 300) };
    }
    return { end: true };
  } catch (error) {
    return { ended: true, reason: String(error).slice(0, 300) };
  }
}

/** As `verify diff` compares two runs, with a digest in place of what was told. */
async function tell({ mutant, settings, rounds }) {
  switches.activeMutant = mutant;
  const emulator = await startEmulator(settings);
  const told = {};
  for (const titles of rounds) {
    const { verdicts } = await tryCases(emulator.url, titles, () => undefined);
    for (const [title, answers] of Object.entries(toldTo(verdicts, 'zstack-verify'))) {
      told[title] = createHash('sha256').update(JSON.stringify(answers)).digest('base64');
    }
  }
  await emulator.stop();
  switches.activeMutant = first;
  return { told };
}

async function answerTo(asked) {
  try {
    return await (asked.counts ? count(asked) : asked.tells ? tell(asked) : judge(asked));
  } catch (error) {
    // The emulator does not start, for instance.
    return { ended: true, reason: String(error).slice(0, 300) };
  }
}

process.on('message', (asked) => {
  void answerTo(asked).then((answer) => process.send(answer));
});
process.send({ ready: true });
