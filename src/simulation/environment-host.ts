import type { ExportOptions } from './export-options.js';
import type { FleetView } from './fleet-view.js';
import type { Release } from '../core/releases.js';
import type { Readable } from 'node:stream';
import type { History } from '../domain/history.js';

/** Where an environment's state lies. */
export type EnvironmentStorage = 'file' | 'memory';

/** What a new environment is made from; a seed is a name, or a seed itself as text. */
export type EnvironmentSource =
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'snapshot'; readonly environment: string; readonly snapshot: string }
  | { readonly kind: 'seed'; readonly seed: string; readonly isText: boolean }
  /** What all replicas of a fleet share under this name. */
  | { readonly kind: 'export'; readonly export: string };

export interface NewEnvironment {
  /** Null: one is made up. */
  readonly name: string | null;
  readonly from: EnvironmentSource;
  /** Null: in memory. */
  readonly storage: EnvironmentStorage | null;
  /** Real ms without a request after which it goes; null: as the operator decided. */
  readonly idleLimit: number | null;
  /** Of another environment. */
  readonly history: History;
  /** A port of its own, 0: any free one; null: as its seed says, or none. */
  readonly port: number | null;
  /** The release whose API it has; null: that of its seed or its source, or what the emulator is set to. */
  readonly release: Release | null;
}

/** An environment as its users see it. Dates are real time, in ms since 1970. */
export interface EnvironmentDescription {
  readonly name: string;
  readonly storage: EnvironmentStorage;
  /** What it was made from, e.g. `seed edge-cases`. */
  readonly origin: string;
  readonly bytes: number;
  readonly images: number;
  readonly snapshots: number;
  readonly createDate: number;
  readonly lastUsedDate: number;
  /** Real ms without a request after which it is removed; null: never. */
  readonly idleLimit: number | null;
  /** The port of its own; null: it has none. */
  readonly port: number | null;
  /** The release whose API it has. */
  readonly release: Release;
  /** Why it cannot be opened now, or takes no more writes; null: all is well. */
  readonly problem: string | null;
}

export interface SnapshotDescription {
  readonly name: string;
  readonly environment: string;
  readonly bytes: number;
  readonly createDate: number;
}

/** A whole world as one file. */
export interface ExportedEnvironment {
  readonly fileName: string;
  readonly length: number;
  read(start: number, end: number): AsyncIterable<Buffer>;
  /** Removes the file: nobody reads it any more. */
  done(): void;
}

/**
 * All environments of the process, and what can be done with them as a whole. Every method throws
 * a ControlError: `notFound` for a name that there is not, `conflict` for what cannot be done as things are,
 * `invalid` for a wrong one.
 */
export interface EnvironmentHost {
  /** What all replicas have; undefined: this emulator shares nothing. */
  readonly fleet?: FleetView | undefined;
  list(): EnvironmentDescription[];
  describe(name: string): EnvironmentDescription;
  create(wanted: NewEnvironment): Promise<EnvironmentDescription>;
  /** Takes the world back to what it was made from; a seed is read again. */
  reset(name: string): Promise<EnvironmentDescription>;
  remove(name: string): Promise<void>;
  listSnapshots(name: string): SnapshotDescription[];
  takeSnapshot(name: string, snapshot: string, history: History): Promise<SnapshotDescription>;
  restoreSnapshot(name: string, snapshot: string): Promise<EnvironmentDescription>;
  removeSnapshot(name: string, snapshot: string): Promise<void>;
  exportWorld(name: string, options: ExportOptions): Promise<ExportedEnvironment>;
  /** Puts a world from outside in the place of this one, after it was looked at; a name that there is not is made. */
  importWorld(name: string, bytes: Readable): Promise<EnvironmentDescription>;
}
