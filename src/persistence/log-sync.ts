import { closeSync, existsSync, fdatasync, fstatSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFileGone, machineFaultText } from '../core/machine-fault.js';
import { closeToWrites } from './damage.js';
import { sync } from './database-file.js';
import type { Database } from './database.js';

/** What an answer survives (docs/decisions/0003): the end of the process, or also a power cut. */
export type Durability = 'process' | 'power';

/** How long what was committed may be in the operating system's hands alone, in ms of real time. */
const INTERVAL = 1_000;

const GONE =
  'the files of the environment were removed or replaced while the emulator ran: it takes no more writes, which would be lost at the restart. Export it or restart the emulator';

/** Something that is being brought to the disk: all changes up to this count. */
interface Syncing {
  readonly changes: number;
  readonly done: Promise<void>;
}

/**
 * Brings the log of a database in a file to the disk beside the process: a second after a commit at the latest, so
 * a power cut loses a second, however seldom SQLite itself does it; or, where the operator asked for `power`, as soon
 * as somebody waits for it, for all commits that came by then at once. On the way it looks whether the file is
 * still there.
 */
export class LogSync {
  readonly #database: Database;
  readonly #path: string | undefined;
  readonly #durability: Durability;
  /** A number that grows with every change, and with every commit of changes that were counted before. */
  readonly #changes: () => number;
  #commits = 0;
  /** Told of every commit, or undefined. */
  onCommitted: (() => void) | undefined;
  #file: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #underWay = 0;
  /** All changes up to this count are on the disk. */
  #synced = 0;
  #current: Syncing | undefined;
  #next: Promise<void> | undefined;

  constructor(database: Database, durability: Durability = 'process') {
    this.#database = database;
    this.#durability = durability;
    // Some worlds in memory lie in a file without a name: nobody could find it after the process.
    const isKept = !database.memory && existsSync(database.name);
    this.#path = isKept ? `${database.name}-wal` : undefined;
    const changes = database.prepare<[], number>('select total_changes()').pluck();
    this.#changes = () => (changes.get() ?? 0) + this.#commits;
  }

  /** Something was committed. */
  committed(): void {
    this.#commits++;
    this.onCommitted?.();
    if (this.#path === undefined || this.#timer || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What cannot be synced now is synced later; `power` has told whoever waited.
      void this.#sync()
        .then(() => this.#lookForFile())
        .catch(() => undefined);
    }, INTERVAL).unref();
  }

  /**
   * Resolves when everything that was committed by now is as safe as the operator asked for; undefined when it is.
   * @throws (rejects) when it could not be brought to the disk
   */
  settled(): Promise<void> | undefined {
    if (this.#durability === 'process' || this.#path === undefined || this.#isClosed) {
      return undefined;
    }
    const changes = this.#changes();
    if (changes === this.#synced) return undefined;
    if (this.#current && this.#current.changes >= changes) return this.#current.done;
    // One that begins later covers what comes by then.
    this.#next ??= (this.#current?.done ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin();
      });
    return this.#next;
  }

  /** The database is about to be closed, which SQLite does with all that is in the log. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // A sync that is under way closes the file when it is done.
    if (this.#underWay === 0) this.#closeFile();
  }

  #begin(): Promise<void> {
    // Closed meanwhile: SQLite has synced all.
    if (this.#isClosed) return Promise.resolve();
    const changes = this.#changes();
    const done = this.#sync().then(
      () => {
        this.#synced = Math.max(this.#synced, changes);
        return undefined;
      },
      (error: unknown) => {
        // What the system could not write it may have dropped: nobody knows any more what is on the disk.
        closeToWrites(this.#database, machineFaultText('input-output'));
        throw error;
      },
    );
    this.#current = { changes, done };
    return done;
  }

  async #sync(): Promise<void> {
    const file = this.#open();
    if (file === undefined) return;
    this.#underWay++;
    try {
      await new Promise<void>((resolve, reject) => {
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      });
    } finally {
      this.#underWay--;
      if (this.#isClosed && this.#underWay === 0) this.#closeFile();
    }
  }

  #open(): number | undefined {
    if (this.#file !== undefined || this.#isClosed) return this.#file;
    try {
      this.#file = openSync(this.#path ?? '', 'r+');
      // The log is new, and so may the file be: their names have to be on the disk, too.
      if (this.#durability === 'power') sync(dirname(this.#database.name));
    } catch (error) {
      if (isFileGone(error)) closeToWrites(this.#database, GONE);
      else if (this.#durability === 'power') throw error;
    }
    return this.#file;
  }

  /** Looks whether the log, and the database beside it, still have their names. */
  #lookForFile(): void {
    if (this.#file === undefined || this.#isClosed) return;
    try {
      const log = fstatSync(this.#file);
      statSync(this.#database.name);
      if (log.nlink > 0 && statSync(this.#path ?? '').ino === log.ino) return;
    } catch (error) {
      if (!isFileGone(error)) return;
    }
    closeToWrites(this.#database, GONE);
  }

  #closeFile(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
