/** A file is no Pact file, or one of a version that is not read. */
export class NoPact extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoPact';
  }
}
