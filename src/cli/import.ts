import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  addConnection,
  ControlClient,
  segment,
  type ConnectionOptions,
  type Inventory,
} from './control-client.js';
import { printEnvironment } from './environments.js';
import { CommandFailed } from './exit-codes.js';
import { interruptible } from './interruptible.js';
import { teach } from './lesson.js';
import { metered } from './metered.js';
import { Progress } from './progress.js';

interface Options extends ConnectionOptions {
  readonly json?: boolean;
}

/** `zstack-emulator import`: an environment out of a file that `export` wrote. */
export function addImportCommand(program: Command): void {
  const command = addConnection(
    program
      .command('import')
      .description(
        'put an exported environment in the place of one; a name that there is not is made',
      )
      .argument('<environment>', 'the environment')
      .argument('<file>', 'a file that `export` wrote'),
  ).option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'the environment as it is now; with --json its inventory',
    examples: {
      'a colleague’s world, beside those that are there': 'import bug-42 /tmp/bug-42.sqlite',
      'in the place of the default one, which is lost': 'import default /tmp/bug-42.sqlite',
    },
    exits: { failed: 'failed; the environment is as it was' },
  });
  command.action(async (environment: string, file: string, options: Options) => {
    const imported = await interruptible((signal) => upload(environment, file, options, signal));
    printEnvironment(imported, options);
  });
}

async function upload(
  environment: string,
  file: string,
  options: Options,
  signal: AbortSignal,
): Promise<Inventory> {
  const path = `/environments/${segment(environment)}/import`;
  const client = new ControlClient(options);
  const length = await lengthOf(file);
  // Whoever may not, or asks a stranger, is told before the bytes are sent.
  await client.inventories('/environments', { signal });
  const progress = new Progress({
    label: `importing ${environment}`,
    total: length,
    unit: 'bytes',
  });
  try {
    const bytes = createReadStream(file).pipe(metered(progress));
    return await client.inventory('PUT', path, { file: { bytes, length }, signal });
  } finally {
    progress.end();
  }
}

async function lengthOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new CommandFailed(`cannot read ${file} (${code})`);
    throw new CommandFailed(`there is no file ${file}`);
  }
  throw new CommandFailed(`${file} is no file`);
}
