export const LONG_JOB_STATES = [
  'Waiting',
  'Suspended',
  'Running',
  'Succeeded',
  'Canceling',
  'Canceled',
  'Failed',
] as const;
export type LongJobState = (typeof LONG_JOB_STATES)[number];

/** A job that stays in the database with its request and its result. */
export interface LongJob {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  /** The call that submitted it: what progress is asked with. */
  readonly apiId: string;
  /** Name of the API class that it stands for, e.g. `APIAddImageMsg`. */
  readonly jobName: string;
  /** Parameters of that API, as JSON. */
  readonly jobData: string;
  readonly jobResult: string | null;
  readonly state: LongJobState;
  readonly targetResourceUuid: string | null;
  readonly managementNodeUuid: string | null;
  /** The job that does the work. */
  readonly innerJobUuid: string;
  /** Seconds, at least 1; null until it has ended. */
  readonly executeTime: number | null;
  readonly doneDate: number | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface LongJobRepository {
  insert(job: LongJob): void;
  find(uuid: string): LongJob | undefined;
  findByInnerJob(jobUuid: string): LongJob | undefined;
  findByApiId(apiId: string): LongJob | undefined;
  /** Those that work on this resource, or did. */
  listByTarget(resourceUuid: string): LongJob[];
  /** Those that are Running or Canceling. */
  listAtWork(): LongJob[];
  update(job: LongJob, change: Partial<LongJob>, now: number): void;
  remove(uuid: string): void;
}
