import { notFound } from '../core/control-error.js';
import type { ExportOptions } from './export-options.js';

/** A world of a fleet, as the store knows it. */
export interface FleetWorld {
  readonly name: string;
  /** Of its lease: grows with every replica that takes it. */
  readonly number: number;
  /** Whether a replica holds it; one that is `free` is taken by whoever is asked for it. */
  readonly state: 'held' | 'free';
  /** Who holds it, or held it last. */
  readonly replica: string;
  /** Whether this replica holds it. */
  readonly isHere: boolean;
  /** When it was stored last, ISO 8601, by the clock of who stored it. */
  readonly checkpointDate: string;
  /** Size of its database then. */
  readonly bytes: number;
}

/** What all replicas make worlds of: a seed, or a world that was exported. */
export interface FleetSource {
  readonly name: string;
  /** Null: what the store has of it cannot be read, see `problem`. */
  readonly kind: SourceKind | null;
  /** Of the text, or of the database with its real images. */
  readonly bytes: number | null;
  /** When it was kept, ISO 8601, by the clock of the replica that kept it. */
  readonly keptDate: string | null;
  /** Who kept it. */
  readonly replica: string | null;
  /** Why nothing can be made of it; null: all is well. */
  readonly problem: string | null;
}

export type SourceKind = 'seed' | 'export';

/**
 * What all replicas make worlds of. Every method throws a ControlError: `unavailable` when the store is not reached, or
 * holds what was never stored there; `invalid` for what can be no name.
 */
export interface FleetSources {
  /** Those behind a name in the order of names, and where the next page begins; null: there is none. */
  list(
    after: string | null,
    limit: number,
  ): Promise<{ readonly sources: readonly FleetSource[]; readonly next: string | null }>;
  /** With the text of a seed. @throws {ControlError} `notFound` */
  find(name: string): Promise<FleetSource & { readonly text: string | null }>;
  /**
   * Keeps a seed, or another one in its place.
   * @throws {ControlError} `invalid` for a text that is none, `conflict` for a name that is another's
   */
  keepSeed(name: string, text: string): Promise<FleetSource>;
  /**
   * Keeps an environment as it is now, or in the place of an earlier export.
   * @throws {ControlError} `notFound` for the environment, `conflict` for a name that is another's, `tooLarge`
   */
  keepExport(name: string, environment: string, options: ExportOptions): Promise<FleetSource>;
  /** @throws {ControlError} `notFound`; `conflict` when it is just being changed */
  remove(name: string): Promise<void>;
}

/** What the replicas that share a store have in common. */
export interface FleetView {
  /**
   * Worlds behind a name in the order of names, and where the next page begins; null: there is none.
   * @throws {ControlError} `unavailable` when the store is not reached
   */
  worlds(
    after: string | null,
    limit: number,
  ): Promise<{ readonly worlds: readonly FleetWorld[]; readonly next: string | null }>;
  readonly sources: FleetSources;
}

export const noFleet = () =>
  notFound('this emulator shares nothing with others: EMULATOR_STORE names the store of a fleet');
