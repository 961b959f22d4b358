// `npm run fuzz -- [--requests 1000000] [--seed 1]`: broken, odd and hostile requests over raw connections, many at
// once. No answer holds a stack or words of Node or SQLite, none is a 500 of our own, the process neither ends nor
// stops answering /healthz, every world keeps its laws, and descriptors and memory come back.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { command, Emulator, Report, temporaryFolder } from './faults/emulator.mjs';
import { Dice } from './fuzz/dice.mjs';
import { Connection, sendLoose } from './fuzz/http.mjs';
import { judge, judgeLoose } from './fuzz/judge.mjs';
import { Requests } from './fuzz/requests.mjs';
import { ensureBuilt, ensureInstalled, orExplain } from './lib/prepare.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1000' },
  },
});
const COUNT = Number(values.requests);
const SEED = Number(values.seed);
if (!Number.isInteger(COUNT) || COUNT < 1 || !Number.isInteger(SEED)) {
  console.error('npm run fuzz -- [--requests 1000000] [--seed 1] [--minutes 15]');
  process.exit(1);
}
const CONNECTIONS = 10;
/** Requests at once over one connection, at most. */
const BURST = 16;
/** So many requests are followed by a look at all worlds, and by fresh ones. */
const ROUND = 10_000;
/** Nothing takes longer than this, in ms. */
const LATE = 10_000;
/** Memory (MB) that the process may have at the end: most of it are journals, and what V8 has not given back. */
const MOST_MEMORY = 600;

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
const data = join(temporaryFolder(), 'data');
mkdirSync(data);
const report = new Report();
const emulator = await Emulator.start(data);
const port = Number(new URL(emulator.base).port);
const hasEnded = () => emulator.child.exitCode !== null || emulator.child.signalCode !== null;
const descriptors = () => {
  try {
    return readdirSync(`/proc/${emulator.pid}/fd`).length;
  } catch {
    return 0;
  }
};
const memory = () => {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(
      readFileSync(`/proc/${emulator.pid}/status`, 'utf8'),
    );
    return Math.round(kilobytes / 1024);
  } catch {
    return 0;
  }
};

const uploads = [];
async function freshWorlds() {
  const { control } = emulator;
  const { inventories } = await emulator.must('GET', `${control}/environments`);
  for (const { name } of inventories) {
    const broken = await emulator.brokenLaws(name);
    if (broken.length > 0) report.wrong(`broken laws of ${name}: ${broken.join(', ')}`);
    if (name !== 'default') await emulator.must('DELETE', `${control}/environments/${name}`);
  }
  await emulator.must('POST', `${control}/environments/default/reset`);
  await emulator.must('POST', `${control}/environments`, { name: 'fuzzed', storage: 'file' });
  uploads.length = 0;
  for (let i = 0; i < 4; i++) {
    const { uuid, url } = await emulator.openUpload(`feed000000004000800000000000000${i}`);
    uploads.push({ uuid, url: new URL(url).pathname });
  }
}

/** Requests that were sent by now, of all connections. */
const tally = { sent: 0 };
async function client(number, until) {
  const dice = new Dice(SEED * 1_000_003 + number * 7_919 + tally.sent);
  // Addresses of their own: ports of closed connections are in use for a while.
  const address = `127.0.0.${2 + number}`;
  const requests = new Requests(dice, `127.0.0.1:${port}`, uploads);
  const connection = new Connection(port, address);
  while (tally.sent < until && !hasEnded()) {
    if (dice.oneIn(2)) {
      tally.sent++;
      const loose = requests.loose();
      const problem = judgeLoose(await sendLoose(port, loose, LATE, address), report);
      if (problem)
        report.wrong(`${problem}: ${JSON.stringify(loose.bytes.toString('latin1')).slice(0, 600)}`);
      continue;
    }
    const burst = Array.from({ length: 1 + dice.below(BURST) }, () => requests.framed());
    tally.sent += burst.length;
    const { found, isLate } = await connection.burst(burst, LATE);
    for (const [i, answer] of found.entries()) {
      const problem = judge(answer, report);
      if (problem) tell(problem, burst[i], answer);
    }
    const next = burst[found.length];
    if (isLate && !hasEnded()) {
      // A write waits for its job, which may wait for a hand.
      if (next.method === 'GET') tell('no answer', next);
    } else if (found.length < burst.length) {
      report.count('requests behind one that closed the connection', burst.length - found.length);
    }
  }
  connection.close();
}

function tell(problem, { bytes }, answer) {
  const asked = JSON.stringify(bytes.toString('latin1')).slice(0, 700);
  report.wrong(
    `${problem}: ${answer ? `${answer.status} ${answer.body.slice(0, 500)}` : ''}\n  to ${asked}`,
  );
}

await freshWorlds();
await emulator.call('GET', '/docs');
const descriptorsBefore = descriptors();
const health = new Worker(new URL('fuzz/health.mjs', import.meta.url), {
  workerData: { base: emulator.base },
});
const started = performance.now();
const end = started + Number(values.minutes) * 60_000;
let memoryEarly = 0;
while (tally.sent < COUNT && !hasEnded() && performance.now() < end) {
  const until = Math.min(COUNT, tally.sent + ROUND);
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => client(i, until)));
  if (hasEnded()) break;
  await freshWorlds();
  if (memoryEarly === 0 && tally.sent >= COUNT / 10) memoryEarly = memory();
  if (COUNT > 200_000 && tally.sent % 100_000 < ROUND) {
    console.log(
      `${tally.sent} requests, ${Math.round((performance.now() - started) / 1000)} s, ${memory()} MB`,
    );
  }
}
const seconds = (performance.now() - started) / 1000;
report.count('requests', tally.sent);
report.count('requests a second', Math.round(tally.sent / seconds));
const times = await new Promise((resolve) => {
  health.once('message', resolve);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  health.postMessage('end');
});
if (hasEnded()) report.wrong(`the process ended: ${emulator.said.stderr.slice(-2_000)}`);
else await whatIsLeft();
report.expect(times.failed === 0, `/healthz was not answered ${times.failed} times`);
report.count('/healthz asked', times.asked);
report.most('/healthz, median in ms', times.median);
report.most('/healthz, 99 of 100 within ms', times.most99);
report.most('/healthz, longest in ms', times.most);
report.end();

async function whatIsLeft() {
  const until = performance.now() + 20_000;
  while (descriptors() > descriptorsBefore + 8 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const left = descriptors();
  report.count('descriptors before', descriptorsBefore);
  report.count('descriptors after', left);
  report.expect(left <= descriptorsBefore + 8, `${left} descriptors, ${descriptorsBefore} before`);
  report.count('memory after the first tenth, MB', memoryEarly);
  report.count('memory at the end, MB', memory());
  report.expect(memory() < MOST_MEMORY, `it has ${memory()} MB`);
  const { stderr } = emulator.said;
  report.expect(stderr === '', `logged: ${stderr.slice(0, 3_000)}`);
  const code = await emulator.end('SIGTERM');
  report.expect(code === 0, `it ended with ${code}`);
  const doctor = await command(['doctor', data]);
  report.expect(doctor.code === 0, `doctor: ${doctor.code} ${doctor.output}`);
}
