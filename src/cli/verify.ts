import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { messageOf } from '../core/code-of.js';
import type { Choice, Identity, Target, Verified } from '../verify/index.js';
import { UNUSED_MACHINES } from '../verify/unused-machines.js';
import { CommandFailed, EXIT, Interrupted } from './exit-codes.js';
import { interruptible } from './interruptible.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable } from './print.js';
import { Progress } from './progress.js';
import { verifyContract } from './verify-contract.js';
import { diffCommand } from './verify-diff.js';
import { writeWhole } from './write-whole.js';

interface Options {
  readonly url?: string;
  readonly account?: string;
  readonly password?: string;
  readonly accessKey?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly release?: string;
  readonly locale: string;
  readonly write?: boolean;
  readonly disturb: readonly string[];
  readonly pace?: string;
  readonly timeout: string;
  readonly prefix: string;
  readonly imageUrl: string;
  readonly isoUrl: string;
  readonly given: readonly string[];
  readonly seed?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly html?: string;
  readonly evidence?: string;
  readonly exchanges?: string;
  readonly contract?: string;
  readonly pact: readonly string[];
  readonly states?: string;
  readonly session?: string;
}

const each = (value: string, before: readonly string[]) => [...before, ...value.split(',')];
const one = (value: string, before: readonly string[]) => [...before, value];

/** `zstack-emulator verify`: what of the contract is proven of an API. */
export function addVerifyCommand(program: Command): void {
  const command = targetOptions(
    program
      .command('verify')
      .description(
        'try the cases of the contract on an emulator or a cloud; without --url on an emulator in memory',
      ),
  )
    .option('--only <names>', 'only these operations or cases, * for any text', one, [])
    .option('--skip <names>', 'not these', one, [])
    .option('--write', 'also cases that make things, under names of their own, and remove them')
    .option('--disturb <names>', 'also these cases, which others notice', one, [])
    .option('--image-url <url>', 'a qcow2 file that the target can download', IMAGE)
    .option('--iso-url <url>', 'an ISO that it can download', ISO)
    .option(
      '--given <name=value>',
      'what nobody can guess, e.g. spareHost=10.0.0.9: a machine that may be added and removed',
      each,
      [],
    )
    .option('--seed <seeds>', 'of the emulator in memory: what its world is filled with')
    .option('--all', 'show every operation, not only those that are not proven')
    .option('--json', 'print JSON, for scripts')
    .option('--junit <file>', 'write what CI servers read')
    .option('--html <file>', 'write a page with everything')
    .option('--evidence <file>', 'write what is proven, to keep and to compare')
    .option('--exchanges <file>', 'write what was sent and answered, secrets hidden')
    .option(
      '--contract <file>',
      'only tell what of a client (run --contract-out) the release has not',
    )
    .option(
      '--pact <file>',
      "only verify a consumer's Pact file (v3, v4); may be repeated",
      one,
      [],
    )
    .option('--states <directory>', 'seeds that are called as the provider states of --pact')
    .option(
      '--session <which>',
      'whose session requests of --pact have: example, admin or as-is (default: example)',
    );
  teach(command, {
    prints:
      'each operation as proven, differs or unknown with the reason; with --json `operations`, `cases` and `left`',
    examples: {
      'the emulator itself': 'verify',
      'a cloud, only looking; its password in ZSTACK_PASSWORD':
        'verify --url http://cloud.example:8080/zstack --account admin',
      'its images, with some made and removed':
        "verify --url http://cloud.example:8080/zstack --account admin --write --only '*Image*'",
      'what a killed run has left':
        'verify clean --url http://cloud.example:8080/zstack --account admin',
      'what of a client 4.8 has not': 'verify --contract client.yaml --release 4.8',
      "a consumer's Pact file, its provider states as seeds":
        'verify --pact client.json --states states',
      'what has changed': 'verify diff yesterday.json today.json',
    },
    exits: {
      problems: 'something differs or is missing, or something that was made could not be removed',
    },
  });
  command.action(verifyCommand);
  const clean = targetOptions(
    command.command('clean').description('remove what killed runs with the same prefix have made'),
  );
  teach(clean, {
    prints: 'a line for each thing that was removed, or could not be',
    examples: {
      'of a cloud': 'verify clean --url http://cloud.example:8080/zstack --account admin',
    },
    exits: { problems: 'something could not be removed' },
  });
  clean.action((_options: Options, self: Command) => cleanCommand(self.optsWithGlobals()));
  const diff = command
    .command('diff')
    .description(
      'compare two files of --evidence, or of --exchanges: every answer, but for uuids and times',
    )
    .argument('<left>', 'the one')
    .argument('<right>', 'the other')
    .option('--json', 'print JSON, for scripts');
  teach(diff, {
    prints: 'a row of a Markdown table for each case that came out, or was answered, otherwise',
    examples: {
      'an emulator against a cloud': 'verify diff contract/evidence/emulator.json cloud.json',
      'what an upgrade answers otherwise': 'verify diff before.exchanges.json after.exchanges.json',
    },
    exits: { problems: 'they differ' },
  });
  diff.action((left: string, right: string, _options: Options, self: Command) =>
    diffCommand(left, right, self.optsWithGlobals<Options>()),
  );
}

