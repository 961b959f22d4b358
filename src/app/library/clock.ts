import { A_DURATION, durationOf as spanOf } from '../../core/clock.js';
import type { Duration, EnvironmentClock, Moment } from './emulator.js';
import type { Reach } from './reach.js';

/** The last moment that a Date can name. */
const END_OF_TIME = 8_640_000_000_000_000;

export function clockOf({ look, work }: Reach): EnvironmentClock {
  const moveTo = async (find: (now: number) => number) =>
    work(async (environment) => {
      const to = () => inRange(find(environment.world.clock.now()));
      return environment.advanceTo(to, () => undefined);
    });
  return {
    now: () => look(({ world }) => world.clock.now()),
    get isStopped() {
      return look(({ world }) => world.clock.isStopped);
    },
    stop: (at) =>
      work((environment) => {
        const value = at === undefined ? undefined : toMilliseconds(at);
        const { clock } = environment.world;
        return environment.setClock(() => ({ mode: 'stopped', value: value ?? clock.now() }));
      }),
    run: () =>
      work(async (environment) => {
        const { clock } = environment.world;
        if (!clock.isStopped) return;
        await environment.setClock(() => ({
          mode: 'offset',
          value: clock.now() - clock.machineTime,
        }));
      }),
    set: (to) => moveTo(() => toMilliseconds(to)),
    advance: (by) => moveTo((now) => now + durationOf(by)),
  };
}

/** @throws {TypeError} for what is no moment */
export function toMilliseconds(moment: Moment): number {
  const time = typeof moment === 'string' ? Date.parse(moment) : Number(moment);
  if (!Number.isNaN(time)) return inRange(time);
  throw new TypeError(`'${String(moment)}' is no time; one looks like 2026-11-24T12:00:00Z`);
}

/** @throws {TypeError} for what is no span of time */
export function durationOf(span: Duration): number {
  const milliseconds = typeof span === 'number' ? Math.round(span) : span;
  const found = spanOf(milliseconds);
  if (found !== undefined) return found;
  throw new TypeError(`'${span}' is no span of time: expected ${A_DURATION}`);
}

function inRange(time: number): number {
  if (time < END_OF_TIME) return Math.floor(time);
  throw new RangeError('a clock cannot go that far');
}
