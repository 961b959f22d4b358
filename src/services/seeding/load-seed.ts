import { InvalidSeed } from './invalid-seed.js';
import { parseSeed } from './parse-seed.js';
import type { Seed } from './seed-schema.js';

/** The text of a seed (YAML or JSON), and what messages call it. */
export interface SeedSource {
  readonly name: string;
  readonly text: string;
}

/**
 * Finds what a seed includes: `name` as it stands in the seed that is called `from`.
 * @throws {InvalidSeed} when it cannot
 */
export type ReadInclude = (name: string, from: string) => SeedSource;

/**
 * Reads seeds and makes one of them.
 * @throws {InvalidSeed} with every problem found
 */
export function loadSeed(sources: readonly SeedSource[], _include: ReadInclude): Seed {
  const [first, ...more] = sources;
  if (first === undefined) return parseSeed('version: 1', 'none');
  if (more.length > 0) throw new InvalidSeed([`${first.name}: cannot be composed with others yet`]);
  return parseSeed(first.text, first.name);
}
