import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { blobContentId, mayBeBlob } from '../../domain/blob.js';
import { messageOf } from '../../core/code-of.js';
import { StoreUnreachable, type ObjectStore } from '../store/object-store.js';
import { firstOf, Meter, StoredFileUnusable } from './packed-file.js';

const keyOf = (contentId: string): string => `blobs/${contentId}`;

/** The real images of worlds in the store, each once, whichever worlds have it. */
export class StoredImages {
  /** Of those it is known that they are there: nobody removes them. */
  readonly #known = new Set<string>();

  constructor(private readonly store: ObjectStore) {}

  /**
   * Stores those of a directory that are not there yet; `anew`: the store is asked also for those that were.
   * @throws {StoreUnreachable}
   */
  async keep(
    directory: string,
    contentIds: readonly string[],
    { anew = false }: { readonly anew?: boolean } = {},
  ): Promise<void> {
    for (const contentId of contentIds) {
      if (this.#known.has(contentId) && !anew) continue;
      const key = keyOf(contentId);
      const length = lengthIn(contentId);
      if ((await this.store.lengthOf(key)) !== length) {
        await this.store.write(key, { path: join(directory, contentId), length });
      }
      this.#remember(contentId);
    }
  }

  /**
   * Fetches those that are not in a directory yet; each is whole there, or not at all.
   * @throws {StoreUnreachable} {StoredFileUnusable}
   */
  async fetch(directory: string, contentIds: readonly string[]): Promise<void> {
    for (const contentId of contentIds) {
      if (!mayBeBlob(contentId)) throw unusable(contentId);
      const path = join(directory, contentId);
      if (!existsSync(path)) await this.#fetch(contentId, path);
      this.#remember(contentId);
    }
  }

  async #fetch(contentId: string, path: string): Promise<void> {
    const found = await this.store.stream(keyOf(contentId));
    if (!found) throw unusable(contentId);
    const unfinished = `${path}.arriving`;
    const meter = new Meter(lengthIn(contentId), 'md5');
    const file = createWriteStream(unfinished, { mode: 0o400 });
    const fails = firstOf(found.bytes, meter, file);
    try {
      await pipeline(found.bytes, meter, file).catch((error: unknown) => {
        if (fails() === found.bytes) throw new StoreUnreachable(messageOf(error));
        throw fails() === meter ? unusable(contentId) : error;
      });
      if (blobContentId(meter.sum(), meter.length) !== contentId) throw unusable(contentId);
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  #remember(contentId: string): void {
    const [oldest] = this.#known;
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.add(contentId);
  }
}

const MOST_KNOWN = 100_000;

/** So many bytes they have together. */
export const lengthOfAll = (contentIds: readonly string[]): number =>
  contentIds.reduce((sum, contentId) => sum + lengthIn(contentId), 0);

/** The name of a content ends with its length. */
const lengthIn = (contentId: string): number =>
  Number.parseInt(contentId.slice(contentId.indexOf('-') + 1), 16);

const unusable = (contentId: string) =>
  new StoredFileUnusable(`the bytes of the image content ${contentId} are missing or wrong there`);
