/** @jest-environment-options { "modules": "own" } */
import { stopMachineTime } from '../support/machine-time';
import { Gate } from '../../src/environment/gate';
import { IdleWatch, type Idle } from '../../src/environment/idle-watch';
import { Lease } from '../../src/environment/lease';

const NOW = 1_000_000;
beforeEach(() => stopMachineTime(NOW));

const turn = () => new Promise(setImmediate);
/** Passes time; answers whether the promise has resolved. */
async function after(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  void promise.then(() => (isDone = true));
  jest.advanceTimersByTime(milliseconds);
  await turn();
  return isDone;
}

describe('a lease', () => {
  test('is held while somebody is inside, and knows when that was', () => {
    const lease = new Lease();
    expect([lease.isHeld, lease.isOver, lease.lastUsed]).toEqual([false, false, NOW]);
    jest.advanceTimersByTime(5);
    lease.enter();
    expect([lease.isHeld, lease.lastUsed]).toEqual([true, NOW + 5]);
    jest.advanceTimersByTime(5);
    lease.leave();
    expect([lease.isHeld, lease.lastUsed]).toEqual([false, NOW + 10]);
  });

  test('is free at once when nobody is inside, and then when the last one leaves', async () => {
    const lease = new Lease();
    expect(await after(0, lease.free(5_000))).toBe(true);
    lease.enter();
    lease.enter();
    const free = lease.free(5_000);
    expect(await after(4_999, free)).toBe(false);
    lease.leave();
    expect(await after(0, free)).toBe(false);
    lease.leave();
    expect(await after(0, free)).toBe(true);
    lease.enter();
    lease.leave();
  });

  test('is waited for so long and no longer', async () => {
    const lease = new Lease();
    lease.enter();
    const free = lease.free(5_000);
    expect(await after(4_999, free)).toBe(false);
    expect(await after(1, free)).toBe(true);
  });

  test('is free for the caller who is inside himself', async () => {
    const lease = new Lease();
    lease.enter();
    expect(await after(0, lease.free(5_000, 1))).toBe(true);
    lease.enter();
    const free = lease.free(5_000, 1);
    expect(await after(0, free)).toBe(false);
    lease.leave();
    expect(await after(0, free)).toBe(true);
  });

  test('lets who listens to a client finish for a moment, and waits for no more of them', async () => {
    const lease = new Lease();
    const ends: (() => void)[] = [];
    const listening = () => lease.listen(() => new Promise<void>((resolve) => ends.push(resolve)));
    lease.enter();
    const first = listening();
    const free = lease.free(5_000);
    expect(await after(249, free)).toBe(false);
    expect(await after(1, free)).toBe(true);
    // Who does something is waited for, until he listens, too.
    lease.enter();
    const again = lease.free(5_000);
    expect(await after(1_000, again)).toBe(false);
    const second = listening();
    expect(await after(0, again)).toBe(true);
    // Who has heard enough counts as before.
    ends[0]?.();
    await first;
    const third = lease.free(5_000);
    expect(await after(1_000, third)).toBe(false);
    expect(await after(4_000, third)).toBe(true);
    const own = lease.free(5_000, 1);
    expect(await after(250, own)).toBe(true);
    ends[1]?.();
    await second;
  });
});

test('a gate that is closed twice opens once, for all who wait', async () => {
  const gate = new Gate();
  expect(gate.opened).toBeUndefined();
  gate.open();
  gate.close();
  const { opened } = gate;
  gate.close();
  expect(gate.opened).toBe(opened);
  expect(await after(0, opened ?? Promise.resolve())).toBe(false);
  gate.open();
  expect([gate.opened, await after(0, opened ?? Promise.resolve())]).toEqual([undefined, true]);
});

test('what is idle goes at its end, one after the other, unless it is in use then', async () => {
  const idle = new Map<string, Idle>();
  const removed: string[] = [];
  const put = (name: string, ends: number | null, isInUse = false) =>
    idle.set(name, { name, ends: ends === null ? null : NOW + ends, isInUse });
  const watch = new IdleWatch(
    () => [...idle.values()],
    async (name) => {
      removed.push(name);
      idle.delete(name);
      // It takes a while: meanwhile another one is used.
      await turn();
      if (name === 'first') put('touched', 2 ** 31 + 10_000);
    },
  );
  const pass = async (milliseconds: number) => {
    jest.advanceTimersByTime(milliseconds);
    for (let i = 0; i < 5; i++) await turn();
    return removed.splice(0);
  };
  watch.watch();
  put('never', null);
  watch.watch();
  expect(await pass(2 ** 31)).toEqual([]);
  const begin = 2 ** 31;
  for (const name of ['first', 'second', 'touched']) put(name, begin + 1_000);
  put('used', begin + 500, true);
  watch.watch();
  expect(await pass(999)).toEqual([]);
  // What is in use is looked at every now and then, and keeps nobody else from going.
  expect(await pass(51)).toEqual(['first', 'second']);
  put('used', begin + 500);
  expect(await pass(50)).toEqual(['used']);
  expect(await pass(9_000)).toEqual(['touched']);
  // Far away: longer than a timer can wait.
  put('far', 2 * begin + 20_000);
  watch.watch();
  expect(await pass(2 ** 30)).toEqual([]);
  expect(await pass(2 ** 30)).toEqual([]);
  expect(await pass(20_000)).toEqual(['far']);
  put('late', 0);
  watch.watch();
  expect(await pass(49)).toEqual([]);
  watch.stop();
  expect(await pass(1_000)).toEqual([]);
});
