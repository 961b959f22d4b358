import type { Cause } from './event.js';

const START: Cause = { kind: 'start', name: 'seed', jobUuid: null };

/** Why whatever changes right now changes. All changes are made without waiting, so one place suffices. */
export class Causes {
  #current = START;

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
