// `npm run bench:fleet`: a fleet of a hundred replicas and a hundred thousand worlds, computed from what one replica was
// measured to take: spread, movement at scaling, memory, requests to the store with their price, and how long the worlds
// of a lost rack are away. The same seed gives the same figures. `-- --write` puts them into docs/fleet.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Ring } from './fleet/ring.mjs';
import { Random } from './fleet/random.mjs';
import { ROOT } from './server.mjs';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '100' },
    worlds: { type: 'string', default: '100000' },
    write: { type: 'boolean' },
  },
});
const REPLICAS = Number(options.replicas);
const WORLDS = Number(options.worlds);
const DOCS = join(ROOT, 'docs', 'fleet.md');

/** Measured: docs/performance.md, read from its tables. */
const MEASURED = {
  /** MB of a replica that does nothing. */
  idle: figure('idle memory (MB)', 0),
  /** MB of a world that is asleep in a replica, and of one that is used (1,000 images). */
  asleep: figure('memory of one that was made (MB)', 1),
  used: figure('memory of one that was used (MB)', 1),
  /** ms of a replica's time for a world that it takes over (docs/fleet.md), half and the slowest hundredth. */
  open: { half: 60, slow: 120 },
};

/** How the fleet is used, and where: what an operator would put his own figures in for. */
const USE = {
  /** Of all worlds so many are in use in an hour, and so many are written to at any moment. */
  inUse: 0.1,
  busy: 0.005,
  /** A checkpoint of a world with ten images, compressed (measured). */
  checkpointBytes: 50_000,
  /** Settings: EMULATOR_LEASE and EMULATOR_CHECKPOINT, in seconds. */
  lease: 3,
  checkpoint: 2,
  /** A rack, and the requests that its used worlds get in a second each. */
  rack: 20,
  requestsPerWorld: 0.5,
  /** How long the proxy needs to notice that a replica is gone, in seconds (deploy/haproxy). */
  noticed: 1,
  /** How often who waits for a world looks whether it is free, in seconds. */
  look: 0.15,
};

/** AWS S3 Standard, us-east-1, as published in 2026: USD for 1,000 requests; inside of a region bytes cost nothing. */
const PRICE = { write: 0.005, read: 0.0004, gigabyteMonth: 0.023 };
/** How long such a store takes to answer, in ms: half, and the slowest hundredth. */
const STORE = { half: 25, slow: 120 };
const MONTH = 30 * 86_400;

const random = new Random(Number(options.seed));
const names = Array.from({ length: WORLDS }, () => random.name());
const idsOf = (count) => Array.from({ length: count }, (_, index) => index + 1);
const home = mapOf(idsOf(REPLICAS));
const used = names.filter(() => random.next() < USE.inUse);

const tables = [spread(), movement(), requests(), recovery()].join('\n\n');
const text = `Seed ${options.seed}: ${REPLICAS} replicas, ${WORLDS} worlds, of which ${used.length} are in use; lease ${USE.lease} s, checkpoint ${USE.checkpoint} s.\n\n${tables}`;
console.log(text);
if (options.write) write();

