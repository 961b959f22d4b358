/** The last word on the progress of a call whose work has ended. */
export interface TaskProgress {
  /** The call: a job's uuid, or the one that submitted a long job. */
  readonly apiId: string;
  readonly taskName: string;
  /** Percent, as text. */
  readonly content: string;
  readonly time: number;
}

export interface TaskProgressRepository {
  save(progress: TaskProgress): void;
  find(apiId: string): TaskProgress | undefined;
  remove(apiId: string): void;
  /** Forgets what is older than `date`. */
  purge(date: number): void;
  isEmpty(): boolean;
}
