// `npm run test:fleet`: three real processes, a real HAProxy and a real S3 server, and what a fleet promises (docs/fleet.md)
// while replicas are restarted, killed, paused and cut off. `npm run test:fleet -- --help` says what can be chosen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../bench/fleet/random.mjs';
import { closeConnections } from './fleet/client.mjs';
import { Fleet } from './fleet/fleet.mjs';
import {
  added,
  kill,
  partition,
  pause,
  randomFaults,
  rollingRestart,
  storeGone,
} from './fleet/scenarios.mjs';
import { MissingTool, need } from './fleet/tools.mjs';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError } from './lib/prepare.mjs';

const HELP = `npm run test:fleet -- [options]

  --short            30 worlds of which 6 are busy, a store that is gone for 8 s, no random faults
  --minutes <n>      of random faults, at the end (60)
  --only <names>     scenarios, comma separated: rolling, kill, added, partition, silence, pause, store, random
  --seed <n>         of the random faults (1)
  --keep             leaves the folder with logs and journals

FLEET_TEST_LEASE: the lease in ms (3000), longer on a machine that does much else`;

const { values: options } = readOptions();
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const size = options.short ? { worlds: 30, busy: 6 } : { worlds: 300, busy: 30 };
const minutes = Number(options.minutes ?? (options.short ? 0 : 60));
const random = new Random(Number(options.seed));

/** A busy world is written to once in so many ms, */
const PACE = options.short ? 400 : 800;
/** and so often in all of the random faults: it has room for some hundreds of these images. */
const MOST_WRITES = 450;

/** Each with the settings of its fleet: those that may share one follow each other. */
const SCENARIOS = {
  rolling: { title: 'a rolling restart', run: (fleet) => rollingRestart(fleet) },
  kill: { title: 'kill -9 of a replica', run: (fleet) => kill(fleet) },
  added: { title: 'a replica is added', run: (fleet) => added(fleet) },
  partition: {
    title: 'a replica cannot reach the store',
    run: (fleet) => partition(fleet, 'closed'),
  },
  silence: {
    title: 'the store does not answer a replica',
    run: (fleet) => partition(fleet, 'silent'),
  },
  pause: { title: 'SIGSTOP for longer than the lease', run: (fleet) => pause(fleet) },
  random: {
    title: `${minutes} minutes of random faults`,
    run: (fleet) => randomFaults(fleet, minutes, random, say),
  },
  store: {
    title: 'the store is gone, worlds that are held go on',
    settings: { EMULATOR_STORE_LOSS: 'go-on' },
    run: (fleet) => storeGone(fleet, options.short ? 8_000 : 60_000),
  },
};
const wanted = (options.only?.split(',') ?? Object.keys(SCENARIOS)).filter(
  (name) => name !== 'random' || minutes > 0,
);

await orExplain(async () => {
  const odd = wanted.filter((name) => !(name in SCENARIOS));
  if (odd.length > 0)
    throw new PreparationError(`There is no scenario ${odd.join(', ')}.\n\n${HELP}`);
  try {
    need('haproxy', ['-v']);
    need('versitygw', ['--version']);
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    console.log(`Skipped: no fleet was tried, because ${error.message}.`);
    return;
  }
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'emulator-fleet-'));
  try {
    await runAll(folder);
  } finally {
    closeConnections();
    if (options.keep) console.log(`logs and journals: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
});

function readOptions() {
  try {
    const texts = ['minutes', 'only'].map((name) => [name, { type: 'string' }]);
    const flags = ['help', 'short', 'keep'].map((name) => [name, { type: 'boolean' }]);
    const seed = { type: 'string', default: '1' };
    return parseArgs({ options: { ...Object.fromEntries([...texts, ...flags]), seed } });
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

async function runAll(folder) {
  let failed = 0;
  for (const [number, names] of groupsOf(wanted).entries()) {
    const { settings } = SCENARIOS[names[0]];
    const fleet = await Fleet.start(join(folder, String(number)), settings);
    try {
      failed += await runOn(fleet, names);
    } finally {
      await fleet.stop();
    }
  }
  console.log(`${wanted.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Scenarios that share a fleet, in their order. */
function groupsOf(names) {
  const groups = Map.groupBy(names, (name) => JSON.stringify(SCENARIOS[name].settings));
  return [...groups.values()];
}

async function runOn(fleet, names) {
  const began = performance.now();
  await fleet.populate(size);
  say(`${size.worlds} worlds, of which ${size.busy} are busy, made in ${secondsSince(began)}`);
  let failed = 0;
  for (const name of names) {
    const { title, run } = SCENARIOS[name];
    fleet.pace = name === 'random' ? Math.max(PACE, (minutes * 60_000) / MOST_WRITES) : PACE;
    const started = performance.now();
    const told = await run(fleet).catch((error) => {
      fleet.problems.push(error.stack);
      return 'it could not be ended';
    });
    fleet.judgeJournals();
    const problems = fleet.problems.splice(0);
    const isWell = problems.length === 0;
    if (!isWell) failed++;
    console.log(`${isWell ? 'ok    ' : 'FAILED'} ${title} (${secondsSince(started)}): ${told}`);
    for (const problem of problems.slice(0, 20)) console.log(`       ${problem}`);
  }
  return failed;
}

function secondsSince(began) {
  return `${((performance.now() - began) / 1000).toFixed(0)} s`;
}

function say(text) {
  console.log(`       ${text}`);
}
