// `npm run bench:shadow [-- ROUNDS]`: what a request costs more through `zstack-emulator shadow` than without it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const main = join(root, 'dist', 'cli', 'main.js');
const rounds = Number(process.argv[2] ?? 40);
/** Requests of a round, one after the other, each way in turn: what else the machine does, both ways meet. */
const OF_A_ROUND = 100;
const SESSION = { Authorization: 'OAuth 5e55000000004000800000000000ad01' };
/** Of the unit in /proc/PID/stat. */
const MICROSECONDS = 10_000;

const children = [];

/** Starts a command; answers its process and what `find` finds in what it says. */
async function start(words, stream, find) {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  for await (const piece of child[stream]) {
    said += piece;
    const found = find.exec(said);
    if (found) {
      for (const open of [child.stdout, child.stderr]) if (!open.destroyed) open.resume();
      return { child, url: found[1] };
    }
  }
  throw new Error(`${words[0]} ended: ${said}`);
}

/** Microseconds of a processor that a process has taken by now. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS;
}

const agent = new Agent({ keepAlive: true });

function call(base, { method, path, body }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const asked = request(`${base}/v1${path}`, { method, agent, headers: SESSION }, (answer) => {
      answer.on('data', () => undefined);
      answer.on('end', () => resolve(performance.now() - began));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const LOADS = {
  'a read by uuid': () => ({ method: 'GET', path: '/images/1a000000000040008000000000000001' }),
  'a page of 20 images': () => ({ method: 'GET', path: '/images?limit=20&sort=-createDate' }),
  'a zone is made': (i) => ({
    method: 'POST',
    path: '/zones',
    body: JSON.stringify({ params: { name: `zone-${i}` } }),
  }),
};

try {
  const flags = ['--port', '0', '--data-dir', ':memory:', '--log', 'none'];
  const cloud = await start(['serve', ...flags], 'stdout', /"url":"([^"]+)"/);
  const seed = join(root, 'seed', 'default.yaml');
  const { child, url } = await start(
    [
      'shadow',
      '--url',
      cloud.url,
      '--port',
      '0',
      '--seed',
      seed,
      '--wire',
      'documented',
      '--checks',
      'strict',
    ],
    'stderr',
    /are pointed at (\S+)\n/,
  );
  console.log(
    '| request | without (p50) | through the proxy (p50) | more | processor time of the proxy |',
  );
  console.log(
    '| ------- | ------------- | ----------------------- | ---- | --------------------------- |',
  );
  for (const [name, load] of Object.entries(LOADS)) {
    const times = { direct: [], proxied: [] };
    let spent = 0;
    for (let round = 0; round < rounds; round++) {
      for (const way of round % 2 === 0 ? ['direct', 'proxied'] : ['proxied', 'direct']) {
        const before = processorTime(child.pid);
        for (let i = 0; i < OF_A_ROUND; i++) {
          times[way].push(await call(way === 'direct' ? cloud.url : url, load(i)));
        }
        // The first round is for V8.
        if (way === 'proxied' && round > 0) spent += processorTime(child.pid) - before;
      }
    }
    const [direct, proxied] = [times.direct, times.proxied].map((all) =>
      median(all.slice(OF_A_ROUND)),
    );
    const each = spent / ((rounds - 1) * OF_A_ROUND);
    console.log(
      `| ${name} | ${direct.toFixed(2)} ms | ${proxied.toFixed(2)} ms | ${(proxied - direct).toFixed(2)} ms | ${each.toFixed(0)} us |`,
    );
  }
  child.kill('SIGINT');
  await once(child, 'exit');
} finally {
  for (const child of children) child.kill('SIGKILL');
  agent.destroy();
}
