import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Emulator } from '../app/library/emulator.js';
import type {
  Pact,
  PactOptions,
  PactVerdict,
  Provider,
  ProviderState,
} from '../verify/pact/index.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { interruptible } from './interruptible.js';
import { printJson, printLine } from './print.js';
import { Progress } from './progress.js';
import { writeWhole } from './write-whole.js';

interface Options {
  readonly pact: readonly string[];
  readonly states?: string;
  readonly session?: string;
  readonly url?: string;
  readonly seed?: string;
  readonly release?: string;
  readonly timeout: string;
  readonly json?: boolean;
  readonly junit?: string;
  readonly all?: boolean;
}

const usage = (message: string) => new CommandFailed(message, EXIT.usage);

/** `verify --pact FILE`: whether a world answers as a consumer's Pact file says, in the states that it names. */
export async function verifyPacts(options: Options): Promise<void> {
  if (options.url !== undefined) throw usage('--pact makes worlds of its own: leave --url out');
  const session = sessionOf(options.session);
  const patience = patienceOf(options.timeout);
  const pacts: Pact[] = [];
  for (const file of options.pact) pacts.push(await readIn(file));
  const states = await statesOf(options);
  const emulator = await start(options.release);
  try {
    const provide = (wanted: readonly ProviderState[]) => provided(emulator, states, wanted);
    const verdicts = await interruptible((signal) =>
      tried(pacts, { provide, session, patience, signal }),
    );
    await tell(options, verdicts);
  } finally {
    states.end();
    await emulator.stop();
  }
}

function sessionOf(text = 'example'): PactOptions['session'] {
  if (text === 'example' || text === 'admin' || text === 'as-is') return text;
  throw usage(`--session is example, admin or as-is, not '${text}'`);
}

function patienceOf(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return Math.min(seconds * 1000, 2_147_483_647);
  throw usage(`--timeout takes a number, not '${text}'`);
}

async function readIn(file: string): Promise<Pact> {
  const { LONGEST_PACT, NoPact, readPact } = await import('../verify/pact/index.js');
  try {
    if ((await stat(file)).size > LONGEST_PACT) throw new NoPact('it is too large');
    return readPact(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof NoPact)
      throw new CommandFailed(`${file} is no Pact file: ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CommandFailed(
      `cannot read ${file}: ${code === 'ENOENT' ? 'it is not there' : message}`,
    );
  }
}

async function statesOf({ states, seed = 'default' }: Options) {
  const { PactStates, UnknownState } = await import('../app/pact-states.js');
  try {
    return new PactStates(states, seed);
  } catch (error) {
    throw error instanceof UnknownState ? usage(`--states: ${error.message}`) : error;
  }
}

async function start(release: string | undefined): Promise<Emulator> {
  const { startEmulator } = await import('../app/library/start-emulator.js');
  try {
    return await startEmulator({ seed: 'none', ...(release === undefined ? {} : { release }) });
  } catch (error) {
    const isWrong = error instanceof Error && error.name === 'InvalidConfig';
    throw isWrong ? usage(error.message.trim()) : error;
  }
}

/** A new world of the states' seeds. */
async function provided(
  emulator: Emulator,
  states: Awaited<ReturnType<typeof statesOf>>,
  wanted: readonly ProviderState[],
): Promise<Provider> {
  const { NoSuchState } = await import('../verify/pact/index.js');
  try {
    const world = await emulator.create({ seed: states.seedsOf(wanted) });
    return { url: world.url, session: () => logIn(world.url), end: () => world.remove() };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'UnknownState' || name === 'InvalidSeed') {
      throw new NoSuchState((error as Error).message);
    }
    throw error;
  }
}

/** A session of the admin, as seeds have it. */
async function logIn(url: string): Promise<string> {
  const password = createHash('sha512').update('password').digest('hex');
  const answer = await fetch(`${url}/v1/accounts/login`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ logInByAccount: { accountName: 'admin', password } }),
  });
  const { inventory } = (await answer.json()) as { inventory?: { uuid?: string } };
  if (inventory?.uuid !== undefined) return inventory.uuid;
  throw new CommandFailed(
    'the admin of a seed has another password than `password`: say --session as-is',
  );
}

type Trying = Omit<PactOptions, 'onTried'>;

async function tried(pacts: readonly Pact[], options: Trying): Promise<PactVerdict[]> {
  const { verifyPact } = await import('../verify/pact/index.js');
  const verdicts: PactVerdict[] = [];
  for (const pact of pacts) {
    let progress: Progress | undefined;
    const onTried: PactOptions['onTried'] = (done, total, { description }) => {
      progress ??= new Progress({ label: `verifying ${pact.consumer}`, total, unit: 'steps' });
      progress.update(done, `verifying ${description}`);
    };
    try {
      verdicts.push(...(await verifyPact(pact, { ...options, onTried })));
    } finally {
      progress?.end();
    }
  }
  return verdicts;
}

async function tell(options: Options, verdicts: readonly PactVerdict[]): Promise<void> {
  const { pactJunit } = await import('../verify/pact/index.js');
  const { junit } = options;
  if (junit !== undefined) {
    await writeWhole(junit, (path) => writeFile(path, pactJunit(verdicts)));
  }
  if (options.json) printJson({ interactions: verdicts });
  else show(verdicts, options.all === true);
  const isGood = verdicts.every(({ state, isPending }) => state !== 'differs' || isPending);
  process.exitCode = isGood ? EXIT.done : EXIT.problems;
}

function show(verdicts: readonly PactVerdict[], all: boolean): void {
  for (const { consumer, description, states, state, reasons, isPending } of verdicts) {
    if (state === 'proven' && !all) continue;
    const given = states.length === 0 ? '' : `, given ${states.join(' and ')}`;
    printLine(`${consumer} › ${description}${given}: ${state}${isPending ? ' (pending)' : ''}`);
    for (const reason of reasons) printLine(`  ${reason}`);
  }
  const count = (state: string) => verdicts.filter((one) => one.state === state).length;
  printLine(
    `${count('proven')} interactions proven, ${count('differs')} differ, ${count('unknown')} unknown`,
  );
}