const IMAGE = 'http://images.example/verify.qcow2';
const ISO = 'http://images.example/verify.iso';

const targetOptions = (command: Command): Command =>
  command
    .option('--url <url>', 'the image API, with its context path (…/zstack)')
    .option('--access-key <id:secret>', 'ask with this access key (ZSTACK_ACCESS_KEY)')
    .option('--account <name>', 'ask as this account, with its password')
    .option('--password <password>', 'the password (ZSTACK_PASSWORD)')
    .option('--release <release>', 'the release that it must be like, e.g. 4.8 (default: 5.3)')
    .option('--locale <locale>', 'the language of its refusals, en or zh', 'en')
    .option('--prefix <name>', 'what names of things that are made begin with', 'zstack-verify')
    .option('--pace <number>', 'requests a second at most (default: 50 with --url)')
    .option('--timeout <seconds>', 'how long a job may take', '600');

async function verifyCommand(options: Options): Promise<void> {
  if (options.pact.length > 0) {
    const { verifyPacts } = await import('./verify-pact.js');
    return verifyPacts(options);
  }
  if (options.contract !== undefined) return verifyContract(options.contract, options);
  const own = options.url === undefined ? await ownEmulator(options) : undefined;
  try {
    const target = own ? ownTarget(own.url, options) : targetOf(options);
    const { verify } = await import('../verify/index.js');
    const choice: Choice = {
      only: options.only,
      skip: options.skip,
      // Nobody else is there who could be disturbed.
      writes: own !== undefined || options.write === true,
      disturbs: own ? ['*'] : options.disturb,
    };
    const verified = await explained(target.url, () =>
      interruptible(async (signal) => {
        let progress: Progress | undefined;
        try {
          return await verify({ ...target, signal }, choice, (done, total, one) => {
            progress ??= new Progress({ label: `verifying ${target.url}`, total, unit: 'steps' });
            progress.update(done, `verifying ${one.operation}`);
          });
        } catch (error) {
          if (error instanceof Error && error.name === 'LeftBehind') {
            const [head, Failure] = signal.aborted
              ? ['interrupted', Interrupted]
              : [messageOf(error.cause), CommandFailed];
            throw new Failure(`${head}\n${error.message}`, EXIT.problems);
          }
          throw error;
        } finally {
          progress?.end();
        }
      }),
    );
    await write(options, own ? 'emulator' : target.url, verified);
    tell(options, verified);
    const isGood =
      verified.left.length === 0 && verified.verdicts.every(({ state }) => state !== 'differs');
    process.exitCode = isGood ? EXIT.done : EXIT.problems;
  } finally {
    await own?.stop();
  }
}

/** One that is what it must be like. */
async function ownEmulator({ seed, release }: Options) {
  const { startEmulator } = await import('../app/library/start-emulator.js');
  try {
    return await startEmulator({
      ...(seed === undefined ? {} : { seed }),
      ...(release === undefined ? {} : { release }),
    });
  } catch (error) {
    const isWrong = error instanceof Error && error.name === 'InvalidConfig';
    throw isWrong ? usage(error.message.trim()) : error;
  }
}

const ownTarget = (url: string, options: Options): Target => ({
  ...settingsOf(options, 0),
  url,
  identity: { account: 'admin', password: 'password' },
  given: { ...UNUSED_MACHINES, ...givenOf(options) },
});

const targetOf = (options: Options): Target => ({
  ...settingsOf(options, 50),
  url: addressOf(options.url ?? ''),
  identity: identityOf(options),
  given: givenOf(options),
});

/** `spareHost=10.0.0.9,sparePassword=...` */
function givenOf({ given = [] }: Partial<Options>): Readonly<Record<string, string>> {
  const pairs = given.map((pair) => {
    const [, name, value] = /^([a-z]\w*)=(.+)$/i.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value] as const;
    throw usage(`--given takes NAME=VALUE, not '${pair}'`);
  });
  return Object.fromEntries(pairs);
}

