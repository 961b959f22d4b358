import { apiError } from '../../../core/api-error.js';
import { configMilliseconds } from '../../../domain/global-config.js';
import { garbageJobStatusMachine, type GarbageJob } from '../../../domain/garbage/garbage.js';
import type { World } from '../../../domain/world.js';
import { scheduleChore, type Chore } from '../../../jobs/chores/chore.js';

export const COLLECT_GARBAGE = 'collect-garbage';

/** @throws SYS.1006 for a job that is done */
export function checkTrigger({ repositories }: World, uuid: string): void {
  const job = repositories.garbage.find(uuid);
  if (job?.status !== 'Done') return;
  throw apiError('SYS.1006', `cannot trigger a finished GC job[uuid:${uuid}, name:${job.name}]`);
}

/** An attempt out of turn: the next one stays when it was to be. */
export function triggerGarbageJob(world: World, uuid: string, now: number): void {
  const job = world.repositories.garbage.find(uuid);
  if (job) attempt(world, job, now);
}

/** An attempt for each job of a storage, out of turn. */
export function collectGarbageOn(world: World, storageUuid: string, now: number): void {
  for (const job of world.repositories.garbage.list()) {
    if (job.backupStorageUuid === storageUuid) attempt(world, job, now);
  }
}

/** Answers whether the bits are left. */
function attempt({ repositories }: World, job: GarbageJob, now: number): boolean {
  const { garbage, backupStorages } = repositories;
  if (job.status !== 'Idle') return false;
  const storage = backupStorages.find(job.backupStorageUuid);
  const isLeft =
    storage !== undefined && (storage.state !== 'Enabled' || storage.status !== 'Connected');
  const trying = garbageJobStatusMachine.next(job.status, 'try');
  const after = garbageJobStatusMachine.next(trying, isLeft ? 'fail' : 'succeed');
  garbage.setStatus(job.uuid, after, now);
  return isLeft;
}

/** One attempt to delete bits that an expunge left; done too when their storage is gone. */
export const collectGarbage: Chore = {
  name: COLLECT_GARBAGE,
  run(world, uuid, now) {
    const { garbage, globalConfig } = world.repositories;
    const job = garbage.find(uuid);
    if (!job || !attempt(world, job, now)) return;
    // At least a second apart: an interval of 0 must not try for ever at one time.
    const interval = Math.max(configMilliseconds(globalConfig, 'imageGcInterval'), 1000);
    scheduleChore(world, COLLECT_GARBAGE, uuid, now + interval);
  },
};
