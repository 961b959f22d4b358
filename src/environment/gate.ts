/** Keeps others out of a world while it moves in time: between two pieces of that they would see half of it. */
export class Gate {
  #opened: Promise<void> | undefined;
  #open: () => void = () => undefined;

  /** Resolves when the gate is open again; undefined while it is. */
  get opened(): Promise<void> | undefined {
    return this.#opened;
  }

  close(): void {
    this.#opened ??= new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#opened = undefined;
    this.#open();
  }
}
