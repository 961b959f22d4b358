import type { Database } from 'better-sqlite3';
import { monotonicMilliseconds } from '../../core/clock.js';

/** So many rows pass between two looks at the time, where a row is quickly judged. */
const ROWS_OF_A_LOOK = 64;
/** Comparisons of a row, or wildcards, that are as much work as so many rows. */
const WORK_OF_A_ROW = 4;

/** Thrown inside a statement, which ends by it. */
export class OutOfTime extends Error {
  constructor(
    readonly what: 'time' | 'rows',
    /** Whether sums of made-up bytes were made meanwhile: that is done once, and then not again. */
    readonly madeSums: boolean,
  ) {
    super(`out of ${what}`);
    this.name = 'OutOfTime';
  }
}

const clocks = new WeakMap<Database, QueryClock>();

/** Teaches a connection the time. */
export function teachTime(database: Database): QueryClock {
  const clock = new QueryClock(database);
  clocks.set(database, clock);
  return clock;
}

/** Teaches a connection what time it is in the world, for what is asked of now. */
export function teachWorldTime(database: Database, now: () => number): void {
  database.function('world_now', { deterministic: false }, now);
}

/** The clock of a connection that was taught the time. */
export function clockOf(database: Database): QueryClock {
  return clocks.get(database) ?? teachTime(database);
}

/**
 * Ends statements of one connection whose time is over. SQLite runs a statement to its end, and nothing can
 * interrupt it but a function of ours in it, which throws: `guard` puts one where each row passes that is read.
 * Most rows pass it by a random number (35 ns, where a call of ours takes 150), so that it does not matter which
 * rows they are. Without a deadline nothing is ended: the emulator's own questions are not.
 */
export class QueryClock {
  #term: Term | undefined;
  #rows = 0;
  #mostRows = Infinity;
  #madeSums = false;

  constructor(database: Database) {
    // Not deterministic: else SQLite would ask it once, before the first row.
    database.function('in_time', { deterministic: false }, (_row: unknown, rows: unknown) => {
      this.#rows += Number(rows);
      this.check();
      return 1;
    });
  }

  /** @throws {OutOfTime} */
  readonly check = (): void => {
    if (this.#term?.isOver() ?? false) throw new OutOfTime('time', this.#madeSums);
    if (this.#rows > this.#mostRows) throw new OutOfTime('rows', this.#madeSums);
  };

  /** A sum of made-up bytes is about to be made. */
  readonly beforeSum = (): void => {
    this.#madeSums = true;
    this.check();
  };

  /** Does the work within so many ms; inside of other such work it has what is left of that one's time. */
  within<T>(milliseconds: number, work: () => T): T {
    if (this.#term) return work();
    this.#madeSums = false;
    return this.#during(new Term(milliseconds), work);
  }

  /** Does the work with a part of the time that is left. */
  withPart<T>(part: number, work: () => T): T {
    if (!this.#term) return work();
    return this.#during(new Term(this.#term.left() * part), work);
  }

  /** Lets statements read no more than so many rows: about, as rows are told by samples. */
  withRows<T>(most: number, work: () => T): T {
    if (!this.#term) return work();
    this.#rows = 0;
    this.#mostRows = most;
    try {
      return work();
    } finally {
      this.#mostRows = Infinity;
    }
  }

  #during<T>(term: Term, work: () => T): T {
    const outer = this.#term;
    this.#term = term;
    try {
      return work();
    } finally {
      this.#term = outer;
    }
  }
}

/** Where others have the processors, a query may take so many times its time before it is ended all the same. */
const MOST_TIMES = 4;

/** Time that work has. A process that others keep from working has not used it up. */
class Term {
  readonly #milliseconds: number;
  readonly #began = monotonicMilliseconds();
  #end: number;
  /** What the process had worked at the first look, in us. */
  #work: number | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#end = this.#began + milliseconds;
  }

  left(): number {
    return Math.max(0, this.#began + this.#milliseconds - monotonicMilliseconds());
  }

  isOver(): boolean {
    this.#work ??= workDone();
    const now = monotonicMilliseconds();
    if (now <= this.#end) return false;
    if (now > this.#began + MOST_TIMES * this.#milliseconds) return true;
    const missing = this.#milliseconds - (workDone() - this.#work) / 1000;
    if (missing <= 0) return true;
    this.#end = now + missing;
    return false;
  }
}

function workDone(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * A condition that holds of every row until the time is over. It names the row, so that SQLite asks it in the
 * loop over these rows, and not in one further out. `work`: how many comparisons each of them costs.
 */
export function guard(row: string, work = 1): string {
  const rows = 2 ** Math.floor(Math.log2(Math.max(1, (ROWS_OF_A_LOOK * WORK_OF_A_ROW) / work)));
  if (rows <= 1) return `in_time(${row}, 1)`;
  const most = Math.min(rows, ROWS_OF_A_LOOK);
  return `(random() & ${most - 1} or in_time(${row}, ${most}))`;
}
