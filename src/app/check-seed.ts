import { DEFAULT_ENVIRONMENT } from '../environment/environments.js';
import { InvalidSeed } from '../seeding/index.js';
import { compose } from './compose.js';
import { readConfig } from './config.js';
import { createLogger } from './logger.js';

/** What a seed would make, or what is wrong with it. */
export interface SeedVerdict {
  /** Each names file, line and place, and what was expected. */
  readonly problems: readonly string[];
  readonly images: number;
  readonly backupStorages: number;
}

/**
 * Makes a world in memory of seeds, as a start would: `names` as EMULATOR_SEED takes them,
 * `seedDirectories` as EMULATOR_SEED_DIRECTORIES does.
 * @throws {InvalidConfig} for directories that are not there
 */
export async function checkSeed(
  names: string,
  seedDirectories: string | undefined,
): Promise<SeedVerdict> {
  const config = readConfig({ seed: names, dataDir: ':memory:', seedDirectories }, {});
  try {
    const { environments, close } = await compose(config, createLogger('silent'));
    const world = await environments.find(DEFAULT_ENVIRONMENT);
    const { images = [], backupStorages = [] } = world?.counts() ?? {};
    await close();
    return {
      problems: [],
      images: images.reduce((sum, { count }) => sum + count, 0),
      backupStorages: backupStorages.length,
    };
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error;
    return { problems: error.problems, images: 0, backupStorages: 0 };
  }
}
