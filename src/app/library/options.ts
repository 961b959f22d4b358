import type { ClockState } from '../../core/clock.js';
import type { ConfigOptions } from '../config.js';
import { toMilliseconds } from './clock.js';
import type { Moment } from './emulator.js';

/**
 * How an emulator starts: every setting by the name of its flag in camel case (`--api-mode` is `apiMode`),
 * and what only a library can be told. Environment variables have no say.
 */
export interface EmulatorOptions extends Omit<ConfigOptions, 'seed'> {
  /** Name of a seed, several in a list or with commas between them, or a seed itself: as an object, or as YAML. */
  readonly seed?: SeedOption | undefined;
  /** The moment at which the clock of a new world stands, or `stopped`: now. Default: `real`, it runs. */
  readonly clock?: Moment;
  /** Seed of a new world's random stream: the same one, the same uuids. Default: another one each time. */
  readonly chance?: number;
}

/** What a world is filled from. */
export type SeedOption = string | readonly string[] | object;

/** The same for those who know names or a text only. */
export function readSeedOption(seed: SeedOption): {
  readonly seed: string;
  readonly isText: boolean;
} {
  if (Array.isArray(seed)) return { seed: seed.join(','), isText: false };
  if (typeof seed === 'string') return { seed, isText: seed.includes('\n') };
  return { seed: JSON.stringify(seed), isText: true };
}

/** What a library does by default: nothing on the disk, nothing on standard error, any free port. */
export const LIBRARY_DEFAULTS = {
  port: 0,
  dataDir: ':memory:',
  seed: 'default',
  logLevel: 'silent',
} as const satisfies ConfigOptions;

export function clockStateOf(
  clock: EmulatorOptions['clock'],
  now: number,
): { readonly clock?: ClockState } {
  if (clock === undefined || clock === 'real') return {};
  return { clock: { mode: 'stopped', value: clock === 'stopped' ? now : toMilliseconds(clock) } };
}
