import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { printable } from '../core/terminal.js';
import { DEFAULT_URL, explainConnection } from './control-client.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { addIdentity, identityOf, WHO_ASKS, type IdentityOptions } from './identity.js';
import { teach } from './lesson.js';
import { printJson } from './print.js';
import { Progress } from './progress.js';
import { writeWhole } from './write-whole.js';

interface Options extends IdentityOptions {
  readonly url?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `zstack-emulator seed capture`: a seed of what a cloud or an emulator tells. */
export function addCaptureCommand(group: Command): void {
  const command = addIdentity(
    group
      .command('capture')
      .description(
        'make a seed of what a cloud, or an emulator that runs, tells; nothing is changed there',
      )
      .option('--url <url>', `its image API (EMULATOR_URL; default: ${DEFAULT_URL}/zstack)`),
  )
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

function explain(error: unknown, base: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ImageApiRefusal') {
    return new CommandFailed(`${base} refuses: ${error.message}\n${WHO_ASKS}`);
  }
  return error instanceof TypeError ? explainConnection(error, base) : error;
}
