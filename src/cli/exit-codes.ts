/** How a command ends; docs/cli.md and every `--help` say so too. */
export const EXIT = { done: 0, failed: 1, usage: 2, problems: 3 } as const;

/** A failure that its reader can do something about: shown as it is, without a stack. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
    this.name = 'CommandFailed';
  }
}

/** Ended by a signal, with more to say of it than that. */
export class Interrupted extends CommandFailed {}
