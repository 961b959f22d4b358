/** So many capacities are remembered. */
const MOST = 100_000;

/**
 * Capacities count from where each side began: what is compared is how they change.
 */
export class Capacities {
  readonly #bases = new Map<string, number>();

  /**
   * How a capacity of the cloud relates to the world's: `base` where it is the first look at it and they differ,
   * `other` where it has changed by another amount since the last look. From now on both are right.
   */
  look(subject: string, field: string, cloud: number, world: number): 'same' | 'base' | 'other' {
    const key = `${subject} ${field}`;
    const [before, now] = [this.#bases.get(key), cloud - world];
    this.#bases.set(key, now);
    if (this.#bases.size > MOST) for (const [first] of this.#bases) return this.#forget(first);
    if (before === undefined) return now === 0 ? 'same' : 'base';
    return before === now ? 'same' : 'other';
  }

  /** The world is another one, or has gone another way: where they begin is unknown. */
  clear(): void {
    this.#bases.clear();
  }

  #forget(key: string): 'base' {
    this.#bases.delete(key);
    return 'base';
  }
}
