import type { World } from '../domain/world.js';

/** Ends a long job that takes too long; its subject is the job's uuid. */
export const LONG_JOB_TIMEOUT = 'long-job-timeout';

/** A long job has ended: nothing waits for its time to be up. */
export function forgetTimeout({ repositories }: World, uuid: string): void {
  repositories.tasks.removeChores(LONG_JOB_TIMEOUT, uuid);
}
