// Three replicas, HAProxy and a store, with worlds of which some are busy; what happens to them; and what must hold then.
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { brokenLaws, call, makeWorld, readFrom, worldsOf } from './client.mjs';
import { audit, Writer } from './ledger.mjs';
import { Proxy, Replica } from './processes.mjs';
import { StoreServer } from './store-server.mjs';

/** In ms; a machine that does much else keeps a replica from the processor for longer than the 3 s that are usual. */
export const LEASE = Number(process.env.FLEET_TEST_LEASE ?? 3_000);
export const CHECKPOINT = 2_000;
/** How much later than it is due a checkpoint may come on a machine that does much else, in ms. */
const LATE = 1_000;
/** So many calls of the test itself are under way at once. */
const AT_ONCE = 12;

export class Fleet {
  replicas = [];
  writers = [];
  idle = [];
  /** Moments at which a replica lost what it had not stored. */
  faults = [];
  problems = [];
  lost = 0;
  /** So many worlds were dropped by replicas that had lost their lease. */
  drops = 0;
  /** The age of the oldest write that was lost, at its fault, in ms. */
  oldest = 0;
  #numbers = new Map();

  /** `settings`: of all replicas, beside those of the store. */
  static async start(folder, settings = {}) {
    const fleet = new Fleet();
    fleet.store = await StoreServer.start(join(folder, 'store'));
    const own = {
      EMULATOR_LEASE: `${LEASE}ms`,
      EMULATOR_CHECKPOINT: `${CHECKPOINT}ms`,
      EMULATOR_MAX_ENVIRONMENTS: '2000',
      ...settings,
    };
    for (const index of [0, 1, 2]) {
      fleet.replicas.push(await Replica.create(index, folder, fleet.store, own));
    }
    await Promise.all(fleet.replicas.map((replica) => replica.start()));
    fleet.proxy = await Proxy.start(folder, fleet.replicas);
    return fleet;
  }

  /** How long each writer rests between two writes, in ms. */
  set pace(ms) {
    for (const writer of this.writers) writer.pace = ms;
  }

  get url() {
    return this.proxy.url;
  }

