import type { Argument, Command, Option } from 'commander';

/** What may stand in a place: some words, files, or something that nobody can guess. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'unknown' };

export interface Choice {
  readonly name: string;
  readonly description: string;
}

/** A command as shells see it. */
export interface CommandShape {
  /** The words that lead to it, each with a space before it; empty for the program itself. */
  readonly at: string;
  readonly commands: readonly Choice[];
  readonly options: readonly (Choice & { readonly values: Values | undefined })[];
  readonly takes: Values;
}

/** Every command of the program, from commander's own tree. */
export function describeTree(command: Command, at = ''): CommandShape[] {
  const visible = command.commands.filter((sub) => sub.name() !== 'help');
  const help = command.createHelp();
  const shape: CommandShape = {
    at,
    commands: visible.map((sub) => ({ name: sub.name(), description: sub.description() })),
    options: help.visibleOptions(command).flatMap((option) => optionOf(option)),
    takes: argumentsOf(command),
  };
  return [shape, ...visible.flatMap((sub) => describeTree(sub, `${at} ${sub.name()}`))];
}

function optionOf(option: Option) {
  if (option.long === undefined || option.long === null) return [];
  const takesValue = option.required || option.optional;
  const values = takesValue ? valuesOf(option.flags, option.argChoices) : undefined;
  return [{ name: option.long, description: option.description, values }];
}

/** The choices of all arguments together: which one it is, shells need not know. */
function argumentsOf({ registeredArguments }: Command): Values {
  const all = registeredArguments.map((argument: Argument) =>
    valuesOf(argument.name(), argument.argChoices),
  );
  return all.find(({ kind }) => kind !== 'unknown') ?? { kind: 'unknown' };
}

function valuesOf(text: string, choices: readonly string[] | undefined): Values {
  if (choices) return { kind: 'words', words: choices };
  return { kind: /file|path|dir/i.test(text) ? 'files' : 'unknown' };
}

/** Places where an option's value is written: the command, the option, and what may stand there. */
export function valuePlaces(tree: readonly CommandShape[]) {
  return tree.flatMap(({ at, options }) =>
    options.flatMap(({ name, values }) =>
      values === undefined ? [] : [{ place: `${at} ${name}`, values }],
    ),
  );
}
