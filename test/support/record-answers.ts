import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

// Made by test/support/operation-coverage.cjs when a run begins that is to be counted.
const DIRECTORY = join(__dirname, '..', '..', '.build', 'operation-coverage');

const isCounted = existsSync(DIRECTORY);
const recorded = new Set<string>();

/** Notes once for each operation that it succeeded, and that it was refused. */
export function recordAnswer(operation: string, kind: string): void {
  const line = `${operation} ${kind === 'failure' ? 'refused' : 'driven'}\n`;
  if (!isCounted || recorded.has(line)) return;
  recorded.add(line);
  // Another run may have begun meanwhile, which empties it.
  mkdirSync(DIRECTORY, { recursive: true });
  appendFileSync(join(DIRECTORY, `${process.pid}.txt`), line);
}
