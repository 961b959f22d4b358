import { open, type FileHandle } from 'node:fs/promises';
import { describeEntry } from '../control/journal-entry.js';
import type { Journal } from '../simulation/journal/journal.js';
import { InvalidConfig } from './config.js';
import type { Logger } from './logger.js';

/** A file that every request is appended to, a line of JSON each. */
export interface JournalFile {
  follow(environment: string, journal: Journal): void;
  /** Resolves when all lines are written, or cannot be. */
  close(): Promise<void>;
}

/** Lines that wait for the disk: more are left out, so that a slow or full one takes no memory (bytes). */
const MOST_WAITING = 8 * 2 ** 20;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;
/** How long until a disk that took nothing is tried again, in ms of real time. */
const RETRY = 1_000;

/**
 * Opens the file for appending.
 * @throws {InvalidConfig} when it cannot be opened
 */
export async function openJournalFile(path: string, logger: Logger): Promise<JournalFile> {
  try {
    const lines = new Lines(await open(path, 'a+', 0o600), path, logger);
    await lines.begin();
    return {
      follow(environment, journal) {
        journal.onEntry = (entry) => {
          lines.add(`${JSON.stringify(describeEntry(environment, entry))}\n`);
        };
      },
      close: () => lines.close(),
    };
  } catch (error) {
    throw new InvalidConfig([
      `EMULATOR_JOURNAL_FILE: ${path} cannot be written (${(error as Error).message})`,
    ]);
  }
}

/**
 * Appends lines, whole ones only. A disk that takes nothing is no reason to end: the lines wait, up to a bound, and
 * are written when it takes them again.
 */
class Lines {
  #waiting: string[] = [];
  #waitingBytes = 0;
  #lost = 0;
  /** Bytes of whole lines in the file. */
  #length = 0;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isFailing = false;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly logger: Logger,
  ) {}

  /** An earlier process may have ended in the middle of a line: its half ends here. */
  async begin(): Promise<void> {
    const { size } = await this.file.stat();
    this.#length = size;
    if (size === 0) return;
    const { buffer } = await this.file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString() !== '\n') this.add('\n');
  }

  add(line: string): void {
    if (this.#waitingBytes > MOST_WAITING) {
      this.#lost++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (!this.#timer) this.#writing ??= this.#write();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    if (this.#waiting.length > 0) await this.#write();
    clearTimeout(this.#timer);
    await this.file.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#timer) {
      const lines = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      const bytes = Buffer.from(lines.join(''));
      try {
        await this.file.appendFile(bytes);
        this.#length += bytes.length;
        this.#goesOn();
      } catch (error) {
        await this.#failed(error, lines);
      }
    }
    this.#writing = undefined;
  }

  async #failed(error: unknown, lines: readonly string[]): Promise<void> {
    if (!this.#isFailing) {
      this.logger.log(
        'error',
        { err: error },
        `the journal file ${this.path} cannot be written now; it goes on when it can be`,
      );
    }
    this.#isFailing = true;
    const half = await this.#takeHalfBack(lines.join('').length);
    this.#waiting = [...half, ...lines, ...this.#waiting];
    this.#waitingBytes = this.#waiting.reduce((sum, line) => sum + line.length, 0);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#writing ??= this.#write();
    }, RETRY).unref();
  }

  /** No half line stays; where others write as well it is ended instead. Answers what is to be written first. */
  async #takeHalfBack(most: number): Promise<readonly string[]> {
    try {
      const { size } = await this.file.stat();
      if (size === this.#length) return [];
      if (size > this.#length + most * MOST_BYTES) return ['\n'];
      await this.file.truncate(this.#length);
      return [];
    } catch {
      return ['\n'];
    }
  }

  #goesOn(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.logger.log(
      'error',
      { lost: this.#lost },
      `the journal file ${this.path} is written again; requests that are not in it: ${this.#lost}`,
    );
    this.#lost = 0;
  }
}
