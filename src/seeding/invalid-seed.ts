/** A seed that cannot be used: each line of the message names file, line, place and what was expected. */
export class InvalidSeed extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidSeed';
  }
}
