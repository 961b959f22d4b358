import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Environment } from '../environment/environment.js';
import type { ReadSeed, SeedOrigin } from '../environment/environments-parts.js';
import type { SharedSeed } from './seed-files.js';

/** Reads the seed of an environment: files by their names, what `shared` has of names without a file, or a text. */
export async function readSeed(
  { seed, isText }: SeedOrigin,
  directories: readonly string[],
  shared?: SharedSeed,
): Promise<ReadSeed> {
  // Loaded only for an empty world: a later start does without.
  const { loadSeed, seeding } = await import('../seeding/index.js');
  const { readSeeds } = await import('./seed-files.js');
  const names = isText ? [] : seed.split(',').map((name) => name.trim());
  const files = await readSeeds(names, directories, shared);
  const sources = isText ? [{ name: 'the seed', text: seed }] : files.sources;
  const hash = createHash('sha256');
  for (const { name, text } of sources) hash.update(`${name}\0${text}\0`);
  const loaded = loadSeed(sources, (name, from) => {
    const included = files.include(name, from);
    hash.update(`${included.name}\0${included.text}\0`);
    return included;
  });
  return {
    fingerprint: hash.digest('hex'),
    port: loaded.port,
    release: loaded.release,
    async fill(environment: Environment) {
      const steps = seeding(environment.world, loaded, environment.name);
      await environment.fill(isText ? 'a seed given as text' : seed, steps, othersTurn);
    },
  };
}
