export const EVENT_FIELDS = ['state', 'status'] as const;
export const CAUSE_KINDS = ['start', 'call', 'step', 'chore', 'rule', 'hand'] as const;

/** Why something changes. */
export interface Cause {
  /**
   * `start`: the seed; `call`: an operation, before its work begins; `step`: a step of a flow; `chore`:
   * the world's own work; `rule`: a fault rule; `hand`: a call of the emulator's own API.
   */
  readonly kind: (typeof CAUSE_KINDS)[number];
  /** Name of the operation or chore, `flow/step`, or uuid of the rule. */
  readonly name: string;
  readonly jobUuid: string | null;
}

/** One change of a state or status; `before` is null where something came, `after` where it went. */
export interface Transition {
  /** Name of the kind of resource, e.g. `Image`, or `ImageBackupStorageRef`. */
  readonly resourceType: string;
  /** Of a ref: the image's. */
  readonly resourceUuid: string;
  /** Of a ref: the backup storage's; else null. */
  readonly onUuid: string | null;
  readonly field: (typeof EVENT_FIELDS)[number];
  readonly before: string | null;
  readonly after: string | null;
}

/** A transition with its time (ms since 1970 on the environment's clock) and its cause. */
export interface Event extends Transition {
  readonly id: number;
  readonly date: number;
  readonly causeKind: Cause['kind'];
  readonly cause: string;
  readonly jobUuid: string | null;
}

export interface EventFilter {
  /** Only events of this resource, or null for all. */
  readonly resourceUuid: string | null;
  /** Only events after this one. */
  readonly since: number;
  readonly limit: number;
}

export interface EventRepository {
  record(transition: Transition, date: number): void;
  /** The number of the last one that was ever recorded; 0: there was none. */
  lastId(): number;
  /** In the order in which they happened. */
  list(filter: EventFilter): Event[];
}
