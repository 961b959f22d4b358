import { existsSync, readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { releaseNamed, shortName } from '../core/releases.js';
import {
  addConnection,
  ControlClient,
  segment,
  type ConnectionOptions,
  type Inventory,
} from './control-client.js';
import { releaseOption } from './release-option.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printCard, printJson, printLine, printTable, type Columns } from './print.js';
import { bytesText, waiting } from './progress.js';

export const WHICH_THERE_ARE = "'zstack-emulator environments list' shows which there are.";

const COLUMNS: Columns = {
  NAME: ({ name }) => name,
  STORAGE: ({ storage }) => storage,
  'MADE FROM': ({ origin }) => origin,
  RELEASE: ({ release }) => release,
  IMAGES: ({ images }) => images,
  SIZE: ({ bytes }) => bytesText(Number(bytes)),
  'LAST USED': ({ lastUsedDate }) => lastUsedDate,
};

const CARD: Columns = {
  name: ({ name }) => name,
  storage: ({ storage }) => storage,
  'made from': ({ origin }) => origin,
  release: ({ release }) => release,
  images: ({ images }) => images,
  size: ({ bytes }) => bytesText(Number(bytes)),
  snapshots: ({ snapshots }) => snapshots,
  created: ({ createDate }) => createDate,
  'last used': ({ lastUsedDate }) => lastUsedDate,
  'removed after': ({ idleSeconds }) =>
    idleSeconds === null ? 'never' : `${Number(idleSeconds)} s without a request`,
  'image API': ({ url }) => url,
  'control API': ({ controlUrl }) => controlUrl,
  'at its port': ({ portUrl }) => portUrl ?? 'no port of its own',
};

/** One environment, for people or for scripts. */
export function printEnvironment(environment: Inventory, { json }: { json?: boolean }): void {
  if (json) printJson(environment);
  else printCard(environment, CARD);
}

interface Options extends ConnectionOptions {
  readonly json?: boolean;
}

interface CreateOptions extends Options {
  readonly from?: string;
  readonly fromSeed?: string;
  readonly fromSnapshot?: string;
  readonly storage?: string;
  readonly idle?: string;
  readonly port?: string;
  readonly release?: string;
}

/** A release by its line, also where it was given whole: 4.8.22 is 4.8. What is none is refused by the emulator. */
function lineOf(text: string): string {
  const release = releaseNamed(text);
  return release === undefined ? text : shortName(release);
}

/** `zstack-emulator environments`: the worlds of an emulator that runs. */
export function addEnvironmentsCommand(program: Command): void {
  const group = program
    .command('environments')
    .description('list, make, look at, reset and delete the environments of a running emulator');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'a world of its own for a test run, and its end': 'environments create run-17 --from default',
      'what is there': 'environments list',
    },
  });
  addList(group);
  addCreate(group);
  addInspect(group);
  addReset(group);
  addDelete(group);
}

function addList(group: Command): void {
  const command = addConnection(
    group.command('list').description('list the environments of a running emulator'),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'a line for each environment; with --json an array of their inventories',
    examples: {
      'those of the emulator on this machine': 'environments list',
      'the names alone': "environments list --json | jq -r '.[].name'",
    },
  });
  command.action(async (options: Options) => {
    const found = await new ControlClient(options).inventories('/environments');
    if (options.json) printJson(found);
    else printTable(found, COLUMNS, 'there are no environments');
  });
}

function addCreate(group: Command): void {
  const command = addConnection(
    group
      .command('create')
      .description('make an environment: a world of its own, as copy of another or from a seed')
      .argument('[name]', 'its name (default: one is made up)'),
  )
    .option('--from <environment>', 'copy this environment as it is now')
    .option('--from-seed <seed>', 'fill it from this seed: a name, or a file of your own')
    .option('--from-snapshot <environment/snapshot>', 'copy this snapshot')
    .addOption(
      new Option(
        '--storage <kind>',
        'file: it survives restarts; memory: it is gone at the end (default: memory)',
      ).choices(['file', 'memory']),
    )
    .option('--idle <duration>', 'remove it after so long without a request, such as 30m')
    .option(
      '--port <number>',
      'a port of its own, for clients that know host and port only; 0: any free one',
    )
    .addOption(releaseOption('the release of ZStack whose API it has, such as 4.8'))
    .option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'what was made and its addresses; with --json its inventory',
    examples: {
      'a copy of the default environment, for one test run':
        'environments create run-17 --from default',
      'a world from a seed of your own, kept on disk':
        'environments create shop --from-seed ./seeds/shop.yaml --storage file',
      'one as it was when a snapshot was taken':
        'environments create again --from-snapshot default/before-upgrade',
      'its address for a client': 'environments create --from default --json | jq -r .url',
      'one for Terraform or Packer, which know host and port only':
        'environments create tf --from default --port 20001',
    },
  });
  command.action(async (name: string | undefined, options: CreateOptions) => {
    const params = {
      ...(name === undefined ? {} : { name }),
      from: sourceOf(options),
      ...(options.storage === undefined ? {} : { storage: options.storage }),
      ...(options.idle === undefined ? {} : { idle: options.idle }),
      ...(options.port === undefined ? {} : { port: portOf(options.port) }),
      ...(options.release === undefined ? {} : { release: lineOf(options.release) }),
    };
    const work = new ControlClient(options).inventory('POST', '/environments', {
      params,
      ifMissing: WHICH_THERE_ARE,
    });
    const made = await waiting(`making ${name ?? 'an environment'}`, work);
    printEnvironment(made, options);
  });
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new CommandFailed(`--port is '${text}': expected a number from 0 to 65535`, EXIT.usage);
}

