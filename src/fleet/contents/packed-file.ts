import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { Transform, Writable, type Stream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { messageOf } from '../../core/code-of.js';
import type { StoredFile } from '../lease/world-record.js';
import { StoreUnreachable, type ObjectStore } from '../store/object-store.js';

/** A file as it is stored: what differs between two of them is their sums. */
export interface Packed extends Omit<StoredFile, 'key'> {
  /** Where its compressed bytes lie. */
  readonly path: string;
}

/** The least work that takes a world to a sixth of its bytes. */
const LEVEL = 1;

/** Compresses a file, beside it. */
export async function packFile(path: string): Promise<Packed> {
  const to = `${path}.gz`;
  const before = new Meter(Infinity);
  const after = new Meter(Infinity);
  const out = createWriteStream(to, { mode: 0o600 });
  await pipeline(createReadStream(path), before, createGzip({ level: LEVEL }), after, out);
  return {
    path: to,
    length: after.length,
    sha256: after.sum(),
    size: before.length,
    contentSha256: before.sum(),
  };
}

/** Stores it under a key that nothing has. @throws {StoreUnreachable} */
export async function storePacked(
  store: ObjectStore,
  key: string,
  { path, ...known }: Packed,
): Promise<StoredFile> {
  await store.write(key, { path, length: known.length });
  return { key, ...known };
}

/** What lies in the store is not what was stored, or more than this replica takes. */
export class StoredFileUnusable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'StoredFileUnusable';
  }
}

/**
 * Fetches a file to a path where there is none, of `largest` bytes at the most.
 * @throws {StoreUnreachable}, {StoredFileUnusable} when it is not what its record says
 */
export async function fetchPacked(
  store: ObjectStore,
  file: StoredFile,
  path: string,
  largest: number,
): Promise<void> {
  if (file.size > largest) {
    throw new StoredFileUnusable(
      `it is larger than ${largest} bytes, which is the most here (EMULATOR_ENVIRONMENT_SIZE)`,
    );
  }
  try {
    await unpack(store, file, () => createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The same of a small one, into memory. @throws as `fetchPacked` does */
export async function readPacked(
  store: ObjectStore,
  file: StoredFile,
  largest: number,
): Promise<Buffer> {
  if (file.size > largest) throw new StoredFileUnusable(`it is larger than ${largest} bytes`);
  const pieces: Buffer[] = [];
  const collect = (piece: Buffer, _: BufferEncoding, done: () => void) => {
    pieces.push(piece);
    done();
  };
  await unpack(store, file, () => new Writable({ write: collect }));
  return Buffer.concat(pieces);
}

async function unpack(store: ObjectStore, file: StoredFile, open: () => Writable): Promise<void> {
  const found = await store.stream(file.key);
  if (!found) throw new StoredFileUnusable('a file of it is missing in the store');
  const stored = new Meter(file.length);
  const unpacked = new Meter(file.size);
  const to = open();
  const gunzip = createGunzip();
  const fails = firstOf(found.bytes, stored, gunzip, unpacked, to);
  try {
    await pipeline(found.bytes, stored, gunzip, unpacked, to);
  } catch (error) {
    if (fails() === found.bytes) throw new StoreUnreachable(messageOf(error));
    // A full disk is not the store's.
    if (fails() === to) throw error;
    throw new StoredFileUnusable(`a file of it is damaged in the store: ${messageOf(error)}`);
  }
  if (stored.sum() === file.sha256 && unpacked.sum() === file.contentSha256) return;
  throw new StoredFileUnusable('a file of it is not what was stored');
}

/** Tells which of the streams of a pipeline failed first: the others are ended with its error, or one of their own. */
export function firstOf(...streams: readonly Stream[]): () => Stream | undefined {
  let first: Stream | undefined;
  for (const stream of streams) stream.once('error', () => (first ??= stream));
  return () => first;
}

/** Lets bytes through, so many at the most, and sums them up. */
export class Meter extends Transform {
  readonly #hash: Hash;
  length = 0;

  constructor(
    private readonly most: number,
    algorithm = 'sha256',
  ) {
    super();
    this.#hash = createHash(algorithm);
  }

  override _transform(
    piece: Buffer,
    _: BufferEncoding,
    done: (error: Error | null, piece?: Buffer) => void,
  ): void {
    this.length += piece.length;
    if (this.length > this.most) {
      done(new Error(`it has more than ${this.most} bytes`));
      return;
    }
    this.#hash.update(piece);
    done(null, piece);
  }

  /** Of all that came through; at the end. */
  sum(): string {
    return this.#hash.digest('hex');
  }
}
