import { configMilliseconds } from '../../domain/global-config.js';
import type { World } from '../world.js';
import { scheduleChoreOnce, type Chore } from './chore.js';

const PURGE_JOBS = 'purge-jobs';
/** More than so many at once would keep the process from answering. */
const MOST_AT_ONCE = 1000;

/** Makes the next look for old results due, unless one is. */
export function schedulePurge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'jobScanInterval');
  scheduleChoreOnce(world, PURGE_JOBS, now + interval);
}

/**
 * Forgets the results of jobs that were made `rest/completedApi.expiredPeriod` ago: who polls them is
 * told that they have expired. Comes back while there are jobs, at once when it did not get through.
 */
export const purgeJobs: Chore = {
  name: PURGE_JOBS,
  interval: 'jobScanInterval',
  run(world, _subject, now) {
    const { jobs, globalConfig } = world.repositories;
    const period = configMilliseconds(globalConfig, 'jobExpiredPeriod');
    const purged = jobs.purge(now - period, MOST_AT_ONCE);
    if (purged === MOST_AT_ONCE) scheduleChoreOnce(world, PURGE_JOBS, now);
    else if (!jobs.isEmpty()) schedulePurge(world, now);
  },
};