function settingsOf(options: Options, byDefault: number): Omit<Target, 'url' | 'identity'> {
  const { locale, prefix, release, imageUrl, isoUrl } = options;
  if (locale !== 'en' && locale !== 'zh') throw usage(`--locale is en or zh, not '${locale}'`);
  if (!/^[a-z][a-z\d-]{2,30}$/.test(prefix)) {
    throw usage(`--prefix takes 3 to 31 lower-case letters, digits and -, not '${prefix}'`);
  }
  const pace = options.pace === undefined ? byDefault : numberOf('--pace', options.pace);
  const patience = numberOf('--timeout', options.timeout) * 1000;
  return { pace, patience, prefix, locale, release, imageUrl, isoUrl };
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw usage(`${option} takes a number, not '${text}'`);
}

const usage = (message: string) => new CommandFailed(message, EXIT.usage);

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/+$/, '');
  throw usage(`'${text}' is no address of an API; one looks like http://127.0.0.1:8080/zstack`);
}

function identityOf({ account, password, accessKey }: Options): Identity {
  const key = accessKey ?? (account === undefined ? process.env['ZSTACK_ACCESS_KEY'] : undefined);
  if (key !== undefined && account !== undefined) {
    throw usage('say in one way who asks: --account or --access-key');
  }
  if (key !== undefined) {
    const [, id, secret] = /^([^:]+):(.+)$/.exec(key) ?? [];
    if (id !== undefined && secret !== undefined) return { accessKey: id, secret };
    throw usage('--access-key takes ID:SECRET');
  }
  if (account === undefined) throw usage('say who asks, with --account or --access-key');
  const given = password ?? process.env['ZSTACK_PASSWORD'];
  if (given === undefined)
    throw usage('it needs --password, or ZSTACK_PASSWORD in the environment');
  return { account, password: given };
}

/** Failures that their reader can do something about, in their own words. */
async function explained<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'Unreachable') throw new CommandFailed(error.message);
    if (error.name === 'RangeError') throw usage(error.message);
    if (error.name === 'CommandFailed' && error.message === 'interrupted') {
      throw new CommandFailed(`interrupted; what was made on ${url} is removed`);
    }
    throw error;
  }
}

async function write(options: Options, target: string, verified: Verified): Promise<void> {
  const { evidenceOf, hidden, junit, page } = await import('../verify/index.js');
  const { verdicts, operations, facts, date } = verified;
  const to = async (file: string | undefined, text: () => string) => {
    if (file !== undefined) await writeWhole(file, (path) => writeFile(path, text()));
  };
  const shown = verdicts.map(hidden);
  await to(options.junit, () => junit(target, shown));
  await to(options.html, () =>
    page({ target, release: facts.release, date, operations, verdicts: shown }),
  );
  await to(
    options.evidence,
    () => `${JSON.stringify(evidenceOf(facts, verdicts, { target, date }), null, 1)}\n`,
  );
  await to(
    options.exchanges,
    () =>
      `${JSON.stringify(shown.map(({ case: one, state, exchanges }) => ({ operation: one.operation, name: one.name, state, exchanges })))}\n`,
  );
}

function tell({ json, all }: Options, { operations, verdicts, left }: Verified): void {
  if (json) {
    const cases = verdicts.map(({ case: one, state, reasons }) => ({
      operation: one.operation,
      name: one.name,
      source: one.source,
      state,
      reasons,
    }));
    printJson({ operations, cases, left });
    return;
  }
  const shown = all ? operations : operations.filter(({ state }) => state !== 'proven');
  printTable(
    shown.map(({ operation, state, reason, counts }) => ({
      operation,
      state,
      cases: `${counts.proven} of ${counts.proven + counts.differs + counts.unknown}`,
      reason: reason.slice(0, 100),
    })),
    {
      operation: (row) => row['operation'],
      is: (row) => row['state'],
      proven: (row) => row['cases'],
      reason: (row) => row['reason'],
    },
    'every operation is proven',
  );
  const count = (state: string) => operations.filter((one) => one.state === state).length;
  const differ = verdicts.filter(({ state }) => state === 'differs');
  for (const { case: one, reasons } of differ) {
    printLine(`\n${one.operation} › ${one.name}`);
    for (const reason of reasons) printLine(`  ${reason}`);
  }
  for (const one of left)
    printLine(`could not be removed: ${one.inventory} ${one.uuid} ${one.name}`);
  printLine(
    `\n${count('proven')} operations proven, ${count('differs')} differ, ${count('unknown')} unknown; ${verdicts.length} cases`,
  );
}

async function cleanCommand(options: Options): Promise<void> {
  const target = targetOf(options);
  const { clean } = await import('../verify/index.js');
  const { removed, left } = await explained(target.url, () => clean(target));
  for (const { inventory, uuid, name } of removed)
    printLine(`removed ${inventory} ${uuid} ${name}`);
  for (const { inventory, uuid, name } of left)
    printLine(`could not be removed: ${inventory} ${uuid} ${name}`);
  if (removed.length + left.length === 0) printLine('nothing was left');
  process.exitCode = left.length === 0 ? EXIT.done : EXIT.problems;
}
