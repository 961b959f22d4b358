import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { describeEntry } from '../control/journal-entry.js';
import type { Journal } from '../simulation/journal/journal.js';
import { InvalidConfig } from './config.js';
import type { Logger } from './logger.js';

/** A file that every request is appended to, a line of JSON each. */
export interface JournalFile {
  follow(environment: string, journal: Journal): void;
  /** Resolves when all lines are written. */
  close(): Promise<void>;
}

/**
 * Opens the file for appending.
 * @throws {InvalidConfig} when it cannot be opened
 */
export async function openJournalFile(path: string, logger: Logger): Promise<JournalFile> {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw new InvalidConfig([
      `EMULATOR_JOURNAL_FILE: ${path} cannot be written (${(error as Error).message})`,
    ]);
  }
  // A full disk must not end the emulator: it says so once, and writes no more.
  stream.on('error', (error) => {
    logger.log('error', { err: error }, `the journal file ${path} cannot be written any more`);
  });
  return {
    follow(environment, journal) {
      journal.onEntry = (entry) => {
        if (stream.writable) stream.write(`${JSON.stringify(describeEntry(environment, entry))}\n`);
      };
    },
    async close() {
      if (stream.writable) await new Promise<void>((resolve) => stream.end(() => resolve()));
    },
  };
}
