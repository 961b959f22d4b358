import { realTime } from '../core/clock.js';

/** Who is inside of an environment right now: it is only changed as a whole when nobody is. */
export class Lease {
  #guests = 0;
  #whenFree: (() => void) | undefined;
  /** When somebody was last inside, in ms of real time since 1970. */
  lastUsed = realTime();
  /** The world has gone, whoever is still inside. */
  isOver = false;

  enter(): void {
    this.#guests++;
    this.lastUsed = realTime();
  }

  leave(): void {
    this.#guests--;
    this.lastUsed = realTime();
    if (this.#guests === 0) this.#whenFree?.();
  }

  get isHeld(): boolean {
    return this.#guests > 0;
  }

  /** Resolves when nobody is inside, or after `limit` ms. */
  async free(limit: number): Promise<void> {
    if (this.#guests === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limit);
      this.#whenFree = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#whenFree = undefined;
  }
}
