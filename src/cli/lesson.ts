import type { Command } from 'commander';
import { EXIT } from './exit-codes.js';

const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  failed: 'failed; standard error says why, and what to do next',
  usage: 'wrong usage',
  problems: 'problems were found',
};

/** What `--help` says of a command beside its arguments and options. */
export interface Lesson {
  readonly prints: string;
  /** What one may want, and the command line that does it, without the program's name. */
  readonly examples: Readonly<Record<string, string>>;
  /** What the exit codes mean, where more is to be said than usual. */
  readonly exits?: Partial<Record<keyof typeof EXIT, string>>;
}

/** Lets `--help` teach: what is printed, examples that can be pasted, exit codes. */
export function teach(command: Command, { prints, examples, exits = {} }: Lesson): Command {
  const name = rootOf(command).name();
  const shown = Object.entries(examples).map(
    ([purpose, line]) => `  # ${purpose}\n  ${name} ${line}`,
  );
  const kinds = [
    'done',
    'failed',
    'usage',
    ...(exits.problems ? ['problems' as const] : []),
  ] as const;
  const codes = kinds.map((kind) => `  ${EXIT[kind]}  ${exits[kind] ?? MEANING[kind]}`);
  return command
    .addHelpText(
      'after',
      `\nPrints:\n  ${prints}\n\nExamples:\n${shown.join('\n\n')}\n\nExit codes:\n${codes.join('\n')}`,
    )
    .showHelpAfterError(`What it takes: ${pathOf(command).join(' ')} --help`);
}

/** The names that lead to a command, the program's first. */
export function pathOf(command: Command): string[] {
  return [...(command.parent ? pathOf(command.parent) : []), command.name()];
}

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);
