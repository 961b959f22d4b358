import type { ErrorCode } from '../core/api-error.js';
import type { Queryable } from '../query/queryable.js';
import type { ClockState } from '../core/clock.js';
import type { InventoryQueries } from '../domain/inventory-queries.js';
import type { LawVerdict } from '../domain/laws.js';
import type { ProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { Journal } from './journal/journal.js';
import type { RequestMeter } from './journal/request-meter.js';
import type { Flow, FlowContext } from '../jobs/flow.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { KeptWrite, WriteOrigin } from '../domain/write-history.js';
import type { WorldCounts } from '../domain/world-counts.js';
import type { World } from '../domain/world.js';
import type { WorldFollower } from './world-follower.js';

/** A number that goes up and down. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

/** What the emulator's own API does with an environment beside its world. */
export interface EnvironmentControl {
  readonly world: World;
  readonly name: string;
  readonly runner: TaskRunner;
  readonly journal: Journal;
  readonly meter: RequestMeter;
  /** Numbers of the process that are no world's own, where it has some: told with those of its default world. */
  readonly gaugesOfProcess?: (() => readonly Gauge[]) | undefined;
  /**
   * Lets the clock run in another mode, and does what is due by it. Throws RangeError when it would go back. What is
   * told from the time of a running clock is a function: no time passes between it and the move.
   */
  setClock(state: ClockState | (() => ClockState), origin?: WriteOrigin): Promise<void>;
  /**
   * Moves the clock to a time and does everything that falls due, in order, each at its own time,
   * including what that makes due; answers how many. Throws RangeError when it would go back. A function as for `setClock`.
   */
  advanceTo(
    time: number | (() => number),
    tell: (task: Task) => void,
    origin?: WriteOrigin,
  ): Promise<number>;
  /** While the world moves in time: resolves when it stands still. Whoever comes waits for that. */
  readonly moving: Promise<void> | undefined;
  /** The writes that can be taken back, oldest first; undefined where none are kept. */
  readonly writes: readonly KeptWrite[] | undefined;
  /**
   * Takes all writes from one on back, the one that `find` names: the world is as it was before, with its clock,
   * chance, tasks and counters. Where `find` says so the requests behind them are made again, up to another one.
   * Nobody else is in the world meanwhile but so many `guests` of the caller's own.
   * @throws {ControlError} `conflict` for a point in the middle of what one request wrote, where they are made again
   */
  rewind(find: FindWrites, guests: number): Promise<RewindReport>;
  /**
   * Judges every state that the world can go back to, on a copy of it, and finds the first write after which the
   * verdict is no more what it was.
   * @throws {ControlError} `tooLarge` for a world that is not copied for that
   */
  bisect(judge: Judge): Promise<BisectReport>;
  /** Changes how slow work goes on; when nothing is to wait for a hand any more, nothing does. */
  setProgression(state: ProgressionState, origin?: WriteOrigin): Promise<void>;
  /** Takes back what was set: slow work goes on as the settings at the start say. */
  resetProgression(origin?: WriteOrigin): Promise<void>;
  /** Every step of every flow, as `flow/step`: where fault rules can act. */
  readonly faultPoints: readonly string[];
  /** Those of them with which bytes begin to come. */
  readonly bytePoints: readonly string[];
  /** Those at which bytes are still to come to a backup storage. */
  readonly fillPoints: readonly string[];
  /** What work consists of, by the names of flows. */
  readonly flows: ReadonlyMap<string, Flow<FlowContext>>;
  /** All operations of the image API, by their names. */
  readonly operations: ReadonlyMap<string, DeclaredOperation>;
  /** Whether the operator allowed rules that end the process. */
  readonly allowsCrashes: boolean;
  /**
   * What would refuse an operation of the image API on this resource, or fail it at once; undefined
   * when nothing would. The world stays as it is.
   * @throws {ControlError} `invalid` when the operation is unknown, or takes no such resource
   */
  tryOut(
    operation: string,
    resourceUuid: string,
    resourceType: string | undefined,
    parameters: Readonly<Record<string, unknown>>,
  ): ErrorCode | undefined;
  /** Every law with its verdict. */
  verdicts(): LawVerdict[];
  /** The same, while others get their turn. @throws SYS.1006 when the world is replaced meanwhile */
  verdictsInTurns(): Promise<LawVerdict[]>;
  /** Lets somebody be told what happens, in the place of who was; undefined: nobody is. It keeps nothing from going on. */
  follow(follower: WorldFollower | undefined): void;
  /** What the world holds, in numbers. */
  counts(): WorldCounts;
}

/** What simulation knows of an operation's declaration. */
export interface DeclaredOperation {
  readonly name: string;
  readonly kind: string;
  readonly bodyKey?: string | undefined;
  readonly params: Readonly<Record<string, { readonly type: string }>>;
  /** Of an asynchronous one: its work. */
  readonly flow?: { readonly name: string } | undefined;
  /** Of a query API: what it asks. */
  readonly of?: ((queries: InventoryQueries) => Pick<Queryable<unknown>, 'listsAmong'>) | undefined;
}

/** The writes that a rewind is about. */
export interface Rewound {
  /** The first write that is taken back. */
  readonly to: number;
  /** The first write of those that is not made again; Infinity: all are; undefined: none is. */
  readonly replay?: number | undefined;
}

export type FindWrites = (writes: readonly KeptWrite[]) => Rewound;

/** What was taken back: writes, the last one first. */
export interface RewindReport {
  readonly undone: readonly KeptWrite[];
  readonly replay: ReplayReport | undefined;
}

/** A request that was made again. */
export interface AgainAnswered {
  /** What it had written at first, as the history told it. */
  readonly write: KeptWrite;
  /** The first write that it made now; undefined: it made none. */
  readonly id: number | undefined;
  /** 0: its connection was cut; null: it waits, or waited when the process ended. */
  readonly status: number | null;
  readonly before: number | null;
  /** Whether it was answered as before; undefined where nobody knows how it was. */
  readonly isSame: boolean | undefined;
}

export interface ReplayReport {
  readonly answered: readonly AgainAnswered[];
  /** The write that could not be made again, and why; the world stands just before it. */
  readonly stopped: { readonly write: KeptWrite; readonly reason: string } | undefined;
}

/** A world as it was, to look at. */
export interface PastWorld {
  readonly queries: InventoryQueries;
  /** Names of all laws, and whether one holds. */
  readonly laws: readonly string[];
  readonly keeps: (law: string) => boolean;
}

/** Whether a world is as it must be. */
export type Judge = (past: PastWorld) => boolean | Promise<boolean>;

export interface BisectReport {
  /** The first write before which the verdict was good, and after which it was not. */
  readonly first: KeptWrite | undefined;
  /** The verdict on the world as it is now, and before the oldest write. */
  readonly holds: boolean;
  readonly held: boolean;
  /** How many writes were looked at. */
  readonly writes: number;
}
