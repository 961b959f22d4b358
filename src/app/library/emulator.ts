import type { clientReport } from '../../simulation/client-report.js';
import type { Finding, FindingKind } from '../../simulation/client-findings.js';
import type { ReliedOn } from '../../contract/relied-on.js';
import type { describeTask } from '../../control/describe-task.js';
import type { describeReplay } from '../../control/describe-replay.js';
import type { describeWrite } from '../../control/describe-write.js';
import type { DescribedEntry } from '../../control/journal-entry.js';
import type { ErrorCode } from '../../core/api-error.js';
import type { History } from '../../domain/history.js';
import type { LawVerdict } from '../../domain/laws.js';
import type {
  EnvironmentDescription,
  EnvironmentStorage,
  SnapshotDescription,
} from '../../simulation/environment-host.js';
import type { Inventories } from './inventories.js';

/** A moment: ms since 1970, a date, or ISO 8601. */
export type Moment = number | Date | string;
/** A span of time: ms, or a text such as `3d`, `72h`, `90s` or `1h30m`. */
export type Duration = number | string;

/**
 * What a list is narrowed to: conditions as the image API's `q` takes them (`status=Ready`,
 * `name~=web-%`, `backupStorage.name=bs-1`), or fields and the values that they must have.
 */
export type Conditions<Inventory> =
  string | readonly string[] | { readonly [K in PlainField<Inventory>]?: Inventory[K] };

type PlainField<Inventory> = {
  [K in keyof Inventory]: Inventory[K] extends string | number | boolean | null ? K : never;
}[keyof Inventory];

/** One kind of resource: the same inventories as the image API's, in order of creation, all of them. */
export type ResourceAccess<Inventory> = {
  list(conditions?: Conditions<Inventory>): Inventory[];
  count(conditions?: Conditions<Inventory>): number;
} & (Inventory extends { uuid: string } ? { get(uuid: string): Inventory | undefined } : unknown);

/** Every kind of resource of a world, as admin sees it. */
export type Resources = { readonly [K in keyof Inventories]: ResourceAccess<Inventories[K]> };

/** A call that became a job. Dates are ISO 8601. */
export interface JobDescription {
  readonly uuid: string;
  /** Name of the operation, e.g. `CreateRootVolumeTemplateFromRootVolume`. */
  readonly operation: string;
  readonly accountUuid: string;
  readonly state: 'Running' | 'Succeeded' | 'Failed';
  readonly createDate: string;
  readonly doneDate: string | null;
  /** The success body; null unless it succeeded. */
  readonly result: Readonly<Record<string, unknown>> | null;
  /** Null unless it failed. */
  readonly error: ErrorCode | null;
}

export interface JobAccess {
  get(uuid: string): JobDescription | undefined;
  /** All that are still known, oldest first: results are forgotten after three hours of the clock. */
  list(): JobDescription[];
  /** Those that have not ended. */
  unfinished(): JobDescription[];
}

/** A piece of work that is under way or waits. */
export type TaskDescription = ReturnType<typeof describeTask>;
/** One request and its answer, without secrets. */
export type JournalEntry = DescribedEntry;
/** What clients did that they may not have meant. */
export type ClientReport = ReturnType<typeof clientReport>;

export type { Finding, FindingKind, ReliedOn };

export interface JournalAccess {
  /** The last requests (`journalSize`), oldest first. */
  list(): JournalEntry[];
  clear(): void;
  /** What clients sent that nothing read, asked too often, left behind: of what the journal holds. */
  clientReport(): ClientReport;
  /** Which operations clients called, how, and with which parameters. */
  reliedOn(): ReliedOn;
  /**
   * Throws where clients did something of these kinds: an assertion for the end of a test.
   * @throws {ClientFindings} with what was found; {RangeError} for a kind that there is not
   */
  failOn(kinds: readonly FindingKind[]): void;
}

/** Bytes of a backup or primary storage. */
export interface Capacity {
  readonly totalCapacity: number;
  readonly availableCapacity: number;
}

/** The time of a world. It never goes back: what would take it back throws a RangeError. */
export interface EnvironmentClock {
  /** ms since 1970. */
  now(): number;
  readonly isStopped: boolean;
  /** Lets the clock stand still, at this moment or another. */
  stop(at?: Moment): Promise<void>;
  /** Lets a stopped clock go on from where it stands. */
  run(): Promise<void>;
  /** Moves the clock to a moment, and does everything that falls due on the way; answers how much it was. */
  set(to: Moment): Promise<number>;
  /** Moves the clock by a span, and does everything that falls due on the way; answers how much it was. */
  advance(by: Duration): Promise<number>;
}

/** What the world of an environment holds, read without a request. */
export interface World extends Resources {
  /** @throws {ControlError} `notFound` when there is no such storage */
  capacity(storageUuid: string): Capacity;
  readonly jobs: JobAccess;
  readonly tasks: { list(): TaskDescription[] };
  readonly journal: JournalAccess;
  /** The laws that the world breaks, such as that capacity adds up; empty is good. */
  laws(): LawVerdict[];
  readonly clock: EnvironmentClock;
  /** Does everything that is due now, with what that makes due; resolves when nothing is under way. */
  settle(): Promise<void>;
}

/** A write of a world that can be taken back. */
export type WriteDescription = ReturnType<typeof describeWrite>;

