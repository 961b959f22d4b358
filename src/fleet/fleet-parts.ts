import type { Timing } from './lease/timing.js';
import type { StoreLoss } from './lease/session.js';
import type { LocalMemory } from './local-memory.js';
import type { ObjectStore } from './store/object-store.js';

/** How often a lease is renewed in its length. */
export const RENEWALS = 3;

/** What the replicas of one store have in common, and what is this one's own. */
export interface FleetParts {
  readonly store: ObjectStore;
  readonly timing: Timing;
  readonly replica: string;
  /** Unique for ever: the name of the replica, and chance. */
  readonly newSession: () => string;
  /** For how long after a renewal its worlds are its own, in ms. */
  readonly lease: number;
  /** For how long the store may have an older world than this replica, in ms. */
  readonly checkpoint: number;
  readonly storeLoss: StoreLoss;
  readonly memory: LocalMemory;
  /** The largest world that is taken, in bytes. */
  readonly largest: number;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
}

/** What a replica tells of itself. */
export interface FleetNumbers {
  readonly worlds: number;
  readonly checkpoints: number;
  readonly failures: number;
  /** For how long the store has had an older world than this replica, in ms: the oldest. */
  readonly oldestChange: number;
  readonly isStoreReached: boolean;
  /** For how long it may still answer without a renewal, in ms. */
  readonly leaseLeft: number;
}
