import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { UrlSums } from '../../domain/image/url-text.js';

/** What bytes have, as far as it was asked for. */
export interface FoundSums {
  readonly md5: string;
  readonly sha256: string | undefined;
}

/** Why bytes are not those that a url promised, or undefined. */
export function differenceOf(wanted: UrlSums, found: FoundSums): string | undefined {
  for (const name of ['md5', 'sha256'] as const) {
    const expected = wanted[name];
    const actual = found[name];
    if (expected !== undefined && actual !== expected) {
      return `${name} not match, expected: ${expected}, actual: ${actual}`;
    }
  }
  return undefined;
}

/** The SHA-256 of a file, others being answered meanwhile. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

/** The SHA-256 of bytes that are made while they are read. */
export function sha256Of(chunks: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
