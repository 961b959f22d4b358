// `node scripts/run.cjs bench/fleet-checkpoint.mjs`: what a checkpoint costs a replica: processor time and bytes, for worlds
// of ten and of a thousand images that are written to all the time; and what it costs to take one over.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreServer } from '../scripts/fleet/store-server.mjs';
import { call, EMULATOR, start, stop } from './server.mjs';

const TICKS = 100;
const SECONDS = 20;
/** Of the default seed. */
const VOLUME = 'd0000000000040008000000000000001';
const WORLDS = 8;

const folder = mkdtempSync(join(tmpdir(), 'emulator-checkpoint-'));
const store = await StoreServer.start(join(folder, 'store'));
const agent = new Agent({ keepAlive: true });
try {
  console.log(
    '| images | bytes | checkpoint, ms of processor time | taken over, ms of processor time |\n| --- | --- | --- | --- |',
  );
  for (const images of [10, 600]) console.log(await measure(images));
} finally {
  agent.destroy();
  await store.stop();
  rmSync(folder, { recursive: true });
}

async function replica(name, more = {}) {
  const emulator = await start(EMULATOR, ['serve', '--port', '0', '--replica', name], {
    EMULATOR_DATA_DIR: ':memory:',
    LOG_LEVEL: 'error',
    EMULATOR_DRAIN_DELAY: '0',
    EMULATOR_LEASE: '30s',
    ...store.settings(),
    ...more,
  });
  return { ...emulator, origin: new URL(emulator.url).origin };
}

async function measure(images) {
  const first = await replica('first');
  const names = Array.from({ length: WORLDS }, (_, number) => `w-${images}-${number}`);
  for (const name of names) {
    await call(agent, 'POST', `${first.origin}/emulator/v1/environments`, {
      name,
      from: { seed: 'default' },
    });
    for (let image = 5; image < images; image++) await write(first, name);
  }
  await delay(3_000);
  // The same writes, each with no checkpoint after it as well: two processes of one machine, one after the other.
  const [checkpoints, cpu] = await during(first, async () => {
    for (
      const end = performance.now() + SECONDS * 1_000;
      performance.now() < end;
      await delay(100)
    ) {
      for (const name of names) await touch(first, name);
    }
  });
  const writes = SECONDS * 10 * WORLDS;
  const alone = await replica('alone', { EMULATOR_CHECKPOINT: '1h' });
  for (const name of names) {
    await call(agent, 'POST', `${alone.origin}/emulator/v1/environments`, {
      name: `${name}-alone`,
      from: { seed: 'default' },
    });
  }
  const [none, plain] = await during(alone, async () => {
    for (let turn = 0; turn < writes / WORLDS; turn++) {
      for (const name of names) await touch(alone, `${name}-alone`);
    }
  });
  const { inventories } = await (
    await fetch(`${first.origin}/emulator/v1/fleet/worlds?limit=1000`)
  ).json();
  const { bytes } = inventories.find(({ name }) => name === names[0]);
  await stop(first);
  const before = cpuOf(alone);
  await Promise.all(
    names.map((name) => call(agent, 'GET', `${alone.origin}/environments/${name}/zstack/v1/zones`)),
  );
  const taken = ((cpuOf(alone) - before) * (1000 / TICKS)) / WORLDS;
  await stop(alone);
  const each = ((cpu - plain) * (1000 / TICKS)) / (checkpoints - none);
  return `| ${images} | ${bytes} | ${each.toFixed(1)} | ${taken.toFixed(0)} |`;
}

function write({ origin }, world) {
  return call(
    agent,
    'POST',
    `${origin}/environments/${world}/zstack/v1/images/root-volume-templates/from/volumes/${VOLUME}`,
    {
      params: { name: 'x' },
    },
  );
}

/** A small change. */
function touch({ origin }, world) {
  return call(
    agent,
    'PUT',
    `${origin}/environments/${world}/zstack/v1/images/1a000000000040008000000000000001/actions`,
    {
      updateImage: { description: String(Math.round(performance.now())) },
    },
  );
}

/** How many checkpoints were made and how many ticks of processor time were had meanwhile. */
async function during(emulator, work) {
  const before = [await checkpointsOf(emulator), cpuOf(emulator)];
  await work();
  const after = [await checkpointsOf(emulator), cpuOf(emulator)];
  return after.map((count, index) => count - before[index]);
}

async function checkpointsOf({ origin }) {
  const text = await (await fetch(`${origin}/emulator/v1/metrics`)).text();
  return Number(/^zstack_emulator_fleet_checkpoints(?:_total)? (\d+)/m.exec(text)?.[1]);
}

function cpuOf({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
