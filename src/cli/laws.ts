import type { Command } from 'commander';
import type { Inventory } from './control-client.js';
import { EXIT } from './exit-codes.js';
import { addTarget, EnvironmentClient, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';
import { waiting } from './progress.js';

/** `zstack-emulator laws`: whether a world is whole. */
export function addLawsCommand(program: Command): void {
  const command = addTarget(
    program
      .command('laws')
      .description('look whether every law of a world holds, such as that capacity adds up'),
  );
  teach(command, {
    prints: 'each law that is broken with the rows that break it; with --json all verdicts',
    examples: {
      'of the default environment': 'laws',
      'at the end of a test run': 'laws --environment run-17',
    },
    exits: { done: 'every law holds', problems: 'a law is broken' },
  });
  command.action(async (options: TargetOptions) => {
    const work = new EnvironmentClient(options).list('/invariants');
    const verdicts = await waiting('looking at the laws', work);
    const broken = verdicts.filter(({ holds }) => holds !== true);
    if (options.json) printJson(verdicts);
    else printBroken(broken, verdicts.length);
    if (broken.length > 0) process.exitCode = EXIT.problems;
  });
}

function printBroken(broken: readonly Inventory[], count: number): void {
  if (broken.length === 0) printLine(`all ${count} laws hold`);
  for (const { law, rows } of broken) {
    printLine(`broken: ${String(law)}`);
    for (const row of rows as readonly unknown[]) printLine(`  ${JSON.stringify(row)}`);
  }
}
