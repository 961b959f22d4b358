import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { extname } from 'node:path';
import type { Command } from 'commander';
import type { Emulator, FindingKind, ReliedOn } from '../app/library/emulator.js';
import { printable } from '../core/terminal.js';
import { FINDING_KINDS, findingKinds } from '../app/client-findings.js';
import { releaseOption } from './release-option.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import type { Hiding } from './hiding/hide-fields.js';
import { interruptible } from './interruptible.js';
import { teach } from './lesson.js';
import type { ClientRun } from './run-report.js';
import { wholeNumber } from './whole-number.js';
import { writeWhole } from './write-whole.js';

interface Options {
  readonly seed?: string;
  readonly dataDir?: string;
  readonly port?: string;
  readonly release?: string;
  readonly failOn: readonly string[];
  readonly report: readonly string[];
  readonly contractOut?: string;
  readonly hideFields?: boolean;
  readonly hideMost: string;
}

/** So much of what a client asked is looked at when it has ended. */
const JOURNAL = { journalSize: 100_000, journalBytes: 256 * 2 ** 20 };

const each = (value: string, before: readonly string[]) => [...before, ...value.split(',')];
const one = (value: string, before: readonly string[]) => [...before, value];

/** `zstack-emulator run`: what a client does that it may not mean. */
export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('run a command against a world of its own, and tell what it did there')
    .argument('<command...>', 'what to run, behind --')
    .option('--seed <seeds>', 'what the world is filled with (default: default)')
    .addOption(releaseOption('the release whose API it has, e.g. 4.8 (default: 5.3)'))
    .option('--port <number>', 'where it listens on loopback (default: any free port)')
    .option('--data-dir <path>', 'a directory that keeps the world (default: in memory)')
    .option('--fail-on <kinds>', `what is not to occur: ${FINDING_KINDS.join(', ')}`, each, [])
    .option('--report <file>', 'write the report, too: as .md, .xml (JUnit) or .json', one, [])
    .option('--contract-out <file>', 'write what the client relies on, for verify --contract')
    .option(
      '--hide-fields',
      'run it again and again without some fields of answers, for what it reads (--contract-out)',
    )
    .option('--hide-most <number>', 'with --hide-fields: at most so many runs more', '40');
  teach(command, {
    prints:
      'what the command prints; then, on standard error, what it did that it may not have meant',
    examples: {
      'tests of a client; they find the world by ZSTACK_URL': 'run -- npm test',
      'they fail by fields that nothing reads, and by what they leave':
        'run --fail-on unread-fields,leaks -- npm test',
      'what it relies on, and which fields of answers it breaks without':
        'run --contract-out client.yaml --hide-fields -- npm test',
      'for a CI server': 'run --fail-on wrong-types --report client.xml -- go test ./...',
    },
    exits: {
      failed: "failed; of a command that fails its own exit code, or 128 and its signal's number",
      problems: 'something occurred that --fail-on names',
    },
  });
  command.action(runCommand);
}

async function runCommand(words: readonly string[], options: Options): Promise<void> {
  const failOn = kindsOf(options.failOn);
  const most = mostOf(options);
  const formats = options.report.map((file) => ({ file, write: formatOf(file) }));
  const before = { ...process.env };
  // A world that is kept holds sessions, keys and passwords; what the command writes is its own matter.
  const mask = process.umask(0o077);
  const emulator = await start(options);
  try {
    const [program = ''] = words;
    if (most > 0) await (await import('./hiding/hide-fields.js')).keepWorld(emulator);
    const env = await variables(emulator, before);
    const began = performance.now();
    const exitCode = await runToTheEnd(words, env, mask);
    const took = performance.now() - began;
    const run: ClientRun = { program, exitCode, failOn, report: emulator.journal.clientReport() };
    const { problemsOf, terminalReport } = await import('./run-report.js');
    process.stderr.write(printable(terminalReport(run)));
    process.umask(mask);
    for (const { file, write } of formats) {
      const text = await write(run);
      await writeWhole(file, (path) => writeFile(path, text));
    }
    if (options.contractOut !== undefined) {
      const { writeContract } = await import('../app/client-contract.js');
      const relied = emulator.journal.reliedOn();
      const text = writeContract(
        most > 0 && exitCode === 0
          ? await withReads({ emulator, words, variables: env, most, took }, relied)
          : relied,
      );
      await writeWhole(options.contractOut, (path) => writeFile(path, text));
    }
    const isGood = problemsOf(run).length === 0;
    process.exitCode = exitCode !== 0 ? exitCode : isGood ? EXIT.done : EXIT.problems;
  } finally {
    await emulator.stop();
  }
}

/** How many runs there may be to find what the command reads; 0: none. */
function mostOf({ hideFields, hideMost, contractOut }: Options): number {
  if (hideFields !== true) return 0;
  if (contractOut === undefined) throw usage('--hide-fields is told by --contract-out: say a file');
  const most = wholeNumber('--hide-most', hideMost) ?? 0;
  if (most >= 1 && most <= 10_000) return most;
  throw usage(`--hide-most is ${most}: expected 1 to 10000`);
}

const usage = (message: string) => new CommandFailed(message, EXIT.usage);

