/** How an environment's clock runs: with the machine's time, shifted from it, or not at all. */
export type ClockMode = 'real' | 'offset' | 'stopped';

/** What is saved of a clock. `value` is the offset (`offset`) or the time it stands at (`stopped`), in ms. */
export interface ClockState {
  readonly mode: ClockMode;
  readonly value: number;
}

/** Whether it can be the state of a clock: what lies in a file may be anything. */
export function isClockState(value: unknown): value is ClockState {
  const { mode, value: at } = (value ?? {}) as Partial<ClockState>;
  const isMode = mode === 'real' || mode === 'offset' || mode === 'stopped';
  return isMode && Number.isSafeInteger(at) && Math.abs(at ?? 0) <= LAST_DATE;
}

/** The last date that there is, in ms since 1970. */
export const LAST_DATE = 8_640_000_000_000_000;

/**
 * The time of one environment, in milliseconds since 1970 (UTC).
 * It never runs backwards when moved; everything in a world that waits, waits for this clock.
 */
export class Clock {
  #state: ClockState;
  /** What the machine's time is taken for; undefined: what it is. */
  #asOf: number | undefined;

  constructor(state: ClockState = { mode: 'real', value: 0 }) {
    this.#state = state;
  }

  get state(): ClockState {
    return this.#state;
  }

  get isStopped(): boolean {
    return this.#state.mode === 'stopped';
  }

  /** The machine's time, which a clock that runs is told from. */
  get machineTime(): number {
    return this.#asOf ?? Date.now();
  }

  /** Takes the machine's time for another one until {@link letGo}: what happened then happens again. */
  liveAsOf(machineTime: number): void {
    this.#asOf = machineTime;
  }

  /** Takes the machine's time for what it is now until {@link letGo}; false: it is taken for one already. */
  hold(): boolean {
    if (this.#asOf !== undefined) return false;
    this.#asOf = Date.now();
    return true;
  }

  letGo(): void {
    this.#asOf = undefined;
  }

  now(): number {
    switch (this.#state.mode) {
      case 'real':
        return this.machineTime;
      case 'offset':
        return this.machineTime + this.#state.value;
      case 'stopped':
        return this.#state.value;
    }
  }

  /** Starts the clock of a world that is still empty anew: here it may be any time. */
  begin(state: ClockState): void {
    this.#state = state;
  }

  /** Lets the clock run in another mode. Throws when that would take it back. */
  set(state: ClockState): void {
    const now = this.now();
    const before = this.#state;
    this.#state = state;
    const asked = this.now();
    if (asked >= now) return;
    this.#state = before;
    this.#refuse(asked, now);
    this.#state = this.#at(state.mode, now);
  }

  /** Moves the clock to `time`; a running clock goes on from there. Throws when `time` lies in the past. */
  moveTo(time: number): void {
    const now = this.now();
    if (time < now) this.#refuse(time, now);
    else this.#state = this.#at(this.#state.mode, time);
  }

  /** A clock of this mode that shows a time; only one that stands keeps it. */
  #at(mode: ClockMode, time: number): ClockState {
    return mode === 'stopped'
      ? { mode: 'stopped', value: time }
      : { mode: 'offset', value: time - this.machineTime };
  }

  /** A running clock has gone on since its time was read: it need not go back by that much. */
  #refuse(asked: number, now: number): void {
    if (!this.isStopped && now - asked <= SINCE_READING) return;
    throw backwards(now, asked);
  }
}

/** That a clock is to go back, in words. */
export const backwards = (now: number, asked: number): RangeError =>
  new RangeError(
    `a clock cannot go back: it is ${new Date(now).toISOString()}, asked for ${new Date(asked).toISOString()}`,
  );

/** As long ago the time of a running clock may have been read by who sets it, in ms. */
const SINCE_READING = 1_000;

/** A duration such as `72h`, `1h30m` or `1500ms` in milliseconds, or undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d{1,12})(ms|s|m|h|d)/gy)];
  const length = parts.reduce((total, [part]) => total + part.length, 0);
  if (parts.length === 0 || length !== text.trim().length) return undefined;
  return parts.reduce(
    (total, [, number, unit]) => total + Number(number) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

/** What a duration looks like, wherever one is asked for. */
export const A_DURATION = 'a duration such as 3d, 72h, 90s or 1h30m, or a number of milliseconds';

/** A span of time in ms: a text with units, or a number of ms (in digits, too); undefined where it is none. */
export function durationOf(value: unknown): number | undefined {
  const milliseconds =
    typeof value === 'string'
      ? (parseDuration(value) ?? (/^\d{1,16}$/.test(value.trim()) ? Number(value) : undefined))
      : value;
  const isSpan = Number.isSafeInteger(milliseconds) && Number(milliseconds) >= 0;
  return isSpan ? Number(milliseconds) : undefined;
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A time in ms since 1970, or undefined when the text is none: ISO 8601 (UTC where it names no zone), or
 * relative to `now` such as `-3d`, `-90m`, `+1h30m` or `now`.
 */
export function parseTime(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const duration = /^[+-]/.test(trimmed) ? parseDuration(trimmed.slice(1)) : undefined;
  if (duration !== undefined) return now + (trimmed.startsWith('-') ? -duration : duration);
  const [, time, , , zone] = ISO.exec(trimmed) ?? [];
  if (!ISO.test(trimmed)) return undefined;
  const parsed = Date.parse(time !== undefined && zone === undefined ? `${trimmed}Z` : trimmed);
  return Number.isNaN(parsed) ? undefined : parsed;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The machine's own time, for what is told from it: an offset. */
export const realTime = (): number => Date.now();

/** Real time that only measures (request durations, waiting limits): never part of a world. */
export function monotonicMilliseconds(): number {
  // `performance` loads all of perf_hooks: 0.4 MB.
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}
