import type { ErrorCode } from '../core/api-error.js';
import type { Job } from '../domain/job/job.js';
import type { World } from './world.js';

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
  /** Makes a step due after `delay` ms (0: at once), on the given subject. */
  schedule(step: string, subject?: string | null, delay?: number): void;
  /** Whether other steps of this job are still due. */
  hasOtherTasks(): boolean;
  /** Ends the job well; the operation makes the answer from the outcome. */
  succeed(outcome: Readonly<Record<string, unknown>>): void;
}

/**
 * Work in named steps behind one job. A step that throws ends the job: the step's own writes are
 * undone, then `rollback` undoes what earlier steps did, in one transaction with the job's failure.
 */
export interface Flow<Context> {
  readonly name: string;
  readonly firstStep: string;
  readonly steps: Readonly<Record<string, (run: StepRun<Context>) => void>>;
  rollback(run: Pick<StepRun<Context>, 'world' | 'context' | 'now'>, error: ErrorCode): void;
}
