// npm run bench:scale: what a query costs over a thousand, a hundred thousand and a million images, and over a thousand
// to a hundred thousand VMs with NICs, volumes, snapshots and hosts. `--only images` or `--only cloud`: one of the two.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { putFigures } from './figures.mjs';
import { CLOUD } from './scale-of-a-cloud.mjs';
import {
  call,
  EMULATOR,
  memoryOf,
  quantile,
  say,
  SESSION,
  start as startServer,
  stop,
} from './server.mjs';

const ALICE_SESSION = '5e5500000000400080000000000a11ce';
const ROOT_VOLUME = 'd0000000000040008000000000000001';

const isQuick = process.argv.includes('--quick');
const REQUESTS = isQuick ? 100 : 400;
const MOST_MILLISECONDS = 8_000;

/** Two storages with room for all, and images of which most are Ready; some have a tag of their own. */
const seedOf = (count) => `version: 1
accounts: [{ name: alice, password: alice-password }]
sessions: [{ uuid: ${SESSION}, account: admin }, { uuid: ${ALICE_SESSION}, account: alice }]
zones: [{ name: zone-1 }]
primaryStorages:
  - { name: ps, zone: zone-1, type: LocalStorage, url: /ps, totalCapacity: 1T }
backupStorages:
  - { name: bs-1, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 8000000000000000 }
  - { name: bs-2, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 8000000000000000 }
vmInstances:
  - name: vm
    zone: zone-1
    rootVolume: { name: root, uuid: ${ROOT_VOLUME}, primaryStorage: ps, size: 1G, actualSize: 1K }
images:
  - { name: "web-{n}", count: ${count - count / 10 - 10}, url: "http://x/web-{n}.qcow2", size: 1M, actualSize: 1K, createDate: "-{n}s", backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
  - { name: "alice-{n}", account: alice, count: ${count / 10}, url: "http://x/a-{n}.qcow2", size: 1M, actualSize: 1K, createDate: "-{n}s", backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
  - { name: "tagged-{n}", count: 10, url: "http://x/t-{n}.qcow2", size: 1M, actualSize: 1K, systemTags: ["bootMode::UEFI"], backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
`;

/** What is asked; `mark`: how much slower than over a thousand images it may be. */
const QUERIES = [
  { name: 'get by uuid', path: (world) => `/v1/images/${world.uuid()}`, mark: 1.3 },
  { name: 'name equality', path: (world) => images({ q: `name=web-${world.number()}` }) },
  { name: 'name prefix, a page', path: () => images({ q: 'name~=web-5%', limit: 20 }), mark: 2 },
  {
    name: 'status and account, newest first, a page',
    path: () => images({ q: 'status=Ready', sort: '-createDate', start: 100, limit: 20 }),
    session: ALICE_SESSION,
    mark: 2,
  },
  {
    name: 'status, newest first, a page',
    path: () => images({ q: 'status=Ready', sort: '-createDate', start: 100, limit: 20 }),
    mark: 2,
  },
  {
    name: 'backupStorage.name, a page',
    path: () => images({ q: 'backupStorage.name=bs-2', limit: 20 }),
    mark: 2,
  },
  {
    name: 'system tag, a page',
    path: () => images({ q: '__systemTag__=bootMode::UEFI', limit: 20 }),
    mark: 2,
  },
  { name: 'count', path: () => images({ q: 'status=Ready', count: true }), isFew: true },
  {
    name: 'replyWithCount',
    path: () => images({ q: 'status=Ready', replyWithCount: true, limit: 20 }),
    isFew: true,
  },
  { name: 'create', creation: () => [CREATION, CREATION_BODY], mark: 1.3 },
];

const images = (search) => `/v1/images?${new URLSearchParams(search)}`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let asked = 0;
/** No question twice: what has been answered before is answered without a look at the rows. */
const anew = (path) => `${path}${path.includes('?') ? '&' : '?'}asked=${asked++}`;
const ask = ({ url }, path, body, session) =>
  call(agent, body ? 'POST' : 'GET', url + (body ? path : anew(path)), body, session);

