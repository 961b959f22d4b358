import { StateMachine } from '../../core/state-machine.js';

/** One accepted call of an asynchronous API: what `GET /v1/api-jobs/{uuid}` answers from. */
export interface Job {
  readonly uuid: string;
  /** Name of the operation, e.g. `CreateRootVolumeTemplateFromRootVolume`. */
  readonly operation: string;
  readonly accountUuid: string;
  readonly state: JobState;
  /** What the flow keeps between its steps (JSON). */
  readonly context: string;
  /** The answer as JSON text once the job is done: a success body or an error code. */
  readonly result: string | null;
  /** Where the answer is sent when the job is done, or null. */
  readonly webHook: string | null;
  /** Whether what is sent there tells the class of each inventory. */
  readonly wantsSchema: boolean;
  readonly createDate: number;
  readonly doneDate: number | null;
}

export const JOB_STATES = ['Running', 'Succeeded', 'Failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const jobStateMachine = new StateMachine<JobState, 'succeed' | 'fail'>('job state', {
  Running: { succeed: 'Succeeded', fail: 'Failed' },
  Succeeded: {},
  Failed: {},
});

export type PurgedJob = Pick<Job, 'uuid' | 'operation' | 'state' | 'doneDate'>;

export interface JobRepository {
  insert(job: Job): void;
  /**
   * The same for a job that mostly ends in the same transaction: its row is written when it ends, when something
   * else needs it, or at the end of the part of the transaction, whatever comes first.
   */
  insertLater(job: Job): void;
  exists(uuid: string): boolean;
  find(uuid: string): Job | undefined;
  /** All of them, oldest first. */
  list(): Job[];
  /** Those that have not ended, oldest first. */
  listRunning(): Job[];
  /**
   * Removes up to `limit` jobs made before `date` that have ended and that nothing needs any more, and
   * answers which.
   */
  purge(date: number, limit: number): PurgedJob[];
  isEmpty(): boolean;
  saveContext(uuid: string, context: string): void;
  finish(uuid: string, end: Pick<Job, 'state' | 'context' | 'result' | 'doneDate'>): void;
}
