import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Identity } from '../app/image-api-client.js';
import { DEFAULT_URL, explainConnection } from './control-client.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printable, printJson } from './print.js';
import { Progress } from './progress.js';
import { writeWhole } from './write-whole.js';

interface Options {
  readonly url?: string;
  readonly session?: string;
  readonly account?: string;
  readonly password?: string;
  readonly accessKey?: string;
  readonly secret?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `zstack-emulator seed capture`: a seed of what a cloud or an emulator tells. */
export function addCaptureCommand(group: Command): void {
  const command = group
    .command('capture')
    .description(
      'make a seed of what a cloud, or an emulator that runs, tells; nothing is changed there',
    )
    .option('--url <url>', `its image API (EMULATOR_URL; default: ${DEFAULT_URL}/zstack)`)
    .option('--session <uuid>', 'ask with this session')
    .option('--account <name>', 'ask as this account, with its password')
    .option('--password <password>', 'the password (ZSTACK_PASSWORD)')
    .option('--access-key <id>', 'ask with this access key, and its secret')
    .option('--secret <secret>', 'the secret of the access key (ZSTACK_ACCESS_KEY_SECRET)')
    .option('--out <file>', 'where to write the seed (default: standard output)')
    .option('--json', 'print JSON, for scripts: `seed` (its text) and `notCarried`');
  teach(command, {
    prints:
      'the seed as YAML; on standard error a line for each kind of thing that it cannot carry',
    examples: {
      'of an emulator': 'seed capture --session 5e55000000004000800000000000ad01 --out shop.yaml',
      'of one environment of it':
        'seed capture --url http://127.0.0.1:8080/environments/run-17/zstack --session 5e55000000004000800000000000ad01 --out run-17.yaml',
      'of a cloud, its password in ZSTACK_PASSWORD':
        'seed capture --url http://cloud.example:8080 --account admin --out cloud.yaml',
    },
  });
  command.action(capture);
}

async function capture(options: Options): Promise<void> {
  const base = apiBase(options.url ?? (process.env['EMULATOR_URL'] || DEFAULT_URL));
  const identity = identityOf(options);
  const { captureFrom } = await import('../app/capture-from.js');
  const progress = new Progress({ label: `asking ${base}`, unit: 'steps' });
  let asked = 0;
  try {
    const captured = await captureFrom(base, identity, (path) =>
      progress.update(++asked, `asking for ${path.split('?', 1)[0]}`),
    );
    const { text, notCarried } = captured;
    if (options.out !== undefined) await writeWhole(options.out, (path) => writeFile(path, text));
    progress.end();
    for (const sentence of notCarried)
      process.stderr.write(`${printable(`not carried: ${sentence}`)}\n`);
    if (options.json) printJson({ seed: text, notCarried });
    else if (options.out === undefined) process.stdout.write(text);
  } catch (error) {
    throw explain(error, base);
  } finally {
    progress.end();
  }
}

/** The context path is part of the address; who leaves it out means it. */
function apiBase(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new CommandFailed(
      `'${text}' is no address of an image API; one looks like ${DEFAULT_URL}/zstack`,
      EXIT.usage,
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path.endsWith('/zstack') ? path : `${path}/zstack`);
}

function identityOf(options: Options): Identity | undefined {
  const { session, account, accessKey } = options;
  const given = [session, account, accessKey].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new CommandFailed(
      'say in one way who asks: --session, --account or --access-key',
      EXIT.usage,
    );
  }
  if (session !== undefined) return { kind: 'session', uuid: session };
  if (account !== undefined) {
    const password = options.password ?? process.env['ZSTACK_PASSWORD'];
    return {
      kind: 'account',
      name: account,
      password: needed(password, '--password', 'ZSTACK_PASSWORD'),
    };
  }
  if (accessKey === undefined) return undefined;
  const secret = options.secret ?? process.env['ZSTACK_ACCESS_KEY_SECRET'];
  return {
    kind: 'access key',
    id: accessKey,
    secret: needed(secret, '--secret', 'ZSTACK_ACCESS_KEY_SECRET'),
  };
}

function needed(value: string | undefined, option: string, variable: string): string {
  if (value !== undefined) return value;
  throw new CommandFailed(`it needs ${option}, or ${variable} in the environment`, EXIT.usage);
}

function explain(error: unknown, base: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ImageApiRefusal') {
    return new CommandFailed(
      `${base} refuses: ${error.message}\nSay who asks with --session, --account or --access-key.`,
    );
  }
  return error instanceof TypeError ? explainConnection(error, base) : error;
}
