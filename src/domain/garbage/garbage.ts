import { StateMachine } from '../../core/state-machine.js';

/** Bits that could not be deleted: a job that is tried again until it succeeds or its storage goes. */
export interface GarbageJob {
  readonly uuid: string;
  readonly name: string;
  readonly status: GarbageJobStatus;
  readonly imageUuid: string;
  /** No foreign key: the job ends when its storage is gone. */
  readonly backupStorageUuid: string;
  readonly installPath: string;
  /** Seconds between two attempts, as they were when it was left. */
  readonly interval: number;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const GARBAGE_JOB_STATUSES = ['Idle', 'Processing', 'Done'] as const;
export type GarbageJobStatus = (typeof GARBAGE_JOB_STATUSES)[number];

export const garbageJobStatusMachine = new StateMachine<
  GarbageJobStatus,
  'try' | 'fail' | 'succeed'
>('garbage collection status', {
  Idle: { try: 'Processing' },
  Processing: { fail: 'Idle', succeed: 'Done' },
  Done: {},
});

export interface GarbageJobRepository {
  insert(job: GarbageJob): void;
  find(uuid: string): GarbageJob | undefined;
  list(): GarbageJob[];
  setStatus(uuid: string, status: GarbageJobStatus, now: number): void;
  remove(uuid: string): void;
}

/** What the real system says of such a job. */
export const GARBAGE_COLLECTOR = {
  runnerClass: 'org.zstack.image.BackupStorageDeleteBitGC',
  type: 'TimeBased',
} as const;