function figure(name, column) {
  const page = readFileSync(join(ROOT, 'docs', 'performance.md'), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
  if (row === undefined) throw new Error(`docs/performance.md has no figure '${name}'`);
  const [half, slow = half] = row.split('|')[column + 2].split('/').map(Number);
  return { half, slow };
}

function mapOf(ids) {
  const ring = new Ring(ids);
  return new Map(names.map((name) => [name, ring.serverOf(name)]));
}

function countsOf(map, some) {
  const counts = new Map(idsOf(REPLICAS).map((id) => [id, 0]));
  for (const name of some) counts.set(map.get(name), (counts.get(map.get(name)) ?? 0) + 1);
  return [...counts.values()].toSorted((a, b) => a - b);
}

function spread() {
  const all = countsOf(home, names);
  const inUse = countsOf(home, used);
  const mb = inUse.map((count, index) =>
    Math.round(
      MEASURED.idle.half + count * MEASURED.used.half + (all[index] - count) * MEASURED.asleep.half,
    ),
  );
  const row = (what, counts) => [what, counts[0], counts[counts.length >> 1], counts.at(-1)];
  return table(
    ['a replica', 'least', 'half', 'most'],
    [
      row('worlds whose names lead to it', all),
      row('worlds in use', inUse),
      row('memory, with all of them at once (MB)', mb),
    ],
  );
}

function movement() {
  const rows = [
    ['one more', idsOf(REPLICAS + 1), 1 / (REPLICAS + 1)],
    ['ten more', idsOf(REPLICAS + 10), 10 / (REPLICAS + 10)],
    ['one less', idsOf(REPLICAS).filter((id) => id !== 50), 1 / REPLICAS],
    ['a rack less', idsOf(REPLICAS).slice(USE.rack), USE.rack / REPLICAS],
  ].map(([what, ids, share]) => {
    const after = mapOf(ids);
    const moved = names.filter((name) => after.get(name) !== home.get(name));
    const needless = moved.filter(
      (name) => ids.includes(home.get(name)) && ids.length < REPLICAS,
    ).length;
    const inUse = moved.filter((name) => usedNames().has(name)).length;
    return [what, percent(moved.length / WORLDS), percent(share), inUse, needless];
  });
  return table(
    ['replicas', 'worlds that move', 'least that can be', 'of them in use', 'that need not'],
    rows,
  );
}

/** Of those in use, for look-ups. */
function usedNames() {
  usedNames.set ??= new Set(used);
  return usedNames.set;
}

/** What a replica asks of the store: one lease for all of its worlds, one look at who wants some, and checkpoints. */
function requests() {
  const busy = Math.round(WORLDS * USE.busy);
  const rows = [
    [USE.lease, USE.checkpoint],
    [10, 2],
    [10, 10],
    [10, 60],
  ].map(([lease, checkpoint]) => {
    const renewals = (REPLICAS * 3) / lease;
    // A copy, and the record that says so; the copy before is removed for nothing.
    const checkpoints = (busy / checkpoint) * 2;
    const writes = renewals * 2 + checkpoints;
    const dollars = (writes / 1000) * PRICE.write * MONTH;
    const stored = (WORLDS * USE.checkpointBytes) / 2 ** 30;
    return [
      `${lease} s`,
      `${checkpoint} s`,
      Math.round(renewals * 2),
      Math.round(checkpoints),
      Math.round(dollars),
      (stored * PRICE.gigabyteMonth).toFixed(2),
    ];
  });
  return table(
    [
      'lease',
      'checkpoint',
      'leases and wishes/s',
      `checkpoints of ${busy} busy worlds/s`,
      'requests, $ a month',
      'bytes, $ a month',
    ],
    rows,
  );
}

/** A rack is lost at once: its worlds come back where their names lead to then, each at its first request. */
function recovery() {
  const rest = idsOf(REPLICAS).slice(USE.rack);
  const after = mapOf(rest);
  const lost = used.filter((name) => home.get(name) <= USE.rack);
  const rows = [
    ['as it is used', USE.requestsPerWorld],
    ['everybody asks at once', Infinity],
  ].map(([what, rate]) => {
    const free = new Map(rest.map((id) => [id, 0]));
    const arrivals = lost
      .map((name) => ({ name, at: rate === Infinity ? 0 : random.exponential(1 / rate) }))
      .toSorted((a, b) => a.at - b.at);
    // It is noticed, then its worlds are asked for elsewhere; from the first such look on its lease is watched.
    const asked = arrivals.map(({ name, at }) => ({ name, at, asked: Math.max(at, USE.noticed) }));
    const over = new Map();
    for (const { name, asked: first } of asked) {
      const id = home.get(name);
      over.set(id, Math.min(over.get(id) ?? Infinity, first + USE.lease));
    }
    const away = asked.map(({ name, at, asked: since }) => {
      const claimable = Math.max(since, over.get(home.get(name)) + random.next() * USE.look);
      // The record, its claim, the checkpoint, one after the other; many worlds wait for that side by side.
      const fetched = claimable + (storeTime() + storeTime() + storeTime()) / 1000;
      // Opened one after the other: a replica has one thread.
      const id = after.get(name);
      const done = Math.max(fetched, free.get(id)) + openTime() / 1000;
      free.set(id, done);
      return done - at;
    });
    const sorted = away.toSorted((a, b) => a - b);
    const at = (share) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
    return [what, lost.length, Math.ceil(lost.length / rest.length), at(0.5), at(0.99), at(1)];
  });
  return table(
    [
      `${USE.rack} of ${REPLICAS} replicas lost`,
      'worlds in use',
      'to each other one',
      'a request waits, half (s)',
      '99 % (s)',
      'most (s)',
    ],
    rows,
  );
}

function storeTime() {
  return random.logNormal(STORE.half, STORE.slow);
}
function openTime() {
  return random.logNormal(MEASURED.open.half, MEASURED.open.slow);
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function write() {
  const page = readFileSync(DOCS, 'utf8');
  const [start, end] = ['<!-- simulation -->', '<!-- /simulation -->'];
  const [before, rest] = page.split(start);
  const after = rest.slice(rest.indexOf(end));
  writeFileSync(DOCS, `${before}${start}\n\n${text}\n\n${after}`);
}
