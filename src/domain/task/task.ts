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
}

/** The due date of a task that somebody outside works on: never, until they are done. */
export const HELD = 8_640_000_000_000_000;

export interface TaskRepository {
  insert(task: Omit<Task, 'id'>): void;
  remove(id: number): void;
  removeByJob(jobUuid: string): void;
  /** Makes a task due at another time, with another subject. */
  reschedule(id: number, subject: string | null, dueDate: number): void;
  countByJob(jobUuid: string): number;
  find(id: number): Task | undefined;
  /** What waits, in the order in which it is due. */
  list(limit: number): Task[];
  /** When the job's next step is due, or undefined when none waits. */
  nextDueDateOfJob(jobUuid: string): number | undefined;
  /** Whether a chore of this kind waits already. */
  hasChore(flow: string): boolean;
  /** Removes the waiting chores of this kind on this subject. */
  removeChores(flow: string, subject: string): void;
  /** Makes everything due again that was handed to somebody outside when the process ended. */
  releaseHeld(now: number): void;
  /** The task that is due first and not later than `now`: by due date, then in order of creation. */
  findDue(now: number): Task | undefined;
  /** When the next task is due, or undefined when nothing waits. */
  nextDueDate(): number | undefined;
}
