/** What becomes of one mutant: the cases of the operations that reach it are tried until one comes out otherwise. */
import { join } from 'node:path';
import { read, WORK, writeJson } from '../files.mjs';
import { Seat } from './seat.mjs';

/** A first round of so many cases, of as many operations as there are, finds most. */
const FIRST = 40;
/** An answer may take that much longer than its cases took: a loop without end is found so. */
const SLOWER = 8;
const START = 60_000;
/** So often a case is left out that comes out otherwise without the mutant, too, where others did not run before it. */
const RETRIES = 4;

export class Judge {
  #seat;
  /** Of each mode what came out as expected where only some cases were tried. */
  #steady = {};
  #expected;

  /** `limit`: of so many cases at most, for each mode; `tried` says how many there were. */
  constructor(program, reaches, limit) {
    this.program = program;
    this.limit = limit;
    this.reaches = reaches;
    this.#expected = join(WORK, 'verify', `expected-${process.pid}.json`);
    const stateOf = ([title, { state }]) => [title, state];
    writeJson(
      this.#expected,
      Object.fromEntries(
        reaches.map(({ mode, cases }) => [
          mode.name,
          Object.fromEntries(Object.entries(cases).map(stateOf)),
        ]),
      ),
    );
  }

  /**
   * `{ outcome, mode, by, state, reason, tried, seconds }`: `seen` (a case comes out otherwise, or something is left),
   * `ended` (the emulator did, or did not start), `late`, `told` (all cases hold, and one was told something else than
   * without it, as `verify diff` sees), `unseen`, or `unreached`.
   */
  async judge(mutant) {
    const started = performance.now();
    const seconds = () => Number(((performance.now() - started) / 1000).toFixed(1));
    const id = this.program.ids.get(mutant.key);
    let [tried, of] = [0, 0];
    const plans = this.reaches.flatMap((reach) => {
      const plan = planOf(mutant, id, reach, this.limit);
      return plan ? [{ reach, plan }] : [];
    });
    for (const { reach, plan } of plans) {
      const result = await this.#tryPlan(plan, id, reach.mode);
      tried += plan.size;
      of += plan.of;
      if (result) return { ...result, mode: reach.mode.name, tried, seconds: seconds() };
    }
    for (const { reach, plan } of plans) {
      const by = await this.#toldOtherwise(plan, id, reach.mode);
      if (by) return { outcome: 'told', by, mode: reach.mode.name, tried, of, seconds: seconds() };
    }
    return { outcome: tried === 0 ? 'unreached' : 'unseen', tried, of, seconds: seconds() };
  }

  /** The first case that is told something else than without the mutant, where that is the same twice without it. */
  async #toldOtherwise({ rounds, ms, isOnce }, mutant, { settings }) {
    const timeout = START + SLOWER * ms;
    for (let i = 1; i <= rounds.length; i++) {
      const message = { tells: true, settings, rounds: rounds.slice(0, i) };
      const own = isOnce ? this.#newSeat(mutant) : this.#anySeat();
      const { told } = await own.ask({ ...message, mutant }, timeout);
      if (isOnce) own.end();
      if (!told) return undefined;
      const once = await this.#toldWithout(message, timeout);
      const others = Object.keys(once).filter((title) => once[title] !== told[title]);
      if (others.length === 0) continue;
      const twice = await this.#toldWithout(message, timeout);
      const other = others.find((title) => once[title] === twice[title]);
      if (other) return other;
    }
    return undefined;
  }

  async #toldWithout(message, timeout) {
    const answer = await this.#anySeat().ask(message, timeout);
    if (answer.told) return answer.told;
    throw new Error(`without a mutant it ends: ${JSON.stringify(answer)}`);
  }

  end() {
    this.#seat?.end();
  }

  /** Undefined: the cases do not find it. */
  async #tryPlan({ rounds, ms, isOnce }, mutant, { name, settings }) {
    const timeout = START + SLOWER * ms;
    const ignored = [];
    for (let i = 0; i <= RETRIES; i++) {
      const message = { settings, mode: name, rounds, ignored };
      const own = isOnce ? this.#newSeat(mutant) : this.#anySeat();
      let answer = await own.ask({ ...message, mutant }, timeout);
      if (isOnce) own.end();
      if ((answer.late || answer.ended) && !isOnce) {
        // Perhaps what one before it had left behind did that.
        own.end();
        answer = await this.#anySeat().ask({ ...message, mutant }, timeout);
      }
      if (answer.end) return undefined;
      if (answer.late) return { outcome: 'late' };
      if (answer.ended) return { outcome: 'ended', reason: answer.reason };
      if (!(await this.#isShaky(answer.found, message, timeout))) {
        return { outcome: 'seen', by: answer.found, state: answer.state, reason: answer.reason };
      }
      // What comes out otherwise without it says nothing; and a fresh process is sure to know nothing of others.
      this.#seat.end();
      ignored.push(answer.found);
    }
    return undefined;
  }

  /** Whether what a mutant is found by comes out otherwise without it, too, where it is tried so. */
  async #isShaky(found, message, timeout) {
    const steady = (this.#steady[message.mode] ??= new Set());
    if (steady.has(found)) return false;
    const without = await this.#anySeat().ask(message, timeout);
    if (without.late || without.ended) {
      throw new Error(`without a mutant it ends: ${JSON.stringify(without)}`);
    }
    for (const title of without.held) steady.add(title);
    return without.found === found;
  }

  #anySeat() {
    if (!this.#seat || this.#seat.isGone) this.#seat = this.#newSeat();
    return this.#seat;
  }

  #newSeat(mutant) {
    return new Seat(this.program.bundle, this.#expected, mutant);
  }
}