  /** Makes the worlds, by the proxy; `busy` of them are written to from `work` on. */
  async populate({ worlds, busy }) {
    const names = Array.from({ length: worlds }, (_, number) => `w-${number}`);
    const made = [];
    await eachOf(names, async (name) => made.push(await this.#make(name)), 4);
    this.writers = made.slice(0, busy).map((name) => new Writer(name, this.url));
    this.idle = made.slice(busy).map((name) => new Writer(name, this.url));
    // Each of the others holds one write, which must be there at the end.
    await eachOf(this.idle, (writer) => writer.write());
    await delay(CHECKPOINT + LATE);
  }

  /**
   * A replica that is kept from the processor for long says that it does not answer: it is asked again. Answers the name;
   * another one where a creation that was cut off left it neither there nor free, which is a problem of its own.
   */
  async #make(name) {
    let answer;
    for (const end = performance.now() + 120_000; performance.now() < end; await delay(500)) {
      answer = await makeWorld(this.url, name);
      if (answer.status === 200) return name;
      // It may have been made by a call whose answer was withheld.
      if (answer.status === 409 && (await readFrom(this.url, name)).status === 200) return name;
    }
    if (answer.status !== 409) {
      throw new Error(`${name} was not made: ${answer.status} ${answer.text ?? answer.reason}`);
    }
    this.problems.push(`${name} is neither there nor free after a creation that was cut off`);
    return this.#make(`${name}-again`);
  }

  /** Lets the busy worlds be written to and read while something happens. */
  async during(work) {
    for (const writer of this.writers) writer.start();
    const reader = new Reader(this.writers);
    try {
      return await work();
    } finally {
      await reader.stop();
      await Promise.all(this.writers.map((writer) => writer.stop()));
    }
  }

  /** Notes that a replica loses what it had not stored now; what it acknowledges until then may be lost, too. */
  mayLose({ name }, at = performance.now(), until = at) {
    this.faults.push({ replica: name, at, until });
  }

  /** The names of worlds by the replica that answered for them last. */
  homes(writers = [...this.writers, ...this.idle]) {
    const homes = new Map(this.replicas.map(({ name }) => [name, []]));
    for (const { world, writes } of writers) {
      const { replica } = writes.findLast(({ outcome }) => outcome === 'acknowledged') ?? {};
      homes.get(replica)?.push(world);
    }
    return homes;
  }

  /** Waits until every world answers; then compares each with its account, and looks at the laws of the busy ones. */
  async settle() {
    const all = [...this.writers, ...this.idle];
    await eachOf(all, ({ world }) => this.#answers(world));
    const drops = this.replicas.flatMap(dropsIn);
    this.drops = drops.length;
    const faults = [...this.faults, ...drops];
    this.lost = 0;
    await eachOf(all, async (writer) => {
      const { problems, lost, oldest } = await audit(writer, this.url, faults, CHECKPOINT + LATE);
      this.problems.push(...problems);
      this.lost += lost;
      this.oldest = Math.max(this.oldest, oldest);
    });
    await eachOf(this.writers, async ({ world }) => {
      const broken = await brokenLaws(this.url, world);
      if (broken.length > 0) this.problems.push(`${world} breaks ${broken.join(', ')}`);
    });
    await this.#look();
  }

  async #answers(world) {
    for (const end = performance.now() + 120_000; performance.now() < end; await delay(200)) {
      if ((await readFrom(this.url, world)).status === 200) return;
    }
    this.problems.push(`${world} does not answer within two minutes`);
  }

  /** The store's list has every world, each with one holder, and numbers that only grow. */
  async #look() {
    const listed = await worldsOf(this.url);
    for (const { world } of [...this.writers, ...this.idle]) {
      const { number } = listed.get(world) ?? {};
      if (number === undefined) this.problems.push(`${world} is not in the fleet's list`);
      else if (number < (this.#numbers.get(world) ?? 0))
        this.problems.push(`${world} went back to number ${number}`);
      this.#numbers.set(world, number);
    }
  }

  /** What the replicas wrote down of their requests: no write was done twice, and no world answered at two at once. */
  judgeJournals() {
    const answered = this.replicas.flatMap(({ name, journal }) => entriesOf(journal, name));
    const byWorld = Map.groupBy(answered, ({ environment }) => environment);
    for (const [world, entries] of byWorld) {
      const writes = entries.filter(({ method, status }) => method === 'POST' && status === 200);
      for (const [name, all] of Map.groupBy(writes, nameIn)) {
        if (all.length > 1 && name?.startsWith('n-'))
          this.problems.push(`${world}: ${name} was done ${all.length} times`);
      }
      this.problems.push(...overlapsIn(world, entries, this.replicas));
    }
    return answered.length;
  }

  async stop() {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await this.proxy?.stop();
    await this.store.stop();
  }
}

/** Reads the busy worlds, one after the other. */
class Reader {
  #isStopped = false;
  #running;

  constructor(writers) {
    this.#running = this.#run(writers);
  }

  async #run(writers) {
    for (let turn = 0; !this.#isStopped; turn++) {
      await writers[turn % writers.length].read();
      await delay(100);
    }
  }

  async stop() {
    this.#isStopped = true;
    await this.#running;
  }
}

/**
 * Worlds that a replica dropped, by its own word, because others had them before it could renew its lease: after a fault,
 * or because the machine kept it from the processor for so long.
 */
function dropsIn({ name, log }) {
  const found = [];
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, of, ms] =
      /environment '([\w-]+)' \(number \d+\) is dropped with changes of the last (\d+) ms/.exec(
        line,
      ) ?? [];
    if (of === undefined) continue;
    const at = Number(/"time":(\d+)/.exec(line)[1]) - performance.timeOrigin;
    found.push({ replica: name, of, at, until: at, longest: Number(ms) + LATE });
  }
  return found;
}

function nameIn({ requestBody }) {
  return /"name":"(n-\d+)"/.exec(requestBody)?.[1];
}

/** Requests of the image API that were answered well. */
function entriesOf(path, replica) {
  if (!existsSync(path)) return [];
  const entries = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    // The last line of a killed process may be half a one.
    if (!line.startsWith('{') || !line.endsWith('}')) continue;
    const entry = JSON.parse(line);
    if (entry.status !== 200 || !entry.url.includes('/zstack/')) continue;
    const at = Date.parse(entry.date);
    entries.push({ ...entry, replica, at, end: at + entry.milliseconds });
  }
  return entries;
}

/** Pairs of answers of two replicas for one world, of which one was begun and ended within the other's turn. */
function overlapsIn(world, entries, replicas) {
  const isEnding = ({ replica, at }, until) =>
    replicas
      .find(({ name }) => name === replica)
      .ends.some(({ from, to }) => from <= until && to >= at);
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  const problems = [];
  for (let i = 2; i < sorted.length; i++) {
    const [a, b, c] = [sorted[i - 2], sorted[i - 1], sorted[i]];
    const isBetween = a.replica === c.replica && b.replica !== a.replica;
    // A world that came stays for a lease, unless the replica that had it ended.
    if (isBetween && c.at - a.end < LEASE / 6 && !isEnding(b, c.at)) {
      problems.push(
        `${world} was answered by ${a.replica}, ${b.replica} and ${c.replica} within ${Math.round(c.at - a.end)} ms`,
      );
    }
  }
  return problems;
}

/** Does something with each, with some at once. */
export async function eachOf(all, work, atOnce = AT_ONCE) {
  const left = all.values();
  const one = async () => {
    for (const each of left) await work(each);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** The status of a world asked of one replica, past the proxy. */
export async function statusAt({ url }, world, patience = 2_000) {
  const { status } = await call(
    'GET',
    `${url}/environments/${world}/zstack/v1/zones`,
    undefined,
    patience,
  );
  return status;
}
