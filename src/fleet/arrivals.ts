import { rmSync } from 'node:fs';
import type { ArrivingWorld, MovingWorlds } from '../environment/moving-worlds.js';
import { fetchPacked } from './contents/packed-file.js';
import type { StoredImages } from './contents/images.js';
import type { StoredFile, WorldContents, WorldRecord } from './lease/world-record.js';
import type { LocalMemory } from './local-memory.js';
import type { ObjectStore } from './store/object-store.js';

export interface ArrivalParts {
  readonly store: ObjectStore;
  readonly images: StoredImages;
  readonly worlds: MovingWorlds;
  readonly memory: LocalMemory;
  /** The largest world that is taken, in bytes. */
  readonly largest: number;
  readonly log: (text: string) => void;
}

/** Lets worlds that were taken come here: out of the store, or what an earlier process left of them if that is newer. */
export class Arrivals {
  constructor(private readonly parts: ArrivalParts) {}

  /**
   * Lets a world be here; `before` is what the store said when it was taken. Answers whether it is as the store has it.
   * @throws {StoreUnreachable} {StoredFileUnusable} {ControlError}
   */
  async arrive(name: string, before: WorldRecord & { contents: WorldContents }): Promise<boolean> {
    if (this.#goesOnFromHere(name, before)) return false;
    const { storage, checkpoint, origin } = before.contents;
    const { worlds } = this.parts;
    await this.#withFiles(async (fetched, bringImages) => {
      const path = await fetched(checkpoint);
      // Of one that nobody has changed yet both are the same file.
      const isSame = origin?.key === checkpoint.key;
      const originPath = isSame ? path : origin ? await fetched(origin) : undefined;
      await worlds.arrive(name, { storage, path, originPath, bringImages });
    });
    return true;
  }

  /** Brings a snapshot of a world that has arrived. @throws as `arrive` does */
  bringSnapshot(
    name: string,
    { name: snapshot, createDate, ...file }: WorldContents['snapshots'][number],
  ): Promise<void> {
    return this.#withFiles(async (fetched, bringImages) => {
      const path = await fetched(file);
      await this.parts.worlds.addSnapshot(name, snapshot, createDate, { path, bringImages });
    });
  }

  /** Drops what an earlier process left of a world that is another replica's now, or removed. */
  dropLeft(name: string): void {
    const { worlds, memory, log } = this.parts;
    if (!worlds.isLeftHere(name)) return;
    const number = memory.numberOf(name);
    if (number === undefined) {
      const where = worlds.setAside(name);
      log(
        `the store has another environment '${name}' than this data directory, where it was set aside as ${where}`,
      );
      return;
    }
    worlds.removeLeft(name);
    memory.forget(name);
    log(
      `the copy of the environment '${name}' that an earlier process left (number ${number}) is older than the store's and was removed`,
    );
  }

  /** Whether nobody has held it since an earlier process of this data directory, whose copy is the newest then. */
  #goesOnFromHere(name: string, { number }: WorldRecord): boolean {
    const { worlds, memory, log } = this.parts;
    if (!worlds.isLeftHere(name)) return false;
    // A number is given once.
    const isNewest = memory.numberOf(name) === number;
    if (isNewest && worlds.reopen(name)) {
      log(`the environment '${name}' goes on from the copy of this data directory`);
      return true;
    }
    this.dropLeft(name);
    return false;
  }

  /** Lets files be fetched for some work; whatever comes of that, they are gone afterwards. */
  async #withFiles(
    work: (
      fetched: (file: StoredFile) => Promise<string>,
      bringImages: ArrivingWorld['bringImages'],
    ) => Promise<void>,
  ): Promise<void> {
    const { images, store, worlds, largest } = this.parts;
    const paths: string[] = [];
    let ofImages: Error | undefined;
    try {
      await work(
        async (file) => {
          const path = `${worlds.temporary()}.sqlite`;
          paths.push(path);
          await fetchPacked(store, file, path, largest);
          return path;
        },
        async (_, directory, names) => {
          try {
            await images.fetch(directory, names);
          } catch (error) {
            ofImages = error as Error;
            throw error;
          }
        },
      );
    } catch (error) {
      // Looking at a world takes every failure for one of its file.
      throw ofImages ?? error;
    } finally {
      for (const path of paths) rmSync(path, { force: true });
    }
  }
}
