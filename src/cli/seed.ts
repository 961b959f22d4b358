import type { Command } from 'commander';
import type { SeedVerdict } from '../app/check-seed.js';
import { addCaptureCommand } from './capture.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';
import { waiting } from './progress.js';

interface Options {
  readonly directories?: string;
  readonly json?: boolean;
}

/** `zstack-emulator seed`: worlds to start from, as files. */
export function addSeedCommand(program: Command): void {
  const group = program
    .command('seed')
    .description('check seeds, or make one of a cloud or of an emulator that runs');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'before a commit': 'seed check ./seeds/*.yaml',
      'a seed of what is there':
        'seed capture --session 5e55000000004000800000000000ad01 --out shop.yaml',
    },
    exits: { problems: 'a seed has problems (check)' },
  });
  addCheck(group);
  addCaptureCommand(group);
}

function addCheck(group: Command): void {
  const command = group
    .command('check')
    .description('say whether seeds can be used: each is read and made a world of, in memory')
    .argument('<files...>', 'seeds: files or names; with commas between them they are composed')
    .option('--directories <paths>', 'where names are looked for (EMULATOR_SEED_DIRECTORIES)')
    .option('--json', 'print JSON, for scripts');
  teach(command, {
    prints:
      'a line for each good seed, and one for each problem with file, line and place; with --json an array',
    examples: {
      'every seed of a directory': 'seed check ./seeds/*.yaml',
      'two that belong together': 'seed check ./seeds/base.yaml,./seeds/shop.yaml',
    },
    exits: { done: 'all can be used', problems: 'at least one cannot' },
  });
  command.action(async (seeds: readonly string[], options: Options) => {
    const { checkSeed } = await import('../app/check-seed.js');
    const directories =
      options.directories ?? (process.env['EMULATOR_SEED_DIRECTORIES'] || undefined);
    const verdicts: (SeedVerdict & { seed: string })[] = [];
    for (const seed of seeds) {
      const verdict = await waiting(
        `checking ${seed}`,
        checkSeed(seed, directories).catch(asUsage),
      );
      verdicts.push({ seed, ...verdict });
      if (!options.json) tell(seed, verdict);
    }
    if (options.json) printJson(verdicts);
    const isGood = verdicts.every(({ problems }) => problems.length === 0);
    process.exitCode = isGood ? EXIT.done : EXIT.problems;
  });
}

function tell(seed: string, { problems, images, backupStorages }: SeedVerdict): void {
  if (problems.length === 0) {
    printLine(`${seed}: good (${images} images, ${backupStorages} backup storages)`);
  }
  for (const problem of problems) printLine(problem);
}

function asUsage(error: unknown): never {
  if (!(error instanceof Error) || error.name !== 'InvalidConfig') throw error;
  throw new CommandFailed(error.message, EXIT.usage);
}
