import type { Database } from '../../src/persistence/database';

/**
 * What is read of a database, read once as long as nothing in it changes: SQLite counts every row that its connection
 * has ever changed, and a world has one connection.
 */
export class Unchanged<T> {
  readonly #known = new WeakMap<Database, { changes: number; value: T }>();
  readonly #beginnings = new WeakMap<Database, number>();
  #ofBeginning: T | undefined;

  constructor(private readonly read: (database: Database) => T) {}

  /** Says of a database that it is, as it is now, what each other one is of which that is said. */
  begins(database: Database): void {
    this.#beginnings.set(database, changesOf(database));
  }

  of(database: Database): T {
    const changes = changesOf(database);
    const known = this.#known.get(database);
    if (known?.changes === changes) return known.value;
    const value =
      this.#beginnings.get(database) === changes
        ? (this.#ofBeginning ??= this.read(database))
        : this.read(database);
    this.#known.set(database, { changes, value });
    return value;
  }
}

const counters = new WeakMap<Database, { get: () => unknown }>();

function changesOf(database: Database): number {
  const counter = counters.get(database) ?? database.prepare('select total_changes()').pluck();
  counters.set(database, counter);
  return counter.get() as number;
}
