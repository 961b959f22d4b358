import { readFile, stat } from 'node:fs/promises';
import type * as Contracts from '../app/client-contract.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { printJson, printLine } from './print.js';

interface Options {
  readonly url?: string;
  readonly release?: string;
  readonly json?: boolean;
}

const usage = (message: string) => new CommandFailed(message, EXIT.usage);

/** Tells what a client relies on and a release is not known to have: nobody is asked. */
export async function verifyContract(file: string, options: Options): Promise<void> {
  if (options.url !== undefined) throw usage('--contract asks nobody: leave --url out');
  const contracts = await import('../app/client-contract.js');
  const relied = readIn(contracts, file, await textOf(contracts, file));
  const judgement = judged(contracts, relied, options.release);
  const { release, unknown } = judgement;
  const { missingReads } = await import('../verify/index.js');
  const reads = Object.entries(relied.operations).map(([name, one]) => [name, one.reads ?? []]);
  const unread = missingReads(
    Object.fromEntries(reads) as Record<string, readonly string[]>,
    options.release,
  );
  const missing = [...judgement.missing, ...unread];
  const verdict = { ...judgement, missing };
  if (options.json) printJson(verdict);
  else {
    for (const { operation, what } of missing) printLine(`${operation}: ${what}`);
    for (const operation of unknown) {
      printLine(`${operation}: nothing says which releases have it`);
    }
    if (missing.length === 0) printLine(`${release} has all else that the client relies on`);
  }
  process.exitCode = missing.length === 0 ? EXIT.done : EXIT.problems;
}

function readIn({ readContract }: typeof Contracts, file: string, text: string) {
  try {
    return readContract(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandFailed(`${file} is no contract of a client: ${error.message}`);
  }
}

function judged(
  { judgeContract }: typeof Contracts,
  relied: ReturnType<typeof readIn>,
  release: string | undefined,
) {
  try {
    return judgeContract(relied, release);
  } catch (error) {
    throw error instanceof RangeError ? usage(error.message) : error;
  }
}

async function textOf({ LONGEST_CONTRACT }: typeof Contracts, file: string): Promise<string> {
  try {
    if ((await stat(file)).size <= LONGEST_CONTRACT) return await readFile(file, 'utf8');
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? error : new CommandFailed(`cannot read ${file}: ${reason}`);
  }
  throw new CommandFailed(`${file} is no contract of a client: it is too large`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};
