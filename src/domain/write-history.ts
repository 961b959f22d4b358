import type { Asking, GivenAnswer } from './asked-request.js';

/** What a write of a world came from. */
export interface WriteOrigin {
  /**
   * `call`: an operation of the image API; `step`: a step of a flow that was due later; `chore`: the world's own
   * work; `hand`: a call of the emulator's own API; `other`: what has no name.
   */
  readonly kind: (typeof WRITE_KINDS)[number];
  /** Name of the operation or chore, or `flow/step`. */
  readonly name: string;
  /** Whose call it was, once that is known. */
  accountUuid: string | null;
  readonly jobUuid: string | null;
  /** Its number in the journal, once it is answered; nobody knows it after a restart. */
  request: number | null;
  /** The request that it is part of; undefined for what the world does by itself. */
  readonly asking?: Asking | undefined;
}

export const WRITE_KINDS = ['call', 'step', 'chore', 'hand', 'other'] as const;

/** One state of a world that can be gone back to: the one before this write. */
export interface KeptWrite {
  /** Counts all writes of the world; those that were taken back leave gaps. */
  readonly id: number;
  /** When it was made, in ms since 1970 on the environment's clock. */
  readonly date: number;
  readonly origin: WriteOrigin;
  /** Writes of the same commit have the same number: they survived a kill together, or not at all. */
  readonly commit: number;
  /** What undoes it takes so many bytes. */
  readonly bytes: number;
  /** How many writes it stands for: chores one after the other are kept as one. */
  readonly count: number;
  /** Whether it is the oldest that is kept, and others came before it. */
  readonly isFirstOfMore: boolean;
}

/** Told where writes come from; whoever keeps none need not know. */
export interface WriteHistory {
  /** Does the work, whose writes are one that can be taken back alone. What it awaits does not count. */
  within<T>(origin: WriteOrigin, work: () => T): T;
  /** A write begins here whose parts tell where they come from themselves: before it can be gone back to. */
  mark(origin: WriteOrigin): void;
  /** The largest body of a request that is kept, in bytes; undefined: requests are not kept. */
  readonly largestBody: number | undefined;
  /** A request was answered. What it sent is kept if it wrote something. */
  answered(asking: Asking, answer: () => GivenAnswer): void;
}

export const originOf = (
  kind: WriteOrigin['kind'],
  name: string,
  jobUuid: string | null = null,
  asking?: Asking,
): WriteOrigin => ({ kind, name, accountUuid: null, jobUuid, request: null, asking });

/** Of a world whose writes are not kept. */
export const NO_HISTORY: WriteHistory = {
  within: (_origin, work) => work(),
  mark: () => undefined,
  largestBody: undefined,
  answered: () => undefined,
};
