import type { Command } from 'commander';
import { addTarget, EnvironmentClient, given, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable, type Columns } from './print.js';
import { waiting } from './progress.js';

const COLUMNS: Columns = {
  ID: ({ id }) => id,
  STEP: ({ flow, step }) => `${String(flow)}/${String(step)}`,
  OPERATION: ({ operation }) => operation ?? 'the world itself',
  'WAITS FOR': ({ waitsFor, due }) => (waitsFor === 'time' ? due : waitsFor),
  DONE: ({ percent }) => `${Number(percent)} %`,
};

interface FailOptions extends TargetOptions {
  readonly details?: string;
}

interface ListOptions extends TargetOptions {
  readonly all?: boolean;
}

/** `zstack-emulator tasks`: what is under way or waits. */
export function addTasksCommand(program: Command): void {
  const group = program
    .command('tasks')
    .description('list what is under way or waits, and do, fail or cancel it by hand');
  teach(group, {
    prints: 'see the help of each command below',
    examples: { 'what is under way': 'tasks list', 'do one now': 'tasks step 7' },
  });
  addList(group);
  addVerb(group, 'step', 'do a task now instead of when it is due', 'did task');
  addVerb(
    group,
    'finish',
    'do all that the job of a task has left, now',
    'finished the job of task',
  );
  addFail(group);
  addVerb(group, 'cancel', 'end the job of a task as cancelled', 'cancelled the job of task');
}

function addList(group: Command): void {
  const command = addTarget(
    group.command('list').description('list the tasks of jobs, in the order in which they are due'),
  ).option('--all', "the world's own chores, too");
  teach(command, {
    prints: 'a line for each task; with --json an array of them',
    examples: { 'of jobs': 'tasks list', 'and of the world itself': 'tasks list --all' },
  });
  command.action(async (options: ListOptions) => {
    const all = await new EnvironmentClient(options).list('/tasks');
    const shown = options.all ? all : all.filter(({ jobUuid }) => jobUuid !== null);
    if (options.json) printJson(shown);
    else printTable(shown, COLUMNS, 'nothing is under way');
  });
}

const ID = ['<id>', 'the task, as `tasks list` tells it'] as const;

function addVerb(group: Command, verb: string, what: string, did: string): void {
  const command = addTarget(
    group
      .command(verb)
      .description(what)
      .argument(...ID),
  );
  teach(command, {
    prints: 'what was done; with --json the answer of the control API',
    examples: { 'the task 7': `tasks ${verb} 7` },
  });
  command.action((id: string, options: TargetOptions) => act(id, verb, did, {}, options));
}

function addFail(group: Command): void {
  const command = addTarget(
    group
      .command('fail')
      .description('end the job of a task by an error; its flow undoes what it had done')
      .argument(...ID)
      .option('--details <text>', 'why (default: failed by hand)'),
  );
  teach(command, {
    prints: 'what was done; with --json the answer of the control API',
    examples: { 'with a reason': 'tasks fail 7 --details power-cut' },
  });
  command.action((id: string, { details, ...options }: FailOptions) =>
    act(id, 'fail', 'failed the job of task', given({ details }), options),
  );
}

async function act(
  id: string,
  verb: string,
  did: string,
  params: object,
  options: TargetOptions,
): Promise<void> {
  const path = `/tasks/${encodeURIComponent(id)}/${verb}`;
  const work = new EnvironmentClient(options).ask('POST', path, params);
  const answer = await waiting(`${verb} of task ${id}`, work);
  if (options.json) printJson({ inventories: answer.inventories ?? [] });
  else printLine(`${did} ${id}`);
}
