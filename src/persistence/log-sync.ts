import { closeSync, fdatasync, openSync } from 'node:fs';
import type { Database } from './database.js';

/** How long what was committed may be in the operating system's hands alone, in ms of real time. */
const INTERVAL = 1_000;

/**
 * Brings the log of a database in a file to the disk a second after a commit at the latest, beside the process: so
 * a power cut loses a second, however seldom SQLite itself does it (docs/decisions/0003), and SQLite finds little
 * left to wait for when it does. Where it cannot be done nothing else changes.
 */
export class LogSync {
  readonly #path: string | undefined;
  #file: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isUnderWay = false;

  constructor(database: Database) {
    this.#path = database.memory || database.name === '' ? undefined : `${database.name}-wal`;
  }

  /** Something was committed. */
  committed(): void {
    if (this.#path === undefined || this.#timer || this.#isClosed) return;
    this.#timer = setTimeout(() => this.#sync(), INTERVAL).unref();
  }

  /** The database is about to be closed, which SQLite does with all that is in the log. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // A sync that is under way closes the file when it is done.
    if (!this.#isUnderWay) this.#closeFile();
  }

  #sync(): void {
    this.#timer = undefined;
    try {
      this.#file ??= openSync(this.#path ?? '', 'r+');
    } catch {
      return;
    }
    this.#isUnderWay = true;
    fdatasync(this.#file, () => {
      this.#isUnderWay = false;
      if (this.#isClosed) this.#closeFile();
    });
  }

  #closeFile(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
