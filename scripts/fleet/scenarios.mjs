// What happens to a fleet, one thing after the other; each says what it found, and what must not be is a problem of the
// fleet.
import { setTimeout as delay } from 'node:timers/promises';
import { call, makeWorld } from './client.mjs';
import { eachOf, LEASE, statusAt } from './fleet.mjs';

/** Within so many ms a killed replica's worlds answer elsewhere: a lease, and 2 s for all the rest. */
const ELSEWHERE = LEASE + 2_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const others = (fleet, replica) => fleet.replicas.map((each) => each !== replica);

/** Every replica is ended by SIGTERM and started again, one after the other: nothing that was acknowledged is lost. */
export async function rollingRestart(fleet) {
  const times = [];
  const began = performance.now();
  await fleet.during(async () => {
    for (const replica of fleet.replicas) {
      const { code, ms } = await replica.end('SIGTERM');
      if (code !== 0) fleet.problems.push(`${replica.name} ended with ${code} at SIGTERM`);
      times.push(ms);
      await replica.start();
      await fleet.proxy.until(fleet.replicas.map(() => true));
    }
  });
  const lostBefore = fleet.lost;
  await fleet.settle();
  if (fleet.lost > lostBefore)
    fleet.problems.push(`${fleet.lost - lostBefore} writes were lost by a rolling restart`);
  return `ends took ${times.map(seconds).join(', ')}; ${sum(fleet, 'acknowledged', began)} writes acknowledged, ${sum(fleet, 'refused', began)} refused, ${sum(fleet, 'unknown', began)} unanswered (${openAnswers(fleet, began)}); the longest that a world was away ${seconds(longestGap(fleet, began))}`;
}

/** A replica is killed: its worlds that are in use answer elsewhere in time, and so do all others as they are asked. */
export async function kill(fleet, replica = fleet.replicas[1]) {
  let inUse = [];
  let all = 0;
  let count = 0;
  await fleet.during(async () => {
    await delay(4_000);
    const homes = fleet.homes().get(replica.name);
    const busy = fleet.writers.map(({ world }) => world).filter((world) => homes.includes(world));
    if (busy.length === 0) fleet.problems.push(`${replica.name} had no world in use to lose`);
    count = homes.length;
    const killed = performance.now();
    await replica.end('SIGKILL');
    fleet.mayLose(replica, killed, performance.now());
    inUse = await Promise.all(
      busy.map(async (world) => (await firstAnswer(fleet, world)) - killed),
    );
    await eachOf(homes, (world) => firstAnswer(fleet, world));
    all = performance.now() - killed;
    await replica.start();
    await fleet.proxy.until(fleet.replicas.map(() => true));
  });
  await fleet.settle();
  inUse.sort((a, b) => a - b);
  const most = inUse.at(-1) ?? 0;
  if (most > ELSEWHERE) {
    fleet.problems.push(`a world of a killed replica answered only after ${seconds(most)}`);
  }
  return `${inUse.length} worlds in use answered elsewhere within ${seconds(inUse[0] ?? 0)} to ${seconds(most)}, all ${count} within ${seconds(all)}; ${lossOf(fleet)}`;
}

async function firstAnswer(fleet, world) {
  for (const end = performance.now() + 60_000; performance.now() < end; await delay(50)) {
    const { status } = await call('GET', `${fleet.url}/environments/${world}/zstack/v1/zones`);
    if (status === 200) break;
  }
  return performance.now();
}

