// npm run bench: the emulator, a bare node:http server and an Express echo, measured side by side in one run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { putFigures } from './figures.mjs';
import { EMULATOR, memoryOf, ROOT, say, SESSION, start as startServer, stop } from './server.mjs';

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
  - { name: 'image-{n}', count: 1000, url: http://x/y.qcow2, size: 40G, actualSize: 1G, backupStorages: [{ name: bs }] }
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
const ADD = JSON.stringify({
  params: {
    name: 'bench',
    url: 'http://x/y.qcow2',
    format: 'qcow2',
    backupStorageUuids: [BACKUP_STORAGE],
  },
});
const PAGE = '/v1/images?limit=20&sort=-name';

function startEmulator(folder) {
  const variables = {
    EMULATOR_DATA_DIR: folder,
    EMULATOR_SEED: join(folder, 'seed.yaml'),
    LOG_LEVEL: 'error',
  };
  return start(EMULATOR, ['serve', '--port', '0'], variables, `/v1/images/${IMAGE}`);
}

/** The median of several starts, each to its first answer. */
async function startTime(begin) {
  const times = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await begin();
    times.push(server.ms);
    await stop(server);
  }
  return median(times);
}

async function measureEmulator(folder) {
  say('emulator: starts ...');
  const first = await startEmulator(folder);
  await stop(first);
  const startMs = await startTime(() => startEmulator(folder));
  const server = await startEmulator(folder);
  if (server.status !== 200) throw new Error(`the first read answered ${server.status}`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const idle = memoryOf(server);
  const get = { headers: SESSION_HEADERS };
  const image = `${server.url}/v1/images/${IMAGE}`;
  const reads = await load('reads by uuid', image, 10, get);
  const others = await otherReads(server.url);
  const page = await load('a page of 20 images, sorted', server.url + PAGE, 10, get);
  const post = { method: 'POST', headers: SESSION_HEADERS };
  const templates = {};
  for (const connections of [1, 10, 64]) {
    const options = { ...post, body: BODY };
    templates[connections] = await load('templates', server.url + CREATE, connections, options);
  }
  const added = await load('AddImage', `${server.url}/v1/images`, 10, { ...post, body: ADD });
  const loaded = memoryOf(server);
  await stop(server);
  return {
    firstStart: first.ms,
    start: startMs,
    idle,
    loaded,
    templates,
    added,
    reads,
    others,
    page,
  };
}

/** Reads of a thousand images one after the other: more than answers are kept of. */
async function otherReads(base) {
  const response = await fetch(`${base}/v1/images?limit=1000&fields=uuid`, {
    headers: SESSION_HEADERS,
  });
  const { inventories } = await response.json();
  const paths = inventories.map(({ uuid }) => `${new URL(base).pathname}/v1/images/${uuid}`);
  return load('reads by uuid, each of another image', base, 10, {
    requests: paths.map((path) => ({ method: 'GET', path, headers: SESSION_HEADERS })),
  });
}

async function measureYardstick(what, file) {
  say(`${what} ...`);
  const begin = () => start(join(ROOT, 'bench', file), [], { PORT: '0' }, '/');
  const startMs = await startTime(begin);
  const server = await begin();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const idle = memoryOf(server);
  const post = { method: 'POST', headers: JSON_HEADERS, body: BODY };
  const writes = {};
  for (const connections of [1, 10, 64]) {
    writes[connections] = await load('POST', server.url, connections, post);
  }
  const reads = await load('GET', server.url, 10, {});
  await stop(server);
  return { start: startMs, idle, writes, reads };
}

const round = (value, digits = 0) => Number(value.toFixed(digits));

/** Rows of figures: ours, each yardstick's with our ratio to it, the mark, and whether it is met. */
function table(emulator, echo, bare) {
  const rows = [
    ['figure', 'emulator', 'Express echo', 'ratio', 'node:http', 'ratio', 'mark', 'met'],
  ];
  const add = (figure, ours, theirs = {}, mark = '', isMet) =>
    rows.push(
      [
        figure,
        ours,
        theirs.echo ?? '',
        theirs.toEcho === undefined ? '' : round(theirs.toEcho, 2),
        theirs.bare ?? '',
        theirs.toBare === undefined ? '' : round(theirs.toBare, 2),
        mark,
        isMet === undefined ? '' : isMet ? 'yes' : 'no',
      ].map(String),
    );
  const beside = (ours, kind) => {
    const [toEcho, toBare] = [ours / kind(echo), ours / kind(bare)];
    return { echo: round(kind(echo)), toEcho, bare: round(kind(bare)), toBare };
  };
  /** So many a second, and both shares that they must reach. */
  const rate = (figure, { perSecond }, kind, [ofEcho, ofBare] = []) => {
    const theirs = beside(perSecond, kind);
    const isMet = ofEcho && theirs.toEcho >= ofEcho && (!ofBare || theirs.toBare >= ofBare);
    const mark = [ofEcho && `≥ ${ofEcho}`, ofBare && `≥ ${ofBare}`].filter(Boolean).join(', ');
    add(figure, round(perSecond), theirs, mark, isMet);
  };
  const latency = ({ p50, p99 }, echoed, mark) =>
    add(
      'p50 / p99 (ms)',
      `${p50} / ${p99}`,
      { echo: `${echoed.p50} / ${echoed.p99}` },
      mark && `p99 ≤ ${mark}`,
      mark && p99 <= mark,
    );
  add('first start, seeding a thousand images (ms)', round(emulator.firstStart));
  const isSoon = emulator.start <= 150 && emulator.start <= 1.5 * echo.start;
  const starts = beside(emulator.start, (one) => one.start);
  add('start to first answer (ms)', round(emulator.start), starts, '≤ 150, ≤ 1.5', isSoon);
  const idle = beside(emulator.idle, (one) => one.idle);
  add('idle memory (MB)', round(emulator.idle), idle, '≤ 85', emulator.idle <= 85);
  add('memory after the load (MB)', round(emulator.loaded));
  const gets = (one) => one.reads.perSecond;
  rate('reads by uuid/s, 10 connections', emulator.reads, gets, [0.6, 0.25]);
  rate('reads, each of another image/s', emulator.others, gets);
  // 9,000 a second on a machine whose echo answers 23,000.
  rate('pages of 20 images, sorted/s', emulator.page, gets, [0.39]);
  for (const connections of [1, 10, 64]) {
    const posts = (one) => one.writes[connections].perSecond;
    const marks = connections === 10 ? [0.25, 0.07] : [];
    rate(`templates/s, ${connections} connections`, emulator.templates[connections], posts, marks);
    const mark = connections === 10 ? 10 : undefined;
    latency(emulator.templates[connections], echo.writes[connections], mark);
  }
  rate(
    'AddImage/s, 10 connections',
    emulator.added,
    (one) => one.writes[10].perSecond,
    [0.25, 0.07],
  );
  latency(emulator.added, echo.writes[10], 10);
  return rows;
}

await ensureInstalled();
await ensureBuilt();
// Only now it is sure to be there.
const { default: autocannon } = await import('autocannon');
const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'));
try {
  writeFileSync(join(folder, 'seed.yaml'), SEED);
  const bare = await measureYardstick('bare node:http', 'bare-http.cjs');
  const echo = await measureYardstick('bare Express echo', 'express-echo.cjs');
  const emulator = await measureEmulator(folder);
  const rows = table(emulator, echo, bare);
  const [head, ...figures] = rows;
  const processor = cpus()[0]?.model.trim();
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${day}, Node ${process.version}, ${cpus().length} cores (${processor}), ${SECONDS} s a figure:`;
  putFigures('figures', machine, head, figures, process.argv);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
