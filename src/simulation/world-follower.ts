import type { NumberedEntry } from './journal/journal.js';

/** Why a world is there no more: another one took its place, or none did. */
export type EndOfWorld = 'reset' | 'restored' | 'imported' | 'removed' | 'closed';

/** Who is told what happens in a world, as it happens: what it does then must be quick. */
export interface WorldFollower {
  /** A request was answered. */
  recorded(entry: NumberedEntry): void;
  /** Something was committed. */
  changed(): void;
  /** Nothing more comes: the world has gone. */
  ended(why: EndOfWorld): void;
}