/** Which cases are tried, the most telling first. Undefined: none reaches it. */
function planOf(mutant, id, { cases, outside, once }, limit) {
  const proven = Object.entries(cases).filter(([, { state }]) => state === 'proven');
  const reaching = proven.filter(([, { reached }]) => reached.includes(id));
  const isOnce = once.includes(id);
  if (reaching.length === 0 && !isOnce && !outside.includes(id)) return undefined;
  const touched = new Set(reaching.map(([, { operation }]) => operation));
  // What is done once, or only to the world at its beginning, shows anywhere.
  const isAnywhere = isOnce || touched.size === 0;
  const all = proven.filter(([, { operation }]) => isAnywhere || touched.has(operation));
  const first = spread(reaching.length > 0 ? reaching : all, mutant, Math.min(FIRST, limit));
  const rest = spread(
    all.filter(([title]) => !first.includes(title)),
    mutant,
    limit - first.length,
  );
  const chosen = new Set([...first, ...rest]);
  const ms = all.reduce((sum, [title, one]) => sum + (chosen.has(title) ? one.ms : 0), 0);
  const rounds = [first, rest].filter(({ length }) => length > 0);
  return { rounds, ms, size: chosen.size, of: all.length, isOnce };
}

/** Titles of so many cases, of all operations in turn; those first that the place declares, or that are named alike. */
function spread(cases, mutant, count) {
  const words = wordsOf(mutant.file);
  const declared = declaredAt(mutant);
  const operations = [...Map.groupBy(cases, ([, { operation }]) => operation)]
    .map(([operation, own]) => ({
      own,
      isDeclared: declared.includes(operation),
      alike: [...wordsOf(operation)].filter((word) => words.has(word)).length,
    }))
    .toSorted((a, b) => b.alike - a.alike || a.own.length - b.own.length);
  const titles = operations
    .filter(({ isDeclared }) => isDeclared)
    .flatMap(({ own }) => own.map(([title]) => title));
  for (let i = 0; titles.length < Math.min(count, cases.length); i++) {
    for (const { own, isDeclared } of operations) {
      if (own[i] && !isDeclared) titles.push(own[i][0]);
    }
  }
  return titles.slice(0, count);
}

/** Operations that are declared on the line of a mutant, or else in its file. */
function declaredAt({ file, line }) {
  const text = read(file);
  const here = namesIn(text.split('\n')[line - 1] ?? '');
  return here.length > 0 ? here : namesIn(text);
}

const namesIn = (text) => [...text.matchAll(/\bname: '([A-Z]\w+)'/g)].map(([, name]) => name);

const wordsOf = (text) =>
  new Set(
    text
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z]+/)
      .map((word) => word.replace(/s$/, '')),
  );
