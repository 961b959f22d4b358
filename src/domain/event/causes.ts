import type { Cause } from './event.js';

const START: Cause = { kind: 'start', name: 'seed', jobUuid: null };

/** Why whatever changes right now changes. All changes are made without waiting, so one place suffices. */
export class Causes {
  #current = START;
  #isQuiet = false;

  /** Whether changes are not to be written down: there are too many of them at once. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Does the work, of which nothing is written down. */
  quietly<T>(work: () => T): T {
    this.#isQuiet = true;
    try {
      return work();
    } finally {
      this.#isQuiet = false;
    }
  }

  get current(): Cause {
    return this.#current;
  }

  /** Does the work, of which the cause is the reason; what it does not await, that is. */
  within<T>(cause: Cause, work: () => T): T {
    const outer = this.#current;
    this.#current = cause;
    try {
      return work();
    } finally {
      this.#current = outer;
    }
  }
}
