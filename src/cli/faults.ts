import { Option, type Command } from 'commander';
import { addTarget, EnvironmentClient, given, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable, type Columns } from './print.js';
import { wholeNumber } from './whole-number.js';

/** As the emulator knows them; its domain is not loaded for a command. */
export const KINDS = [
  'fail',
  'delay',
  'disconnect',
  'fill',
  'crash',
  'corrupt',
  'dropBefore',
  'dropAfter',
  'answerLate',
  'brokenJson',
];
export const TYPES = [
  'Image',
  'ImagePackage',
  'BackupStorage',
  'PrimaryStorage',
  'Volume',
  'VolumeSnapshot',
  'VolumeSnapshotGroup',
  'VolumeBackup',
  'ImageGroup',
  'VmInstance',
  'Zone',
];

const COLUMNS: Columns = {
  UUID: ({ uuid }) => uuid,
  KIND: ({ kind }) => kind,
  WHERE: ({ point, operation }) => point ?? operation ?? 'every call',
  FOR: ({ resourceName, resourceUuid, resourceType }) =>
    resourceName ?? resourceUuid ?? resourceType ?? 'everything',
  MATCHED: ({ matched }) => matched,
  FIRED: ({ hits }) => hits,
};

const POINTS: Columns = {
  POINT: ({ point }) => point,
  'BYTES TO COME': ({ takesBytes }) => (takesBytes === true ? 'yes' : ''),
};

/** `zstack-emulator faults`: what goes wrong on purpose. */
export function addFaultsCommand(program: Command): void {
  const group = program
    .command('faults')
    .description('list, add and delete rules that make something go wrong');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'the next AddImage fails': 'faults add fail --operation AddImage --times 1',
      'and an end to it': 'faults clear',
    },
  });
  addList(group);
  addPoints(group);
  addAdd(group);
  addDelete(group);
  addClear(group);
}

function addList(group: Command): void {
  const command = addTarget(
    group.command('list').description('list the rules, with how often each matched and fired'),
  );
  teach(command, {
    prints: 'a line for each rule; with --json an array of them',
    examples: { 'of the default environment': 'faults list' },
  });
  command.action(async (options: TargetOptions) => {
    const rules = await new EnvironmentClient(options).list('/faults');
    if (options.json) printJson(rules);
    else printTable(rules, COLUMNS, 'there are no fault rules');
  });
}

function addPoints(group: Command): void {
  const command = addTarget(
    group.command('points').description('list the steps of work at which rules can act'),
  );
  teach(command, {
    prints: 'a line for each step, and whether bytes are still to come to a storage there',
    examples: {
      'all of them': 'faults points',
      'those of templates': 'faults points | grep template',
    },
  });
  command.action(async (options: TargetOptions) => {
    const points = await new EnvironmentClient(options).list('/faults/points');
    if (options.json) printJson(points);
    else printTable(points, POINTS, 'there are no points');
  });
}

interface AddOptions extends TargetOptions {
  readonly operation?: string;
  readonly point?: string;
  readonly resourceType?: string;
  readonly resource?: string;
  readonly resourceName?: string;
  readonly account?: string;
  readonly skip?: string;
  readonly times?: string;
  readonly percent?: string;
  readonly delay?: string;
  readonly atProgress?: string;
  readonly code?: string;
  readonly details?: string;
  readonly cause?: string;
}

function addAdd(group: Command): void {
  const command = addTarget(
    group
      .command('add')
      .description('make something go wrong: a call, or a step of the work behind it')
      .argument('<kind>', KINDS.join(', '))
      .option('--operation <name>', 'of which operation, such as AddImage (default: any)')
      .option('--point <flow/step>', 'at which step, from `faults points` (default: at the call)')
      .addOption(new Option('--resource-type <type>', 'for resources of this type').choices(TYPES))
      .option('--resource <uuid>', 'for this resource')
      .option('--resource-name <pattern>', 'for resources of this name, with % and _')
      .option('--account <uuid>', 'for calls of this account')
      .option('--skip <number>', 'let so many through first')
      .option('--times <number>', 'fire so often at most')
      .option('--percent <number>', 'how likely, from 1 to 100')
      .option('--delay <duration>', 'of delay and answerLate: how much later, such as 30s')
      .option('--at-progress <percent>', 'of slow work: when so much of it is done')
      .option('--code <code>', 'of fail (default: SYS.1006)')
      .option('--details <text>', 'of fail: what is told')
      .option('--cause <text>', 'of fail: details of its cause'),
  );
  teach(command, {
    prints: 'the uuid of the rule; with --json the rule',
    examples: {
      'a storage is full when half of a template is there':
        'faults add fill --point create-root-volume-template/start-creating-template --at-progress 50',
      'every other query fails': 'faults add fail --operation QueryImage --percent 50',
    },
  });
  command.action(async (kind: string, options: AddOptions) => {
    const { operation, point, resourceType, resourceName, delay, code, details, cause } = options;
    const params = given({
      kind,
      operation,
      point,
      resourceType,
      resourceUuid: options.resource,
      resourceName,
      accountUuid: options.account,
      delay,
      code,
      details,
      cause,
      skip: wholeNumber('--skip', options.skip),
      times: wholeNumber('--times', options.times),
      percent: wholeNumber('--percent', options.percent),
      atProgress: wholeNumber('--at-progress', options.atProgress),
    });
    const { inventory = {} } = await new EnvironmentClient(options).ask('POST', '/faults', params);
    if (options.json) printJson(inventory);
    else printLine(`added ${kind} ${String(inventory['uuid'])}`);
  });
}

function addDelete(group: Command): void {
  const command = addTarget(
    group
      .command('delete')
      .description('remove fault rules')
      .argument('<uuids...>', 'the rules, as `faults list` tells them'),
  );
  teach(command, {
    prints: 'a line for each that is gone',
    examples: { one: 'faults delete 5e0c6f1ac2b94f6f8f4f0f3a4d1b2c3d' },
  });
  command.action(async (uuids: readonly string[], options: TargetOptions) => {
    const client = new EnvironmentClient(options);
    for (const uuid of uuids) {
      await client.ask('DELETE', `/faults/${encodeURIComponent(uuid)}`);
      if (!options.json) printLine(`deleted ${uuid}`);
    }
    if (options.json) printJson(uuids);
  });
}

function addClear(group: Command): void {
  const command = addTarget(group.command('clear').description('remove all fault rules'));
  teach(command, {
    prints: 'that they are gone',
    examples: { 'of the default environment': 'faults clear' },
  });
  command.action(async (options: TargetOptions) => {
    await new EnvironmentClient(options).ask('DELETE', '/faults');
    if (options.json) printJson([]);
    else printLine('there are no fault rules any more');
  });
}
