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

/** All worlds of the replicas that share a store. */
export interface FleetView {
  /**
   * Those behind a name in the order of names, and where the next page begins; null: there is none.
   * @throws {ControlError} `unavailable` when the store is not reached
   */
  worlds(
    after: string | null,
    limit: number,
  ): Promise<{ readonly worlds: readonly FleetWorld[]; readonly next: string | null }>;
}
