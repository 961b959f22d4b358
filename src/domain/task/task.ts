/**
 * A piece of work that is due at a time: one step of a flow. It lies in the same database as the
 * state it will change, so a restart or a jump of the clock needs only one more look at the table.
 */
export interface Task {
  readonly id: number;
  /** The job that it works for; null for a chore of the world itself. */
  readonly jobUuid: string | null;
  /** The flow that the step belongs to, e.g. `create-root-volume-template`. */
  readonly flow: string;
  readonly step: string;
  /** Uuid of what the step works on when a flow works on several at once, else null. */
  readonly subject: string | null;
  /** When it runs, in ms since 1970 on the environment's clock. */
  readonly dueDate: number;
  readonly createDate: number;
  /** How long the work takes, in ms; null: it only waits. */
  readonly length: number | null;
  /** It goes on after so many polls of its job; null: it does not wait for polls. */
  readonly pollsLeft: number | null;
  /** The fault rule that ends it before its time, or null. */
  readonly faultUuid: string | null;
}

/** A task to be: it only waits unless it says otherwise. */
export type NewTask = Omit<Task, 'id' | 'length' | 'pollsLeft' | 'faultUuid'> &
  Partial<Pick<Task, 'length' | 'pollsLeft' | 'faultUuid'>>;

/** The due date of a task that somebody outside works on: never, until they are done. */
export const HELD = 8_640_000_000_000_000;
/** The due date of a task that goes on by hand or after some polls. */
export const BY_HAND = HELD - 1;

/** How long slow work takes: so many ms, or (an object) until a hand, or polls, let it go on. */
export type Delay = number | { readonly polls: number | null; readonly length: number };

export interface TaskRepository {
  insert(task: NewTask): void;
  remove(id: number): void;
  removeByJob(jobUuid: string): void;
  /** Makes a task due at another time, with another subject. */
  reschedule(id: number, subject: string | null, dueDate: number): void;
  countByJob(jobUuid: string): number;
  find(id: number): Task | undefined;
  /** What waits, in the order in which it is due. */
  list(limit: number): Task[];
  /** What waits and belongs to a job, so many of it, in no order of time. */
  listOfJobs(limit: number): Task[];
  /** When the job's next step is due, or undefined when none waits. */
  nextDueDateOfJob(jobUuid: string): number | undefined;
  /** Whether a chore of this kind waits already, on this subject or on any. */
  hasChore(flow: string, subject?: string): boolean;
  waitsForPolls(jobUuid: string): boolean;
  listByJob(jobUuid: string): Task[];
  /** Counts a poll of a job; what has waited for its last one is due now. Answers whether anything is. */
  countPoll(jobUuid: string, now: number): boolean;
  /** Makes everything that waits for a hand due: now, or when its time is over. */
  releaseByHand(now: number, atOnce: boolean): void;
  /** Removes the waiting chores of this kind on this subject. */
  removeChores(flow: string, subject: string): void;
  /** Makes everything due again that was handed to somebody outside when the process ended. */
  releaseHeld(now: number): void;
  /** The task that is due first and not later than `now`: by due date, then in order of creation. */
  findDue(now: number): Task | undefined;
  /** When the next task is due, or undefined when nothing waits. */
  nextDueDate(): number | undefined;
}
