import type { Readable } from 'node:stream';

/** Under which condition an object is written: that there is none, or that it is still the one of this entity tag. */
export type Condition = { readonly isNew: true } | { readonly etag: string };

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Bytes to be stored: in memory, or in a file. */
export type Contents = Buffer | { readonly path: string; readonly length: number };

export interface Page {
  /** Keys in the order of their bytes. */
  readonly keys: readonly string[];
  /** With a delimiter: what the keys below have in common, up to and with it. */
  readonly folders: readonly string[];
  readonly isMore: boolean;
}

export interface ListOptions {
  /** Keys behind this one only. */
  readonly after?: string | undefined;
  /** So many at the most. */
  readonly most: number;
  /** Keys that go on after `/` are told once, as a folder. */
  readonly byFolder?: boolean;
}

/**
 * A store of objects by keys, as S3 has it. What it answers is as of one moment: a condition and the write behind it are
 * one step. Every method throws {@link StoreUnreachable} when the store does not answer, or not what it should; what was
 * asked for may have happened then, or may still.
 */
export interface ObjectStore {
  /** Undefined: there is none of this key. @throws {StoreUnreachable} also for one of more than `most` bytes */
  read(key: string, most: number): Promise<StoredObject | undefined>;
  /** The bytes as they come. */
  stream(key: string): Promise<{ readonly length: number; readonly bytes: Readable } | undefined>;
  /** How many bytes it has; undefined: there is none of this key. */
  lengthOf(key: string): Promise<number | undefined>;
  /** Answers the entity tag of what was written; undefined: the condition does not hold, and nothing was. */
  write(key: string, contents: Contents, condition?: Condition): Promise<string | undefined>;
  /** Also of what is not there. */
  remove(key: string): Promise<void>;
  /** Keys that begin so, a page of them. */
  list(prefix: string, options: ListOptions): Promise<Page>;
}

/** The store did not answer as it should: nobody knows what came of the request. */
export class StoreUnreachable extends Error {
  constructor(reason: string) {
    super(`the store cannot be used now: ${reason}`);
    this.name = 'StoreUnreachable';
  }
}
