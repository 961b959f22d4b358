import { rmSync } from 'node:fs';
import { Chance } from '../../core/chance.js';
import { realTime } from '../../core/clock.js';
import { conflict } from '../../core/control-error.js';
import type { FleetSource, SourceKind } from '../../simulation/fleet-view.js';
import {
  fetchPacked,
  packFile,
  readPacked,
  storePacked,
  StoredFileUnusable,
} from '../contents/packed-file.js';
import { eachOf } from '../each-of.js';
import { StoreUnreachable, type ObjectStore } from '../store/object-store.js';
import {
  contentsOf,
  DAMAGED,
  folderOf,
  readSource,
  SOURCES,
  writeSource,
  type FoundSource,
  type SourceContents,
} from './source-record.js';

/** So many records are read at once. */
const AT_ONCE = 16;
/** How often something is fetched that others keep anew meanwhile. */
const MOST_TRIES = 3;
/** Files of one name that are looked at when it is tidied. */
const MOST_FILES = 1000;

/** A file that is to be kept under a name. */
export interface NewSource {
  readonly kind: SourceKind;
  readonly path: string;
  /** Of its real images, which are in the store by now. */
  readonly imageBytes: number;
  /** Asked before it counts. @throws what forbids it */
  readonly check?: () => void;
}

/**
 * Seeds and exports in the store. Each is a file that is never written again, and a record that names it: that changes by
 * one conditional write, so that of several who keep something under a name one does, and who reads it has all of one.
 */
export class StoredSources {
  readonly #chance = Chance.unseeded();

  constructor(
    private readonly store: ObjectStore,
    private readonly replica: string,
  ) {}

  /** @throws {StoreUnreachable} */
  async list(
    after: string | null,
    limit: number,
  ): Promise<{ sources: readonly FleetSource[]; next: string | null }> {
    const { folders, isMore } = await this.store.list(SOURCES, {
      most: limit,
      byFolder: true,
      // What stands below the name comes behind it, and is not asked for again.
      after: after === null ? undefined : `${folderOf(after)}~`,
    });
    const names = folders.map((folder) => folder.slice(SOURCES.length, -1));
    const found = new Map<string, FleetSource>();
    await eachOf(names, AT_ONCE, async (name) => {
      const source = described(name, await readSource(this.store, name));
      if (source) found.set(name, source);
    });
    return {
      sources: names.flatMap((name) => found.get(name) ?? []),
      next: isMore ? (names.at(-1) ?? null) : null,
    };
  }

  /** Undefined: there is none. @throws {StoreUnreachable} */
  async find(name: string): Promise<FleetSource | undefined> {
    return described(name, await readSource(this.store, name));
  }

