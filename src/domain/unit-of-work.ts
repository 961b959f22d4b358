/** Transactions of one world: everything that `work` writes holds together or not at all. */
export interface UnitOfWork {
  /** Whether the world has been closed: whoever still does something for it comes too late. */
  readonly isOver: boolean;
  /**
   * Runs `work` in one transaction; what it throws undoes everything of it and is thrown on.
   * Inside another run it is a part that can be undone alone, and holds when the outer one does.
   */
  run<T>(work: () => T): T;
  /**
   * The same for work that lets others have their turn now and then: only for a world that nobody else
   * knows of yet.
   */
  runLong<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the process at this point, as a power cut does; only `lastWords` is kept of what was not committed. */
  endProcess(lastWords: () => void): void;
  /** Does something outside of the database once what is written now is committed; never if it is undone. */
  afterCommit(work: () => void): void;
  /** Takes back what was done outside of the database, if what is written now is undone; latest first. */
  afterRollback(work: () => void): void;
}