/** A replica joins again after it had left: at most its share moves, and only to it. */
export async function added(fleet, replica = fleet.replicas[2]) {
  await replica.end('SIGTERM');
  await fleet.proxy.until(others(fleet, replica));
  await eachOf([...fleet.writers, ...fleet.idle], (writer) => writer.write());
  const before = placesOf(fleet);
  await replica.start();
  await fleet.proxy.until(fleet.replicas.map(() => true));
  await fleet.during(async () => {
    await eachOf([...fleet.writers, ...fleet.idle], (writer) => firstAnswer(fleet, writer.world));
    await delay(1_000);
  });
  await eachOf([...fleet.writers, ...fleet.idle], (writer) => writer.write());
  const after = placesOf(fleet);
  const moved = [...after].filter(([world, place]) => before.get(world) !== place);
  const strayed = moved.filter(([, place]) => place !== replica.name);
  if (strayed.length > 0)
    fleet.problems.push(`${strayed.length} worlds moved though their replica stayed`);
  const share = moved.length / after.size;
  if (share > 0.45) fleet.problems.push(`${moved.length} of ${after.size} worlds moved`);
  const lostBefore = fleet.lost;
  await fleet.settle();
  if (fleet.lost > lostBefore) fleet.problems.push('writes were lost when a replica was added');
  return `${moved.length} of ${after.size} worlds moved (${(share * 100).toFixed(0)} %), all to the new replica`;
}

function placesOf(fleet) {
  const places = [...fleet.homes()].flatMap(([replica, worlds]) =>
    worlds.map((world) => [world, replica]),
  );
  return new Map(places);
}

/** A replica does not reach the store: it stops in time, before others may have its worlds. */
export async function partition(fleet, mode, replica = fleet.replicas[0]) {
  let stopped = 0;
  const own = fleet.homes().get(replica.name);
  await fleet.during(async () => {
    await delay(1_000);
    replica.relay.set(mode);
    const cut = performance.now();
    // It answers until its lease ends, of which it knows; no more then.
    for (let last = cut; performance.now() - cut < 3 * LEASE; await delay(50)) {
      if ((await statusAt(replica, own[0], 10_000)) === 200) {
        last = performance.now();
        stopped = last - cut;
      }
    }
    fleet.mayLose(replica, cut, cut + stopped);
    replica.relay.set('open');
    await fleet.proxy.until(fleet.replicas.map(() => true));
    await delay(LEASE);
  });
  await fleet.settle();
  if (stopped > LEASE)
    fleet.problems.push(`${replica.name} answered for ${seconds(stopped)} without the store`);
  return `it answered for ${seconds(stopped)} more of its lease of ${seconds(LEASE)}; ${lossOf(fleet)}`;
}

/** A replica stands still for longer than its lease, and goes on: nothing that it still had overwrites what came after. */
export async function pause(fleet, replica = fleet.replicas[1], ms = 4 * LEASE) {
  const statuses = [];
  await fleet.during(async () => {
    await delay(2_000);
    const own = fleet.writers.filter(({ world }) =>
      fleet.homes().get(replica.name).includes(world),
    );
    const stood = performance.now();
    replica.pause();
    await delay(ms);
    fleet.mayLose(replica, stood, performance.now());
    // Asked the moment it goes on, past the proxy: it must not answer with what it had.
    const asked = own.map((writer) => writer.read(replica.url));
    replica.resume();
    statuses.push(...(await Promise.all(asked)));
    await fleet.proxy.until(fleet.replicas.map(() => true));
    await delay(LEASE);
  });
  await fleet.settle();
  const count = (status) => statuses.filter((each) => each === status).length;
  return `${statuses.length} of its worlds asked of it as it went on: ${count(503)} refused, ${count(200)} answered as they were elsewhere, ${count(0)} not at all; ${lossOf(fleet)}`;
}

/** The store is gone for all: worlds that are held go on, others are refused with a word why; then all catch up. */
export async function storeGone(fleet, ms) {
  let refusal;
  let made;
  let began = 0;
  await fleet.during(async () => {
    await delay(2_000);
    for (const { relay } of fleet.replicas) relay.set('closed');
    began = performance.now();
    await delay(ms / 2);
    made = await makeWorld(fleet.url, 'made-without-store');
    const [first, second] = fleet.replicas;
    const [held] = fleet.homes().get(first.name);
    refusal = await call('GET', `${second.url}/environments/${held}/zstack/v1/zones`);
    await delay(ms / 2);
    for (const { relay } of fleet.replicas) relay.set('open');
    await delay(2 * LEASE);
  });
  const [from, to] = [began + LEASE, began + ms];
  const silent = fleet.writers.filter((writer) => writer.count('acknowledged', from, to) === 0);
  if (silent.length > 0)
    fleet.problems.push(`${silent.length} worlds that were held did not go on without the store`);
  for (const [what, { status, text, retryAfter }] of Object.entries({ made, refusal })) {
    const isClear = status === 503 && /store/.test(text ?? '') && retryAfter !== undefined;
    if (!isClear) fleet.problems.push(`${what} was not refused clearly: ${status} ${text}`);
  }
  const lostBefore = fleet.lost;
  await fleet.settle();
  if (fleet.lost > lostBefore) fleet.problems.push('writes were lost because the store was gone');
  return `gone for ${seconds(ms)}: ${sum(fleet, 'acknowledged', from, to)} writes acknowledged meanwhile, none lost; others: ${refusal.json.error?.details}`;
}