  /**
   * Fetches the file of what is kept, of `largest` bytes at the most, to a path; `accept` is asked before. Undefined:
   * nothing is kept.
   * @throws {StoreUnreachable} {StoredFileUnusable} and what `accept` throws
   */
  fetch(
    name: string,
    path: string,
    largest: number,
    accept: (contents: SourceContents) => void,
  ): Promise<SourceContents | undefined> {
    return this.#using(name, async (contents) => {
      accept(contents);
      await fetchPacked(this.store, contents.file, path, largest);
    });
  }

  /** The text of a seed of so many bytes at the most; undefined: there is none. @throws {StoreUnreachable} {StoredFileUnusable} */
  async seedText(name: string, largest: number): Promise<string | undefined> {
    let text: string | undefined;
    await this.#using(name, async ({ kind, file }) => {
      if (kind !== 'seed') return;
      text = (await readPacked(this.store, file, largest)).toString();
    });
    return text;
  }

  async #using(
    name: string,
    use: (contents: SourceContents) => Promise<void>,
  ): Promise<SourceContents | undefined> {
    for (let tries = 1, last: string | undefined; ; tries++) {
      const found = await readSource(this.store, name);
      const contents = contentsOf(found);
      if (!contents) return undefined;
      try {
        await use(contents);
        return contents;
      } catch (error) {
        // The file is gone when another one was kept between the two requests.
        const isNew = found?.etag !== last;
        last = found?.etag;
        if (!(error instanceof StoredFileUnusable) || !isNew || tries === MOST_TRIES) throw error;
      }
    }
  }

  /**
   * Keeps a file under a name, or in the place of an earlier one.
   * @throws {StoreUnreachable}; {ControlError} `conflict` when something of another kind is kept there, or somebody else
   * keeps something there just now
   */
  async keep(name: string, { kind, path, imageBytes, check }: NewSource): Promise<FleetSource> {
    const found = await readSource(this.store, name);
    const before = found?.record?.contents;
    if (before && before.kind !== kind) {
      throw conflict(`'${name}' is the name of ${A[before.kind]} already: remove that first`);
    }
    const number = await this.#numberAfter(name, found);
    const write = this.#chance.uuid();
    const key = `${folderOf(name)}${number}-${write}`;
    try {
      const file = await storePacked(this.store, key, await packFile(path));
      check?.();
      const keptDate = new Date(realTime()).toISOString();
      const contents = { kind, file, imageBytes, keptDate, replica: this.replica };
      await this.#write(name, { number, write, contents }, found);
      await this.#tidy(name, number, key);
      return describedAs(name, contents);
    } catch (error) {
      // Of what the store did not answer nobody knows whether it is needed.
      if (!(error instanceof StoreUnreachable)) await this.#remove([key]);
      throw error;
    } finally {
      rmSync(`${path}.gz`, { force: true });
    }
  }

  /** False: nothing is kept there. @throws {StoreUnreachable}; {ControlError} `conflict` */
  async remove(name: string): Promise<boolean> {
    const found = await readSource(this.store, name);
    if (!found || found.record?.contents === null) return false;
    const number = await this.#numberAfter(name, found);
    await this.#write(name, { number, write: this.#chance.uuid(), contents: null }, found);
    await this.#tidy(name, number);
    return true;
  }

  async #write(
    name: string,
    record: { number: number; write: string; contents: SourceContents | null },
    found: FoundSource | undefined,
  ): Promise<void> {
    const condition = found ? { etag: found.etag } : ({ isNew: true } as const);
    if (await writeSource(this.store, name, { version: 1, ...record }, condition)) return;
    throw conflict(`'${name}' was just kept anew or removed by somebody else: look, and ask again`);
  }

  /** Greater than any number before, also where the record cannot be read. */
  async #numberAfter(name: string, found: FoundSource | undefined): Promise<number> {
    if (!found || found.record) return (found?.record?.number ?? 0) + 1;
    const numbers = (await this.#files(name)).map(({ number }) => number);
    return Math.max(0, ...numbers) + 1;
  }

  async #files(name: string): Promise<{ key: string; number: number }[]> {
    const folder = folderOf(name);
    const { keys } = await this.store.list(folder, { most: MOST_FILES });
    return keys.flatMap((key) => {
      const [, number] = /^(\d{1,15})-/.exec(key.slice(folder.length)) ?? [];
      return number === undefined ? [] : [{ key, number: Number(number) }];
    });
  }

  /** Removes what earlier writes left: a later one is none of its business. */
  async #tidy(name: string, number: number, needed?: string): Promise<void> {
    const files = await this.#files(name).catch(orNone);
    const old = files.filter((file) => file.number <= number && file.key !== needed);
    await this.#remove(old.map(({ key }) => key));
  }

  /** What stays there for want of an answer is removed by whoever keeps something there next. */
  async #remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.store.remove(key).catch(orNone);
  }
}

function orNone(error: unknown): [] {
  if (error instanceof StoreUnreachable) return [];
  throw error;
}

const A: Readonly<Record<SourceKind, string>> = { seed: 'a seed', export: 'an export' };

function described(name: string, found: FoundSource | undefined): FleetSource | undefined {
  if (!found) return undefined;
  const { record } = found;
  if (record) return record.contents ? describedAs(name, record.contents) : undefined;
  const unknown = { kind: null, bytes: null, keptDate: null, replica: null };
  return { name, ...unknown, problem: DAMAGED };
}

const describedAs = (
  name: string,
  { kind, file, imageBytes, keptDate, replica }: SourceContents,
): FleetSource => ({
  name,
  kind,
  bytes: file.size + imageBytes,
  keptDate,
  replica,
  problem: null,
});
