import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ByteMeter, ByteSum } from './byte-meter.js';

/** So much is read at once: small enough that the process answers others in between. */
const PIECE = 2 ** 20;
/** Equal bytes are left out in units of this size: a multiple of what file systems allocate. */
const BLOCK = 2 ** 16;

/**
 * Writes what comes into a new file that only its owner reads; what is zero takes no room in it. The bytes
 * are on the disk when it resolves.
 */
export async function receiveInto(source: Readable, meter: ByteMeter, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(source, meter, (bytes) => write(file, bytes as AsyncIterable<Buffer>));
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Writes a new file from its start to its end. */
async function write(file: FileHandle, bytes: AsyncIterable<Buffer>): Promise<void> {
  let length = 0;
  for await (const chunk of bytes) {
    if (!isZero(chunk)) await writeAll(file, chunk, length);
    length += chunk.length;
  }
  await file.truncate(length);
}

/**
 * Lets `to` have the bytes of all of `from`, beginning at `at`; only what differs is written, so zeros take no
 * room where nothing was. They are on the disk when it resolves. `sum` learns them on the way.
 */
export async function copyInto(
  from: string,
  to: string,
  at: number,
  sum: ByteSum | undefined,
): Promise<void> {
  // Not for appending: a position would not count.
  const target = await openOrMake(to);
  try {
    const there = Buffer.allocUnsafe(PIECE);
    let end = at;
    for await (const piece of piecesOf(from)) {
      sum?.add(piece);
      const known = await readAll(target, there.subarray(0, piece.length), end);
      // Beyond the end of the file there are zeros as soon as it grows.
      there.fill(0, known, piece.length);
      for (const [first, last] of differences(piece, there)) {
        await writeAll(target, piece.subarray(first, last), end + first);
      }
      end += piece.length;
    }
    const { size } = await target.stat();
    if (size < end) await target.truncate(end);
    await target.datasync();
  } finally {
    await target.close();
  }
}

/** Whether the bytes of all of `from` are those of `other`, beginning at `at`. */
export async function isPartOf(from: string, other: string, at: number): Promise<boolean> {
  const file = await open(other, 'r');
  try {
    const there = Buffer.allocUnsafe(PIECE);
    let end = at;
    for await (const piece of piecesOf(from)) {
      const known = await readAll(file, there.subarray(0, piece.length), end);
      if (known < piece.length || !piece.equals(there.subarray(0, known))) return false;
      end += piece.length;
    }
    return true;
  } finally {
    await file.close();
  }
}

/** Lets a sum learn the bytes of a file from where it stands. */
export async function addRest(sum: ByteSum, path: string): Promise<void> {
  for await (const piece of piecesOf(path, sum.length)) sum.add(piece);
}

/** The bytes of a file, a piece at a time; the next one comes into the same memory. */
async function* piecesOf(path: string, start = 0): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (let at = start; ; at += PIECE) {
      const length = await readAll(file, piece, at);
      if (length > 0) yield piece.subarray(0, length);
      if (length < PIECE) return;
    }
  } finally {
    await file.close();
  }
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const made = await open(path, 'wx+', 0o600);
    try {
      await syncFolder(dirname(path));
    } catch (failure) {
      await made.close();
      throw failure;
    }
    return made;
  }
}

/** The names in a folder are on the disk when it resolves: bytes without a name are lost in a power cut. */
async function syncFolder(path: string): Promise<void> {
  // Windows syncs no folders.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Fills a buffer from a place in a file; answers how much there was. */
async function readAll(file: FileHandle, buffer: Buffer, at: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, at + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, at + written)).bytesWritten;
  }
}

/** Where a piece differs from what is there, as ranges of whole blocks. */
function differences(piece: Buffer, there: Buffer): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < piece.length; at += BLOCK) {
    const end = Math.min(at + BLOCK, piece.length);
    if (piece.compare(there, at, end, at, end) === 0) continue;
    const before = ranges.at(-1);
    if (before?.[1] === at) before[1] = end;
    else ranges.push([at, end]);
  }
  return ranges;
}

/** The first byte is, and each is as the one before it. */
function isZero(bytes: Buffer): boolean {
  return bytes[0] === 0 && bytes.subarray(1).equals(bytes.subarray(0, -1));
}