function sourceOf({ from, fromSeed, fromSnapshot }: CreateOptions): object {
  const given = [from, fromSeed, fromSnapshot].filter((source) => source !== undefined);
  if (given.length > 1) {
    throw new CommandFailed(
      'it can be made from one thing only: --from, --from-seed or --from-snapshot',
      EXIT.usage,
    );
  }
  if (fromSnapshot !== undefined) {
    const [environment = '', snapshot = '', ...more] = fromSnapshot.split('/');
    if (environment === '' || snapshot === '' || more.length > 0) {
      throw new CommandFailed(
        `--from-snapshot is '${fromSnapshot}': expected an environment and its snapshot, such as default/before-upgrade`,
        EXIT.usage,
      );
    }
    return { snapshot: fromSnapshot };
  }
  if (fromSeed !== undefined) return { seed: seedOf(fromSeed) };
  return { environment: from ?? 'default' };
}

/** A file is read here, and sent as its text: the emulator may run elsewhere. */
function seedOf(seed: string): string {
  if (!/[/\\]|\.(ya?ml|json)$/.test(seed)) return seed;
  if (!existsSync(seed)) throw new CommandFailed(`there is no file ${seed}`);
  return `${readFileSync(seed, 'utf8')}\n`;
}

function addInspect(group: Command): void {
  const command = addConnection(
    group
      .command('inspect')
      .description('show one environment: where it lies, what it was made from, its addresses')
      .argument('<name>', 'the environment'),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'a line for each of its properties; with --json its inventory',
    examples: {
      'the default one': 'environments inspect default',
      'how many images it has': 'environments inspect run-17 --json | jq .images',
    },
  });
  command.action(async (name: string, options: Options) => {
    const [found = {}] = await new ControlClient(options).inventories(
      `/environments/${segment(name)}`,
      { ifMissing: WHICH_THERE_ARE },
    );
    printEnvironment(found, options);
  });
}

function addReset(group: Command): void {
  const command = addConnection(
    group
      .command('reset')
      .description('take an environment back to what it was made from')
      .argument('<name>', 'the environment'),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'the environment as it is now; with --json its inventory',
    examples: {
      'the world of the start again': 'environments reset default',
      'and keep what is there now': 'snapshot take default before-reset',
    },
  });
  command.action(async (name: string, options: Options) => {
    const work = new ControlClient(options).inventory(
      'POST',
      `/environments/${segment(name)}/reset`,
      { params: {}, ifMissing: WHICH_THERE_ARE },
    );
    const reset = await waiting(`resetting ${name}`, work);
    printEnvironment(reset, options);
  });
}

function addDelete(group: Command): void {
  const command = addConnection(
    group
      .command('delete')
      .description('delete environments, with their snapshots and files')
      .argument('<names...>', 'the environments'),
  );
  teach(command, {
    prints: 'a line for each that is gone',
    examples: {
      one: 'environments delete run-17',
      'all copies of a test run':
        "environments list --json | jq -r '.[].name' | grep '^run-17-' | xargs zstack-emulator environments delete",
    },
  });
  command.action(async (names: readonly string[], options: Options) => {
    const client = new ControlClient(options);
    for (const name of names) {
      const path = `/environments/${segment(name)}`;
      // One after the other: when one fails, it is plain which are gone.
      await client.inventory('DELETE', path, { ifMissing: WHICH_THERE_ARE });
      printLine(`deleted ${name}`);
    }
  });
}
