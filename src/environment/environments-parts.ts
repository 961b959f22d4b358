import type { Release } from '../core/releases.js';
import type { WorldNews } from '../simulation/world-news.js';
import type { DataDirectory } from './data-directory.js';
import type { Origin } from './birth.js';
import type { Environment } from './environment.js';
import type { PortListener } from './kept-ports.js';
import type { OpenWorld } from './worlds.js';

export type SeedOrigin = Extract<Origin, { kind: 'seed' }>;

/** A seed that was read. */
export interface ReadSeed {
  /** Tells whether it is the same as when it was read before. */
  readonly fingerprint: string;
  /** The port that an environment made of it is to have, if it says so. */
  readonly port: number | undefined;
  /** The release whose API it is to have, if it says so. */
  readonly release: Release | undefined;
  /** Fills an empty world. */
  fill(environment: Environment): Promise<void>;
}

/** What the environments are made with. */
export interface EnvironmentsParts {
  readonly directory: DataDirectory;
  readonly open: OpenWorld;
  /** Reads a seed. @throws InvalidSeed */
  readonly readSeed: (origin: SeedOrigin) => Promise<ReadSeed>;
  readonly limits: EnvironmentLimits;
  /** Of worlds that say nothing of their own. */
  readonly release: Release;
  readonly ports: PortListener;
  /** Which worlds of an earlier run are still its own is found out later: only the default one is opened at the start. */
  readonly opensLater?: boolean;
  /** Removes a world that nobody uses; undefined: as anybody removes one. */
  readonly removeIdle?: ((name: string) => Promise<void>) | undefined;
  /** Told of every world that was opened. */
  readonly onOpened: (environment: Environment) => void;
  /** Told what becomes of environments as wholes. */
  readonly news: Pick<WorldNews, 'tell'>;
  readonly log: (text: string) => void;
}

export interface EnvironmentLimits {
  /** So many environments, the default one included. */
  readonly most: number;
  /** So many of them with a port of their own. */
  readonly ports: number;
  /** The largest one, in bytes, and the largest file that is imported. */
  readonly largest: number;
  /** Real ms without a request after which an environment other than the default one is removed. */
  readonly idle: number | null;
}
