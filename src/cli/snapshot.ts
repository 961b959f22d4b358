import type { Command } from 'commander';
import { addConnection, ControlClient, segment, type ConnectionOptions } from './control-client.js';
import { WHICH_THERE_ARE } from './environments.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable, type Columns } from './print.js';
import { bytesText, waiting } from './progress.js';

const COLUMNS: Columns = {
  NAME: ({ name }) => name,
  ENVIRONMENT: ({ environment }) => environment,
  SIZE: ({ bytes }) => bytesText(Number(bytes)),
  TAKEN: ({ createDate }) => createDate,
};

interface Options extends ConnectionOptions {
  readonly json?: boolean;
}

const ENVIRONMENT = ['<environment>', 'the environment'] as const;
const SNAPSHOT = ['<snapshot>', "the snapshot's name"] as const;

/** `zstack-emulator snapshot`: states of an environment to come back to. */
export function addSnapshotCommand(program: Command): void {
  const group = program
    .command('snapshot')
    .description('keep states of an environment, and go back to them');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'before something that may go wrong': 'snapshot take default before-upgrade',
      'it did': 'snapshot restore default before-upgrade',
    },
  });
  addTake(group);
  addList(group);
  addRestore(group);
  addDelete(group);
}

function addTake(group: Command): void {
  const command = addConnection(
    group
      .command('take')
      .description('keep the state of an environment under a name, while it goes on')
      .argument(...ENVIRONMENT)
      .argument(...SNAPSHOT),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'the name and size of the snapshot; with --json its inventory',
    examples: { 'of the default environment': 'snapshot take default before-upgrade' },
  });
  command.action(async (environment: string, snapshot: string, options: Options) => {
    const work = new ControlClient(options).inventory('POST', snapshotsOf(environment), {
      params: { name: snapshot },
      ifMissing: WHICH_THERE_ARE,
    });
    const taken = await waiting(`taking a snapshot of ${environment}`, work);
    if (options.json) printJson(taken);
    else printLine(`took ${snapshot} of ${environment} (${bytesText(Number(taken['bytes']))})`);
  });
}

function addList(group: Command): void {
  const command = addConnection(
    group
      .command('list')
      .description('list the snapshots of an environment')
      .argument(...ENVIRONMENT),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'a line for each snapshot; with --json an array of their inventories',
    examples: {
      'of the default environment': 'snapshot list default',
      'the names alone': "snapshot list default --json | jq -r '.[].name'",
    },
  });
  command.action(async (environment: string, options: Options) => {
    const found = await new ControlClient(options).inventories(snapshotsOf(environment), {
      ifMissing: WHICH_THERE_ARE,
    });
    if (options.json) printJson(found);
    else printTable(found, COLUMNS, `${environment} has no snapshots`);
  });
}

function addRestore(group: Command): void {
  const command = addConnection(
    group
      .command('restore')
      .description('take an environment back to a snapshot; what it is now is lost')
      .argument(...ENVIRONMENT)
      .argument(...SNAPSHOT),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'what was done; with --json the inventory of the environment',
    examples: { 'as it was before': 'snapshot restore default before-upgrade' },
  });
  command.action(async (environment: string, snapshot: string, options: Options) => {
    const path = `${snapshotsOf(environment)}/${segment(snapshot)}/restore`;
    const work = new ControlClient(options).inventory('POST', path, {
      params: {},
      ifMissing: `'zstack-emulator snapshot list ${environment}' shows which there are.`,
    });
    const restored = await waiting(`restoring ${environment}`, work);
    if (options.json) printJson(restored);
    else printLine(`${environment} is as it was at ${snapshot}`);
  });
}

function addDelete(group: Command): void {
  const command = addConnection(
    group
      .command('delete')
      .description('delete a snapshot')
      .argument(...ENVIRONMENT)
      .argument(...SNAPSHOT),
  );
  teach(command, {
    prints: 'what is gone',
    examples: { 'when all went well': 'snapshot delete default before-upgrade' },
  });
  command.action(async (environment: string, snapshot: string, options: Options) => {
    const path = `${snapshotsOf(environment)}/${segment(snapshot)}`;
    await new ControlClient(options).inventory('DELETE', path, {
      ifMissing: `'zstack-emulator snapshot list ${environment}' shows which there are.`,
    });
    printLine(`deleted ${snapshot} of ${environment}`);
  });
}

const snapshotsOf = (environment: string) => `/environments/${segment(environment)}/snapshots`;
