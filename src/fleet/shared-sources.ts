import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { conflict, ControlError, notFound, tooLarge } from '../core/control-error.js';
import { ENVIRONMENT_NAME } from '../environment/data-directory.js';
import type { ImportedWorld } from '../environment/exchange-file.js';
import type { MovingWorlds } from '../environment/moving-worlds.js';
import { checkName } from '../environment/refusals.js';
import type { ExportOptions } from '../simulation/export-options.js';
import type { FleetSource, FleetSources } from '../simulation/fleet-view.js';
import { lengthOfAll, type StoredImages } from './contents/images.js';
import { StoredFileUnusable } from './contents/packed-file.js';
import { asSourceRefusal } from './refusals.js';
import type { SourceContents } from './sources/source-record.js';
import type { StoredSources } from './sources/stored-sources.js';

/** The longest text of a seed that a call can bring, in bytes. */
const LARGEST_SEED = 4 * 2 ** 20;

/** What this replica knows of seeds without the store. */
export interface OwnSeeds {
  /** Whether the package or a directory of this replica has one of this name. */
  has(name: string): boolean;
  /** @throws {ControlError} `invalid` for a text that is no seed */
  check(text: string): Promise<void>;
}

export interface SharedSourcesParts {
  readonly stored: StoredSources;
  readonly images: StoredImages;
  readonly worlds: MovingWorlds;
  readonly seeds: OwnSeeds;
  /** The largest world that is taken or given, in bytes. */
  readonly largest: number;
  /** Why nothing may be told of a world now, or undefined. */
  readonly refusal: (environment: string) => Error | undefined;
}

/** Seeds and exports that all replicas share. */
export class SharedSources implements FleetSources {
  constructor(private readonly parts: SharedSourcesParts) {}

  async list(after: string | null, limit: number): ReturnType<FleetSources['list']> {
    try {
      return await this.parts.stored.list(after, limit);
    } catch (error) {
      throw asSourceRefusal('a list', error);
    }
  }

  find(name: string): ReturnType<FleetSources['find']> {
    return named(name, async () => {
      const source = await this.parts.stored.find(name);
      if (!source) throw noSource(name);
      const { kind } = source;
      const text = kind === 'seed' ? await this.parts.stored.seedText(name, LARGEST_SEED) : null;
      return { ...source, text: text ?? null };
    });
  }

  keepSeed(name: string, text: string): Promise<FleetSource> {
    return named(name, async () => {
      const { seeds, stored, worlds } = this.parts;
      if (seeds.has(name)) {
        throw conflict(
          `'${name}' is the name of a seed of the package or of this replica's own directories: choose another one`,
        );
      }
      await seeds.check(text);
      const path = worlds.temporary();
      try {
        await writeFile(path, text, { mode: 0o600 });
        return await stored.keep(name, { kind: 'seed', path, imageBytes: 0 });
      } finally {
        rmSync(path, { force: true });
      }
    });
  }

  keepExport(name: string, environment: string, options: ExportOptions): Promise<FleetSource> {
    return named(name, async () => {
      const { images, refusal, stored, worlds } = this.parts;
      const copy = await worlds.copyForExport(environment, options);
      const check = () => {
        const refused = refusal(environment);
        if (refused) throw refused;
      };
      try {
        check();
        await images.keep(copy.blobs, copy.blobNames, { anew: true });
        const imageBytes = lengthOfAll(copy.blobNames);
        return await stored.keep(name, { kind: 'export', path: copy.path, imageBytes, check });
      } finally {
        worlds.dropCopy(copy);
      }
    });
  }

  remove(name: string): Promise<void> {
    return named(name, async () => {
      if (!(await this.parts.stored.remove(name))) throw noSource(name);
    });
  }

  /**
   * An export, looked at as a world from anybody: the environment `environment` is to be made of it.
   * @throws {ControlError} `notFound`, `tooLarge`, `unavailable`
   */
  world(name: string, environment: string): Promise<ImportedWorld> {
    return named(name, async () => {
      const { largest, stored, worlds } = this.parts;
      const path = `${worlds.temporary()}.sqlite`;
      const contents = await stored.fetch(name, path, largest, (found) => {
        if (found.kind !== 'export') throw noExport(name);
        checkSize(found.file.size + found.imageBytes, largest);
      });
      if (!contents) throw noExport(name);
      return this.#examined(environment, path, contents);
    });
  }

  async #examined(
    environment: string,
    path: string,
    { file }: SourceContents,
  ): Promise<ImportedWorld> {
    const { images, largest, worlds } = this.parts;
    let ofImages: Error | undefined;
    try {
      return await worlds.examine(environment, path, async (_, directory, names) => {
        try {
          checkSize(file.size + lengthOfAll(names), largest);
          await images.fetch(directory, names);
        } catch (error) {
          ofImages = error as Error;
          throw error;
        }
      });
    } catch (error) {
      // Looking at a world takes every failure for one of its file.
      if (ofImages) throw ofImages;
      const isOfFile = error instanceof ControlError && error.code === 'invalid';
      throw isOfFile ? new StoredFileUnusable(error.message) : error;
    }
  }
}

/** The text of a seed that all replicas share; undefined: there is none of this name. @throws {ControlError} `unavailable` */
export async function sharedSeed(stored: StoredSources, name: string): Promise<string | undefined> {
  if (!ENVIRONMENT_NAME.test(name)) return undefined;
  try {
    return await stored.seedText(name, LARGEST_SEED);
  } catch (error) {
    throw asSourceRefusal(`the seed '${name}'`, error);
  }
}

/** Does something with a name. @throws {ControlError} for what can be none, and for what the store keeps from being done */
async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  checkName('a seed or an export', name);
  try {
    return await work();
  } catch (error) {
    throw asSourceRefusal(`'${name}'`, error);
  }
}

function checkSize(bytes: number, largest: number): void {
  if (bytes <= largest) return;
  throw tooLarge(
    `the export is larger than ${largest} bytes with its real images, which is the most here (EMULATOR_ENVIRONMENT_SIZE)`,
  );
}

const noSource = (name: string) =>
  notFound(`the replicas share no seed and no export of the name '${name}'`);

const noExport = (name: string) => notFound(`the replicas share no export of the name '${name}'`);
