import { startEmulator, type Emulator } from '../../src';
import { SEED } from '../support/emulator';

const NOON = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

let emulator: Emulator;
afterEach(() => emulator.stop());

const expunged = async () => {
  await fetch(`${emulator.url}/v1/images/${SEED.images.linux}`, { method: 'DELETE' });
  return () => emulator.images.get(SEED.images.linux) === undefined;
};

test.each([NOON, new Date(NOON), '2026-11-24T12:00:00Z'])('a clock begins at %s', async (clock) => {
  emulator = await startEmulator({ clock });
  expect(emulator.clock.now()).toBe(NOON);
  expect(emulator.clock.isStopped).toBe(true);
});

test('a stopped clock moves by hand, and does what falls due on the way, each at its own time', async () => {
  emulator = await startEmulator({ clock: NOON, auth: 'off' });
  const isGone = await expunged();
  await emulator.clock.advance(HOUR);
  expect(emulator.clock.now()).toBe(NOON + HOUR);
  expect(isGone()).toBe(false);
  expect(await emulator.clock.advance('7d')).toBeGreaterThan(0);
  expect(emulator.clock.now()).toBe(NOON + HOUR + 7 * 24 * HOUR);
  expect(isGone()).toBe(true);
  await emulator.clock.set('2027-01-01T00:00:00Z');
  expect(emulator.clock.now()).toBe(Date.UTC(2027, 0, 1));
});

test('a running clock can be stopped, moved, and run on from where it stands', async () => {
  emulator = await startEmulator();
  expect(emulator.clock.isStopped).toBe(false);
  await emulator.clock.stop();
  const stood = emulator.clock.now();
  expect(emulator.clock.now()).toBe(stood);
  await emulator.clock.stop(stood + HOUR);
  expect(emulator.clock.now()).toBe(stood + HOUR);
  await emulator.clock.run();
  expect(emulator.clock.isStopped).toBe(false);
  expect(emulator.clock.now()).toBeGreaterThanOrEqual(stood + HOUR);
  await emulator.clock.advance(HOUR);
  expect(emulator.clock.isStopped).toBe(false);
  expect(emulator.clock.now()).toBeGreaterThanOrEqual(stood + 2 * HOUR);
});

test('a clock does not go back, and takes no nonsense', async () => {
  emulator = await startEmulator({ clock: NOON });
  const { clock } = emulator;
  await expect(clock.set(NOON - 1)).rejects.toThrow(RangeError);
  await expect(clock.stop(NOON - 1)).rejects.toThrow('a clock cannot go back');
  await expect(clock.advance(-1)).rejects.toThrow(TypeError);
  await expect(clock.advance('soon')).rejects.toThrow("'soon' is no span of time");
  await expect(clock.advance(Number.NaN)).rejects.toThrow(TypeError);
  await expect(clock.set('noon')).rejects.toThrow("'noon' is no time");
  await expect(clock.advance(Number.MAX_SAFE_INTEGER)).rejects.toThrow('cannot go that far');
  expect(clock.now()).toBe(NOON);
  await expect(startEmulator({ clock: 'whenever' })).rejects.toThrow("'whenever' is no time");
});

test('each environment has its own', async () => {
  emulator = await startEmulator({ clock: NOON });
  const fork = await emulator.fork();
  await fork.clock.advance('1h');
  expect([emulator.clock.now(), fork.clock.now()]).toEqual([NOON, NOON + HOUR]);
});
