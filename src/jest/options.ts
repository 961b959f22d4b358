import type { EmulatorOptions } from '../app/library/options.js';

/** `globals.zstackImageEmulator` of a configuration of jest. */
export interface JestOptions extends EmulatorOptions {
  /** Which tests share a world: those of a file, or none. Default: `file`. */
  readonly environmentPer?: 'file' | 'test';
  /** Whether the run fails when tests leave something behind. Default: false. */
  readonly failOnLeaks?: boolean;
  /** Whether each of these worlds has a port of its own, which `describe()` tells. Default: false. */
  readonly ownPorts?: boolean;
}

/**
 * The options of a run: those of the configuration, then the environment variables EMULATOR_SEED,
 * EMULATOR_ENVIRONMENT_PER and EMULATOR_FAIL_ON_LEAKS, which win.
 * @throws for a value that cannot be used
 */
export function optionsOf(
  globals: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string | undefined>>,
): JestOptions {
  const given = (globals['zstackImageEmulator'] ?? {}) as JestOptions;
  const seed = variables['EMULATOR_SEED'] || given.seed;
  const environmentPer = variables['EMULATOR_ENVIRONMENT_PER'] || (given.environmentPer ?? 'file');
  if (environmentPer !== 'file' && environmentPer !== 'test') {
    throw new Error(`environmentPer is '${environmentPer}': expected one of file, test`);
  }
  const fails = variables['EMULATOR_FAIL_ON_LEAKS'];
  const failOnLeaks = fails ? fails !== 'false' && fails !== '0' : (given.failOnLeaks ?? false);
  return { ...given, ...(seed === undefined ? {} : { seed }), environmentPer, failOnLeaks };
}
