import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { RELEASE_NAMES } from '../core/releases.js';
import type { Emulator } from '../app/compose.js';
import {
  InvalidConfig,
  readConfig,
  SETTINGS,
  unknownVariables,
  type Config,
} from '../app/config.js';
import { banner, type FirstCall } from './banner.js';
import { isInContainer } from './container.js';
import { EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { waiting } from './progress.js';
import { collectAfterStart } from '../runtime/collect-after-start.js';

/** How long running requests may take to end after a signal, in ms. */
const GRACE = 10_000;

/** No setting of an emulator: the option of a program that starts one and must not be outlived by it. */
const UNTIL_STDIN_ENDS = 'untilStdinEnds';

/** `zstack-emulator serve`: runs the emulator until a signal ends it. */
export function addServeCommand(program: Command): void {
  const command = program.command('serve').description('run the emulator until a signal ends it');
  for (const [name, { flag, help, variable, schema }] of Object.entries(SETTINGS)) {
    const option = command.createOption(flag, `${help} (${variable})`);
    option.attributeName = () => name;
    // For completion; a wrong value is refused with all others, by `readConfig`.
    const choices = name === 'release' ? [...RELEASE_NAMES] : choicesOf(schema);
    if (choices) option.argChoices = choices;
    command.addOption(option);
  }
  command.option(
    '--until-stdin-ends',
    'end when standard input does, too: as it does when the process that started it is gone, however it went',
  );
  teach(command, {
    prints:
      'what a first call needs, then one line of JSON: {"event":"listening","url":…,"controlUrl":…,"pid":…}',
    examples: {
      'with its state in ./data': 'serve',
      'for tests: any free port, nothing on disk': 'serve --port 0 --data-dir :memory:',
      'by a program, which it does not outlive':
        'serve --port 0 --data-dir :memory: --until-stdin-ends',
      'a world of your own': 'serve --seed ./seeds/shop.yaml --data-dir ./shop',
    },
    exits: {
      done: 'ended by a signal, or with its input',
      usage: 'wrong usage, or a wrong setting',
    },
  });
  command.action((flags: Record<string, string>) =>
    serve(flags, command.getOptionValue(UNTIL_STDIN_ENDS) === true),
  );
}

type Schema = (typeof SETTINGS)[keyof typeof SETTINGS]['schema'];

/** The words that a setting takes, if it takes some words only. */
function choicesOf(schema: Schema): string[] | undefined {
  const inner = 'unwrap' in schema ? schema.unwrap() : schema;
  return 'enum' in inner ? [...inner.options] : undefined;
}

async function serve(
  flags: Readonly<Record<string, string>>,
  untilStdinEnds = false,
): Promise<void> {
  // Times on the wire name no zone: UTC unless the operator says otherwise.
  process.env['TZ'] ||= 'UTC';
  // Whoever made its folder, and whatever others of the user may see: a world holds sessions, keys and passwords.
  process.umask(0o077);
  try {
    const config = atTerminal(readConfig(flags, process.env));
    // Loaded here: the commands that only talk to an emulator start without it.
    const { compose } = await import('../app/compose.js');
    const { createLogger } = await import('../app/logger.js');
    const starting = compose(config, createLogger(config.logLevel));
    // Beside a person only its log, lines of JSON, goes to standard error.
    const emulator = await (process.stderr.isTTY ? waiting('starting', starting) : starting);
    await emulator.listen(config.port, config.host);
    // Whoever reads the line may send a signal at once.
    endWhenTold(emulator, untilStdinEnds);
    for (const notice of [...unknownVariables(process.env), ...emulator.notices]) {
      process.stderr.write(`${notice}\n`);
    }
    const volume = await emulator.firstVolume();
    announce(emulator, config, { ...(await emulator.credentials()), volume });
    collectAfterStart();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof InvalidConfig ? EXIT.usage : EXIT.failed;
  }
}

/** Whoever starts it in a terminal sees what it is asked. */
const atTerminal = (config: Config): Config => ({
  ...config,
  log: config.log ?? (process.stderr.isTTY ? 'requests' : 'none'),
});

function announce({ server }: Emulator, config: Config, first: FirstCall): void {
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const base = `http://${host}:${port}`;
  const line = {
    event: 'listening',
    url: `${base}/zstack`,
    controlUrl: `${base}/emulator/v1`,
    pid: process.pid,
  };
  process.stdout.write(
    `${banner(base, config, first, isInContainer())}\n${JSON.stringify(line)}\n`,
  );
}

function endWhenTold(emulator: Emulator, untilStdinEnds: boolean): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void emulator
      .drain()
      .then(() => {
        // A client that keeps its request open does not keep the process alive for ever.
        setTimeout(() => emulator.server.closeAllConnections(), GRACE).unref();
        return emulator.close();
      })
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // A pipe of a process that was killed ends, or breaks off.
  if (untilStdinEnds) process.stdin.on('error', end).on('end', end).resume();
}

/** One clear sentence for what can go wrong at the start. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `port ${port} of ${address} is in use. Stop what listens there, or choose another one with --port (0: any free one).`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return `port ${port} needs more rights. Choose one above 1023 with --port.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `this machine has no address ${address ?? ''}. Choose another one with --host.`;
  }
  if (error instanceof InvalidConfig) return `wrong settings:\n${error.message}`;
  if (error.name === 'InvalidSeed') return `the seed cannot be used:\n${error.message}`;
  // A seed that all replicas share could not be fetched.
  if (['DatabaseUnusable', 'ControlError'].includes(error.name)) return error.message;
  if (code === 'ENOENT') return `cannot read the seed: ${error.message}`;
  return error.stack ?? error.message;
}