/** Faults by chance, one after the other, for so many minutes. */
export async function randomFaults(fleet, minutes, random, say) {
  const counts = new Map();
  const until = performance.now() + minutes * 60_000;
  const kinds = {
    kill: killOnce,
    drain: drainOnce,
    pause: pauseOnce,
    cut: cutOnce,
    silence: silenceOnce,
    storm: stormOnce,
  };
  while (performance.now() < until) {
    await fleet.during(async () => {
      for (let i = 0; i < 5 && performance.now() < until; i++) {
        const kind = random.of(Object.keys(kinds));
        const replica = random.of(fleet.replicas);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        await delay(random.next() * 3_000);
        await kinds[kind](fleet, replica, random);
        await fleet.proxy.until(fleet.replicas.map(() => true));
      }
    });
    await fleet.settle();
    say(`${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}: ${lossOf(fleet)}`);
    if (fleet.problems.length > 0) break;
  }
  const total = sum(fleet, 'acknowledged', 0);
  return `${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}; ${total} writes acknowledged; ${lossOf(fleet)}`;
}

async function killOnce(fleet, replica, random) {
  const at = performance.now();
  await replica.end('SIGKILL');
  fleet.mayLose(replica, at, performance.now());
  await delay(random.next() * 6_000);
  await replica.start();
}

async function drainOnce(fleet, replica) {
  const { code } = await replica.end('SIGTERM');
  if (code !== 0) fleet.problems.push(`${replica.name} ended with ${code} at SIGTERM`);
  await replica.start();
}

async function pauseOnce(fleet, replica, random) {
  const at = performance.now();
  replica.pause();
  await delay(random.next() * 4 * LEASE);
  fleet.mayLose(replica, at, performance.now());
  replica.resume();
  await delay(LEASE);
}

const cutOnce = (fleet, replica, random) => cutOff(fleet, [replica], 'closed', random);
const silenceOnce = (fleet, replica, random) => cutOff(fleet, [replica], 'silent', random);
const stormOnce = (fleet, _, random) => cutOff(fleet, fleet.replicas, 'closed', random);

async function cutOff(fleet, replicas, mode, random) {
  const at = performance.now();
  for (const { relay } of replicas) relay.set(mode);
  await delay(random.next() * 3 * LEASE);
  for (const replica of replicas) {
    replica.relay.set('open');
    fleet.mayLose(replica, at, at + LEASE);
  }
  await delay(LEASE);
}

/** What was said where it stays open whether a write was done, in short. */
function openAnswers({ writers }, from) {
  const said = writers
    .flatMap(({ writes }) => writes)
    .filter(({ outcome, ended }) => outcome === 'unknown' && ended >= from)
    .map((write) => `${write.replica ?? 'proxy'}: ${write.said.slice(0, 60)}`);
  return [...Map.groupBy(said, (text) => text)]
    .map(([text, all]) => `${all.length} × ${text}`)
    .join('; ');
}

const lossOf = ({ lost, oldest, drops }) =>
  `${lost} acknowledged writes lost so far, the oldest ${seconds(oldest)} before its fault; ${drops} worlds dropped for a lease that ended`;
const sum = ({ writers }, outcome, from, to) =>
  writers.reduce((all, writer) => all + writer.count(outcome, from, to), 0);
const longestGap = ({ writers }, from) =>
  Math.max(...writers.map((writer) => writer.longestGap(from, performance.now())));
