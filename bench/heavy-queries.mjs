// npm run bench:heavy: queries that one client could stop the process with, over many images: how long each
// holds it, which is how long /healthz waits meanwhile.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { putFigures } from './figures.mjs';
import { EMULATOR, memoryOf, say, start as startServer, stop } from './server.mjs';

const { HEAVY_QUERIES, SESSIONS, seedOf } = createRequire(import.meta.url)(
  '../test/support/heavy-queries.cjs',
);

const valueOf = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
/** How long a query may hold the process, as others see it, in ms. */
const MARK = 300;
const COUNT = Number(valueOf('--images') ?? 300_000);
/** Only queries whose name has this in it; default: all. */
const ONLY = valueOf('--only') ?? '';
/** A folder whose world is used again, or kept for the next run. */
const KEPT = valueOf('--folder');
/** While a query is answered /healthz is asked so often, in ms. */
const PULSE = 10;
const LONGEST = 64_000;

const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];

function get(agent, url, session) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const headers = session ? { Authorization: `OAuth ${session}` } : {};
    const sent = request(url, { agent, headers, maxHeaderSize: LONGEST }, (response) => {
      let bytes = 0;
      let text = '';
      response.on('data', (chunk) => {
        bytes += chunk.length;
        if (text.length < 2_000) text += chunk;
      });
      response.on('end', () =>
        resolve({ ms: performance.now() - began, status: response.statusCode, bytes, text }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What a process has worked so far, in ms, as Linux tells it in steps of 10. */
function workOf({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Asks, and meanwhile others' patience: the longest that /healthz took. */
async function ask(server, address, session) {
  const { url } = server;
  let longest = 0;
  const state = { isOver: false };
  const health = url.replace('/zstack', '/healthz');
  const watch = (async () => {
    while (!state.isOver) {
      longest = Math.max(longest, (await get(agents[1], health)).ms);
      await new Promise((resolve) => setTimeout(resolve, PULSE));
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 2 * PULSE));
  const before = workOf(server);
  const answer = await get(agents[0], url + address, session);
  const work = workOf(server) - before;
  state.isOver = true;
  await watch;
  return { ...answer, longest, work };
}

const verdictOf = ({ status, text }) => {
  if (status === 200) return 'answered';
  const details = /"details":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 60);
  return `${status}: ${details.slice(0, 90)}`;
};

await ensureInstalled();
await ensureBuilt();
const folder = KEPT ?? mkdtempSync(join(tmpdir(), 'emulator-heavy-'));
try {
  const start = () =>
    startServer(EMULATOR, ['serve', '--control', 'open'], {
      PORT: '0',
      NODE_OPTIONS: '--max-http-header-size=65536',
      EMULATOR_DATA_DIR: folder,
      EMULATOR_SEED: join(folder, 'seed.yaml'),
      LOG_LEVEL: 'error',
    });
  writeFileSync(join(folder, 'seed.yaml'), seedOf(COUNT));
  if (!existsSync(join(folder, 'default.sqlite'))) {
    say(`${COUNT.toLocaleString('en')} images: seeding ...`);
    await stop(await start());
  }
  const server = await start();
  const rows = [];
  for (const { name, as, address } of HEAVY_QUERIES.filter((one) => one.name.includes(ONLY))) {
    const answer = await ask(server, address, SESSIONS[as]);
    const row = [
      `${name}${as === 'admin' ? '' : ` (${as})`}`,
      answer.ms.toFixed(0),
      answer.work,
      answer.longest.toFixed(0),
      answer.longest <= MARK ? 'yes' : 'no',
      verdictOf(answer),
    ];
    say(row.join(' | '));
    rows.push(row);
  }
  const memory = Math.round(memoryOf(server, 'VmHWM'));
  await stop(server);
  const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (load ${loadavg()[0].toFixed(0)}), ${COUNT.toLocaleString('en')} images, ${memory} MB of memory at the most:`;
  const head = ['query', 'ms', 'work (ms)', '/healthz, at most (ms)', `≤ ${MARK}`, 'verdict'];
  // A table of some of them is only for a look.
  putFigures(`heavy ${COUNT}`, machine, head, rows, ONLY === '' ? process.argv : []);
} finally {
  if (KEPT === undefined) rmSync(folder, { recursive: true, force: true });
}
