/** Numbers that look drawn by chance and are the same for the same seed (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** One of several. */
  of(all) {
    return all[Math.floor(this.next() * all.length)];
  }

  /** A name such as a pipeline gives to its world. */
  name() {
    const project = this.of(['api', 'web', 'billing', 'terraform', 'packer', 'nightly', 'e2e']);
    const job = Math.floor(this.next() * 2 ** 32).toString(36);
    return `${project}-${job}-${Math.floor(this.next() * 64)}`;
  }

  exponential(mean) {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Half are below `half`, 99 of 100 below `slow`. */
  logNormal(half, slow) {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return half * Math.exp((normal * Math.log(slow / half)) / 2.326);
  }
}
