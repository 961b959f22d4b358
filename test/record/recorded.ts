import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { Told } from '../../src/verify';

/** What was told, by what it is the answer to. */
export type Answers = Readonly<Record<string, readonly Told[]>>;

const REWRITE = 'WRITE_RECORD=1 npm test -- test/record';

/**
 * Compares what is told now with what was recorded. With `WRITE_RECORD` set the record is made anew, to be committed
 * with the reason.
 */
export function expectSame(name: string, now: Answers): void {
  const file = join(__dirname, 'told', `${name}.json.br`);
  if (process.env['WRITE_RECORD'] !== undefined) {
    writeFileSync(file, brotliCompressSync(JSON.stringify(now)));
  }
  const recorded = existsSync(file)
    ? (JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Answers)
    : {};
  const isOther = (title: string) => JSON.stringify(now[title]) !== JSON.stringify(recorded[title]);
  const others = [...new Set([...Object.keys(now), ...Object.keys(recorded)])].filter(isOther);
  if (others.length === 0) return;
  console.error(
    `${others.length} of ${Object.keys(now).length} are told something else than was recorded. If that is meant: ${REWRITE}, and commit the result with the reason.`,
  );
  // A few are enough to read.
  const few = others.slice(0, 5);
  const those = (all: Answers) => Object.fromEntries(few.map((title) => [title, all[title]]));
  expect(those(now)).toEqual(those(recorded));
}
