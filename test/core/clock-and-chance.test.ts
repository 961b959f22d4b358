/** @jest-environment-options { "modules": "own" } */
import fc from 'fast-check';
import { Chance } from '../../src/core/chance';
import { Clock, monotonicMilliseconds, parseTime } from '../../src/core/clock';
import { parseSize } from '../../src/core/sizes';
import { isResourceUuid, uuidFromName } from '../../src/core/uuid';
import { toTimestamp } from '../../src/contract/timestamp';
import { stopMachineTime } from '../support/machine-time';

test.each([
  [Date.UTC(2017, 10, 14, 22, 20, 57), 'Nov 14, 2017 10:20:57 PM'],
  [Date.UTC(2026, 0, 1, 0, 0, 0), 'Jan 1, 2026 12:00:00 AM'],
  [Date.UTC(2026, 11, 31, 12, 5, 9, 999), 'Dec 31, 2026 12:05:09 PM'],
])('%d is written %s', (time, text) => {
  expect(toTimestamp(time)).toBe(text);
});

test('a stopped clock stands until it is moved, and never goes back', () => {
  const clock = new Clock({ mode: 'stopped', value: 1_000 });
  expect(clock.now()).toBe(1_000);
  clock.moveTo(5_000);
  expect(clock.now()).toBe(5_000);
  expect(() => clock.moveTo(4_999)).toThrow(RangeError);
});

test('a running clock takes a time that was read from it a moment ago, and does not go back', () => {
  stopMachineTime();
  const clock = new Clock();
  const read = clock.now() - 500;
  clock.moveTo(read);
  expect(clock.now()).toBeGreaterThan(read);
  clock.set({ mode: 'stopped', value: read });
  expect(clock.isStopped).toBe(true);
  expect(clock.now()).toBeGreaterThan(read);
  const other = new Clock();
  expect(() => other.set({ mode: 'stopped', value: read - 60_000 })).toThrow(RangeError);
});

test('a running clock that was moved goes on from there', () => {
  const clock = new Clock();
  const later = clock.now() + 3_600_000;
  clock.moveTo(later);
  expect(clock.now()).toBeGreaterThanOrEqual(later);
  expect(clock.state.mode).toBe('offset');
});

test('the same seed gives the same stream, also when it goes on from a saved state', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat({ max: 50 }), (seed, used) => {
      const first = Chance.fromSeed(seed);
      for (let i = 0; i < used; i++) first.nextUint32();
      const second = new Chance(first.state);
      return first.uuid() === second.uuid() && first.below(10) === second.below(10);
    }),
  );
});

test('uuids made one after the other begin with numbers that grow, whatever is drawn between them', () => {
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      fc.array(fc.nat({ max: 20 }), { maxLength: 50 }),
      (seed, draws) => {
        const chance = Chance.fromSeed(seed);
        let last = parseInt(chance.uuid().slice(0, 8), 16);
        for (const draw of draws) {
          for (let i = 0; i < draw; i++) chance.nextUint32();
          const next = parseInt(chance.uuid().slice(0, 8), 16);
          // Around the end of 32 bits they begin anew.
          const step = (next - last + 2 ** 32) % 2 ** 32;
          expect(step).toBeGreaterThan(0);
          expect(step).toBeLessThan(2 ** 20);
          last = next;
        }
      },
    ),
  );
});

test('uuids of different seeds do not begin alike', () => {
  const begins = Array.from({ length: 200 }, (_, seed) => Chance.fromSeed(seed).uuid().slice(0, 6));
  expect(new Set(begins).size).toBeGreaterThan(190);
});

test('uuids of the stream and of names are ones that the API takes, and differ', () => {
  const chance = Chance.fromSeed(1);
  const uuids = Array.from({ length: 1_000 }, () => chance.uuid());
  expect(new Set(uuids).size).toBe(1_000);
  expect(uuids.filter((uuid) => !isResourceUuid(uuid))).toEqual([]);
  expect(isResourceUuid(uuidFromName('default/zone/zone-1'))).toBe(true);
});

test('shuffling keeps every item', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.integer()), (seed, items) => {
      const shuffled = Chance.fromSeed(seed).shuffled(items);
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
    }),
  );
});

const NOON = Date.UTC(2026, 0, 31, 12, 30, 15);
test.each([
  ['2026-01-31T12:30:15.000Z', NOON],
  ['2026-01-31T12:30:15', NOON],
  [' 2026-01-31T14:30:15+02:00 ', NOON],
  ['2026-01-31T14:30:15+0200', NOON],
  ['2026-01-31T12:30:15.25Z', NOON + 250],
  ['2026-01-31T12:30Z', NOON - 15_000],
  ['2026-01-31T12:30', NOON - 15_000],
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['now', 5],
  ['-5ms', 0],
  ['+1s', 1005],
  ['2026-01-31T12:3:15Z', undefined],
  ['2026-01-31T1:30:15Z', undefined],
  ['2026-01-31T12:30:1Z', undefined],
  ['2026-01-31T12:30:15.Z', undefined],
  ['2026-01-31T12:30:15.1234Z', undefined],
  ['2026-01-31T12Z', undefined],
  ['2026-1-31', undefined],
  ['2026-01-3', undefined],
  ['226-01-31', undefined],
  ['12026-01-31', undefined],
  ['2026-01-31 12:30:15', undefined],
  ['2026-01-31T12:30:15+2:00', undefined],
  ['2026-01-31T12:30:15+02', undefined],
  ['2026-01-31T12:30:15Zulu', undefined],
  ['2026-13-31', undefined],
  ['then', undefined],
  ['', undefined],
])('the time %p is %p', (text, time) => {
  expect(parseTime(text, 5)).toBe(time);
});

test.each([
  ['512M', 512 * 2 ** 20],
  ['1G', 2 ** 30],
  ['2t', 2 * 2 ** 40],
  ['100', 100],
  ['100B', 100],
  ['1.5G', undefined],
  ['G', undefined],
  ['-1', undefined],
  ['99999999T', undefined],
])('the size %s is %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test('work is timed in milliseconds of a clock that nobody sets', () => {
  const before = process.hrtime.bigint();
  const milliseconds = monotonicMilliseconds();
  const after = process.hrtime.bigint();
  expect(milliseconds).toBeGreaterThanOrEqual(Number(before) / 1e6 - 0.001);
  expect(milliseconds).toBeLessThanOrEqual(Number(after) / 1e6 + 0.001);
});
