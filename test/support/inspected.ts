import type { DiskFile } from '../../src/domain/disk-file/disk-file.js';
import { inspect } from '../../src/domain/disk-file/inspect.js';

/** A number that is put into a header. */
export type Edit = readonly [at: number, width: 1 | 2 | 4 | 8, value: number | bigint];

/** What comes of a file: a virtual size, one of a disk with a backing file, or the words of a refusal. */
export type Result = number | readonly [size: number, hasBackingFile: true] | string;

export const fileOf = (bytes: Buffer): DiskFile => ({
  length: bytes.length,
  read(at, length) {
    if (!Number.isSafeInteger(at)) throw new RangeError(`no file has a place ${at}`);
    const read = Buffer.alloc(length);
    bytes.subarray(Math.min(at, bytes.length)).copy(read);
    return read;
  },
});

/** The bytes with other numbers in them. */
export function put(bytes: Buffer, edits: readonly Edit[], isBig: boolean): Buffer {
  for (const [at, width, value] of edits) {
    const piece = Buffer.from(
      BigInt(value)
        .toString(16)
        .padStart(2 * width, '0'),
      'hex',
    );
    (isBig ? piece : piece.reverse()).copy(bytes, at);
  }
  return bytes;
}

/** Demands the whole answer. */
export function expectFound(bytes: Buffer, format: string, result: Result): void {
  const found = inspect(fileOf(bytes));
  const [virtualSize, hasBackingFile] = typeof result === 'object' ? result : [result, false];
  expect(found).toEqual(
    typeof result === 'string'
      ? { format, virtualSize: 0, hasBackingFile: false, defect: result }
      : { format, virtualSize, hasBackingFile, defect: null },
  );
}
