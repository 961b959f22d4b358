/** One thing after the other with each name: whoever comes waits for those before. */
export class Queues {
  /** The last thing that is done with each name: the next waits for it. */
  readonly #last = new Map<string, Promise<void>>();

  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const mine = before ? before.then(work) : work();
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(name, settled);
    void settled.finally(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    });
    return mine;
  }

  /** Resolves when everything that was asked for by now is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
