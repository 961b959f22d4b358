import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalDuration, optionalText, requiredChoice } from '../../api/params.js';
import { LAST_DATE, parseTime, type Clock, type ClockState } from '../../core/clock.js';
import { conflict, invalid } from '../../core/control-error.js';
import type { Task } from '../../domain/task/task.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { changesSince, changeShape, lastEvent } from '../changes.js';
import { choreShape, RanTasks } from '../ran-tasks.js';
import { describeTask, taskShape } from '../describe-task.js';

const MODES = ['real', 'offset', 'stopped'] as const;
/** What a clock can be told: a mode, or to go on from where it stands. */
const ORDERS = [...MODES, 'run'] as const;

export const clockShape = z.object({
  mode: z
    .enum(MODES)
    .describe(
      "real: the machine's time; offset: it runs as that does, shifted; stopped: it moves when it is moved",
    ),
  time: z.string().describe('ISO 8601, UTC'),
  milliseconds: z.int().describe('since 1970'),
});

export const describeClock = ({ world }: Pick<EnvironmentControl, 'world'>) => ({
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
    mode: requiredChoice(ORDERS, {
      description:
        "real: the machine's time; offset: it runs from `time` on; stopped: it stands at `time`; run: a stopped one goes on from where it stands, one that runs is left alone",
    }),
    time: optionalText({
      description:
        'where it starts (offset) or stands (stopped): ISO 8601, or from its own time on such as +3d; default: its own time',
    }),
  },
  returns: { inventory: clockShape },
  async run(environment, { mode, time }, origin) {
    await stillness(environment);
    const { clock } = environment.world;
    if (time !== null && (mode === 'real' || mode === 'run')) {
      throw invalid(`time goes with the modes offset and stopped, not with ${mode}`);
    }
    if (mode !== 'run' || clock.isStopped) {
      const state = () => {
        const at = time === null ? clock.now() : timeOf(environment, time);
        return stateOf(clock, mode === 'run' ? 'offset' : mode, at);
      };
      await forwards(() => environment.setClock(state, origin));
    }
    return { inventory: describeClock(environment) };
  },
});

/** What a mode needs to be at a time: an offset is told from real time. */
const stateOf = (clock: Clock, mode: ClockState['mode'], at: number): ClockState => ({
  mode,
  value: mode === 'real' ? 0 : mode === 'stopped' ? at : at - clock.machineTime,
});

export const advanceClock = defineControl({
  name: 'AdvanceClock',
  method: 'POST',
  paths: ['/v1/clock/advance'],
  bodyKey: 'params',
  summary: 'Moves the clock and does everything that falls due on the way, in order',
  params: {
    by: optionalDuration(),
    to: optionalText({ description: 'a time, ISO 8601, or from its own time on such as +3d' }),
  },
  returns: {
    inventory: clockShape,
    changes: z
      .array(changeShape)
      .describe('each change of a state or status on the way, in order: the last thousand'),
    changeCount: z.int().describe('how many changes there were'),
    count: z.int().describe('how many steps of jobs and chores were done'),
    ran: z.array(taskShape).describe('the steps of jobs among them: the last thousand'),
    chores: z.array(choreShape).describe('what the world did for itself, and how often'),
    next: taskShape.nullable().describe('what is due next'),
  },
  async run(environment, { by, to }, origin) {
    await stillness(environment);
    const time = () => targetOf(environment, by, to);
    const { world } = environment;
    const before = lastEvent(world);
    const ran = new RanTasks(world);
    const count = await forwards(() =>
      environment.advanceTo(time, (task: Task) => ran.add(task), origin),
    );
    const [next] = world.repositories.tasks.list(1);
    return {
      inventory: describeClock(environment),
      ...changesSince(world, before),
      count,
      ...ran.told(),
      next: next ? describeTask(world, next) : null,
    };
  },
});

/** Somebody else may be moving it, and have come in before the gate closed. */
async function stillness(environment: EnvironmentControl): Promise<void> {
  while (environment.moving) await environment.moving;
}

function targetOf(environment: EnvironmentControl, by: number | null, to: string | null): number {
  if (by !== null && to !== null) throw invalid('by and to exclude each other: give one of them');
  if (to !== null) return timeOf(environment, to);
  if (by !== null) return inRange(environment.world.clock.now() + by);
  throw invalid('how far is missing: expected by, such as 3d, or to, such as 2026-11-24T12:00:00Z');
}

function timeOf({ world }: EnvironmentControl, text: string): number {
  const time = parseTime(text, world.clock.now()) ?? Date.parse(text);
  if (!Number.isNaN(time)) return inRange(time);
  throw invalid(`'${text}' is no time; one looks like 2026-11-24T12:00:00Z or +3d`);
}

function inRange(time: number): number {
  if (Math.abs(time) < LAST_DATE) return time;
  throw invalid('a clock cannot go that far');
}

/** A clock that would go back is the caller's error. */
async function forwards<T>(move: () => Promise<T>): Promise<T> {
  try {
    return await move();
  } catch (error) {
    if (error instanceof RangeError) {
      throw conflict(
        `${error.message}; the mode run lets it go on from where it stands, and a reset makes a new world`,
      );
    }
    throw error;
  }
}
