import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalText, wholeNumber } from '../../api/params.js';
import { errorCode, type ErrorCode } from '../../core/api-error.js';
import { conflict, notFound } from '../../core/control-error.js';
import { OthersTurn } from '../../core/others-turn.js';
import { HELD, type Task } from '../../domain/task/task.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import type { World } from '../../domain/world.js';
import { byHand } from '../by-hand.js';
import { describeTask, taskShape } from '../describe-task.js';

const MOST = 1000;
const ID = wholeNumber('long', { required: true, description: 'as GET /tasks tells it' }, 0);

export const listTasks = defineControl({
  name: 'ListTasks',
  method: 'GET',
  paths: ['/v1/tasks'],
  summary: 'What is under way or waits, in the order in which it is due',
  params: { limit: wholeNumber('int', { numberRange: [1, MOST] }, MOST) },
  returns: { inventories: z.array(taskShape) },
  run: ({ world }, { limit }) => ({
    inventories: world.repositories.tasks.list(limit).map((task) => describeTask(world, task)),
  }),
});

export const stepTask = defineControl({
  name: 'StepTask',
  method: 'POST',
  paths: ['/v1/tasks/{id}/step'],
  bodyKey: 'params',
  summary: 'Does a task now instead of when it is due',
  params: { id: ID },
  returns: { inventories: z.array(taskShape).describe('what its job has left to do') },
  async run(environment, { id }) {
    const { world, runner } = environment;
    const task = taskOf(world, id);
    if (task.dueDate === HELD) {
      throw conflict(`the task ${id} is under way outside of the database`);
    }
    const { tasks } = world.repositories;
    world.unitOfWork.run(() => tasks.reschedule(task.id, task.subject, world.clock.now()));
    await runner.settleInPieces(new OthersTurn());
    await runner.idle();
    const left = task.jobUuid === null ? [] : tasks.listByJob(task.jobUuid);
    return { inventories: left.map((one) => describeTask(world, one)) };
  },
});

export const finishTask = defineControl({
  name: 'FinishTask',
  method: 'POST',
  paths: ['/v1/tasks/{id}/finish'],
  bodyKey: 'params',
  summary: 'Does all that the job of a task has left, now; of a chore, itself',
  params: { id: ID },
  returns: {},
  async run({ world, runner }, { id }, origin) {
    const { tasks, jobs } = world.repositories;
    let left = [taskOf(world, id)];
    while (left.length > 0) {
      const now = world.clock.now();
      const ready = left.filter(({ dueDate }) => dueDate !== HELD);
      const makeDue = () => {
        for (const { id: one, subject } of ready) tasks.reschedule(one, subject, now);
      };
      byHand(world, origin, () => world.unitOfWork.run(makeDue));
      await runner.settleInPieces(new OthersTurn());
      await runner.idle();
      const jobUuid = left[0]?.jobUuid ?? null;
      const isRunning = jobUuid !== null && jobs.find(jobUuid)?.state === 'Running';
      const goesOn = isRunning && !runner.isHalted;
      left = goesOn ? tasks.listByJob(jobUuid) : [];
    }
    return {};
  },
});

export const failTask = defineControl({
  name: 'FailTask',
  method: 'POST',
  paths: ['/v1/tasks/{id}/fail'],
  bodyKey: 'params',
  summary: 'Ends the job of a task by an error; its flow undoes what it had done',
  params: {
    id: ID,
    details: optionalText({ description: 'default: failed by hand' }),
  },
  returns: {},
  run: (environment, { id, details }) =>
    endJob(environment, id, errorCode('SYS.1006', details ?? 'failed by hand')),
});

export const cancelTask = defineControl({
  name: 'CancelTask',
  method: 'POST',
  paths: ['/v1/tasks/{id}/cancel'],
  bodyKey: 'params',
  summary: 'Ends the job of a task as cancelled; its flow undoes what it had done',
  params: { id: ID },
  returns: {},
  run: (environment, { id }) => endJob(environment, id, errorCode('SYS.1017', 'cancelled by hand')),
});

/** Ends the job of a task by an error, and does what that makes due. */
async function endJob(
  { world, runner }: EnvironmentControl,
  id: number,
  error: ErrorCode,
): Promise<object> {
  const task = taskOf(world, id);
  const { jobUuid } = task;
  if (jobUuid === null) {
    throw conflict(`the task ${id} is a chore of the world: there is no job to end`);
  }
  if (world.repositories.jobs.find(jobUuid)?.state !== 'Running') {
    throw conflict(`the job ${jobUuid} of the task ${id} has ended already`);
  }
  world.unitOfWork.run(() => runner.fail(task, error));
  runner.wake(jobUuid);
  await runner.settleInPieces(new OthersTurn());
  await runner.idle();
  return {};
}

function taskOf({ repositories }: World, id: number): Task {
  const task = repositories.tasks.find(id);
  if (task) return task;
  throw notFound(`there is no task ${id}; GET /emulator/v1/tasks lists those that there are`);
}