/** What must hold: a law, or a statement of ZQL that finds something (default) or nothing. */
export type Bisected =
  { readonly law: string } | { readonly zql: string; readonly finds?: 'something' | 'nothing' };

/** A write (`w17`), the number of a request in the journal, the uuid of a job, or a moment. */
export type PointOfHistory = string | number | Date;

/** What was taken back, the last one first, and the requests that were made again. */
export interface ReplayDescription extends ReturnType<typeof describeReplay> {
  readonly undone: readonly WriteDescription[];
}

export interface BisectDescription {
  /** Before it the law or statement held, after it it did not; null: there is no such write in the history. */
  readonly first: WriteDescription | null;
  /** Whether it holds now. */
  readonly holds: boolean;
  /** Whether it held before the oldest write of the history. */
  readonly held: boolean;
  /** How many writes were looked at. */
  readonly count: number;
}

export interface ForkOptions {
  /** Lower-case letters, digits, `-` and `_`; default: one is made up. */
  readonly name?: string;
  /** Begins as this snapshot of the environment, not as the environment is now. */
  readonly snapshot?: string;
  /** Default: `memory`. */
  readonly storage?: EnvironmentStorage;
  /** It is removed when it has had no request for so long; default: as the emulator's options say. */
  readonly idle?: Duration;
  /** Of a long history the last 200 jobs and 2,000 events (default), or all. */
  readonly history?: History;
  /** A port of its own, for clients that know host and port only; 0: any free one, which it keeps. */
  readonly port?: number;
  /** The release of ZStack whose API it has, such as `4.8`; default: that of what it is made from. */
  readonly release?: string;
}

export interface ExportOptions {
  /** Default: all jobs and events. */
  readonly history?: History;
  /** `keep`: sessions, access keys and passwords go along; default: `omit`. */
  readonly secrets?: 'omit' | 'keep';
}

export interface CreateOptions extends Omit<ForkOptions, 'snapshot' | 'history'> {
  /** Name of a seed, several in a list or with commas between them, or a seed itself: as an object, or as YAML. */
  readonly seed: string | readonly string[] | object;
}

/** What can be done with every environment. */
export interface EnvironmentActions extends World {
  readonly name: string;
  /** Address of its image API: what a client is pointed at, with the context path. */
  readonly url: string;
  /** Address of the emulator's own API for it. */
  readonly controlUrl: string;
  /** The port of its own, if it has one. */
  readonly port: number | null;
  /** Its image API at that port: for clients that know host and port only. */
  readonly portUrl: string | null;
  describe(): EnvironmentDescription;
  /** A world of its own that begins as this one is now. */
  fork(options?: ForkOptions): Promise<Environment>;
  /** Takes the world back to what it was made from; a seed is read again. */
  reset(): Promise<void>;
  /** Keeps the world as it is now under a name. */
  snapshot(name: string, options?: Pick<ForkOptions, 'history'>): Promise<void>;
  snapshots(): SnapshotDescription[];
  restore(name: string): Promise<void>;
  removeSnapshot(name: string): Promise<void>;
  /** The last writes that can be taken back, oldest first. @throws {ControlError} `conflict` where none are kept */
  history(): WriteDescription[];
  /**
   * Takes a write and all after it back, with clock, chance and tasks; answers what was taken back, the last one
   * first.
   * @param to a write (`w17`), the number of a request in the journal, the uuid of a job, or a moment
   * @throws {ControlError} `notFound` for what is not in the history
   */
  rewind(to: PointOfHistory): Promise<WriteDescription[]>;
  /**
   * The same, and makes the requests again that it took back: up to just before `until`, or all of them. With a
   * stopped clock the world is then what it was there, to the byte.
   * @throws {ControlError} `conflict` also for a point in the middle of what one request wrote
   */
  replay(to: PointOfHistory, until?: PointOfHistory): Promise<ReplayDescription>;
  /**
   * Finds the first write of the history after which a law, or a statement of ZQL, does not hold any more; the world
   * stays as it is.
   */
  bisect(what: Bisected): Promise<BisectDescription>;
  /** Writes the world to one SQLite file, whole or not at all. */
  export(file: string, options?: ExportOptions): Promise<void>;
  /** Puts an exported world in the place of this one, after it was looked at. */
  import(file: string): Promise<void>;
}

/**
 * One world. What would need a world that is not there any more, or that is being changed as a whole
 * right now, throws.
 */
export interface Environment extends EnvironmentActions {
  /** Ends the world, with its snapshots and its files; an environment that is gone already is fine. */
  remove(): Promise<void>;
  /** The same as `remove`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Account admin, as seeds publish it; nothing says whether somebody has changed it since. */
export interface FirstCredentials {
  readonly account: string;
  readonly password: string;
  /** Undefined where the world has no such session. */
  readonly session: string | undefined;
}

/** A running emulator; what it does as an environment, its default environment does. */
export interface Emulator extends EnvironmentActions {
  /** @throws {ControlError} `notFound` when there is none of this name */
  environment(name: string): Environment;
  environments(): Environment[];
  /** What a client opens the default environment with. */
  credentials(): Promise<FirstCredentials>;
  /** Makes an environment of a seed. */
  create(options: CreateOptions): Promise<Environment>;
  /**
   * Ends it: no port, timer or file stays open. Requests under way get 2 s to end. To stop what is
   * stopped is fine.
   */
  stop(): Promise<void>;
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
