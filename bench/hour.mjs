// npm run bench:hour: a week in small. Mixed load on a served emulator for an hour (`-- --minutes 5`: less), its
// memory looked at all the while; at the end all worlds keep their laws and the directory is sound.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { putFigures } from './figures.mjs';
import { call, EMULATOR, memoryOf, say, start, stop } from './server.mjs';

const minutesAt = process.argv.indexOf('--minutes');
const MINUTES = minutesAt === -1 ? 60 : Number(process.argv[minutesAt + 1]);
/** Milliseconds between two requests: a hundred a second leave room for others on the machine. */
const PAUSE = 10;
const SAMPLE = 10_000;
/** More images than this are removed again. */
const MOST_IMAGES = 300;

const ROOT_VOLUME = 'd0000000000040008000000000000001';
const DATA_VOLUME = 'd0000000000040008000000000000101';
const STORAGE = 'bac00000000040008000000000000001';

await ensureInstalled();
await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'emulator-hour-'));
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const server = await start(EMULATOR, ['serve', '--port', '0'], {
  EMULATOR_DATA_DIR: folder,
  LOG_LEVEL: 'error',
});
const base = new URL(server.url).origin;
const counts = {};
/** The images that were made in each world. The one that others are forked from is left as it is. */
const worlds = new Map();

/** A seeded stream, so that two runs ask the same. */
let seed = 1;
const below = (bound) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * bound);
};
const pick = (list) => list[below(list.length)];

const image = (world, method, path, body) =>
  call(agent, method, `${base}/environments/${world}/zstack/v1${path}`, body);
const control = (method, path, body) => call(agent, method, `${base}/emulator/v1${path}`, body);

const made = (world, json) => {
  worlds.get(world)?.push(json.inventory.uuid);
};

/** What is asked of one world. */
const requests = {
  read: (world) => image(world, 'GET', `/images/${pick(worlds.get(world)) ?? STORAGE}`),
  // Other fields and conditions each time: statements that are made once, and collected.
  query: (world) =>
    image(
      world,
      'GET',
      `/images?q=size>${below(1e9)}&q=name!=${below(1e6)}&fields=uuid,name&limit=${1 + below(50)}`,
    ),
  fields: (world) => {
    const fields = ['name', 'size', 'state', 'status', 'url', 'format', 'platform'].filter(() =>
      below(2),
    );
    return image(
      world,
      'GET',
      `/images?fields=${['uuid', ...fields].join(',')}&sort=${pick(['-', '+'])}name`,
    );
  },
  zql: (world) =>
    image(
      world,
      'GET',
      `/zql?zql=${encodeURIComponent(`count image where size > ${below(1e9)} and name != 'x${below(1e6)}'`)}`,
    ),
  async template(world) {
    const path = `/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;
    const { json } = await image(world, 'POST', path, {
      params: { name: 't', backupStorageUuids: [STORAGE] },
    });
    made(world, json);
  },
  async add(world) {
    const params = {
      name: 'a',
      url: `http://x/${below(1e6)}.qcow2#actualSize=1M`,
      format: 'qcow2',
      backupStorageUuids: [STORAGE],
    };
    const { json } = await image(world, 'POST', '/images', { params });
    made(world, json);
  },
  async snapshot(world) {
    const { json } = await image(world, 'POST', `/volumes/${DATA_VOLUME}/volume-snapshots`, {
      params: { name: 's' },
    });
    await image(world, 'DELETE', `/volume-snapshots/${json.inventory.uuid}`);
  },
  rename: (world) => {
    const uuid = pick(worlds.get(world));
    return (
      uuid &&
      image(world, 'PUT', `/images/${uuid}/actions`, { updateImage: { name: `n${below(1e6)}` } })
    );
  },
  journal: (world) => control('GET', `/environments/${world}/journal?limit=20`),
  metrics: () => fetch(`${base}/emulator/v1/metrics`).then((response) => response.text()),
};

/** Images beyond the bound go for good. */
async function removeSome(world) {
  const images = worlds.get(world) ?? [];
  while (images.length > MOST_IMAGES) {
    const uuid = images.shift();
    await image(world, 'DELETE', `/images/${uuid}`);
    await image(world, 'PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  }
}

/** What is done with worlds as wholes. */
async function worldsCome(name = `w${below(1e9)}`, storage = pick(['memory', 'file'])) {
  await control('POST', '/environments', { name, from: { environment: 'default' }, storage });
  worlds.set(name, []);
  await requests.template(name);
  await control('POST', `/environments/${name}/snapshots`, { name: 'now' });
  await control('POST', `/environments/${name}/reset`);
  worlds.set(name, []);
  // The first one lasts.
  const [, oldest] = worlds.keys();
  if (worlds.size <= 12 || oldest === undefined) return;
  worlds.delete(oldest);
  await control('DELETE', `/environments/${oldest}`);
}

await worldsCome('lasting', 'file');
const samples = [];
const began = performance.now();
const end = began + MINUTES * 60_000;
let nextSample = began;
let nextWorld = began;
const kinds = Object.keys(requests);
const ended = [];
server.child.once('exit', (code, signal) => {
  ended.push(`the server ended by itself (${signal ?? code})`);
});
while (performance.now() < end && ended.length === 0) {
  const now = performance.now();
  if (now >= nextSample) {
    nextSample += SAMPLE;
    samples.push([(now - began) / 3_600_000, memoryOf(server)]);
    if (samples.length % 30 === 0)
      say(`${Math.round((now - began) / 60_000)} min, ${Math.round(samples.at(-1)[1])} MB`);
  }
  const kind = pick(kinds);
  const world = pick([...worlds.keys()]);
  counts[kind] = (counts[kind] ?? 0) + 1;
  await requests[kind](world);
  await removeSome(world);
  if (now >= nextWorld) {
    nextWorld = now + 5_000;
    counts.worlds = (counts.worlds ?? 0) + 1;
    await worldsCome();
  }
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}
if (ended.length > 0) throw new Error(ended[0]);
let broken = 0;
for (const world of worlds.keys()) {
  const { json } = await control('GET', `/environments/${world}/invariants`);
  broken += json.inventories.filter(({ holds }) => !holds).length;
}
await stop(server);
const doctor = spawnSync(process.execPath, [EMULATOR, 'doctor', folder], {
  encoding: 'utf8',
});
rmSync(folder, { recursive: true, force: true });

/** MB an hour by which the second half of the time grew. */
function trend(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([time]) => time)), mean(points.map(([, size]) => size))];
  const slope = points.reduce((sum, [time, size]) => sum + (time - x) * (size - y), 0);
  return slope / points.reduce((sum, [time]) => sum + (time - x) ** 2, 0);
}
const half = samples.slice(Math.floor(samples.length / 2));
const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
const sizes = half.map(([, size]) => size);
const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores, ${MINUTES} minutes:`;
putFigures(
  'hour',
  machine,
  ['figure', 'value'],
  [
    ['requests', total],
    ['worlds made, reset and removed', counts.worlds ?? 0],
    [
      'memory in the second half, least / most (MB)',
      `${Math.round(Math.min(...sizes))} / ${Math.round(Math.max(...sizes))}`,
    ],
    ['its trend (MB an hour)', Math.round(trend(half))],
    ['broken laws at the end', broken],
    ['doctor', doctor.status === 0 ? 'all is well' : doctor.stdout.trim()],
  ],
  process.argv,
);
process.exitCode = broken === 0 && doctor.status === 0 ? 0 : 1;
agent.destroy();
