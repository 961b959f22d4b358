/** What keeps entries, as the budget sees it. */
export interface Holder {
  /** About what its entries take in memory, in bytes. */
  readonly bytes: number;
  /** Forgets the oldest entry. */
  dropOldest(): void;
}

/** So much of the limit is freed at a time: looking for the largest journal is not worth it for each entry. */
const FREED_AT_ONCE = 1 / 64;

/**
 * The room that all journals of a process share. When it is full the largest journal gives its oldest entries:
 * who floods one world takes nothing from the journals of the others.
 */
export class JournalBudget {
  readonly #holders = new Set<Holder>();
  #bytes = 0;

  /** @param limit bytes */
  constructor(readonly limit: number) {}

  /** What all entries take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A journal has taken room, or given it back. */
  changed(holder: Holder, bytes: number): void {
    this.#bytes += bytes;
    if (holder.bytes > 0) this.#holders.add(holder);
    else this.#holders.delete(holder);
    if (this.#bytes > this.limit) this.#free(this.limit * (1 - FREED_AT_ONCE));
  }

  #free(least: number): void {
    while (this.#bytes > least) {
      let largest: Holder | undefined;
      for (const holder of this.#holders) {
        if (!largest || holder.bytes > largest.bytes) largest = holder;
      }
      if (!largest) return;
      const step = this.limit * FREED_AT_ONCE;
      const enough = Math.max(largest.bytes - step, 0);
      while (largest.bytes > enough && this.#bytes > least) largest.dropOldest();
    }
  }
}
