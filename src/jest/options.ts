import { findingKinds, type FindingKind } from '../app/client-findings.js';
import type { EmulatorOptions } from '../app/library/options.js';

/** `globals.zstackImageEmulator` of a configuration of jest. */
export interface JestOptions extends EmulatorOptions {
  /** Which tests share a world: those of a file, or none. Default: `file`. */
  readonly environmentPer?: 'file' | 'test';
  /** Whether the run fails when tests leave something behind. Default: false. */
  readonly failOnLeaks?: boolean;
  /** Kinds of findings of the client report that fail the run (docs/verify-clients.md). Default: none. */
  readonly failOn?: readonly FindingKind[];
  /** Whether each of these worlds has a port of its own, which `describe()` tells. Default: false. */
  readonly ownPorts?: boolean;
}

/**
 * The options of a run: those of the configuration, then the environment variables EMULATOR_SEED,
 * EMULATOR_ENVIRONMENT_PER, EMULATOR_FAIL_ON_LEAKS and EMULATOR_FAIL_ON, which win.
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
  const kinds = variables['EMULATOR_FAIL_ON']?.split(',').filter((kind) => kind !== '');
  const failOn = findingKinds(kinds ?? given.failOn ?? []);
  return { ...given, ...(seed === undefined ? {} : { seed }), environmentPer, failOnLeaks, failOn };
}
