import * as z from 'zod';
import { StoredFileUnusable } from '../contents/packed-file.js';
import { storedFile } from '../lease/world-record.js';
import type { Condition, ObjectStore } from '../store/object-store.js';
import { writeOnce } from '../store/write-once.js';

const contents = z.strictObject({
  kind: z.enum(['seed', 'export']),
  /** The text of a seed, or the database of an export. */
  file: storedFile,
  /** Of the real images of an export, which lie where those of worlds do, in bytes. */
  imageBytes: z.int().nonnegative(),
  /** ISO 8601, by the clock of who kept it: for people alone. */
  keptDate: z.string().max(40),
  replica: z.string().max(100),
});

export type SourceContents = z.infer<typeof contents>;

const sourceRecord = z.strictObject({
  version: z.literal(1),
  /** Grows with every write, and stays when it is removed. */
  number: z.int().positive(),
  /** Differs in every record: no two of them have the same bytes. */
  write: z.string().max(100),
  /** Null: it was removed. */
  contents: contents.nullable(),
});

export type SourceRecord = z.infer<typeof sourceRecord>;

/** So large a record is at the most, in bytes. */
const LARGEST = 16 * 2 ** 10;

export const SOURCES = 'sources/';

/** Where everything of a name lies. */
export const folderOf = (name: string): string => `${SOURCES}${name}/`;

const keyOf = (name: string): string => `${folderOf(name)}record.json`;

export interface FoundSource {
  /** Undefined: what lies there is none. */
  readonly record: SourceRecord | undefined;
  readonly etag: string;
}

/** What the store says of a name; undefined: nobody has ever kept anything under it. @throws {StoreUnreachable} */
export async function readSource(
  store: ObjectStore,
  name: string,
): Promise<FoundSource | undefined> {
  const found = await store.read(keyOf(name), LARGEST);
  return found && { record: parsed(found.bytes, name), etag: found.etag };
}

function parsed(bytes: Buffer, name: string): SourceRecord | undefined {
  try {
    const record = sourceRecord.parse(JSON.parse(bytes.toString()));
    const key = record.contents?.file.key;
    return key === undefined || isFileOf(name, key) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing that leads out of the folder of its name. */
const isFileOf = (name: string, key: string): boolean =>
  key.startsWith(folderOf(name)) &&
  /^\d{1,15}-[0-9a-f]{32}$/.test(key.slice(folderOf(name).length));

/** What is kept; undefined: nothing. @throws {StoredFileUnusable} */
export function contentsOf(found: FoundSource | undefined): SourceContents | undefined {
  if (found && !found.record) throw new StoredFileUnusable(DAMAGED);
  return found?.record?.contents ?? undefined;
}

export const DAMAGED = 'its record is damaged in the store: keep it anew, or remove it';

/** Answers false when it is another one than it was. @throws {StoreUnreachable} */
export async function writeSource(
  store: ObjectStore,
  name: string,
  record: SourceRecord,
  condition: Condition,
): Promise<boolean> {
  const bytes = Buffer.from(JSON.stringify(record));
  return (await writeOnce(store, keyOf(name), bytes, condition)) !== undefined;
}