const CREATION = `/v1/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;
const CREATION_BODY = { params: { name: 'made' } };

const IMAGES = {
  name: 'scale',
  of: 'images',
  sizes: isQuick ? [1_000, 20_000] : [1_000, 100_000, 1_000_000],
  seedOf,
  queries: QUERIES,
  async lookAt(server, count) {
    const { json } = await ask(server, images({ limit: 1000, fields: 'uuid' }));
    const uuids = json.inventories.map(({ uuid }) => uuid);
    let at = 0;
    return { uuid: () => uuids[at++ % uuids.length], number: () => at++ % (count / 2) };
  },
  mostSeeding: 120,
  mostMemory: 250,
};

const start = (folder) =>
  startServer(EMULATOR, ['serve'], {
    PORT: '0',
    EMULATOR_DATA_DIR: folder,
    EMULATOR_SEED: join(folder, 'seed.yaml'),
    LOG_LEVEL: 'error',
  });

async function measure(server, world, { path, creation, isFew, session }) {
  const times = [];
  const began = performance.now();
  const once = () =>
    creation ? ask(server, ...creation(world)) : ask(server, path(world), undefined, session);
  for (let i = 0; i < 5; i++) await once();
  for (let i = 0; i < (isFew ? REQUESTS / 8 : REQUESTS); i++) {
    times.push((await once()).ms);
    if (performance.now() - began > MOST_MILLISECONDS) break;
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

async function measureSize({ of, seedOf: textOf, queries, lookAt }, count) {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-scale-'));
  try {
    writeFileSync(join(folder, 'seed.yaml'), textOf(count));
    say(`${count.toLocaleString('en')} ${of}: seeding ...`);
    const first = await start(folder);
    const seeding = first.ms / 1000;
    const seedingMemory = Math.round(memoryOf(first, 'VmHWM'));
    await stop(first);
    const server = await start(folder);
    const started = server.ms;
    const figures = {};
    let memory;
    try {
      const world = await lookAt(server, count, (path) => ask(server, path));
      for (const query of queries) {
        say(`  ${query.name} ...`);
        figures[query.name] = await measure(server, world, query);
      }
      memory = Math.round(memoryOf(server));
    } finally {
      await stop(server);
    }
    const bytes = statSync(join(folder, 'default.sqlite')).size;
    return { count, seeding, seedingMemory, started, memory, bytes, figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await ensureInstalled();
await ensureBuilt();
const at = process.argv.indexOf('--only');
const only = at < 0 ? undefined : process.argv[at + 1];
for (const world of [IMAGES, CLOUD]) {
  if (only !== undefined && only !== (world === IMAGES ? 'images' : 'cloud')) continue;
  const results = [];
  for (const count of world.sizes) results.push(await measureSize(world, count));
  report(world, results);
}

function report({ name, queries, mostSeeding, mostMemory }, all) {
  const [least] = all;
  const most = all.at(-1);
  const number = (value) => value.toFixed(value < 10 ? 2 : 0);
  const head = [
    'figure',
    ...all.map(({ count }) => count.toLocaleString('en')),
    'ratio',
    'mark',
    'met',
  ];
  const rows = queries.map(({ name: query, mark }) => {
    const ratio = most.figures[query].p50 / least.figures[query].p50;
    return [
      `${query}, p50 / p99 (ms)`,
      ...all.map(({ figures }) => `${number(figures[query].p50)} / ${number(figures[query].p99)}`),
      ratio.toFixed(2),
      mark === undefined ? '' : `≤ ${mark}`,
      mark === undefined ? '' : ratio <= mark ? 'yes' : 'no',
    ];
  });
  const whole = (title, value, limit, isMet) => [
    title,
    ...all.map(value),
    '',
    limit === undefined ? '' : `< ${limit}`,
    limit === undefined ? '' : isMet ? 'yes' : 'no',
  ];
  rows.push(
    whole(
      'seeding (s)',
      ({ seeding }) => seeding.toFixed(1),
      mostSeeding,
      most.seeding < mostSeeding,
    ),
    whole('memory while seeding (MB)', ({ seedingMemory }) => seedingMemory),
    whole('start (ms)', ({ started }) => started.toFixed(0)),
    whole(
      'memory after the queries (MB)',
      ({ memory }) => memory,
      mostMemory,
      most.memory < mostMemory,
    ),
    whole('database (MB)', ({ bytes }) => (bytes / 1e6).toFixed(0)),
  );
  const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores, ${REQUESTS} requests a figure, one after the other:`;
  putFigures(name, machine, head, rows, process.argv);
}
