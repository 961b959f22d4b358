import type { Chance } from '../core/chance.js';
import type { Clock } from '../core/clock.js';
import type { Keys } from '../core/keys.js';
import type { Release } from '../core/releases.js';
import type { ChecksMode } from '../core/world-modes.js';
import type { BlobFiles } from './blob.js';
import type { GlobalConfigName } from './global-config.js';
import type { Causes } from './event/causes.js';
import type { InventoryQueries } from './inventory-queries.js';
import type { Progression } from './progression/progression.js';
import type { Repositories } from './repositories.js';
import type { UnitOfWork } from './unit-of-work.js';
import type { WriteHistory } from './write-history.js';

/** What every use case works on: one environment's data, time and chance. Nothing of it is global. */
export interface World {
  /** Name of its environment. */
  readonly name: string;
  readonly repositories: Repositories;
  readonly queries: InventoryQueries;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly keys: WorldKeys;
  readonly checks: ChecksMode;
  /** The release of ZStack whose API it has. */
  readonly release: Release;
  readonly progression: Progression;
  /** Why whatever changes right now changes. */
  readonly causes: Causes;
  /** Told where writes come from, so that they can be taken back. */
  readonly writes: WriteHistory;
  readonly blobFiles: BlobFiles;
  readonly fetching: FetchPolicy;
  /**
   * Another world of this process, for what it gave to whoever has its address; undefined: there is none of this
   * name, or it is just being changed as a whole. Outside of transactions: it may have to be opened.
   */
  readonly neighbour: (name: string) => World | undefined;
  /** Names of the chores that come back after as long as an entry of the configuration says. */
  readonly recurringChores: ReadonlyMap<GlobalConfigName, string>;
}

/** Keys that nobody can compute who does not have the world. */
export interface WorldKeys extends Keys {
  /** Lets the secret that they come from be part of the world, and of its copies. */
  keepSecret(): void;
}

/** What the operator allowed AddImage to read. */
export interface FetchPolicy {
  /** False: nothing is fetched, and contents follow from their urls. */
  readonly isAllowed: boolean;
  /** Host names from which http and https urls are downloaded. Empty: from none. */
  readonly hosts: readonly string[];
  /** Directories under which `file://` urls are read. Empty: none is. */
  readonly fileRoots: readonly string[];
  /** The largest image that is downloaded or uploaded, in bytes. */
  readonly largestImage: number;
}
