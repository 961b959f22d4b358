import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalText, wholeNumber } from '../../api/params.js';
import { apiError, errorCode } from '../../core/api-error.js';
import { HELD, type Task } from '../../domain/task/task.js';
import type { EnvironmentControl } from '../../services/environment-control.js';
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
    const task = taskOf(environment, id);
    const { tasks } = world.repositories;
    world.unitOfWork.run(() => tasks.reschedule(task.id, task.subject, world.clock.now()));
    runner.settle();
    await runner.idle();
    const left = tasks.list(MOST).filter(({ jobUuid }) => jobUuid === task.jobUuid);
    return { inventories: left.map((one) => describeTask(world, one)) };
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
  async run(environment, { id, details }) {
    const { world, runner } = environment;
    const task = taskOf(environment, id);
    const { jobUuid } = task;
    if (jobUuid === null) {
      throw apiError(
        'SYS.1006',
        `the task[${id}] is a chore of the world: there is no job to fail`,
      );
    }
    world.unitOfWork.run(() =>
      runner.fail(task, errorCode('SYS.1006', details ?? 'failed by hand')),
    );
    runner.wake(jobUuid);
    runner.settle();
    await runner.idle();
    return {};
  },
});

function taskOf({ world }: EnvironmentControl, id: number): Task {
  const task = world.repositories.tasks.find(id);
  if (!task)
    throw apiError('SYS.1003', `there is no task[${id}]; GET /emulator/v1/tasks lists them`);
  if (task.dueDate === HELD) {
    throw apiError('SYS.1006', `the task[${id}] is under way outside of the database`);
  }
  return task;
}
