import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidSeed, type ReadInclude, type SeedSource } from '../services/seeding/index.js';

/** The seeds that come with the package. */
export const PACKAGE_SEEDS = join(__dirname, '..', '..', 'seed');

/** Seeds that were read, and how to read what they include. */
export interface SeedFiles {
  readonly sources: SeedSource[];
  readonly include: ReadInclude;
}

/**
 * Reads seeds by their names, such as `edge-cases` (looked for in `directories`, those of the package
 * last), or by their paths. `none` is the empty world.
 * @throws {InvalidSeed} for one that cannot be read
 */
export function readSeeds(names: readonly string[], _directories: readonly string[]): SeedFiles {
  const sources = names
    .filter((name) => name !== 'none')
    .map((name) => {
      const own = join(PACKAGE_SEEDS, `${name}.yaml`);
      return { name, text: readFileSync(existsSync(own) ? own : name, 'utf8') };
    });
  return {
    sources,
    include(name, from) {
      throw new InvalidSeed([`${from}: cannot include ${name} yet`]);
    },
  };
}
