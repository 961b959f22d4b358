import type { Database } from './database.js';

/*
 * SQLite ends a whole transaction itself when there is no room for it. What would be written next would
 * then hold alone, without what belongs to it: it is refused until the transaction's end is reached.
 */

const underWay = new Set<Database>();
const lost = new Set<Database>();

/** What was to be written in a transaction that the database has ended; `isFull` knows it. */
class TransactionLost extends Error {
  readonly code = 'SQLITE_FULL';

  constructor() {
    super('the database has ended the transaction: there was no room');
    this.name = 'TransactionLost';
  }
}

export function transactionBegins(database: Database): void {
  underWay.add(database);
}

export function transactionEnds(database: Database): void {
  underWay.delete(database);
  lost.delete(database);
}

/** Every write of a row goes through here. @throws also when the transaction is there no more */
export function writing<T>(database: Database, write: () => T): T {
  checkAlive(database);
  try {
    return write();
  } catch (error) {
    if (underWay.has(database) && !database.inTransaction) lost.add(database);
    throw error;
  }
}

/** @throws when the transaction that is under way is there no more */
export function checkAlive(database: Database): void {
  // Nearly always nothing is lost.
  if (lost.size > 0 && lost.has(database)) throw new TransactionLost();
}
