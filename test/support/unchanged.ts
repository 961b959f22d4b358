import type { Database } from '../../src/persistence/database';

/**
 * What is read of a database, read once as long as nothing in it changes: SQLite counts every row that its connection
 * has ever changed, and a world has one connection.
 */
export class Unchanged<T> {
  readonly #known = new WeakMap<Database, { changes: number; value: T }>();

  constructor(private readonly read: (database: Database) => T) {}

  of(database: Database): T {
    const changes = changesOf(database);
    const known = this.#known.get(database);
    if (known?.changes === changes) return known.value;
    const value = this.read(database);
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
