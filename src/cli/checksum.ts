import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { CommandFailed } from './exit-codes.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';

const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

interface Options {
  readonly algorithm: (typeof ALGORITHMS)[number];
  readonly json?: boolean;
}

/** `zstack-emulator checksum`: sums by the program itself, the same on every system. */
export function addChecksumCommand(program: Command): void {
  const command = program
    .command('checksum')
    .description('print checksums of files, or of standard input, as images and log-ins have them')
    .argument('[files...]', 'files; none, or -, is standard input')
    .addOption(
      new Option('--algorithm <algorithm>', `one of ${ALGORITHMS.join(', ')}`)
        .choices(ALGORITHMS)
        .default('md5'),
    )
    .option('--json', 'as JSON');
  teach(command, {
    prints: 'a line for each file: the sum, two blanks, the file; with --json both as a list',
    examples: {
      'is what was downloaded what the image says?': 'checksum image.qcow2',
      'a password as LogInByAccount takes it': 'checksum --algorithm sha512 password.txt',
    },
  });
  command.action(async (files: readonly string[], { algorithm, json }: Options) => {
    const sums: { file: string; [algorithm: string]: string }[] = [];
    for (const file of files.length > 0 ? files : ['-']) {
      const sum = await sumOf(file, algorithm);
      if (json) sums.push({ file, [algorithm]: sum });
      else printLine(`${sum}  ${file}`);
    }
    if (json) printJson(sums);
  });
}

async function sumOf(file: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  try {
    await pipeline(file === '-' ? process.stdin : createReadStream(file), hash);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailed(`${file} cannot be read: ${REASONS[code ?? ''] ?? message}`);
  }
  return hash.digest('hex');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EISDIR: 'it is a directory',
  EACCES: 'its rights forbid it',
};
