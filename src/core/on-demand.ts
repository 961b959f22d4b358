/** A map whose values are made when they are first asked for; its keys are there from the beginning. */
export class OnDemand<K, V> implements ReadonlyMap<K, V> {
  readonly #makers: ReadonlyMap<K, () => V>;
  readonly #made = new Map<K, V>();

  /** Of several for one key the last counts, as in a Map. */
  constructor(makers: Iterable<readonly [K, () => V]>) {
    this.#makers = new Map(makers);
  }

  get size(): number {
    return this.#makers.size;
  }

  has(key: K): boolean {
    return this.#makers.has(key);
  }

  get(key: K): V | undefined {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const make = this.#makers.get(key);
    if (!make) return undefined;
    const value = make();
    this.#made.set(key, value);
    return value;
  }

  keys(): MapIterator<K> {
    return this.#makers.keys();
  }

  values(): MapIterator<V> {
    return this.#all().values();
  }

  entries(): MapIterator<[K, V]> {
    return this.#all().entries();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#all()) callback(value, key, this);
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  /** Everything, made now and in the order of the keys. */
  #all(): Map<K, V> {
    const all = new Map<K, V>();
    for (const [key, make] of this.#makers) {
      const value = this.#made.get(key) ?? make();
      this.#made.set(key, value);
      all.set(key, value);
    }
    return all;
  }
}
