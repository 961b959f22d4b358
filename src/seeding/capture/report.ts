/** What a seed could not carry: a sentence for each kind of thing, with how often and an example. */
export class Report {
  readonly #notes = new Map<string, { count: number; readonly example: string | undefined }>();

  note(what: string, example?: string): void {
    const known = this.#notes.get(what);
    if (known) known.count++;
    else this.#notes.set(what, { count: 1, example });
  }

  /** One of the values that the emulator knows; else the fallback, which is told. */
  oneOf<T extends string>(
    what: string,
    value: string | null,
    known: readonly T[],
    fallback: T,
    example: string,
  ): T {
    const found = known.find((one) => one === value);
    if (found !== undefined) return found;
    this.note(
      `${what} that the emulator does not know, taken as ${fallback}`,
      `${example}: ${value}`,
    );
    return fallback;
  }

  get sentences(): string[] {
    return [...this.#notes].map(([what, { count, example }]) => {
      if (example === undefined) return what;
      return `${what}: ${count}, such as ${example}`;
    });
  }
}
