import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { RELEASE_NAMES } from '../../core/releases.js';
import type { Finding, Shadow, ShadowReport } from '../../shadow/index.js';
import { CommandFailed, EXIT } from '../exit-codes.js';
import { addIdentity, identityOf, type IdentityOptions } from '../identity.js';
import { teach } from '../lesson.js';
import { printable } from '../../core/terminal.js';
import { printJson, printLine, printTable } from '../print.js';
import { wholeNumber } from '../whole-number.js';
import { writeWhole } from '../write-whole.js';
import type { ShadowOptions } from './child.js';

interface Options extends IdentityOptions {
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly seed?: string;
  readonly capture?: boolean;
  readonly otherUuids?: boolean;
  readonly release: string;
  readonly wire: string;
  readonly checks: string;
  readonly queue: string;
  readonly report?: string;
  readonly evidence?: string;
  readonly cases?: string;
  readonly json?: boolean;
}

/** Between two reports that are written while it runs, in ms. */
const PAUSE = 2_000;
/** How long what waits may still be compared at the end, in ms. */
const PATIENCE = 30_000;
/** Memory of what waits, and of one body, in bytes. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_OF_BODY = 4 * 2 ** 20;

/** `zstack-emulator shadow`: where the emulator differs from a cloud that is in use. */
export function addShadowCommand(program: Command): void {
  const command = addIdentity(
    program
      .command('shadow')
      .description(
        'stand before a cloud as a proxy, do the same in an emulator, and tell where it differs; clients get the answers of the cloud alone',
      )
      .requiredOption('--url <url>', "the cloud's image API, with its context path (…/zstack)")
      .option('--host <address>', 'where clients reach the proxy', '127.0.0.1')
      .option('--port <number>', 'its port; 0: any free one', '8090')
      .option('--seed <seeds>', 'what the world begins as, such as a captured seed', 'none')
      .option('--capture', 'it begins as what the cloud tells who is named below'),
  )
    .option(
      '--other-uuids',
      'the cloud has other uuids than the seed: they are found as they appear',
    )
    .option('--release <release>', 'the release of the cloud, e.g. 4.8', '5.3')
    .option('--wire <form>', 'how the cloud answers: native (without nulls), documented', 'native')
    .option(
      '--checks <mode>',
      'what the emulator checks: native (as the real system), strict',
      'native',
    )
    .option('--queue <number>', 'so many exchanges wait at most; others are not compared', '2000')
    .option('--report <file>', 'write a page with everything, now and then and at the end')
    .option('--evidence <file>', 'write what was found out, for verify diff')
    .option('--cases <directory>', 'write cases of the contract that show what differs')
    .option('--json', 'print JSON at the end, for scripts');
  teach(command, {
    prints:
      'on standard error a line for each difference as it is found; at the end, after Ctrl-C, a table of them, with --json everything that is in the page',
    examples: {
      'of a cloud, its password in ZSTACK_PASSWORD; clients use http://127.0.0.1:8090/zstack':
        'shadow --url http://cloud.example:8080/zstack --capture --account admin --report shadow.html',
      'with a seed that was captured before':
        'shadow --url http://cloud.example:8080/zstack --seed cloud.yaml --evidence today.json',
      'what has changed since yesterday': 'verify diff yesterday.json today.json',
    },
    exits: { problems: 'something differs, or not everything was looked at' },
  });
  command.action(shadowCommand);
}

async function shadowCommand(options: Options): Promise<void> {
  const { Shadow, ShadowFailed, KINDS } = await import('../../shadow/index.js');
  const url = addressOf(options.url);
  const over = ended();
  let shadow: Shadow;
  try {
    shadow = await Shadow.start({
      url,
      host: options.host,
      port: numberIn('--port', options.port, 0, 65_535),
      release: releaseOf(options.release),
      script: [join(__dirname, 'process.js')],
      options: childOptions(options, url),
      most: numberIn('--queue', options.queue, 1, 1_000_000),
      mostBytes: MOST_BYTES,
      mostOfBody: MOST_OF_BODY,
      onFinding: ({ operation, kind, place, cloud, emulator }: Finding) =>
        say(`${operation}: ${KINDS[kind]}: ${place} is ${cloud}, in the emulator ${emulator}`),
      onGone: (reason) => say(`the shadow is gone: ${reason}. The proxy goes on without it.`),
    });
  } catch (error) {
    if (error instanceof ShadowFailed) throw new CommandFailed(error.message);
    throw explained(error, options);
  }
  say(`clients of ${url} are pointed at ${shadow.url}`);
  const live = setInterval(() => void writePage(options, shadow, true).catch(tellOnce()), PAUSE);
  await over;
  clearInterval(live);
  say('ending: what waits is compared');
  await shadow.close(PATIENCE);
  await writePage(options, shadow, false);
  await writeRest(options, shadow);
  tell(options, shadow.report());
}

