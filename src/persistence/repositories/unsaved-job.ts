import type { Job } from '../../domain/job/job.js';
import type { Database } from '../database.js';
import { jobs } from '../schema/index.js';
import { insertInto } from '../table-statements.js';

export const insertJob = insertInto(jobs);

/** The job whose row waits to be written. Rows that refer to it must `write` it first. */
export class UnsavedJob {
  job: Job | undefined;

  constructor(private readonly database: Database) {}

  write(): void {
    const { job } = this;
    if (!job) return;
    this.job = undefined;
    insertJob.run(this.database, { ...job });
  }

  drop(): void {
    this.job = undefined;
  }
}
