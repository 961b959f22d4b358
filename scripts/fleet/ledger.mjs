// What a world must hold: every write that was asked of it, and what was answered; and what faults may have taken.
import { setTimeout as delay } from 'node:timers/promises';
import { readFrom, writeTo } from './client.mjs';

/** Writes to one world, one after the other, and keeps the account. */
export class Writer {
  writes = [];
  /** Acknowledged writes that an answer did not have, though it was asked for after them: they must be lost for good. */
  missed = [];
  #isStopped = false;
  #running;

  /** How long it rests between two writes, in ms. */
  pace = 0;

  constructor(world, base) {
    this.world = world;
    this.base = base;
  }

  start() {
    this.#isStopped = false;
    this.#running = this.#run();
  }

  async stop() {
    this.#isStopped = true;
    await this.#running;
  }

  async #run() {
    while (!this.#isStopped) {
      await this.write();
      await delay(this.pace);
    }
  }

  async write() {
    const name = `n-${this.writes.length}`;
    const write = { name, sent: performance.now(), outcome: 'unknown' };
    this.writes.push(write);
    const { status, replica, text, reason } = await writeTo(this.base, this.world, name);
    write.ended = performance.now();
    write.replica = replica;
    write.outcome = outcomeOf(status, text);
    write.said = `${status} ${reason ?? text?.slice(0, 200)}`;
  }

  /** Reads the world, by the proxy or of a replica; answers the status. */
  async read(base = this.base, patience = 10_000) {
    const sent = performance.now();
    const { names, status, replica } = await readFrom(base, this.world, patience);
    if (!names) return status;
    const found = new Set(names);
    for (const { name, outcome, ended } of this.writes) {
      if (outcome === 'acknowledged' && ended < sent && !found.has(name)) {
        this.missed.push({ name, by: replica ?? base });
      }
    }
    return status;
  }

  /** The longest time between two acknowledged writes that overlaps a span, in ms. */
  longestGap(from, to) {
    let gap = 0;
    let last = from;
    for (const { outcome, ended } of this.writes) {
      if (outcome !== 'acknowledged' || ended < from) continue;
      gap = Math.max(gap, Math.min(ended, to) - last);
      last = ended;
      if (ended > to) break;
    }
    return gap;
  }

  count(outcome, from = 0, to = Infinity) {
    return this.writes.filter(
      (one) => one.outcome === outcome && one.ended >= from && one.ended < to,
    ).length;
  }
}

/**
 * What an answer says of a write. Refused: it was not done. A lease that ended while it was done leaves it open, and so
 * does a proxy that had handed it on (502, 504).
 */
function outcomeOf(status, text) {
  if (status === 200) return 'acknowledged';
  if (status === 404) return 'refused';
  return status === 503 && !/whether .* is not known/.test(text) ? 'refused' : 'unknown';
}

/**
 * Compares what a world holds with its account. `faults`: moments at which a replica lost what it had not stored, with
 * `replica`, `at` and until when writes that it acknowledged may be lost, `until`; of one world (`of`), and of how many ms
 * before (`longest`), where that is known.
 * @returns {Promise<{problems: string[], lost: number, oldest: number}>} with the age of the oldest lost write at its fault, in ms
 */
export async function audit(writer, base, faults, allowed) {
  const { world, writes } = writer;
  const { names, status, text } = await readFrom(base, world);
  if (!names)
    return { problems: [`${world} does not answer: ${status} ${text}`], lost: 0, oldest: 0 };
  const found = new Set(names);
  const problems = [];
  if (found.size !== names.length) problems.push(`${world} has a write twice`);
  for (const { name, outcome, said } of writes) {
    if (outcome === 'refused' && found.has(name))
      problems.push(`${world} has ${name}, which was refused: ${said}`);
  }
  for (const { name, by } of writer.missed) {
    if (found.has(name))
      problems.push(`${world} was read without ${name} at ${by}: an older state than was there`);
  }
  let oldest = 0;
  const acknowledged = writes.filter(({ outcome }) => outcome === 'acknowledged');
  const lost = acknowledged.filter(({ name }) => !found.has(name));
  for (const write of lost) {
    const fault = faults.find(
      ({ replica, at, until, of = world, longest = allowed }) =>
        of === world &&
        replica === write.replica &&
        write.ended <= until &&
        write.ended >= at - longest,
    );
    if (!fault) {
      const nearest = faults
        .filter(({ replica, at }) => replica === write.replica && at > write.ended)
        .map(({ at }) => Math.round(at - write.ended));
      problems.push(
        `${world} has lost ${write.name} of ${write.replica}, which no fault explains: the next one came ${nearest[0]} ms later`,
      );
      continue;
    }
    if (!fault.of) oldest = Math.max(oldest, fault.at - write.ended);
    // What was lost is the end of what was there: a later write of the same replica before the fault is lost, too.
    const later = acknowledged.find(
      (one) =>
        one.sent > write.ended &&
        one.replica === write.replica &&
        one.ended <= fault.at &&
        found.has(one.name),
    );
    if (later)
      problems.push(`${world} has ${later.name}, but not ${write.name} before it: a mixture`);
  }
  return { problems, lost: lost.length, oldest };
}
