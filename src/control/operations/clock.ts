import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalText, requiredChoice } from '../../api/params.js';
import { apiError } from '../../core/api-error.js';
import { parseDuration, realTime, type ClockState } from '../../core/clock.js';
import type { Task } from '../../domain/task/task.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { describeTask, taskShape } from '../describe-task.js';

const MODES = ['real', 'offset', 'stopped'] as const;
/** The last moment that a Date can name. */
const END_OF_TIME = 8_640_000_000_000_000;

const clockShape = z.object({
  mode: z.enum(MODES),
  time: z.string().describe('ISO 8601, UTC'),
  milliseconds: z.int().describe('since 1970'),
});

const describeClock = ({ world }: EnvironmentControl) => ({
  mode: world.clock.state.mode,
  time: new Date(world.clock.now()).toISOString(),
  milliseconds: world.clock.now(),
});

export const getClock = defineControl({
  name: 'GetClock',
  method: 'GET',
  paths: ['/v1/clock'],
  summary: 'The time of the environment, and how its clock runs',
  params: {},
  returns: { inventory: clockShape },
  run: (environment) => ({ inventory: describeClock(environment) }),
});

export const setClock = defineControl({
  name: 'SetClock',
  method: 'PUT',
  paths: ['/v1/clock'],
  bodyKey: 'params',
  summary: 'Lets the clock run with real time, shifted from it, or stand still; never back',
  params: {
    mode: requiredChoice(MODES),
    time: optionalText({ description: 'ISO 8601; where it starts or stands; default: now' }),
  },
  returns: { inventory: clockShape },
  async run(environment, { mode, time }) {
    await stillness(environment);
    const { clock } = environment.world;
    const at = time === null ? clock.now() : timeOf(time);
    await forwards(() => environment.setClock(stateOf(mode, at)));
    return { inventory: describeClock(environment) };
  },
});

/** What a mode needs to be at a time: an offset is told from real time. */
const stateOf = (mode: ClockState['mode'], at: number): ClockState => ({
  mode,
  value: mode === 'real' ? 0 : mode === 'stopped' ? at : at - realTime(),
});

export const advanceClock = defineControl({
  name: 'AdvanceClock',
  method: 'POST',
  paths: ['/v1/clock/advance'],
  bodyKey: 'params',
  summary: 'Moves the clock and does everything that falls due on the way, in order',
  params: {
    by: optionalText({ description: 'a duration such as 72h, 1h30m or 1500ms' }),
    to: optionalText({ description: 'a time, ISO 8601' }),
  },
  returns: {
    inventory: clockShape,
    count: z.int().describe('how many steps and chores were done'),
    ran: z.array(taskShape).describe('the last thousand of them'),
    next: taskShape.nullable().describe('what is due next'),
  },
  async run(environment, { by, to }) {
    await stillness(environment);
    const time = targetOf(environment, by, to);
    const { world } = environment;
    const tell = (task: Task) => describeTask(world, task);
    const { count, ran } = await forwards(() => environment.advanceTo(time, tell));
    const [next] = world.repositories.tasks.list(1);
    return {
      inventory: describeClock(environment),
      count,
      ran: [...ran],
      next: next ? describeTask(world, next) : null,
    };
  },
});

/** Somebody else may be moving it, and have come in before the gate closed. */
async function stillness(environment: EnvironmentControl): Promise<void> {
  while (environment.moving) await environment.moving;
}

function targetOf({ world }: EnvironmentControl, by: string | null, to: string | null): number {
  if ((by === null) === (to === null)) {
    throw apiError('SYS.1007', 'exactly one of by and to must be given');
  }
  if (to !== null) return timeOf(to);
  const milliseconds = parseDuration(by ?? '');
  if (milliseconds === undefined) {
    throw apiError('SYS.1007', `by[${by}] is no duration; one looks like 72h, 1h30m or 1500ms`);
  }
  return inRange(world.clock.now() + milliseconds);
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw apiError('SYS.1007', `[${text}] is no time; one looks like 2026-11-24T12:00:00Z`);
  }
  return inRange(time);
}

function inRange(time: number): number {
  if (time < END_OF_TIME) return time;
  throw apiError('SYS.1007', 'a clock cannot go that far');
}

/** A clock that would go back is the caller's error. */
async function forwards<T>(move: () => Promise<T>): Promise<T> {
  try {
    return await move();
  } catch (error) {
    if (error instanceof RangeError) throw apiError('SYS.1007', error.message);
    throw error;
  }
}
