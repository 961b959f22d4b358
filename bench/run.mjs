// npm run bench: the emulator and a bare Express echo, measured side by side in one run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { EMULATOR, memoryOf, ROOT, say, SESSION, start as startServer, stop } from './server.mjs';

const PERFORMANCE_PAGE = join(ROOT, 'docs', 'performance.md');
const ROOT_VOLUME = 'd0000000000040008000000000000001';
const BACKUP_STORAGE = 'bac00000000040008000000000000001';
const IMAGE = '1a000000000040008000000000000001';

const isQuick = process.argv.includes('--quick');
const SECONDS = isQuick ? 1 : 6;
const STARTS = isQuick ? 3 : 7;

/** One storage with room for millions of small images: the run must not end in a full one. */
const SEED = `version: 1
sessions: [{ uuid: ${SESSION}, account: admin }]
zones: [{ name: zone-1 }]
primaryStorages:
  - { name: ps, zone: zone-1, type: LocalStorage, url: /ps, totalCapacity: 1T }
backupStorages:
  - { name: bs, uuid: ${BACKUP_STORAGE}, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 9000000000000000 }
vmInstances:
  - name: vm
    zone: zone-1
    systemTags: [qemuga]
    rootVolume: { name: root, uuid: ${ROOT_VOLUME}, primaryStorage: ps, size: 40G, actualSize: 1M }
images:
  - { name: image, uuid: ${IMAGE}, url: http://x/y.qcow2, size: 40G, actualSize: 1G, backupStorages: [{ name: bs }] }
`;

/** Starts a server and asks it once; `ms` is the time to that first answer. */
async function start(script, args, variables, firstPath) {
  const server = await startServer(script, args, variables);
  const headers = { Authorization: `OAuth ${SESSION}` };
  return new Promise((resolve, reject) => {
    get(server.url + firstPath, { headers }, (response) => {
      response.resume();
      const ms = performance.now() - server.began;
      resolve({ ...server, ms, status: response.statusCode });
    }).on('error', reject);
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function load(what, url, connections, options) {
  say(`  ${what}, ${connections} connections, ${SECONDS} s ...`);
  const result = await autocannon({ url, connections, duration: SECONDS, ...options });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${what}: ${failed} requests failed`);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };
const SESSION_HEADERS = { ...JSON_HEADERS, Authorization: `OAuth ${SESSION}` };
const BODY = JSON.stringify({ params: { name: 'bench', backupStorageUuids: [BACKUP_STORAGE] } });
const CREATE = `/v1/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;

function startEmulator(folder) {
  const variables = {
    EMULATOR_DATA_DIR: folder,
    EMULATOR_SEED: join(folder, 'seed.yaml'),
    LOG_LEVEL: 'error',
  };
  return start(EMULATOR, ['serve', '--port', '0'], variables, `/v1/images/${IMAGE}`);
}

async function measureEmulator(folder) {
  say('emulator: starts ...');
  const first = await startEmulator(folder);
  await stop(first);
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const again = await startEmulator(folder);
    starts.push(again.ms);
    await stop(again);
  }
  const server = await startEmulator(folder);
  if (server.status !== 200) throw new Error(`the first read answered ${server.status}`);
  const idle = memoryOf(server);
  const creations = {};
  const post = { method: 'POST', headers: SESSION_HEADERS, body: BODY };
  for (const connections of [1, 10, 64]) {
    creations[connections] = await load('creations', server.url + CREATE, connections, post);
  }
  const reads = await load('reads by uuid', `${server.url}/v1/images/${IMAGE}`, 10, {
    headers: SESSION_HEADERS,
  });
  const loaded = memoryOf(server);
  await stop(server);
  return { firstStart: first.ms, start: median(starts), idle, loaded, creations, reads };
}

async function measureEcho() {
  say('bare Express echo ...');
  const script = join(ROOT, 'bench', 'express-echo.cjs');
  const server = await start(script, [], { PORT: '0' }, '/');
  const idle = memoryOf(server);
  const writes = {};
  const post = { method: 'POST', headers: JSON_HEADERS, body: BODY };
  for (const connections of [1, 10, 64]) {
    writes[connections] = await load('POST', server.url, connections, post);
  }
  const reads = await load('GET', server.url, 10, {});
  await stop(server);
  return { start: server.ms, idle, writes, reads };
}

const round = (value, digits = 0) => Number(value.toFixed(digits));

function table(emulator, echo) {
  const rows = [['figure', 'emulator', 'Express echo', 'ratio', 'mark', 'met']];
  const add = (figure, ours, theirs, ratio, mark, isMet) =>
    rows.push(
      [figure, ours, theirs, ratio, mark, isMet === undefined ? '' : isMet ? 'yes' : 'no'].map(
        String,
      ),
    );
  add('first start, seeding (ms)', round(emulator.firstStart), '', '', '');
  const { start: startMs, idle } = emulator;
  add('start to first answer (ms)', round(startMs), round(echo.start), '', '< 300', startMs < 300);
  add('idle memory (MB)', round(idle), round(echo.idle), '', '< 90', idle < 90);
  add('memory after the load (MB)', round(emulator.loaded), '', '', '');
  for (const connections of [1, 10, 64]) {
    const ours = emulator.creations[connections];
    const theirs = echo.writes[connections];
    const ratio = ours.perSecond / theirs.perSecond;
    const marked = connections === 10 ? ['≥ 0.4', ratio >= 0.4] : [''];
    const what = `creations/s, ${connections} connections`;
    add(what, round(ours.perSecond), round(theirs.perSecond), round(ratio, 2), ...marked);
    add('  p50 / p99 (ms)', `${ours.p50} / ${ours.p99}`, `${theirs.p50} / ${theirs.p99}`, '', '');
  }
  const ratio = emulator.reads.perSecond / echo.reads.perSecond;
  const [ours, theirs] = [round(emulator.reads.perSecond), round(echo.reads.perSecond)];
  add('reads by uuid/s, 10 connections', ours, theirs, round(ratio, 2), '≥ 1.0', ratio >= 1);
  return rows;
}

function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function writePage(text) {
  const page = readFileSync(PERFORMANCE_PAGE, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${day}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${SECONDS} s a figure:`;
  const figures = `<!-- figures -->\n\n${machine}\n\n${text}\n\n<!-- /figures -->`;
  writeFileSync(
    PERFORMANCE_PAGE,
    page.replace(/<!-- figures -->[^]*<!-- \/figures -->/, () => figures),
  );
  say('wrote docs/performance.md');
}

await ensureInstalled();
await ensureBuilt();
// Only now it is sure to be there.
const { default: autocannon } = await import('autocannon');
const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'));
try {
  writeFileSync(join(folder, 'seed.yaml'), SEED);
  const echo = await measureEcho();
  const emulator = await measureEmulator(folder);
  const rows = table(emulator, echo);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ emulator, echo }, null, 2));
  else {
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
    for (const row of rows) console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  '));
  }
  if (process.argv.includes('--write')) writePage(markdown(rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
