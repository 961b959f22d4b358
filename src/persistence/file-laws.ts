import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { LawVerdict } from '../domain/laws.js';
import type { Database } from './database.js';

/** A broken law names so many rows at most. */
const MOST_ROWS = 100;

/** What is known of a blob, and what its file is instead. */
export interface WrongFile {
  readonly content_id: string;
  readonly state: string;
}

/** The law of a world's files as far as a look at them is cheap; the doctor reads them, too. */
export function verdictOnFiles(database: Database, directory: string): LawVerdict {
  const rows = wrongFiles(database, directory);
  return {
    law: 'real bytes lie in files of their length',
    holds: rows.length === 0,
    rows: rows.slice(0, MOST_ROWS).map((row) => ({ ...row })),
  };
}

/** The blobs whose files are not there, or have another length. */
export function wrongFiles(database: Database, directory: string): WrongFile[] {
  const blobs = database
    .prepare<[], { content_id: string; length: number }>(
      'select content_id, length from blobs order by content_id',
    )
    .all();
  return blobs.flatMap(({ content_id, length }) => {
    const found = statSync(join(directory, content_id), { throwIfNoEntry: false })?.size;
    if (found === length) return [];
    const state = found === undefined ? 'is not there' : `has ${found} bytes instead of ${length}`;
    return [{ content_id, state }];
  });
}
