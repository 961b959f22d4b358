import { configMilliseconds } from '../../domain/global-config.js';
import type { PurgedJob } from '../../domain/job/job.js';
import { KEPT_AFTER_END, taskNameOf, taskNameOfLongJob } from '../task-progress.js';
import type { World } from '../../domain/world.js';
import { scheduleChoreOnce, type Chore } from './chore.js';

const PURGE_JOBS = 'purge-jobs';
/** More than so many at once would keep the process from answering. */
const MOST_AT_ONCE = 250;

/** Makes the next look for old results due, unless one is. */
export function schedulePurge(world: World, now: number): void {
  const interval = configMilliseconds(world.repositories.globalConfig, 'jobScanInterval');
  scheduleChoreOnce(world, PURGE_JOBS, now + interval);
}

/** How far a job came may be told for longer than its result is kept. */
function keepProgress({ repositories }: World, { uuid, operation, state, doneDate }: PurgedJob) {
  const longJob = repositories.longJobs.findByInnerJob(uuid);
  const taskName = longJob ? taskNameOfLongJob(longJob) : taskNameOf(operation);
  if (taskName === undefined || state !== 'Succeeded' || doneDate === null) return;
  const apiId = longJob?.apiId ?? uuid;
  repositories.taskProgresses.save({ apiId, taskName, content: '100', time: doneDate });
}

/**
 * Forgets the results of jobs that were made `rest/completedApi.expiredPeriod` ago: who polls them is
 * told that they have expired. Comes back while there are jobs, at once when it did not get through.
 */
export const purgeJobs: Chore = {
  name: PURGE_JOBS,
  interval: 'jobScanInterval',
  run(world, _subject, now) {
    const { jobs, taskProgresses, globalConfig } = world.repositories;
    const period = configMilliseconds(globalConfig, 'jobExpiredPeriod');
    const purged = jobs.purge(now - period, MOST_AT_ONCE);
    for (const job of purged) keepProgress(world, job);
    taskProgresses.purge(now - KEPT_AFTER_END);
    if (purged.length === MOST_AT_ONCE) scheduleChoreOnce(world, PURGE_JOBS, now);
    else if (!jobs.isEmpty() || !taskProgresses.isEmpty()) schedulePurge(world, now);
  },
};
