import { realTime } from '../core/clock.js';

/** So long those who are waited for by nobody but their own client may take to leave, in ms. */
const PATIENCE = 250;

/** Who is inside of an environment right now: it is only changed as a whole when nobody is. */
export class Lease {
  #guests = 0;
  /** How many of them wait for bytes of their client. */
  #listening = 0;
  #whenChanged: (() => void) | undefined;
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
    this.#whenChanged?.();
  }

  /**
   * Waits for what a client sends, at its own pace: meanwhile it does not keep anybody from changing the
   * environment as a whole, so that the world may be over afterwards.
   */
  async listen<T>(receive: () => Promise<T>): Promise<T> {
    this.#listening++;
    this.#whenChanged?.();
    try {
      return await receive();
    } finally {
      this.#listening--;
    }
  }

  get isHeld(): boolean {
    return this.#guests > 0;
  }

  /**
   * Resolves when nobody is inside but so many of the caller's `own`, and who has been listening for a while, or
   * after `limit` ms.
   */
  async free(limit: number, own = 0): Promise<void> {
    if (this.#guests <= own) return;
    await new Promise<void>((resolve) => {
      let isPatient = true;
      const look = () => {
        if (this.#guests <= own || (!isPatient && this.#guests <= this.#listening + own)) done();
      };
      const impatient = setTimeout(() => {
        isPatient = false;
        look();
      }, PATIENCE);
      const done = () => {
        clearTimeout(impatient);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, limit);
      this.#whenChanged = look;
    });
    this.#whenChanged = undefined;
  }
}
