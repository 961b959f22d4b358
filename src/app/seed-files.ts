import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { didYouMean } from '../core/nearest.js';
import { InvalidSeed, type ReadInclude, type SeedSource } from '../seeding/index.js';

/** The seeds that come with the package. */
const PACKAGE_SEEDS = join(__dirname, '..', '..', 'seed');

const EXTENSIONS = ['.yaml', '.yml', '.json'];
/** All files of one world together. */
const MOST_BYTES = 64 * 2 ** 20;

/** Seeds that were read, and how to read what they include. */
export interface SeedFiles {
  readonly sources: SeedSource[];
  readonly include: ReadInclude;
}

/** The text of a seed that lies in no file here; undefined: there is none of this name. */
export type SharedSeed = (name: string) => Promise<string | undefined>;

/**
 * Reads seeds by their names, such as `edge-cases` (looked for in `directories`, then among those of the
 * package, then by `shared`), or by their paths. `none` is the empty world. What a seed includes lies in its own directory
 * (or below), or in one of those; links do not lead out of them.
 * @throws {InvalidSeed} for what cannot be read, and what `shared` throws
 */
export async function readSeeds(
  names: readonly string[],
  directories: readonly string[],
  shared: SharedSeed = () => Promise.resolve(undefined),
): Promise<SeedFiles> {
  const reading = new Reading([...directories, PACKAGE_SEEDS]);
  const texts = new Map<string, string | undefined>();
  const sources: SeedSource[] = [];
  for (const name of names.filter((one) => one !== 'none')) {
    // One after the other: none is asked for behind one that there is not, and none twice.
    const isAsked = !texts.has(name) && !hasSeed(name, directories);
    if (isAsked) texts.set(name, await shared(name));
    const text = texts.get(name);
    sources.push(text === undefined ? reading.seed(name) : reading.given(name, text));
  }
  return { sources, include: (name, from) => reading.include(name, from) };
}

/** Whether a name is that of a seed of the package or of `directories`, or a path, or that of the empty world. */
export const hasSeed = (name: string, directories: readonly string[]): boolean =>
  name === 'none' || isPath(name) || find(name, [...directories, PACKAGE_SEEDS]) !== undefined;

class Reading {
  readonly #directories: readonly string[];
  /** Directories of the files that were read, by what messages call the files. */
  readonly #homes = new Map<string, string>();
  #bytes = 0;

  constructor(directories: readonly string[]) {
    this.#directories = directories;
  }

  /** A seed that the user names. */
  seed(name: string): SeedSource {
    const path = isPath(name) ? resolve(name) : find(name, this.#directories);
    if (path === undefined || !existsSync(path)) {
      throw new InvalidSeed([`${name}: ${notFound(name, this.#directories)}`]);
    }
    return this.#read(path, isPath(name) ? name : shown(path));
  }

  /** A seed that another one names. */
  include(name: string, from: string): SeedSource {
    if (isAbsolute(name)) throw new InvalidSeed([`${name} is not relative to ${from}`]);
    const home = this.#homes.get(from);
    const around = home === undefined ? this.#directories : [home, ...this.#directories];
    const leadsOut = `${name} leads out of ${around.map((directory) => shown(directory)).join(' and ')}`;
    const places = around
      .map((directory) => join(directory, name))
      .filter((one) => around.some((directory) => isBelow(one, resolve(directory))));
    // Before anybody looks: whether something lies outside is not told.
    if (places.length === 0) throw new InvalidSeed([leadsOut]);
    const path = isPath(name) ? places.find((one) => existsSync(one)) : find(name, around);
    if (path === undefined) throw new InvalidSeed([notFound(name, around)]);
    const real = realpathSync(path);
    if (!around.some((directory) => isWithin(real, directory))) throw new InvalidSeed([leadsOut]);
    return this.#read(path, shown(path));
  }

  /** One that lies in no file. */
  given(name: string, text: string): SeedSource {
    this.#count(name, Buffer.byteLength(text));
    return { name, text };
  }

  #read(path: string, name: string): SeedSource {
    const text = this.#textOf(path, name);
    this.#homes.set(name, dirname(path));
    return { name, text };
  }

  #textOf(path: string, name: string): string {
    const { size, isFile } = this.#try(name, () => {
      const stat = statSync(path);
      return { size: stat.size, isFile: stat.isFile() };
    });
    if (!isFile) throw new InvalidSeed([`${name}: is no file`]);
    this.#count(name, size);
    return this.#try(name, () => readFileSync(path, 'utf8'));
  }

  #count(name: string, bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES) {
      throw new InvalidSeed([`${name}: seeds are larger than ${MOST_BYTES / 2 ** 20} MB together`]);
    }
  }

  #try<T>(name: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new InvalidSeed([`${name}: cannot be read: ${(error as Error).message}`]);
    }
  }
}

/** What has a separator or the extension of a seed is a path; all else is a name. */
const isPath = (name: string): boolean =>
  name.includes('/') ||
  name.includes(sep) ||
  EXTENSIONS.some((extension) => name.endsWith(extension));

function find(name: string, directories: readonly string[]): string | undefined {
  return directories
    .flatMap((directory) => EXTENSIONS.map((extension) => join(directory, `${name}${extension}`)))
    .find((path) => existsSync(path));
}

function notFound(name: string, directories: readonly string[]): string {
  if (isPath(name)) return `there is no file ${name}`;
  const known = seedsIn(directories);
  const looked = directories.slice(0, -1).map((directory) => shown(directory));
  const where = [...looked, 'the package'].join(', ');
  return `no seed is called '${name}'${didYouMean(name, known)} in ${where}: there are ${known.join(', ')}`;
}

/** The names of all seeds there. */
function seedsIn(directories: readonly string[]): string[] {
  const files = directories.flatMap((directory) =>
    existsSync(directory) ? readdirSync(directory) : [],
  );
  const names = files.flatMap((file) => {
    const extension = EXTENSIONS.find((one) => file.endsWith(one));
    // Beside them lies the schema that editors check them with.
    const isSeed = extension !== undefined && !file.endsWith('.schema.json');
    return isSeed ? [file.slice(0, -extension.length)] : [];
  });
  return [...new Set([...names, 'none'])].toSorted();
}

function isWithin(real: string, directory: string): boolean {
  if (!existsSync(directory)) return false;
  return isBelow(real, realpathSync(directory));
}

function isBelow(path: string, directory: string): boolean {
  const way = relative(directory, resolve(path));
  return way !== '' && !way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way);
}

/** A path as a reader knows it: from where he stands, when it lies below. */
function shown(path: string): string {
  const way = relative(process.cwd(), path);
  return way === '' || way.startsWith('..') || isAbsolute(way) ? path : way;
}