/** Resolves at Ctrl-C; a second one ends at once. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

const usage = (message: string) => new CommandFailed(message, EXIT.usage);

function numberIn(option: string, text: string, least: number, most: number): number {
  const number = wholeNumber(option, text) ?? least;
  if (number >= least && number <= most) return number;
  throw usage(`${option} is '${text}': expected ${least} to ${most}`);
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url && isHttp && url.pathname !== '/') return url.href.replace(/\/+$/, '');
  throw usage(
    `--url is '${text}': expected the address of an API with its context path, such as http://cloud.example:8080/zstack`,
  );
}

function releaseOf(text: string): string {
  if (RELEASE_NAMES.includes(text)) return text;
  throw usage(`--release is '${text}': expected one of ${RELEASE_NAMES.join(', ')}`);
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw usage(`${option} is '${text}': expected ${known.join(' or ')}`);
}

function childOptions(options: Options, url: string): ShadowOptions {
  const identity = identityOf(options);
  if (options.capture && identity === undefined) {
    throw usage('--capture needs to know who asks: --account, --session or --access-key');
  }
  if (!options.capture && identity !== undefined) {
    throw usage('who asks is only needed with --capture: say that, too, or leave it out');
  }
  if (options.capture && options.seed !== 'none') {
    throw usage('the world begins in one way: --seed or --capture');
  }
  return {
    url,
    identity,
    hasSameNames: options.otherUuids !== true,
    world: {
      seed: options.seed ?? 'none',
      release: releaseOf(options.release),
      wire: oneOf('--wire', options.wire, ['native', 'documented']),
      checks: oneOf('--checks', options.checks, ['native', 'strict']),
    },
  };
}

function explained(error: unknown, { port, host }: Options): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new CommandFailed(`port ${port} is in use: choose another --port`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return usage(`--host is '${host}': this machine has no such address`);
  }
  if (code === 'EACCES')
    return new CommandFailed(`port ${port} may not be used: choose another --port`);
  return error;
}

function say(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

const tellOnce = () => (error: unknown) =>
  say(`the report cannot be written: ${error instanceof Error ? error.message : String(error)}`);

async function writePage(options: Options, shadow: Shadow, isLive: boolean): Promise<void> {
  if (options.report === undefined) return;
  const { shadowPage } = await import('../../shadow/index.js');
  const text = shadowPage(shadow.report(), isLive);
  await writeWhole(options.report, (path) => writeFile(path, text));
}

async function writeRest({ evidence, cases }: Options, shadow: Shadow): Promise<void> {
  if (evidence !== undefined) {
    const text = `${JSON.stringify(shadow.evidence(), null, 1)}\n`;
    await writeWhole(evidence, (path) => writeFile(path, text));
  }
  if (cases === undefined) return;
  await mkdir(cases, { recursive: true });
  for (const [i, one] of shadow.report().findings.entries()) {
    const text = one.case;
    if (text === undefined) continue;
    const file = join(cases, `${one.operation}-${i + 1}.yaml`);
    await writeWhole(file, (path) => writeFile(path, text));
  }
}

function tell({ json }: Options, report: ShadowReport): void {
  const isBlind =
    report.gone !== undefined || (report.same + report.differs === 0 && report.requests > 0);
  process.exitCode = report.findings.length === 0 && !isBlind ? EXIT.done : EXIT.problems;
  if (json) {
    printJson(report);
    return;
  }
  printTable(
    report.findings.map(({ operation, kind, place, count, cloud, emulator }) => ({
      operation,
      kind,
      place,
      count,
      cloud: cloud.slice(0, 40),
      emulator: emulator.slice(0, 40),
    })),
    {
      operation: (row) => row['operation'],
      differs: (row) => row['kind'],
      at: (row) => row['place'],
      times: (row) => row['count'],
      cloud: (row) => row['cloud'],
      emulator: (row) => row['emulator'],
    },
    isBlind ? 'nothing was found, and not everything was looked at' : 'nothing differs',
  );
  if (report.gone !== undefined) printLine(`\nthe shadow was gone: ${report.gone}`);
  const left = Object.entries(report.notCompared);
  printLine(`\n${report.requests} requests: ${report.same} the same, ${report.differs} not`);
  for (const [reason, count] of left) printLine(`not compared: ${count}, ${reason}`);
  const known = Object.entries(report.variances).map(([name, count]) => `${name} ${count}`);
  if (known.length > 0) printLine(`known variances: ${known.join(', ')}`);
}
