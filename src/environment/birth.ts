import type { Release } from '../core/releases.js';

/** What a world was made from, and when; it lies in the world. */
export interface Birth {
  /** A part of the name of the file with the state at birth, where there is one. */
  readonly id: string;
  readonly origin: Origin;
  /** Real time, in ms since 1970. */
  readonly createDate: number;
  /** Real ms without a request after which it is removed; null: never. */
  readonly idleLimit: number | null;
  /** The port of its own, if it has one; a world that was copied from it has another or none. */
  readonly port?: number | undefined;
  /** The release whose API it has, if it does not follow the emulator's setting; copies of it have the same. */
  readonly release?: Release | undefined;
}

/** What an environment was made from. `seed` is a name or the seed itself as text. */
export type Origin =
  | { readonly kind: 'seed'; readonly seed: string; readonly isText: boolean }
  | { readonly kind: 'environment' | 'snapshot' | 'file' | 'export'; readonly name: string };
