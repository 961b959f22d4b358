import type { Command } from 'commander';
import type { Answer, Inventory } from './control-client.js';
import { addTarget, EnvironmentClient, given, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printCard, printJson, printLine, type Columns } from './print.js';
import { waiting } from './progress.js';

const CARD: Columns = {
  time: ({ time }) => time,
  mode: ({ mode }) => mode,
};

function print(clock: Inventory | undefined, { json }: TargetOptions): void {
  if (json) printJson(clock);
  else printCard(clock ?? {}, CARD);
}

/** `zstack-emulator clock`: the time of an environment. */
export function addClockCommand(program: Command): void {
  const group = program
    .command('clock')
    .description('show, stop, move and run the clock of an environment');
  teach(group, {
    prints: 'see the help of each command below',
    examples: { 'three days pass': 'clock advance 3d', 'and it goes on from there': 'clock run' },
  });
  addShow(group);
  addStop(group);
  addRun(group);
  addAdvance(group);
}

function addShow(group: Command): void {
  const command = addTarget(group.command('show').description('show the time, and how it runs'));
  teach(command, {
    prints: 'time and mode (real, offset, stopped); with --json the inventory of the clock',
    examples: { 'of the default environment': 'clock show' },
  });
  command.action(async (options: TargetOptions) => {
    const { inventory } = await new EnvironmentClient(options).ask('GET', '/clock');
    print(inventory, options);
  });
}

function addStop(group: Command): void {
  const command = addTarget(
    group
      .command('stop')
      .description('let the clock stand still: it moves only when it is moved')
      .argument('[time]', 'where it stands: ISO 8601, or such as +3d (default: where it is)'),
  );
  teach(command, {
    prints: 'where it stands; with --json the inventory of the clock',
    examples: {
      'where it is': 'clock stop',
      'at the beginning of a year': 'clock stop 2030-01-01T00:00:00Z',
    },
  });
  command.action(async (time: string | undefined, options: TargetOptions) => {
    const params = { mode: 'stopped', ...given({ time }) };
    const { inventory } = await new EnvironmentClient(options).ask('PUT', '/clock', params);
    print(inventory, options);
  });
}

function addRun(group: Command): void {
  const command = addTarget(
    group.command('run').description('let a stopped clock go on from where it stands'),
  );
  teach(command, {
    prints: 'time and mode; with --json the inventory of the clock',
    examples: { 'of an environment of its own': 'clock run --environment run-17' },
  });
  command.action(async (options: TargetOptions) => {
    const { inventory } = await new EnvironmentClient(options).ask('PUT', '/clock', {
      mode: 'run',
    });
    print(inventory, options);
  });
}

function addAdvance(group: Command): void {
  const command = addTarget(
    group
      .command('advance')
      .description('move the clock, and do everything that falls due on the way')
      .argument('<span>', 'how far: a duration such as 3d, 72h or 1h30m; or a time, ISO 8601'),
  );
  teach(command, {
    prints:
      'each change of a state or status on the way, then the time; with --json the whole answer',
    examples: {
      'three days': 'clock advance 3d',
      'up to a moment': 'clock advance 2030-01-01T00:00:00Z',
    },
  });
  command.action(async (span: string, options: TargetOptions) => {
    const params = /^\d{4}-/.test(span) ? { to: span } : { by: span };
    const work = new EnvironmentClient(options).ask('POST', '/clock/advance', params);
    const answer = await waiting(`advancing the clock by ${span}`, work);
    if (options.json) printJson(withoutForm(answer));
    else printAdvance(answer);
  });
}

/** What every good answer begins with tells a script nothing. */
const withoutForm = ({ success: _success, error: _error, ...rest }: Answer) => rest;

const shown = (value: unknown, none: string): string => (typeof value === 'string' ? value : none);

function printAdvance(answer: Answer): void {
  const changes = (answer['changes'] ?? []) as readonly Inventory[];
  const count = Number(answer['changeCount'] ?? 0);
  if (count > changes.length) printLine(`${count - changes.length} changes before these`);
  for (const { date, resourceType, resourceUuid, name, field, from, to } of changes) {
    const what = `${String(resourceType)} ${String(name ?? resourceUuid)}`;
    printLine(
      `${String(date)}  ${what}  ${String(field)} ${shown(from, '-')} -> ${shown(to, 'gone')}`,
    );
  }
  const { time, mode } = answer.inventory ?? {};
  printLine(`it is ${String(time)} (${String(mode)}); ${count === 0 ? 'no' : count} changes`);
}
