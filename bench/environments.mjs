// npm run bench:environments: what a world of its own costs, beside a process of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { putFigures } from './figures.mjs';
import {
  call as request,
  EMULATOR,
  memoryOf,
  quantile,
  ROOT,
  say,
  SESSION,
  start as startServer,
  stop,
} from './server.mjs';

const isQuick = process.argv.includes('--quick');
const ENVIRONMENTS = isQuick ? 50 : 500;
const PROCESSES = isQuick ? 2 : 7;

/** A template with so many images, each on one storage. */
const seedOf = (images) => `version: 1
sessions: [{ uuid: ${SESSION}, account: admin }]
zones: [{ name: zone-1 }]
backupStorages:
  - { name: bs, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 8000000000000000 }
images:
  - { name: "image-{n}", count: ${images}, url: "http://x/{n}.qcow2", size: 40G, actualSize: 1G, backupStorages: [{ name: bs }] }
`;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const call = async (url, method, body) => (await request(agent, method, url, body)).json;

const start = (seed) =>
  startServer(EMULATOR, ['serve'], {
    PORT: '0',
    EMULATOR_DATA_DIR: ':memory:',
    EMULATOR_SEED: seed,
    LOG_LEVEL: 'error',
  });

async function timed(times, work) {
  const began = performance.now();
  const result = await work();
  times.push(performance.now() - began);
  return result;
}

/** Forks over HTTP, each looked at, written to and reset; then all of them live at once. */
async function overHttp(seed) {
  const server = await start(seed);
  const environments = `${server.controlUrl}/environments`;
  const before = memoryOf(server);
  const times = { fork: [], ready: [], reset: [], write: [] };
  const from = { environment: 'default' };
  const urls = [];
  for (let i = 0; i < 20; i++) await call(environments, 'POST', { name: `warm-${i}`, from });
  for (let i = 0; i < ENVIRONMENTS; i++) {
    const began = performance.now();
    const { inventory } = await timed(times.fork, () =>
      call(environments, 'POST', { name: `e-${i}`, from }),
    );
    await call(`${inventory.url}/v1/images?limit=1`, 'GET');
    times.ready.push(performance.now() - began);
    urls.push(inventory.url);
  }
  const used = (memoryOf(server) - before) / ENVIRONMENTS;
  for (const [i, url] of urls.entries()) {
    await timed(times.write, () =>
      call(`${url}/v1/zones`, 'POST', { params: { name: `zone of ${i}` } }),
    );
  }
  const all = memoryOf(server);
  for (let i = 0; i < ENVIRONMENTS; i++) {
    await timed(times.reset, () => call(`${environments}/e-${i}/reset`, 'POST', {}));
  }
  await stop(server);
  return { times, used, all };
}

/** The same without HTTP, in a process of its own so that its memory can be told. */
function inProcess(seed) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', fileURLToPath(import.meta.url), '--in-process', seed, String(ENVIRONMENTS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`ended with ${code}`)),
    );
  });
}

async function measureInProcess(seed, count) {
  const require = createRequire(import.meta.url);
  const { startEmulator } = require(join(ROOT, 'dist', 'index.js'));
  const emulator = await startEmulator({ seed });
  const times = { fork: [], ready: [], reset: [] };
  for (let i = 0; i < 20; i++) (await emulator.fork()).images.count();
  globalThis.gc();
  const before = process.memoryUsage().rss;
  const forks = [];
  for (let i = 0; i < count; i++) forks.push(await timed(times.fork, () => emulator.fork()));
  globalThis.gc();
  const asleep = (process.memoryUsage().rss - before) / count / 2 ** 20;
  for (const fork of forks) await timed(times.ready, () => fork.images.count());
  globalThis.gc();
  const awake = (process.memoryUsage().rss - before) / count / 2 ** 20;
  for (const fork of forks) await timed(times.reset, () => fork.reset());
  await emulator.stop();
  const total = times.fork.map((ms, i) => ms + times.ready[i]);
  process.stdout.write(
    JSON.stringify({ asleep, awake, fork: times.fork, total, reset: times.reset }),
  );
}

async function measureProcesses(seed) {
  const times = [];
  const memory = [];
  for (let i = 0; i < PROCESSES; i++) {
    const server = await start(seed);
    await call(`${server.url}/v1/images?limit=1`, 'GET');
    times.push(server.ms);
    memory.push(memoryOf(server));
    await stop(server);
  }
  return { ms: quantile(times, 0.5), memory: quantile(memory, 0.5) };
}

const [, , first, ...rest] = process.argv;
if (first === '--in-process') await measureInProcess(rest[0], Number(rest[1]));
else await main();

async function main() {
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'emulator-environments-'));
  const worlds = [];
  try {
    for (const images of [10, 1000]) {
      const seed = join(folder, `${images}.yaml`);
      writeFileSync(seed, seedOf(images));
      say(`a template with ${images} images ...`);
      const inside = await inProcess(seed);
      const http = await overHttp(seed);
      const own = await measureProcesses(seed);
      worlds.push({ inside, http, own });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const number = (value) => value.toFixed(value < 10 ? 2 : 0);
  const both = (times) => `${number(quantile(times, 0.5))} / ${number(quantile(times, 0.99))}`;
  const [, large] = worlds;
  const row = (name, figure, mark, isMet) => [
    name,
    ...worlds.map(figure),
    mark ?? '',
    mark === undefined ? '' : isMet(large) ? 'yes' : 'no',
  ];
  const p50 = (pick, limit) => (world) => quantile(pick(world), 0.5) < limit;
  putFigures(
    'environments',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores, ${ENVIRONMENTS} environments; times in ms, p50 / p99:`,
    ['figure', '10 images', '1,000 images', 'mark (1,000)', 'met'],
    [
      row('fork, in the process', ({ inside }) => both(inside.fork)),
      row(
        'fork and its first query, in the process',
        ({ inside }) => both(inside.total),
        '< 2',
        p50(({ inside }) => inside.total, 2),
      ),
      row(
        'reset, in the process',
        ({ inside }) => both(inside.reset),
        '< 2',
        p50(({ inside }) => inside.reset, 2),
      ),
      row(
        'fork, over HTTP',
        ({ http }) => both(http.times.fork),
        '< 5',
        p50(({ http }) => http.times.fork, 5),
      ),
      row(
        'fork and its first query, over HTTP',
        ({ http }) => both(http.times.ready),
        '< 5',
        p50(({ http }) => http.times.ready, 5),
      ),
      row('first write, over HTTP', ({ http }) => both(http.times.write)),
      row(
        'reset, over HTTP',
        ({ http }) => both(http.times.reset),
        '< 5',
        p50(({ http }) => http.times.reset, 5),
      ),
      row(
        'memory of one that was made (MB)',
        ({ inside }) => number(inside.asleep),
        '< 1',
        ({ inside }) => inside.asleep < 1,
      ),
      row(
        'memory of one that was used (MB)',
        ({ inside }) => number(inside.awake),
        '< 1',
        ({ inside }) => inside.awake < 1,
      ),
      row(
        `process with ${ENVIRONMENTS} in use (MB)`,
        ({ http }) => number(http.all),
        '< 500',
        ({ http }) => http.all < 500,
      ),
      row('a new process instead: start (ms)', ({ own }) => number(own.ms)),
      row('a new process instead: memory (MB)', ({ own }) => number(own.memory)),
    ],
    process.argv,
  );
}
