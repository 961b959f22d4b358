import type { ErrorCode } from '../core/api-error.js';
import type { Job } from '../domain/job/job.js';
import type { Delay } from '../domain/task/task.js';
import type { World } from '../domain/world.js';

/** What a flow keeps between its steps; saved with each of them, so it must survive JSON. */
export type FlowContext = Record<string, unknown>;

/** One step under way. What it writes, schedules and finishes commits together or not at all. */
export interface StepRun<Context> {
  readonly world: World;
  readonly job: Job;
  /** Changes to it are saved when the step ends well. */
  readonly context: Context;
  /** The time that the step is done at: when it was due, in ms since 1970. */
  readonly now: number;
  /** Uuid of what this step works on when the flow works on several at once. */
  readonly subject: string | null;
  /** What the errand brought that this step follows on; undefined for other steps. */
  readonly report: ErrandReport | undefined;
  /** Makes a step due after its slow work (default: none, so at once), on the given subject. */
  readonly schedule: (step: string, subject?: string | null, delay?: Delay) => void;
  /**
   * Lets a fault rule act on this step's subject; a step that works on several subjects calls it where
   * a failure is that subject's alone. Throws what the rule says.
   */
  readonly meetFault: () => void;
  /** Whether a fault rule changes the bytes that this step lets begin to come. */
  readonly isCorrupted: boolean;
  /** Whether a fault rule has filled the storage that bytes of this step are still to come to. */
  readonly isOutOfRoom: boolean;
  /** Does a part of the step that can fail alone: its writes are undone, and what it threw is thrown on. */
  readonly alone: <T>(work: () => T) => T;
  /** Whether other steps of this job are still due. */
  readonly hasOtherTasks: () => boolean;
  /** Ends the job well; the operation makes the answer from the outcome. */
  readonly succeed: (outcome: Readonly<Record<string, unknown>>) => void;
}

/**
 * Work outside of the database that a flow waits for: a download, a sum over a file. It runs outside
 * of transactions, and again when the process ended meanwhile.
 */
export interface Errand<Context> {
  /** The step that goes on with what it brought. */
  readonly goesOnWith: string;
  run(errand: Pick<StepRun<Context>, 'world' | 'context' | 'subject'>): Promise<unknown>;
}

/** What an errand brought, or why it failed. */
export type ErrandReport = { readonly value: unknown } | { readonly error: ErrorCode };

/**
 * Work in named steps behind one job. A step that throws ends the job: the step's own writes are
 * undone, then `rollback` undoes what earlier steps did, in one transaction with the job's failure.
 */
export interface Flow<Context> {
  readonly name: string;
  readonly firstStep: string;
  readonly steps: Readonly<Record<string, (run: StepRun<Context>) => void>>;
  /** Scheduled by their names, like steps. */
  readonly errands?: Readonly<Record<string, Errand<Context>>>;
  /** Steps that call `meetFault` themselves; before all others the runner does. */
  readonly stepsWithSubjects?: readonly string[];
  /** Steps with which bytes begin to come, so that a fault rule may change them. */
  readonly stepsThatCorrupt?: readonly string[];
  /** Steps at which bytes are still to come to a backup storage: one that is full by then fails them. */
  readonly stepsThatTakeBytes?: readonly string[];
  /** Its steps are not the real system's, so that no error names one as its location. */
  readonly isPlain?: true;
  rollback(
    run: Pick<StepRun<Context>, 'world' | 'job' | 'context' | 'now'>,
    error: ErrorCode,
  ): void;
}
