import type { UnitOfWork } from '../domain/unit-of-work.js';

interface Waiting {
  /** Does the work and keeps its outcome; never throws. */
  readonly work: () => void;
  /** Tells the caller, after the commit. */
  readonly settle: (commitError: unknown) => void;
}

/**
 * Commits the calls that arrived together in one transaction: each still holds or fails alone (it must write in
 * parts of its own, which are undone where they fail), and nobody is answered before the commit. With ten clients a creation's share of
 * the commit falls from 180 us to a fraction (docs/decisions/0004).
 */
export class GroupCommit {
  readonly #unitOfWork: UnitOfWork;
  #waiting: Waiting[] = [];

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** Runs `work` with whatever else has come by then; settles after the commit, with what it gave or threw. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let outcome = () => reject(new Error('the work was not done'));
      this.#waiting.push({
        work: () => {
          try {
            const result = work();
            outcome = () => resolve(result);
          } catch (error) {
            outcome = () => reject(asError(error));
          }
        },
        settle: (commitError) => {
          if (commitError === undefined) outcome();
          else reject(asError(commitError));
        },
      });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    let commitError: unknown;
    try {
      this.#unitOfWork.run(() => {
        for (const { work } of group) work();
      });
    } catch (error) {
      commitError = error ?? new Error('the commit failed');
    }
    for (const { settle } of group) settle(commitError);
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
