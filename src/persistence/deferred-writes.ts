/** What can wait: how it is written, and how it is forgotten. */
interface Waiting {
  write(): void;
  drop(): void;
}

/**
 * Rows that wait for the end of the part of a transaction that they belong to, so that several leave in one
 * statement, or one that changes at once is written once. They are written before a nested part begins, before
 * the commit, and before anybody reads them; whatever is undone drops what waits.
 */
export class DeferredWrites {
  readonly #waiting: Waiting[] = [];
  #isOpen = false;

  /** Whether a transaction is open: outside of one nothing waits. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whoever comes first writes first. */
  add(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  begin(): void {
    this.#isOpen = true;
  }

  /** Writes what waits. */
  flush(): void {
    for (const waiting of this.#waiting) waiting.write();
  }

  /** Forgets what waits: its part of the transaction was undone. */
  drop(): void {
    for (const waiting of this.#waiting) waiting.drop();
  }

  end(): void {
    this.#isOpen = false;
  }
}
