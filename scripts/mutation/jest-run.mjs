/** Runs files of tests in processes that stay for the next run (jest/seat.cjs): to begin one takes seconds. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';

const SEAT = join(root, 'scripts', 'mutation', 'jest', 'seat.cjs');
/** What tests leave behind adds up; a process that has grown so large, in bytes, or so old is ended. */
const LARGEST = 3_000_000_000;
const MOST_RUNS = 60;
/** How long a process may take to say that all tests have ended, in ms. */
const TO_END = 60_000;

const idle = [];
const all = new Set();
process.on('exit', () => {
  for (const { child } of all) kill(child);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/**
 * Answers `{ results, isLate, hasDied, isFresh, said }`: what each file came to (`{ test, isGreen, failed, ms }`),
 * whether the time was up first, whether the process ended first and whether this was its first run, and the end of
 * what it said. `bail`: it ends with the first test that fails. `counting`: a folder for what is reached. `timeout`: how
 * long all may take, in ms, or of each file of tests how long it may: a loop without end is noticed where it is.
 */
export async function runTests(tests, { counting, mutant, bail = false, timeout }) {
  const seat = seatFor(counting);
  const isFresh = seat.runs++ === 0;
  const results = [];
  let isLate = false;
  let timer;
  const wait = () => {
    const ms = typeof timeout === 'number' ? timeout : (timeout[results.length] ?? TO_END);
    clearTimeout(timer);
    timer = setTimeout(() => {
      isLate = true;
      kill(seat.child);
    }, ms);
  };
  wait();
  const done = await new Promise((resolve) => {
    seat.told = (message) => {
      if (message.done) resolve(message);
      else {
        results.push(message);
        if (typeof timeout !== 'number') wait();
      }
    };
    seat.ended = () => resolve(undefined);
    seat.child.send({ tests, mutant, bail });
  });
  clearTimeout(timer);
  if (done && done.bytes < LARGEST && seat.runs < MOST_RUNS) idle.push(seat);
  else kill(seat.child);
  return { results, isLate, hasDied: !done && !isLate, isFresh, said: seat.said };
}

/** Ends all processes: the run is over. */
export function endSeats() {
  for (const { child } of all) kill(child);
}

function seatFor(counting) {
  const free = idle.findIndex((seat) => seat.counting === counting);
  if (free >= 0) return idle.splice(free, 1)[0];
  const child = fork(SEAT, {
    cwd: root,
    // A group of its own: what tests start ends with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...(counting && { MUTATION_COVERAGE: counting }) },
  });
  const seat = { child, counting, runs: 0, said: '' };
  all.add(seat);
  child.stderr.on('data', (chunk) => (seat.said = (seat.said + chunk).slice(-4000)));
  child.on('message', (message) => seat.told(message));
  child.on('error', () => {});
  child.on('exit', () => {
    all.delete(seat);
    kill(child);
    seat.ended?.();
  });
  return seat;
}

function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended, and what it started.
  }
}
