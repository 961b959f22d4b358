import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { addConnection, ControlClient, segment, type ConnectionOptions } from './control-client.js';
import { WHICH_THERE_ARE } from './environments.js';
import { CommandFailed } from './exit-codes.js';
import { interruptible } from './interruptible.js';
import { teach } from './lesson.js';
import { metered } from './metered.js';
import { printJson, printLine } from './print.js';
import { bytesText, Progress } from './progress.js';
import { writeWhole } from './write-whole.js';

interface Options extends ConnectionOptions {
  readonly out: string;
  readonly secrets?: 'omit' | 'keep';
  readonly history?: 'all' | 'recent';
  readonly json?: boolean;
}

/** `zstack-emulator export`: a whole environment as one file. */
export function addExportCommand(program: Command): void {
  const command = addConnection(
    program
      .command('export')
      .description('write a whole environment to one file, as of one moment, while it goes on')
      .argument('<environment>', 'the environment')
      .requiredOption('--out <file>', 'where to write it; a file that is there is replaced'),
  )
    .addOption(
      new Option(
        '--secrets <choice>',
        'omit: sessions, access keys and passwords stay out of it (the default); keep: they go along',
      ).choices(['omit', 'keep']),
    )
    .addOption(
      new Option(
        '--history <part>',
        'all: every job and event (the default); recent: of a long history the last of them',
      ).choices(['all', 'recent']),
    )
    .option('--json', 'print JSON, for scripts');
  teach(command, {
    prints: 'the file and its size; with --json `environment`, `file` and `bytes`',
    examples: {
      'the default environment, to give to a colleague': 'export default --out /tmp/bug-42.sqlite',
      'to go on with it with the same sessions': 'export default --secrets keep --out mine.sqlite',
      'one of another emulator': 'export run-17 --out run-17.sqlite --url http://ci.example:8080',
    },
    exits: { failed: 'failed; the file is as it was before, or not there' },
  });
  command.action(async (environment: string, options: Options) => {
    const bytes = await interruptible((signal) => download(environment, options, signal));
    if (options.json) printJson({ environment, file: options.out, bytes });
    else printLine(`wrote ${environment} to ${options.out} (${bytesText(bytes)})`);
  });
}

async function download(
  environment: string,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const label = `exporting ${environment}`;
  const { secrets = 'omit', history = 'all' } = options;
  const asked = new URLSearchParams({ secrets, history });
  const response = await new ControlClient(options).open(
    'GET',
    `/environments/${segment(environment)}/export?${asked.toString()}`,
    { signal, ifMissing: WHICH_THERE_ARE },
  );
  const total = Number(response.headers.get('content-length') ?? 0);
  const progress = new Progress({ label, total, unit: 'bytes' });
  const meter = metered(progress);
  try {
    await writeWhole(options.out, async (partial) => {
      const bytes = Readable.fromWeb(response.body ?? new Blob([]).stream());
      await pipeline(bytes, meter, createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
      if (meter.length() < total) throw brokeOff(environment);
    });
  } catch (error) {
    throw isCut(error) ? brokeOff(environment) : error;
  } finally {
    progress.end();
  }
  return meter.length();
}

/** The emulator ended while it was sending. */
const isCut = (error: unknown) =>
  error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'UND_ERR_SOCKET';

const brokeOff = (environment: string) =>
  new CommandFailed(`the emulator ended while it was sending ${environment}; nothing was written`);
