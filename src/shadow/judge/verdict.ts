import type { Kind } from '../compare/kinds.js';

/** One thing in which two answers differ. */
export interface Difference {
  readonly kind: Kind;
  /** Where in the answer, without numbers of rows: `inventories[].size`. */
  readonly place: string;
  /** What the cloud says there, and the emulator: short, without secrets. */
  readonly cloud: string;
  readonly emulator: string;
  /** Uuid, in the cloud, of the thing that it is about. */
  readonly subject?: string | undefined;
  /** Uuid of the row in which that stands, where it is another one. */
  readonly row?: string | undefined;
}

/** A difference with what it goes back to. */
export interface Judged extends Difference {
  /** The key of the difference that it follows from. */
  readonly follows?: string | undefined;
}

/** Request and both answers, as a report shows them. */
export interface Pair {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly cloud: { readonly status: number; readonly body: string };
  readonly emulator: { readonly status: number; readonly body: string };
}

/** What came of one exchange. */
export interface Verdict {
  readonly seq: number;
  /** The operation, e.g. `QueryImage`; of what nobody knows its method and path. */
  readonly operation: string;
  readonly outcome: 'same' | 'differs' | 'not compared';
  /** Why it was not compared. */
  readonly reason?: string;
  /** What the answer was like, e.g. `succeeds` or `is refused with SYS.1006`. */
  readonly answered?: string;
  /** Known variances by their names, with how often they were met. */
  readonly variances: Readonly<Record<string, number>>;
  readonly differences: readonly Judged[];
  readonly pair?: Pair;
  /** What was done so that the world is like the cloud again. */
  readonly mended?: string;
  /** A case of the contract that shows the difference, as YAML. */
  readonly case?: string;
}

/** What makes two differences the same one. */
export const keyOf = (operation: string, { kind, place }: Pick<Difference, 'kind' | 'place'>) =>
  `${operation} ${kind} ${place}`;
