import { Option, type Command } from 'commander';
import type { Inventory } from './control-client.js';
import { addTarget, EnvironmentClient, given, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable, type Columns } from './print.js';
import { wholeNumber } from './whole-number.js';

const COLUMNS: Columns = {
  KIND: ({ kind }) => kind ?? 'every',
  RESOURCE: ({ resourceUuid }) => resourceUuid ?? 'every',
  MODE: ({ mode }) => mode,
  POLLS: ({ polls }) => polls,
  JITTER: ({ jitterPercent }) => `${Number(jitterPercent)} %`,
};

interface SetOptions extends TargetOptions {
  readonly kind?: string;
  readonly resource?: string;
  readonly polls?: string;
  readonly jitter?: string;
}

const MODES = ['immediate', 'timed', 'manual'];
const KINDS = ['download', 'template', 'snapshot', 'export', 'deletion', 'reconnect', 'vm'];

/** `zstack-emulator progression`: how slow work goes on. */
export function addProgressionCommand(program: Command): void {
  const group = program
    .command('progression')
    .description('show and set how slow work goes on: at once, in its time or by hand');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'everything takes its time': 'progression set timed',
      'as at the start': 'progression reset',
    },
  });
  const show = addTarget(group.command('show').description('show how slow work goes on'));
  teach(show, {
    prints: 'the mode of all work, and what differs from it; with --json the inventory',
    examples: { 'of the default environment': 'progression show' },
  });
  show.action(async (options: TargetOptions) => {
    const { inventory } = await new EnvironmentClient(options).ask('GET', '/progression');
    print(inventory, options);
  });
  addSet(group);
  const reset = addTarget(
    group.command('reset').description('let slow work go on as the settings at the start say'),
  );
  teach(reset, {
    prints: 'how slow work goes on now; with --json the inventory',
    examples: { 'of the default environment': 'progression reset' },
  });
  reset.action(async (options: TargetOptions) => {
    const { inventory } = await new EnvironmentClient(options).ask('DELETE', '/progression');
    print(inventory, options);
  });
}

function addSet(group: Command): void {
  const command = addTarget(
    group
      .command('set')
      .description('set how slow work goes on: all of it, of a kind, on a resource, or both')
      .argument('<mode>', MODES.join(', '))
      .addOption(new Option('--kind <kind>', 'only work of this kind').choices(KINDS))
      .option('--resource <uuid>', 'only work on this image, volume, snapshot, VM or storage')
      .option('--polls <number>', 'of manual: it goes on after so many polls of its job')
      .option('--jitter <percent>', 'of timed: work takes up to so much more or less'),
  );
  teach(command, {
    prints: 'how slow work goes on now; with --json the inventory',
    examples: {
      'all work takes its time, more or less': 'progression set timed --jitter 20',
      'templates wait for three polls of their job':
        'progression set manual --kind template --polls 3',
    },
  });
  command.action(async (mode: string, options: SetOptions) => {
    const { kind, resource, polls, jitter } = options;
    const params = given({
      mode,
      kind,
      resourceUuid: resource,
      polls: wholeNumber('--polls', polls),
      jitterPercent: wholeNumber('--jitter', jitter),
    });
    const { inventory } = await new EnvironmentClient(options).ask('PUT', '/progression', params);
    print(inventory, options);
  });
}

function print(progression: Inventory = {}, { json }: TargetOptions): void {
  if (json) {
    printJson(progression);
    return;
  }
  const { mode, rules } = progression;
  printLine(`slow work is ${String(mode)}`);
  const all = (rules ?? []) as readonly Inventory[];
  if (all.length > 0) printTable(all, COLUMNS, '');
}
