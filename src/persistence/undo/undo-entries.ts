import type { ChanceState } from '../../core/chance.js';
import type { ClockState } from '../../core/clock.js';
import type { AskedRequest } from '../../domain/asked-request.js';
import type { WriteOrigin } from '../../domain/write-history.js';
import type { RowBefore } from './watched-rows.js';

/** A row that a write changed, and what it was before: the table's index, the row's number, its columns. */
export type UndoneRow = readonly [table: number, rowid: number, before: RowBefore];

/** Real bytes that a write removed: while it can be taken back, their file stays. */
export interface HeldBlob {
  readonly contentId: string;
  readonly length: number;
}

/** One write as it was made, and all that takes it back. */
export interface UndoneWrite {
  readonly origin: WriteOrigin;
  /** In ms since 1970 on the environment's clock. */
  readonly date: number;
  /** The machine's time when it was made, in ms since 1970. */
  readonly machineTime: number;
  /** As they were before it. */
  readonly clock: ClockState;
  readonly chance: ChanceState;
  /** The counters of tables that SQLite numbers, where they changed: null for a table that had none. */
  readonly sequences: Readonly<Record<string, number | null>>;
  readonly rows: readonly UndoneRow[];
  readonly held: readonly HeldBlob[];
}

/** What lies where the log lies: the rows of a write, and the request that began with it. */
export interface Kept {
  readonly rows: readonly UndoneRow[];
  readonly asked?: AskedRequest | undefined;
}

/** Where it was put: in memory it is there itself. */
export type Ref = Kept | { readonly at: number; readonly length: number };

/** What is put there, with what is always known of a write. */
export interface Entry extends Kept {
  readonly meta: object;
}

/** Where it was put, and how many bytes it takes. */
export interface Put {
  readonly ref: Ref;
  readonly bytes: number;
}

/** What was found of an earlier run. */
export interface Line {
  readonly meta: unknown;
  readonly put: Put;
}

/** Where the log lies: in memory, or in a file beside the world. */
export interface UndoPages {
  /** Puts entries there, in the hands of the operating system before it returns. */
  append(entries: readonly Entry[]): Put[];
  /** Takes back what was appended last. */
  takeBack(): void;
  read(ref: Ref): Kept;
  /** Whether so much of it lies there without need that it should be left behind. */
  isMuchMoreThan(bytes: number): boolean;
  /** Those that are still needed, oldest first, and entries to stand behind them. Answers where they lie now. */
  keepOnly(refs: readonly Ref[], end: readonly Entry[]): readonly Ref[];
  close(): void;
}
