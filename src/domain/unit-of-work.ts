/** Transactions of one world: everything that `work` writes holds together or not at all. */
export interface UnitOfWork {
  /** Runs `work` in one transaction; what it throws undoes everything and is thrown on. */
  run<T>(work: () => T): T;
}
