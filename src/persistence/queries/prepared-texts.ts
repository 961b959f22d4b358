import type { Database, Statement } from 'better-sqlite3';

/** More shapes of queries than any client uses; beyond them the oldest is prepared again. */
const MOST_PREPARED = 256;

/** Prepared statements of one connection by their SQL text: a query's shape is prepared once. */
export class PreparedTexts {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The statement for this text; its rows are arrays. */
  get(sql: string): Statement {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql).raw(true);
      if (this.#prepared.size >= MOST_PREPARED) {
        for (const oldest of this.#prepared.keys()) {
          this.#prepared.delete(oldest);
          break;
        }
      }
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
