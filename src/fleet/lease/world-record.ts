import * as z from 'zod';
import type { Condition, ObjectStore } from '../store/object-store.js';
import { writeOnce } from '../store/write-once.js';

/** A file in the store, compressed. */
export const storedFile = z.strictObject({
  key: z.string().max(300),
  /** Of what is stored, in bytes. */
  length: z.int().positive(),
  /** SHA-256 of what is stored. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of the file itself: the same file is not stored twice. */
  contentSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the file itself, in bytes. */
  size: z.int().positive(),
});

export type StoredFile = z.infer<typeof storedFile>;

const contents = z.strictObject({
  storage: z.enum(['file', 'memory']),
  /** The world as it was stored last. */
  checkpoint: storedFile,
  /** ISO 8601, by the clock of who stored it: for people alone. */
  checkpointDate: z.string().max(40),
  /** What it is reset to, where no seed is read for that. */
  origin: storedFile.nullable(),
  snapshots: z
    .array(storedFile.extend({ name: z.string().max(63), createDate: z.number() }))
    .max(1000),
});

/** What a world consists of in the store. */
export type WorldContents = z.infer<typeof contents>;

const worldRecord = z.strictObject({
  version: z.literal(1),
  /** Of its lease: grows with every replica that takes it, and is kept when the world is removed. */
  number: z.int().positive(),
  /** Differs in every record of one number. */
  write: z.int().nonnegative(),
  state: z.enum(['held', 'free', 'removed']),
  /** Under whose lease it is held, or was last. */
  session: z.string().max(200),
  replica: z.string().max(100),
  /** Null: it was never stored, so that nobody can have been told of it. */
  contents: contents.nullable(),
});

export type WorldRecord = z.infer<typeof worldRecord>;

/** So large a record is at the most, in bytes. */
const LARGEST = 2 ** 20;

export const WORLDS = 'worlds/';

const keyOf = (name: string): string => `${WORLDS}${name}/record.json`;

/** Whether a world is there for those who ask: it was stored, and not removed. */
export const isThere = (record: WorldRecord): record is WorldRecord & { contents: WorldContents } =>
  record.state !== 'removed' && record.contents !== null;

export interface FoundRecord {
  readonly record: WorldRecord;
  readonly etag: string;
}

/** @throws {StoreUnreachable}, and an Error for what no replica wrote */
export async function readRecord(
  store: ObjectStore,
  name: string,
): Promise<FoundRecord | undefined> {
  const found = await store.read(keyOf(name), LARGEST);
  if (!found) return undefined;
  return { record: worldRecord.parse(JSON.parse(found.bytes.toString())), etag: found.etag };
}

/** Answers its entity tag; undefined: it is another one than it was. @throws {StoreUnreachable} */
export const writeRecord = (
  store: ObjectStore,
  name: string,
  record: WorldRecord,
  condition: Condition,
): Promise<string | undefined> =>
  writeOnce(store, keyOf(name), Buffer.from(JSON.stringify(record)), condition);