function kindsOf(names: readonly string[]): FindingKind[] {
  try {
    return [...new Set(findingKinds(names))];
  } catch (error) {
    throw error instanceof RangeError ? usage(`--fail-on: ${error.message}`) : error;
  }
}

type Write = (run: ClientRun) => Promise<string>;

const FORMATS: Readonly<Record<string, Write>> = {
  '.md': async (run) => (await import('./run-report.js')).markdownReport(run),
  '.xml': async (run) => (await import('./run-report.js')).junitReport(run),
  '.json': async (run) => (await import('./run-report.js')).jsonReport(run),
};

function formatOf(file: string): Write {
  const format = FORMATS[extname(file).toLowerCase()];
  if (format) return format;
  throw usage(
    `--report is '${file}': expected a name that ends with ${Object.keys(FORMATS).join(', ')}`,
  );
}

/** What the command relies on, with the fields that it reads. */
async function withReads(
  hiding: Omit<Hiding, 'signal' | 'tell'>,
  relied: ReliedOn,
): Promise<ReliedOn> {
  const { findReads } = await import('./hiding/hide-fields.js');
  const tell = (text: string) => process.stderr.write(text);
  const found = await interruptible((signal) => findReads({ ...hiding, signal, tell }, relied));
  const untried = Object.values(found.untried).flat().length;
  if (untried > 0) {
    tell(
      `of ${untried} fields it is not known whether it reads them: say more than --hide-most ${hiding.most}\n`,
    );
  }
  const operations = Object.entries(relied.operations).map(([name, one]) => [
    name,
    {
      ...one,
      ...(found.reads[name] && { reads: [...found.reads[name]] }),
      ...(found.either[name] && { readsEither: found.either[name].map((paths) => [...paths]) }),
      ...(found.untried[name] && { untried: [...found.untried[name]] }),
    },
  ]);
  return { ...relied, operations: Object.fromEntries(operations) as ReliedOn['operations'] };
}

async function start({ seed, dataDir, port, release }: Options): Promise<Emulator> {
  // Times on the wire name no zone: UTC unless the operator says otherwise.
  process.env['TZ'] ||= 'UTC';
  const { startEmulator } = await import('../app/library/start-emulator.js');
  const number = wholeNumber('--port', port);
  try {
    return await startEmulator({
      ...JOURNAL,
      ...(seed === undefined ? {} : { seed }),
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(number === undefined ? {} : { port: number }),
      ...(release === undefined ? {} : { release }),
    });
  } catch (error) {
    throw explained(error);
  }
}

/** Failures that their reader can do something about, in their own words. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (error.name === 'InvalidConfig') return usage(`wrong settings:\n${error.message}`);
  if (error.name === 'InvalidSeed') {
    return new CommandFailed(`the seed cannot be used:\n${error.message}`);
  }
  if (error.name === 'DatabaseUnusable') return new CommandFailed(error.message);
  if (code === 'ENOENT') return new CommandFailed(`cannot read the seed: ${error.message}`);
  if (code === 'EADDRINUSE') {
    return new CommandFailed('the port is in use. Choose another one with --port, or none.');
  }
  return error;
}

/** Variables that would lead a client to another cloud, or open one. */
const OF_OTHERS =
  /^ZSTACK_(API_|MN_)?(URL|HOST|PORT|ENDPOINT|CONTEXT_PATH|ACCOUNT|USER|PASSWORD|SESSION|ACCESS_KEY|SECRET|TOKEN)/;

/** What the command finds the world by, beside the variables that it has anyway. */
async function variables(
  emulator: Emulator,
  before: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const { account, password, session } = await emulator.credentials();
  const { hostname, port, origin, pathname } = new URL(emulator.url);
  const kept = Object.entries(before).filter(([name]) => !OF_OTHERS.test(name));
  return {
    ...Object.fromEntries(kept),
    ZSTACK_URL: emulator.url,
    ZSTACK_HOST: hostname,
    ZSTACK_PORT: port,
    ZSTACK_CONTEXT_PATH: pathname,
    ZSTACK_ACCOUNT: account,
    ZSTACK_PASSWORD: password,
    ...(session === undefined ? {} : { ZSTACK_SESSION: session }),
    ZSTACK_CONTROL_URL: emulator.controlUrl,
    // For the commands of the emulator itself.
    EMULATOR_URL: origin,
  };
}

/** Those that a command is sent by people, terminals and CI servers. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Runs it with this process' own streams; answers its exit code, as a shell would tell it. */
async function runToTheEnd(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  mask: number,
): Promise<number> {
  const own = process.umask(mask);
  const child = spawn(program, args, { stdio: 'inherit', env });
  process.umask(own);
  // A terminal sends its signals to the command as well: it hears each of them once.
  const pass = (signal: NodeJS.Signals) => {
    const isFromTerminal = signal === 'SIGINT' || signal === 'SIGQUIT';
    if (!(isFromTerminal && process.stdin.isTTY)) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? (code ?? EXIT.failed) : 128 + constants.signals[signal];
  } catch (error) {
    throw notRun(program, error);
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}

function notRun(program: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such command',
    EACCES: 'it may not be run',
    E2BIG: 'its arguments are too long',
  };
  const reason = reasons[code];
  return reason === undefined ? error : new CommandFailed(`cannot run ${program}: ${reason}`);
}
