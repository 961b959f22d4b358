import type { Release } from '../core/releases.js';
import type { Names } from './load/names.js';
import type { EntryOf, ListName, Settings } from './schema/world.js';

/** One entry of a list of a seed, checked: one resource, or as many as its `count` says. */
export interface SeedEntry<L extends ListName> {
  readonly list: L;
  readonly value: EntryOf<L>;
  /** Numbers of its first and last resource; none when the last is before the first. */
  readonly first: number;
  readonly last: number;
  /** Whether `{n}` stands for the number in its texts. */
  readonly isCounted: boolean;
  /** Single resources of the count that were overridden. */
  readonly overridden: ReadonlyMap<number, EntryOf<L>>;
  /** Where it stands: file, line and place. */
  readonly placeOf: () => string;
}

/** A value of the configuration. */
export interface SeedConfig {
  readonly category: string;
  readonly name: string;
  readonly value: string;
}

/** A world to start from, checked as far as it can be without one. */
export interface Seed extends Omit<Settings, 'release'> {
  readonly release: Release | undefined;
  readonly globalConfig: readonly SeedConfig[];
  readonly entries: { readonly [L in ListName]: readonly SeedEntry<L>[] };
  readonly names: Names;
  /** How many resources it makes. */
  readonly total: number;
}
