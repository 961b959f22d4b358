/** How an environment's clock runs: with the machine's time, shifted from it, or not at all. */
export type ClockMode = 'real' | 'offset' | 'stopped';

/** What is saved of a clock. `value` is the offset (`offset`) or the time it stands at (`stopped`), in ms. */
export interface ClockState {
  readonly mode: ClockMode;
  readonly value: number;
}

/**
 * The time of one environment, in milliseconds since 1970 (UTC).
 * It never runs backwards when moved; everything in a world that waits, waits for this clock.
 */
export class Clock {
  #state: ClockState;

  constructor(state: ClockState = { mode: 'real', value: 0 }) {
    this.#state = state;
  }

  get state(): ClockState {
    return this.#state;
  }

  get isStopped(): boolean {
    return this.#state.mode === 'stopped';
  }

  now(): number {
    switch (this.#state.mode) {
      case 'real':
        return Date.now();
      case 'offset':
        return Date.now() + this.#state.value;
      case 'stopped':
        return this.#state.value;
    }
  }

  /** Moves the clock to `time`; a running clock goes on from there. Throws when `time` lies in the past. */
  moveTo(time: number): void {
    const now = this.now();
    if (time < now) {
      throw new RangeError(`a clock cannot go back: it is ${now}, asked for ${time}`);
    }
    this.#state =
      this.#state.mode === 'stopped'
        ? { mode: 'stopped', value: time }
        : { mode: 'offset', value: time - Date.now() };
  }
}

/** Real time that only measures (request durations, waiting limits): never part of a world. */
export function monotonicMilliseconds(): number {
  return performance.now();
}
